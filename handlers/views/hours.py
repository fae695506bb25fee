"""Hours in words: what counts for whom and why, the form, and what is said where they changed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from itertools import groupby

from bot.domain import holiday_calendars
from bot.domain.edits import fingerprints
from bot.domain.hours import ALWAYS, Closed, Hours, Leave, Reason, Span
from bot.domain.hours_settings import Source
from bot.domain.hours_words import Scope
from bot.domain.schedules import EVERY_DAY
from bot.services.holding import Held
from bot.services.hours import Standing
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import city, dated_day, wall
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said, theirs

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WHOSE = {Scope.OWN: "Your hours", Scope.CHANNEL: "The hours of this channel", Scope.WORKSPACE: "The workspace's hours"}
#: How many countries a group of the menu holds at most; Slack takes 100.
_GROUP = 60
WHY_HELD = {Reason.LEAVE: "there is leave", Reason.QUIET: "there are quiet hours"}
REASONS = {
    Reason.LEAVE: "on leave",
    Reason.DAY_OFF: "it is no working day",
    Reason.OUT_OF_HOURS: "outside working hours",
    Reason.QUIET: "quiet hours",
}


def shown(standing: Standing, now: datetime, notice: Mrkdwn | None = None) -> Message:
    """What counts, part by part with who set it."""
    counts, hours = standing.counts, standing.counts.hours
    head = said("*{whose}*, on {city} time", whose=plainly(WHOSE[standing.scope]), city=city(hours.zone))
    lines = [
        said("• Working: {what}{why}", what=working(hours), why=_why(counts.working, standing.scope)),
        said("• Quiet: {what}{why}", what=_quiet(hours), why=_why(counts.quiet, standing.scope)),
        said("• Holidays: {what}{why}", what=_holidays(hours), why=_why(counts.holidays, standing.scope)),
        said("• Leave: {what}", what=_leaves(standing)),
    ]
    text = joined([*([notice] if notice else []), head, *lines, _now(standing, now)])
    buttons = [blocks.actions([_change()])] if standing.scope is Scope.OWN else []
    return Message(text, [blocks.section(text), *buttons, blocks.context(_how(standing.scope))])


def form(standing: Standing) -> Block:
    """A person's own; an empty field leaves it to the workspace."""
    counts, hours = standing.counts, standing.counts.hours
    typed = typed_working(hours) if counts.working is Source.OWN else ""
    quiet = str(hours.quiet or "") if counts.quiet is Source.OWN else ""
    country = hours.holidays if counts.holidays is Source.OWN else None
    where = said("On your clock: {city} time. What you leave empty is as in your workspace.", city=city(hours.zone))
    return blocks.modal(
        CallbackId.HOURS_SET,
        plainly("Your hours"),
        [
            blocks.context(where),
            blocks.field_block(
                BlockId.WORKING,
                plainly("Working hours"),
                blocks.text_field(typed, limit=120, placeholder=plainly("mon-fri 9:00-12:30 13:00-17:30")),
                optional=True,
            ),
            blocks.field_block(
                BlockId.QUIET,
                plainly("Quiet hours"),
                blocks.text_field(quiet, limit=120, placeholder=theirs("22:00-7:00")),
                optional=True,
            ),
            blocks.field_block(BlockId.COUNTRY, plainly("Public holidays of"), _countries(country), optional=True),
            blocks.field_block(BlockId.LEAVE_FROM, plainly("Leave from"), blocks.date_field(), optional=True),
            blocks.field_block(
                BlockId.LEAVE_TO, plainly("Leave to, that day included"), blocks.date_field(), optional=True
            ),
        ],
        submit=plainly("Save"),
        metadata=json.dumps({"shown": fingerprints({"working": typed, "quiet": quiet, "country": country or ""})}),
    )


def saved_view(standing: Standing, now: datetime) -> Block:
    message = shown(standing, now)
    return blocks.modal("hours.were_set", plainly("Your hours"), [blocks.section(message.text)], submit=None)


def channel_changed(facts: Mapping[str, str]) -> Message:
    """In the channel whose hours they are."""
    text = "{who} changed when reminders may come to this channel. `/liaison hours channel` shows it."
    return blocks.only(said(text, who=mention(facts["by"])))


def held(held: Held, whose: str, now: datetime) -> Mrkdwn:
    """Why a reminder waits, behind what was understood of it."""
    assert held.closed is not None
    text = "It is held until {at}, because at the time you gave {reason} for {whose}."
    return said(text, at=wall(held.at, held.zone, now), reason=reason(held.closed), whose=whose)


def reason(closed: Closed) -> Plain:
    if closed.reason is Reason.HOLIDAY:
        return plainly("{name} is a holiday", name=closed.detail)
    return plainly(WHY_HELD.get(closed.reason, "it is outside working hours"))


