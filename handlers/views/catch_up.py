"""Reminders that are told in one message, because they are late or very many at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.catch_up import WITH_MENUS, is_late
from bot.domain.text import clipped
from bot.services.nudge_occurrences import Reminder
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.text import Mrkdwn, joined, mention, said
from handlers.views.nudge_occurrences import MENU_MARK, Told, answer, choices

DONE = "done"
#: Letters of a reminder's words, where each has its menu and where there are very many.
WORDS, FEW_WORDS = 300, 60
LATE_HEAD = "⏰ {count} reminders come late, because I could not send them in time. Oldest first:"
CROWD_HEAD = "⏰ {count} reminders at once. Oldest first:"
HOW = "`/nudge N-3` shows one with all its words, and lets you mark it as done or snooze it."


def reminders(told: Sequence[Reminder], now: datetime, *, are_late: bool) -> Message:
    """At least one; oldest first."""
    head = said(LATE_HEAD if are_late else CROWD_HEAD, count=len(told))
    if len(told) > WITH_MENUS:
        return Message(head, [blocks.section(head), *_bare(told, now), blocks.context(said(HOW))])
    return Message(head, [blocks.section(head), *(_line_with_menu(due, now) for due in told)])


def _line_with_menu(due: Reminder, now: datetime) -> Block:
    text = _line(due, now, WORDS)
    if due.occurrence.settled is not None:
        return blocks.section(joined([text, answer(due.nudge, due.occurrence, _clock(due, now))]))
    return blocks.section(text, _menu(due, now))


def _menu(due: Reminder, now: datetime) -> Element:
    coming = due.occurrence.coming
    offered = [(DONE, "Done"), *((typed, f"Snooze: {words}") for typed, words in choices(due, now))]
    return {
        "type": "static_select",
        "action_id": f"{ActionId.OCCURRENCE_SNOOZE}:{coming}",
        "placeholder": blocks.plain("Done or snooze"),
        "options": [blocks.option(words, f"{coming}{MENU_MARK}{typed}") for typed, words in offered],
    }


def _bare(told: Sequence[Reminder], now: datetime) -> Iterator[Block]:
    """As many lines to a block as it takes."""
    held: list[Mrkdwn] = []
    for line in (_line(due, now, FEW_WORDS) for due in told):
        if sum(len(one) + 1 for one in held) + len(line) > blocks.TEXT:
            yield blocks.section(joined(held))
            held = []
        held.append(line)
    yield blocks.section(joined(held))


def _line(due: Reminder, now: datetime, most: int) -> Mrkdwn:
    nudge = due.nudge
    about = said(" about {about}", about=nudge.about) if nudge.about else Mrkdwn()
    by = Mrkdwn() if nudge.user_id == nudge.set_by else said(" from {by}", by=mention(nudge.set_by))
    text = said(": {text}", text=clipped(" ".join(nudge.text.split()), most)) if nudge.text else Mrkdwn()
    at = _clock(due, now).at(due.occurrence.due_at)
    was_due = said(" (was due {at})", at=at) if is_late(due.occurrence.due_at, now) else Mrkdwn()
    return Mrkdwn(f"*{nudge.label}*{by}{about}{text}{was_due}")


def _clock(due: Reminder, now: datetime) -> Told:
    return Told(due.zone, now, is_shared=due.nudge.channel_id is not None)
