"""Queues in words: what nobody has, told to whoever looks after it, and the list of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.queues import WhyNot
from bot.domain.text import clipped
from bot.services.queues import PAGE, Waiting
from bot.services.watches import Unowned
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, plainly, said
from handlers.views import client_names, paging, reminders

TITLE = 300
#: Why a queue could give something to nobody.
WHY = {
    WhyNot.AT_CAP: "Everybody in it has as many open as they may.",
    WhyNot.NO_MEMBER: "Nobody in it is a full member of this workspace any more.",
    WhyNot.NOT_THERE: "Nobody in it may see what is in its channel.",
    WhyNot.DECLINED: "Whoever it was given to declined it.",
    "several": "Nobody in it can be given more now.",
}
NO_QUEUES = "You are in no queue, so this is all that nobody has and you can see."


def unowned(found: Unowned, facts: Mapping[str, str], now: datetime) -> Message:
    """For a queue's lead, until somebody has it."""
    request = found.request
    since = wall(datetime.fromisoformat(facts["since"]), found.zone, now)
    named: dict[str, Any] = {"label": request.label, "title": clipped(request.title, TITLE)}
    text = said("⏳ *{label}* {title}: nobody has it, since {since}.", since=since, **named)
    queue = [said("Queue {name}.", name=request.queue)] if request.queue else []
    why = [said(WHY[facts["why"]])] if facts.get("why") in WHY else []
    take = blocks.button(plainly("I'll take this"), ActionId.REQUEST_TAKE, request.label, style="primary")
    usual = [*reminders.give(request, plainly("Assign")), *reminders.done(request), *reminders.snooze(request)]
    words = joined([text, *queue, *why], " ")
    buttons = reminders.actions(request, [take, *usual, *reminders.wait(request.label)])
    return Message(words, [blocks.section(words), buttons])


def listed(waiting: Waiting, typed: str, zone: ZoneInfo, now: datetime) -> Message:
    page, names = waiting.page, ", ".join(queue.name for queue in waiting.queues)
    where = said("in {names}", names=names) if names else said("in any queue")
    notes = [] if waiting.queues or typed else [blocks.context(said(NO_QUEUES))]
    if not page.total:
        text = said("Nothing waits {where}: somebody has everything that is open.", where=where)
        return Message(text, [blocks.section(text), *notes])
    shown = paging.standing(page.offset, len(page.items), page.total)
    text = said("Waiting {where}: {shown}", where=where, shown=shown)
    rows = [_row(request, waiting.clients, zone, now) for request in page.items]
    return Message(text, [blocks.section(said("*{text}*", text=text)), *rows, *_pager(waiting, typed), *notes])


def _row(request: ClientRequest, names: client_names.Names, zone: ZoneInfo, now: datetime) -> Block:
    late = ":warning: " if request.due is not None and request.due.at < now else ""
    due = said("due {at}", at=wall(request.due.at, zone, now)) if request.due else said("no due date")
    title = clipped(request.title, TITLE)
    head = said("{late}*{label}* {title}", late=Mrkdwn(late), label=request.label, title=title)
    queue = [said("{name}", name=request.queue)] if request.queue else []
    since = said("since {at}", at=wall(request.logged_at, zone, now))
    facts = joined([*client_names.named(request, names), *queue, since, due], " · ")
    return blocks.section(joined([head, facts]), blocks.button(plainly("Show"), ActionId.REQUEST_SHOW, request.label))


def _pager(waiting: Waiting, typed: str) -> list[Block]:
    page, found = waiting.page, []
    if page.offset:
        found.append(blocks.button(plainly("Previous"), ActionId.QUEUE_PAGE, f"{max(page.offset - PAGE, 0)}:{typed}"))
    if page.offset + len(page.items) < page.total:
        found.append(blocks.button(plainly("Next"), ActionId.QUEUE_PAGE, f"{page.offset + PAGE}:{typed}"))
    return [blocks.actions(found)] if found else []
