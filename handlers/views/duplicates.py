"""Requests that may be the same as one that was just logged."""

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import RequestNumber
from bot.domain.text import clipped
from bot.services.duplicates import Alike
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views.called import alone

TITLE = 300


def maybe_same(found: Alike) -> Message:
    lines = [_line(one) for one in found.others]
    head = said("Maybe the same as {label}:", label=found.request.label)
    if len(lines) == 1:
        head = said("Maybe the same as {label}: {line}", label=found.request.label, line=lines[0])
        return Message(head, [blocks.section(head), _buttons(found, found.others[0])])
    rows = [
        row
        for one, line in zip(found.others, lines, strict=True)
        for row in (blocks.section(line), _buttons(found, one))
    ]
    return Message(joined([head, *lines]), [blocks.section(head), *rows])


def set_aside(found: Alike, number: RequestNumber) -> Message:
    """What is left of them."""
    said_so = said("{label} and R-{number} stay two requests.", label=found.request.label, number=number)
    if not found.others:
        return blocks.only(said_so)
    rest = maybe_same(found)
    return Message(joined([said_so, rest.text]), [blocks.section(said_so), *rest.blocks])


def _line(one: ClientRequest) -> Mrkdwn:
    who = mention(one.owner) if one.owner else said("nobody")
    title = clipped(one.title, TITLE)
    return said("*{label}* {title} ({state}, {who})", label=one.label, title=title, state=alone.state(one), who=who)


def _buttons(found: Alike, one: ClientRequest) -> Block:
    others = [other.label for other in found.others if other is not one]
    value = ":".join([found.request.label, one.label, *others])
    buttons = [
        blocks.button(plainly("Merge…"), ActionId.MERGE_OPEN, f"{found.request.label}:{one.label}"),
        blocks.button(plainly("Not the same"), ActionId.ALIKE_NOT, value),
        blocks.button(plainly("Show"), ActionId.REQUEST_SHOW, one.label),
    ]
    return blocks.actions(buttons, block_id=f"alike:{found.request.label}:{one.label}")
