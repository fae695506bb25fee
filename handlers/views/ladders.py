"""How the reminder of a request or task looks when it comes, and once it was answered."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import OutboxId
from bot.domain.ladders import Snooze
from bot.domain.schedules import Kind, Late, late
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.ladders import Answered, Reminder
from handlers import blocks
from handlers.blocks import Element, Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views import reminders
from handlers.views.called import alone, within

TITLE = 300
#: As near to the due moment it is due now.
_NOW = timedelta(minutes=5)
SNOOZES = {
    Snooze.TWENTY_MINUTES: "20 minutes",
    Snooze.HOUR: "1 hour",
    Snooze.MORNING: "Tomorrow morning",
}


def reminder(due: Reminder, message: OutboxId, now: datetime) -> Message:
    text = line(due, now)
    late_by = late(Kind.REMINDER, due.at, now)
    told = said("This reminder is late: it was due {at}.", at=wall(due.at, due.zone, now))
    note = [blocks.context(told)] if late_by is not Late.NO else []
    return Message(text, [blocks.section(text), *note, reminders.actions(due.item, _buttons(due, message))])


def line(due: Reminder, now: datetime) -> Mrkdwn:
    """All that it says, without its buttons."""
    item = due.item
    assert item.due_at is not None
    facts = {**_named(item), "at": wall(item.due_at, due.zone, now), "who": mention(item.owner)}
    if not due.is_for_owner:
        return said(":warning: {head} was due {at}. {who} has it, and it is still open.", **facts)
    if item.due_at - now > _NOW:
        return said("⏳ {head} is due {at}.", **facts)
    if now - item.due_at <= _NOW:
        return said("⏳ {head} is due now, {at}.", **facts)
    last = said(" This is my last reminder of it.") if due.is_last else Mrkdwn()
    return said(":warning: {head} was due {at} and is still open.{last}", last=last, **facts)


def answered(done: Answered, now: datetime) -> Message:
    """In the place of one that was sent: what became of it, and no buttons."""
    item = done.item
    if item is None:
        return blocks.only(said("{label} is no longer with you.", label=done.label))
    if not item.is_open:
        return blocks.only(_closed(item, done, now))
    if done.has_moved and done.until is None:
        words = "{label} is now with {who}{how}." if item.owner else "{label} is nobody's at the moment{how}."
        return blocks.only(said(words, label=item.label, who=mention(item.owner), how=_how(done, now)))
    if done.until is not None:
        until = wall(done.until, done.zone, now)
        return blocks.only(said("💤 {head}: I'll remind you again on {at}.", at=until, **_named(item)))
    if _is_paused(done):
        return blocks.only(_waiting(done, now))
    return blocks.only(said("{head} is open.", **_named(item)))


def switched(wanted: bool) -> Message:
    if wanted:
        text = "I remind you of your requests and tasks before they are due, when they are, and the mornings after."
        return blocks.only(joined([said(text), said("`/liaison reminders off` stops that.")], " "))
    text = (
        "I don't remind you of your requests and tasks any more, except of urgent requests and their tasks. "
        "What was set with `/nudge` still comes. `/liaison reminders on` brings the others back."
    )
    return blocks.only(said(text))


def _buttons(due: Reminder, message: OutboxId) -> list[Element]:
    item, snooze, wait = due.item, _snooze_menu(due.item, message), reminders.wait(due.waits)
    if due.is_for_owner:
        return [*reminders.done(item, style="primary"), snooze, *reminders.give(item), *wait]
    return [*reminders.give(item, plainly("Assign")), *reminders.done(item), snooze, *wait]


def _is_paused(done: Answered) -> bool:
    """It waits itself, or what it is a task of, since somebody has answered this reminder so."""
    item = done.item
    if isinstance(item, ClientRequest):
        return item.is_paused
    return done.request is not None and done.request.is_paused


def _waiting(done: Answered, now: datetime) -> Mrkdwn:
    request = done.item if isinstance(done.item, ClientRequest) else done.request
    assert request is not None
    assert done.item is not None
    at = said(", {at}", at=wall(request.paused_at, done.zone, now)) if request.paused_at else Mrkdwn()
    state = within.status(request.status)
    if request is done.item:
        state_of = said("{state}", state=state)
    else:
        state_of = said("{label} is {state}", label=request.label, state=state)
    words = "{head}: {state}, said {who}{at}."
    return said(words, state=state_of, who=mention(done.by or request.changed_by), at=at, **_named(done.item))


def _how(done: Answered, now: datetime) -> Mrkdwn:
    if done.by is None or done.at is None:
        return Mrkdwn()
    return said(", by {who}, {at}", who=mention(done.by), at=wall(done.at, done.zone, now))


def _closed(item: Item, done: Answered, now: datetime) -> Mrkdwn:
    at = said(", {at}", at=wall(item.closed_at, done.zone, now)) if item.closed_at else Mrkdwn()
    how = alone.state(item)
    return said("{head}: {how} by {who}{at}.", how=how, who=mention(item.closed_by), at=at, **_named(item))


def _snooze_menu(item: Item, message: OutboxId) -> Element:
    return {
        "type": "static_select",
        "action_id": f"{ActionId.LADDER_SNOOZE}:{message}",
        "placeholder": blocks.plain(plainly("Snooze")),
        "options": [
            *(blocks.option(plainly(words), f"{message}:{snooze}") for snooze, words in SNOOZES.items()),
            blocks.option(plainly("Until another time or a reply…"), item.label),
        ],
    }


def _named(item: Item) -> dict[str, Any]:
    return {"head": said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))}
