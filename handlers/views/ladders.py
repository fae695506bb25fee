"""How the reminder of a request or task looks when it comes, and once it was answered."""

from datetime import datetime, timedelta

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import OutboxId
from bot.domain.ladders import Snooze
from bot.domain.schedules import Kind, Late, late
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.ladders import Answered, Reminder
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, mention, said

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
    buttons = owner_buttons(due.item, message) if due.is_for_owner else giver_buttons(due.item)
    return Message(text, [blocks.section(text), *note, _actions(due.item, buttons)])


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
    last = Mrkdwn(" This is my last reminder of it.") if due.is_last else Mrkdwn()
    return said(":warning: {head} was due {at} and is still open.{last}", last=last, **facts)


def answered(done: Answered, reader: str, now: datetime) -> Message:
    """In the place of one that was sent: what became of it, and no buttons."""
    item = done.item
    if item is None:
        return blocks.only(said("{label} is no longer with you.", label=done.label))
    if not item.is_open:
        return blocks.only(_closed(item, done, now))
    if item.owner != reader and done.until is None:
        words = "{label} is now with {who}." if item.owner else "{label} is nobody's at the moment."
        return blocks.only(said(words, label=item.label, who=mention(item.owner)))
    if done.until is not None:
        until = wall(done.until, done.zone, now)
        return blocks.only(said("💤 {head}: I'll remind you again on {at}.", at=until, **_named(item)))
    return blocks.only(said("{head} is open.", **_named(item)))


def switched(wanted: bool) -> Message:
    if wanted:
        text = "I remind you of your requests and tasks before they are due, when they are, and the mornings after."
        return blocks.only(said(text + " `/liaison reminders off` stops that."))
    text = (
        "I don't remind you of your requests and tasks any more, except of urgent requests. "
        "What was set with `/nudge` still comes. `/liaison reminders on` brings the others back."
    )
    return blocks.only(said(text))


def owner_buttons(item: Item, message: OutboxId) -> list[Element]:
    return [_done(item, style="primary"), _snooze_menu(message), _hand_over(item, "Hand over")]


def giver_buttons(item: Item) -> list[Element]:
    return [_hand_over(item, "Assign"), _done(item)]


def _closed(item: Item, done: Answered, now: datetime) -> Mrkdwn:
    at = said(", {at}", at=wall(item.closed_at, done.zone, now)) if item.closed_at else Mrkdwn()
    how = "Undone" if isinstance(item, ClientRequest) and item.undone else item.status.value.capitalize()
    return said("{head}: {how} by {who}{at}.", how=how, who=mention(item.closed_by), at=at, **_named(item))


def _snooze_menu(message: OutboxId) -> Element:
    return {
        "type": "static_select",
        "action_id": f"{ActionId.LADDER_SNOOZE}:{message}",
        "placeholder": blocks.plain("Snooze"),
        "options": [blocks.option(words, f"{message}:{snooze}") for snooze, words in SNOOZES.items()],
    }


def _done(item: Item, style: str | None = None) -> Element:
    action = ActionId.REQUEST_DONE if isinstance(item, ClientRequest) else ActionId.TASK_DONE
    return blocks.button("Done", action, item.label, style=style)


def _hand_over(item: Item, words: str) -> Element:
    action = ActionId.REQUEST_ASSIGN if isinstance(item, ClientRequest) else ActionId.TASK_ASSIGN
    return blocks.button(words, action, item.label)


def _actions(item: Item, buttons: list[Element]) -> Block:
    return blocks.actions(buttons, block_id=f"buttons:{item.label}")


def _named(item: Item) -> dict[str, object]:
    return {"head": said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))}
