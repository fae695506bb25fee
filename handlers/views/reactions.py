"""Reminders that nobody acted upon, in words: to the next person, and as a list each Monday."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.text import clipped
from bot.services.reactions import LINES, PassedOn, WeekLine
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import mention, plainly, said
from handlers.views import reminders
from handlers.views.digests import CLOSED, TITLE, day_named

REMINDERS = Counted(
    "• *{label}* {title}: {who} has not reacted to a reminder",
    "• *{label}* {title}: {who} has not reacted to {count} reminders",
)
SILENT = ":warning: *{label}* {title} was due {at}. {who} has not reacted since {since}."
LEFT = ":warning: *{label}* {title} was due {at}. {who}, who has it, is no full member of this workspace any more."


def passed_on(found: PassedOn, now: datetime) -> Message:
    """To the next person, who can see to it or give it to somebody."""
    item = found.item
    assert item.due_at is not None, "it was due when this was written"
    text = said(
        LEFT if found.has_left else SILENT,
        label=item.label,
        title=clipped(item.title, TITLE),
        at=wall(item.due_at, found.zone, now),
        who=mention(item.owner),
        since=wall(found.since, found.zone, now),
    )
    buttons = [*reminders.give(item, plainly("Assign")), *reminders.done(item), *reminders.snooze(item)]
    return Message(text, [blocks.section(text), reminders.actions(item, buttons)])


def week(lines: Sequence[WeekLine], facts: Mapping[str, str]) -> Message:
    head = said(
        "Of last week's reminders nobody has acted upon these, in the week of {day}:",
        day=day_named(date.fromisoformat(facts["week"])),
    )
    more = len(lines) - LINES
    rest = [blocks.context(said("and {count} more.", count=more))] if more > 0 else []
    return Message(head, [blocks.section(head), *map(_line, lines[:LINES]), *rest])


def _line(line: WeekLine) -> Block:
    if line.item is None:
        return blocks.section(said("• {label} is not yours to see any more", label=line.label))
    title, who = clipped(line.item.title, TITLE), mention(line.user)
    text = said(REMINDERS, label=line.label, title=title, who=who, count=line.count)
    if not line.item.is_open:
        done = said(
            "• ~{label} {title}~ {how}", label=line.label, title=title, how=plainly(CLOSED[line.item.status.value])
        )
        return blocks.section(done)
    (assign,) = reminders.give(line.item, plainly("Assign"))
    return blocks.section(text, assign)
