"""What was held back because its reader had enough messages that day: why, and each with its button."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import LIAISON, OutboxId, UserId
from bot.domain.outbox import MessageKind
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.more import Look
from bot.services.nudge_occurrences import Reminder
from bot.services.pings import Held, Since, Told, Why
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.moments import due_moment
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views import hand_overs, item_watchers
from handlers.views.catch_up import Line, Writing, has_ended
from handlers.views.digests import CLOSED, TITLE, day_named

WHY = {
    MessageKind.RUNG: "a reminder",
    MessageKind.CHASE: "it came back",
    MessageKind.REQUEST_FOR_OWNER: "was given to you",
    MessageKind.TASK_FOR_OWNER: "was given to you",
}
GIVEN = frozenset({MessageKind.REQUEST_FOR_OWNER, MessageKind.TASK_FOR_OWNER})
SINCE = {
    Since.SAME: "",
    Since.NOT_THEIRS: ", and is not yours any more",
    Since.DUE_ELSE: ", before its due date moved",
    Since.WAITS: ", and waits by now",
}
HELD_BACK = Counted(
    "Held back: you had a message from me {day}. Most important first.",
    "Held back: you had {count} messages from me {day}. Most important first.",
)


def message(why: Why, section: list[Block], today: date) -> Message:
    """Of its own, for whoever has no digest."""
    head = heading(why, today)
    tail = said("`/digest me on` brings what is held back every morning, with what is yours to do.")
    return Message(head, [blocks.section(head), *section, blocks.context(tail)])


def heading(why: Why, today: date) -> Mrkdwn:
    if len(why.days) > 1:
        return said("Held back: you had enough messages from me on {count} days.", count=len(why.days))
    day = plainly("today") if why.days[-1] == today else plainly("on {day}", day=day_named(why.days[-1]))
    return said(HELD_BACK, count=why.sent, day=day)


def section(told: Told, reminders: Mapping[OutboxId, Reminder], reader: UserId, now: datetime) -> list[Block]:
    """A block for each, because each has its button."""
    lines = (_line(held, reminders.get(held.row.id), reader, told.zone, now) for held in told.held)
    return [blocks.section(line.text, line.menu) for line in lines]


def _line(held: Held, reminder: Reminder | None, reader: UserId, zone: ZoneInfo, now: datetime) -> Line:
    if held.row.kind is MessageKind.NUDGE:
        return _reminder(held, reminder, now)
    item = held.item
    if item is None:
        return Line(said("{label} is not yours to see any more", label=held.row.about))
    title = clipped(" ".join(item.title.split()), TITLE)
    if not item.is_open:
        return Line(
            said("~{label} {title}~ {how}", label=item.label, title=title, how=plainly(CLOSED[item.status.value]))
        )
    due = [said("due {when}", when=due_moment(item.due, now))] if item.due else []
    head = said("*{label}* {title}", label=item.label, title=title)
    return Line(joined([head, *due, *_news(held, item, zone, now)], " · "), _button(held, item, reader))


def _reminder(held: Held, reminder: Reminder | None, now: datetime) -> Line:
    if reminder is None:
        return Line(said("~{label}~ a reminder that was stopped meanwhile", label=held.row.about))
    item = reminder.item
    if item is None or not has_ended(reminder):
        return Writing(now, with_menus=True).nudge(reminder)
    how = plainly(CLOSED[item.status.value] if reminder.is_for_them else "over")
    return Line(said("~{label} about {about}~ {how}", label=held.row.about, about=item.label, how=how))


def _news(held: Held, item: Item, zone: ZoneInfo, now: datetime) -> list[Mrkdwn]:
    if held.row.kind not in GIVEN or held.since is not Since.SAME or item.assigned_by in {None, LIAISON}:
        return [_why(held, zone, now)]
    return [said("{who} gave it to you", who=mention(item.assigned_by)), *hand_overs.note(item)]


def _why(held: Held, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    if held.row.kind is MessageKind.CHANGED:
        what = joined([*item_watchers.phrases(held.row.facts, zone, now)], ", ")
        return said("{by} {what}", by=mention(held.row.facts["by"]), what=what)
    if held.question is not None:
        asked = clipped(" ".join(held.question.words.split()), TITLE)
        done = said(", which is answered by now") if held.question.is_answered else Mrkdwn()
        return said("{by} asks: {words}{done}", by=mention(held.question.asked_by), words=asked, done=done)
    return said("{what}{since}", what=plainly(WHY.get(held.row.kind, "a message")), since=said(SINCE[held.since]))


def _button(held: Held, item: Item, reader: UserId) -> Element:
    is_request = isinstance(item, ClientRequest)
    if held.question is not None and not held.question.is_answered:
        return blocks.button(plainly("Answer"), ActionId.ASK_ANSWER, held.question.reference)
    look = Look(item, reader)
    if look.is_asked:
        return blocks.button(
            plainly("Accept"), ActionId.REQUEST_ACCEPT if is_request else ActionId.TASK_ACCEPT, item.label
        )
    if look.is_owner:
        return blocks.button(plainly("Done"), ActionId.REQUEST_DONE if is_request else ActionId.TASK_DONE, item.label)
    return blocks.button(plainly("Show"), ActionId.REQUEST_SHOW if is_request else ActionId.TASK_SHOW, item.label)
