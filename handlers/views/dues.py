"""Moving a due date: the form, and what is said of it to whoever moved it."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.edits import fingerprints
from bot.domain.ids import is_channel
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.dues import Moved, PutBack
from bot.services.edits import text_of
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.due_fields import due_blocks, why_block
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import wall
from handlers.text import Mrkdwn, channel_link, joined, mention, plainly, said

TITLE = 300


def form(item: Item, wanted: Due | None, zone: ZoneInfo, notice: Mrkdwn | None = None, **kept: str) -> Block:
    """`wanted` is what is put forward, else what stands."""
    head = said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))
    told = [blocks.section(notice, block_id=BlockId.NOTICE.value)] if notice else []
    why = [why_block(optional=False)] if item.due else []
    return blocks.modal(
        CallbackId.DUE_SET,
        plainly("When is {label} due?", label=item.label),
        [*told, blocks.section(head), *due_blocks(wanted or item.due, zone), *why],
        submit=plainly("Save"),
        metadata=json.dumps({**kept, "label": item.label, "shown": fingerprints({"due": text_of(item.due)})}),
    )


def needs_why(item: Item, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """When a line moves it without a word."""
    assert item.due is not None
    words = "{label} is due {at}, and others may count on that. Please say why it changes. Nothing is saved yet."
    return said(words, label=item.label, at=wall(item.due.at, zone, now))


def moved(done: Moved, zone: ZoneInfo, now: datetime, notes: Sequence[Mrkdwn] = ()) -> Message:
    item = done.item
    why = said(": {why}", why=item.due_why) if item.due_why and done.was else Mrkdwn()
    head = said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))
    if item.due is None:
        return _with_undo(said("{head} has no due date any more{why}.", head=head, why=why), done)
    at = wall(item.due.at, zone, now)
    is_other = done.was is not None and done.was.at != item.due.at
    was = said(", was {was}", was=wall(done.was.at, zone, now)) if is_other and done.was else Mrkdwn()
    text = said("{head} is due {at}{was}{why}.", head=head, at=at, was=was, why=why)
    return _with_undo(joined([text, *_elsewhere(done, zone, now), *notes], " "), done)


def put_back(label: str, undo: str | None) -> list[Block]:
    """Below what an edit has made of an item, where it moved the due date: that alone goes back."""
    return [blocks.actions(to_put_back(label, undo), block_id=f"due:{label}")] if undo else []


def to_put_back(label: str, undo: str | None) -> list[Element]:
    return [blocks.button(plainly("Put due date back"), ActionId.DUE_UNDO, f"{label}@{undo}")] if undo else []


def undone(done: PutBack, zone: ZoneInfo, now: datetime) -> Message:
    item = done.item
    words = "*{label}* {title} is due {at} again." if item.due else "*{label}* {title} has no due date again."
    at = wall(item.due.at, zone, now) if item.due else ""
    back = said(words, label=item.label, title=clipped(item.title, TITLE), at=at)
    stays = [said("What else was edited with it stays.")] if done.others_stay else []
    return blocks.only(joined([back, *stays], " "))


def result(message: Message, label: str) -> Block:
    """In place of the form, when the answer has no other place."""
    return blocks.modal("due.result", plainly("{label} is changed", label=label), message.blocks, submit=None)


def _with_undo(text: Mrkdwn, done: Moved) -> Message:
    if done.undo is None:
        return blocks.only(text)
    undo = blocks.button(plainly("Undo"), ActionId.DUE_UNDO, f"{done.item.label}@{done.undo}")
    return Message(text, [blocks.section(text), blocks.actions([undo], block_id=f"due:{done.item.label}")])


def _elsewhere(done: Moved, zone: ZoneInfo, now: datetime) -> list[Mrkdwn]:
    """Where somebody's clock shows another hour, theirs is said as well."""
    due = done.item.due
    if due is None:
        return []
    here = due.at.astimezone(zone).utcoffset()
    return [
        said(
            "For {who} that is {at}.",
            who=channel_link(who) if is_channel(who) else mention(who),
            at=wall(due.at, theirs, now),
        )
        for who, theirs in done.elsewhere.items()
        if due.at.astimezone(theirs).utcoffset() != here
    ]