def working(hours: Hours) -> Plain:
    if hours.spans == ALWAYS and hours.weekdays == EVERY_DAY:
        return plainly("at any hour")
    spans = reduce(_and, (_span(one) for one in hours.spans))
    return plainly("{days}, {spans}", days=days(hours.weekdays), spans=spans)


def typed_working(hours: Hours) -> str:
    """As the form reads it again."""
    named = " ".join(DAYS[day].lower() for day in sorted(hours.weekdays))
    return f"{named} {' '.join(map(str, hours.spans))}"


def days(weekdays: frozenset[int]) -> Plain:
    """`Mon–Fri`, `Mon, Wed–Fri`, `every day`."""
    if weekdays == EVERY_DAY:
        return plainly("every day")
    runs = [list(run) for _, run in groupby(enumerate(sorted(weekdays)), key=lambda each: each[1] - each[0])]
    return theirs(", ".join(_run([day for _, day in run]) for run in runs))


def _run(run: Sequence[int]) -> str:
    if len(run) < 3:
        return ", ".join(plainly(DAYS[day]) for day in run)
    return f"{plainly(DAYS[run[0]])}–{plainly(DAYS[run[-1]])}"


def _span(span: Span) -> Plain:
    return theirs(str(span).replace("-", "–"))


def _and(first: Plain, last: Plain) -> Plain:
    return plainly("{first} and {last}", first=first, last=last)


def _quiet(hours: Hours) -> Plain:
    return theirs(str(hours.quiet).replace("-", "–")) if hours.quiet else plainly("none")


def _holidays(hours: Hours) -> Plain:
    if not hours.holidays:
        return plainly("none")
    return plainly("those of {country}", country=holiday_calendars.name_of(hours.holidays))


def _leaves(standing: Standing) -> Plain:
    shared = (f"{_leave(one)}{_why(Source.WORKSPACE, standing.scope)}" for one in standing.shared)
    return theirs(", ".join([*map(_leave, standing.leave), *shared])) or plainly("none")


def _leave(leave: Leave) -> str:
    return _day(leave.first) if leave.first == leave.last else f"{_day(leave.first)} – {_day(leave.last)}"


def _day(day: date) -> str:
    return dated_day(day)


def _why(source: Source, scope: Scope) -> Plain:
    match source:
        case Source.OWN:
            return plainly(" (set by you)") if scope is Scope.OWN else Plain()
        case Source.WORKSPACE:
            return plainly(" (as in your workspace)")
        case Source.DEFAULT:
            return plainly(" (nobody set any, so they hold only what I send by myself, not reminders set for a time)")
        case Source.NOBODY:
            return Plain()


def _now(standing: Standing, now: datetime) -> Mrkdwn:
    if standing.next_open is None:
        return said("Open now.")
    hours = standing.counts.hours
    closed = hours.closed(now)
    why = closed.detail if closed and closed.detail else plainly(REASONS[closed.reason]) if closed else ""
    return said("Closed now ({why}), open again on {at}.", why=why, at=wall(standing.next_open, hours.zone, now))


def _how(scope: Scope) -> Mrkdwn:
    place = "" if scope is Scope.OWN else f"{scope} "
    text = (
        "`/liaison hours {place}mon-fri 9:00-17:30` · `… {place}quiet 22:00-7:00` · `… {place}holidays germany` · "
        "`… {place}leave 24 dec - 2 jan` · `… {place}off` forgets what was set. Urgent requests are never held."
    )
    return said(text, place=place)


def _change() -> Element:
    return blocks.button(plainly("Change"), ActionId.HOURS_OPEN)


def _countries(chosen: str | None) -> Element:
    """Grouped, because a menu takes a hundred options and there are more countries; it can be searched all the same."""
    options = [blocks.option(theirs(name), code) for code, name in holiday_calendars.countries().items()]
    if chosen and chosen not in holiday_calendars.countries():
        options.insert(0, blocks.option(theirs(holiday_calendars.name_of(chosen)), chosen))
    groups = [options[start : start + _GROUP] for start in range(0, len(options), _GROUP)]
    element: Element = {
        "type": "static_select",
        "action_id": ActionId.INPUT.value,
        "placeholder": blocks.plain(plainly("Choose or type a country"), 150),
        "option_groups": [{"label": _label(group), "options": group} for group in groups],
    }
    initial = next((one for one in options if one["value"] == chosen), None)
    return {**element, "initial_option": initial} if initial else element


def _label(group: Sequence[Element]) -> Element:
    first, last = (str(one["text"]["text"])[:2] for one in (group[0], group[-1]))  # type: ignore[index]
    return blocks.plain(theirs(f"{first}–{last}"))
