"""Which time of day a phrase means."""

from dataclasses import dataclass, replace
from datetime import time

from bot.domain.date_phrase import Around, Clock, DayEnd, Part, Phrase
from bot.domain.date_words import PARTS
from bot.domain.moments import AfternoonAssumed, NoSuchTime, Note

_HOURS_AT_WORK = range(8, 25)


@dataclass(frozen=True)
class TimeOfDay:
    """`ends_day`: midnight belongs to the day that it ends. `rolls`: when it has passed today, tomorrow's is meant."""

    time: time
    ends_day: bool = False
    rolls: bool = True
    notes: tuple[Note, ...] = ()


def time_of_day(phrase: Phrase, around: Around) -> TimeOfDay:
    """Hours 1 to 7 are taken as afternoon, unless they are typed as on a 24-hour clock or with am or pm."""
    rolls = phrase.part is None or not phrase.part.today
    match phrase.clock:
        case Clock() as clock:
            return _on_clock(clock, phrase.part, rolls=rolls)
        case DayEnd():
            return TimeOfDay(around.day_end, rolls=False)
        case None:
            return TimeOfDay(_part_begins(phrase.part, around), rolls=rolls)


def time_on_clock(clock: Clock, part: Part | None = None) -> time:
    """A time without a day, as a schedule keeps it: 24:00 is the beginning of a day, and 7:45 in the morning."""
    return _on_clock(replace(clock, exact=clock.exact or clock.form == "colon"), part, rolls=False).time


def _part_begins(part: Part | None, around: Around) -> time:
    if part is None:
        return around.default_time
    hour = PARTS[part.name]
    return around.morning if hour is None else time(hour)


def _on_clock(clock: Clock, part: Part | None, *, rolls: bool) -> TimeOfDay:
    hour, notes = _hour(clock, part)
    if hour == 24 and clock.minute == clock.second == 0:
        return TimeOfDay(time(), ends_day=True, rolls=rolls)
    if hour > 23 or clock.minute > 59 or clock.second > 59:
        raise NoSuchTime(clock.text)
    return TimeOfDay(time(hour, clock.minute, clock.second), rolls=rolls, notes=notes)


def _hour(clock: Clock, part: Part | None) -> tuple[int, tuple[Note, ...]]:
    if clock.half is not None:
        return _in_half(clock), ()
    if part is not None and part.name != "morning":
        return _late_in_day(clock.hour, part), ()
    if clock.exact or part is not None or clock.hour == 0 or clock.hour in _HOURS_AT_WORK or clock.hour > 24:
        return clock.hour, ()
    return clock.hour + 12, (AfternoonAssumed(clock.hour + 12),)


def _in_half(clock: Clock) -> int:
    if not 1 <= clock.hour <= 12:
        raise NoSuchTime(clock.text)
    return clock.hour % 12 + (12 if clock.half == "pm" else 0)


def _late_in_day(hour: int, part: Part) -> int:
    """`8 in the evening`; `12 tonight` is midnight."""
    if part.name == "night" and hour == 12:
        return 24
    return hour + 12 if 1 <= hour < 12 else hour
