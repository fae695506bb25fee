"""A person's own digest, and what is said when it is set, shown or stopped."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.mornings import USUAL_TIME, Morning, Pile
from bot.domain.nudges import Nudge
from bot.domain.recurrence import Rule
from bot.domain.schedules import DailyRule, Kind, Late, late
from bot.domain.text import clipped
from bot.services.mornings import Line, Part
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.moments import at_time, due_moment, moment, wall
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said
from handlers.views import pings, rhythms
from handlers.views.digests import CLOSED, TITLE, day_named, days_named, filled

HEADINGS = {
    Pile.OVERDUE: "Overdue",
    Pile.TODAY: "Due today",
    Pile.UNOWNED: "Nobody's yet, logged by you",
    Pile.LATER: "Not due today",
    Pile.REMINDERS: "Reminders today",
}
COUNTED: Mapping[Pile, str | Counted] = {
    Pile.OVERDUE: "{count} overdue",
    Pile.TODAY: "{count} due today",
    Pile.UNOWNED: "{count} nobody's yet",
    Pile.LATER: "{count} not due today",
    Pile.REMINDERS: Counted("{count} reminder today", "{count} reminders today"),
    Pile.HELD: "{count} held back",
}

NEXT = "Your own digest comes {rhythm}, if something is yours to do. The next one is for {next_}."
NEVER = "Your own digest is set to {rhythm}. Those are days off of yours, so none comes: `/liaison hours` shows them."


def posted(part: Part, held: list[Block], now: datetime) -> Message:
    """`held` are the lines of what was held back."""
    heading = plainly("Your day, {day}{part}", day=day_named(part.day), part=_part(part))
    counts = joined([said(COUNTED[pile], count=count) for pile, count in part.counts.items() if count], " · ")
    first = joined([counts, *_late(part, now)])
    shown = [blocks.header(heading), blocks.section(first), *_sections(part, now), *_held(part, held)]
    if part.part == part.parts:
        shown += [
            blocks.context(_why(part)),
            blocks.actions([blocks.button(plainly("Turn it off"), ActionId.MORNING_OFF)]),
        ]
    return Message(said("{heading}: {counts}", heading=heading, counts=counts), shown)


def setting(morning: Morning | None, comes_at: datetime | None, now: datetime) -> Message:
    """How it stands, and the button for the other way."""
    if morning is None:
        return blocks.only(
            said(
                "As soon as something is yours to do I send you a digest of your own, Monday to Friday at {time} on "
                "your clock. `/digest me 8:00` sets another time, `/digest me off` stops it.",
                time=USUAL_TIME,
            )
        )
    if not morning.is_on:
        text = said("Your own digest is off: I send you none in the mornings. `/digest me 8:30` sets a new time.")
        return Message(text, [blocks.section(text), _button(plainly("Turn it on"), ActionId.MORNING_ON)])
    text = said(NEVER, rhythm=_rhythm(morning.rule))
    if comes_at is not None:
        next_ = wall(comes_at, ZoneInfo(morning.zone_name), now)
        text = said(NEXT, rhythm=_rhythm(morning.rule), next_=next_)
    how = said(
        "`/digest me 8:00` sets another time, `/digest me weekdays 8:00` the days too, as any rule does: "
        "`/digest me every 2 weeks on monday 8:00`."
    )
    return Message(text, [blocks.section(joined([text, how])), _button(plainly("Turn it off"), ActionId.MORNING_OFF)])


def _button(words: Plain, action: ActionId) -> Block:
    return blocks.actions([blocks.button(words, action)])


def _rhythm(rule: Rule) -> Mrkdwn:
    days = days_named(sorted(rule.weekdays)) if isinstance(rule, DailyRule) else rhythms.days(rule)
    return said("{days} at {at}", days=days, at=at_time(rule.local_time, rule.zone))


def _late(part: Part, now: datetime) -> list[Mrkdwn]:
    if late(Kind.DIGEST, part.due_at, now) is Late.NO:
        return []
    return [said("(late: was due {at})", at=wall(part.due_at, part.zone, now))]


def _why(part: Part) -> Mrkdwn:
    return said(
        "This comes {rhythm}, if something is yours to do. `/digest me 8:00` sets another time. "
        "The Home shows the same, as it is at any moment.",
        rhythm=_rhythm(part.rule),
    )


def _sections(part: Part, now: datetime) -> list[Block]:
    found: list[Block] = []
    for pile, lines in groupby(part.lines, key=lambda line: line.pile):
        bullets = [_line(line, part.zone, now) for line in lines]
        found += filled([said("*{heading}*", heading=plainly(HEADINGS[pile])), *bullets])
    return found


def _held(part: Part, held: list[Block]) -> list[Block]:
    if part.told is None:
        return []
    return [blocks.section(said("*{why}*", why=pings.heading(part.told.why, part.day))), *held]


def _line(line: Line, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    match line.item:
        case None:
            return said("• {label} is not yours to see any more", label=line.label)
        case Nudge(text=text, due_at=due_at):
            words = text or line.item.about or ""
            return said("• {at} {text}", at=moment(due_at, zone, now), text=clipped(words, TITLE))
        case item:
            title = clipped(" ".join(item.title.split()), TITLE)
            if not item.is_open:
                return said(
                    "• ~{label} {title}~ {how}", label=line.label, title=title, how=plainly(CLOSED[item.status.value])
                )
            word = plainly("was due" if line.pile is Pile.OVERDUE else "due")
            due = [said("{word} {when}", word=word, when=due_moment(item.due, now))] if item.due else []
            owner = [mention(item.owner)] if line.pile is Pile.UNOWNED and item.owner else []
            return said("• {parts}", parts=joined([said("*{l}* {t}", l=line.label, t=title), *owner, *due], " · "))


def _part(part: Part) -> Plain:
    return plainly(" ({part} of {parts})", part=part.part, parts=part.parts) if part.parts > 1 else Plain()
