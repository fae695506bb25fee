"""How often, as people type it: `parse_rule` reads a whole field, `rule_in` finds it in a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice

from bot.domain.clock_meaning import time_on_clock
from bot.domain.date_phrase import Calendar
from bot.domain.date_scan import is_end
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import PARTS, WEEKDAYS
from bot.domain.day_meaning import calendar_date
from bot.domain.moments import DateRefused
from bot.domain.recurrence import LAST, MOST_WEEKS, NTHS, MonthlyRule, NthWeekdayRule, Rule, WeeksRule, YearlyRule
from bot.domain.recurrence_pieces import FILLERS, Said, read_piece
from bot.domain.schedules import (
    LENGTH_LIMIT,
    DailyRule,
    NotASchedule,
    NoTimeOfDay,
    NoWeekdays,
    ScheduleRefused,
    next_after,
)
from bot.domain.text import one_line

MORNING = time(9)
#: Longer rules nobody types, and looking for one everywhere stays linear.
_MOST_PIECES = 16
_MOST_STARTS = 32
_NO_START = FILLERS - {"on", "at", "@"}
_NAMES = {number: name for name, number in WEEKDAYS.items() if name.endswith("day")}
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", LAST: "last"}
_A_LEAP_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 a calendar, no instant


@dataclass(eq=False)
class NoDayOfMonth(ScheduleRefused):
    """Every month, but on which day?"""

    typed: str


@dataclass(eq=False)
class NoDateOfYear(ScheduleRefused):
    """Every year, but on which date?"""

    typed: str


@dataclass(eq=False)
class EitherSchedule(ScheduleRefused):
    """Two readings of the same words, such as `every 2nd friday`; both would be understood as given here."""

    typed: str
    readings: tuple[str, str]


@dataclass(frozen=True)
class FoundRule:
    """Characters `start` to `end` of a line say how often. `timed`: with a time, not the default one."""

    rule: Rule
    start: int
    end: int
    timed: bool


@dataclass(frozen=True)
class DoubtfulRule:
    """Characters `start` to `end` of a line are meant to say how often, but not clearly enough."""

    refused: ScheduleRefused | DateRefused
    start: int
    end: int


def parse_rule(typed: str, *, zone: str, now: datetime, default_time: time | None = None) -> Rule:
    """The rule that the whole of `typed` gives; `zone` is the IANA name of the zone whose clocks count.

    Every n weeks are counted from the first occurrence after `now`. Without `default_time` a time must be typed.
    Raises ScheduleRefused, or DateRefused for a time or date that does not exist.
    """
    text = one_line(typed[: LENGTH_LIMIT + 1])
    if len(typed) > LENGTH_LIMIT:
        raise NotASchedule(text[:LENGTH_LIMIT])
    tokens = Tokens(text)
    said, stop = _greedy(tokens, 0)
    if stop < len(tokens):
        raise NotASchedule(text)
    return _rule(said, text, zone, now, default_time)


def rule_in(text: str, *, zone: str, now: datetime, default_time: time = MORNING) -> FoundRule | DoubtfulRule | None:
    """What a line says about how often: at its beginning, at its end, or anywhere together with a time.

    A word such as `every` or `monthly` must say that it recurs: `monday 9:00` is a moment. `the weekly report` is none.
    """
    tokens = Tokens(text)
    for start, (said, stop) in _starts(tokens):
        if not said.marked or said.is_empty:
            continue
        first, last = tokens[start].start, tokens[stop - 1].end
        opens, closes = start == 0, is_end(tokens, stop)
        try:
            rule = _rule(said, text[first:last], zone, now, default_time)
        except (ScheduleRefused, DateRefused) as refused:
            if said.kinds or said.every > 1 or (closes and said.unit):
                return DoubtfulRule(refused, first, last)
            continue
        if opens or closes or said.clock:
            return FoundRule(rule, first, last, said.clock is not None)
    return None


def _starts(tokens: Tokens) -> Iterator[tuple[int, tuple[Said, int]]]:
    """Where something is understood, and what."""
    heard = ((start, _greedy(tokens, start)) for start in range(len(tokens)) if tokens[start].word not in _NO_START)
    return islice(((start, read) for start, read in heard if not read[0].is_empty), _MOST_STARTS)


def _greedy(tokens: Tokens, start: int) -> tuple[Said, int]:
    """As much as is understood from here on, without words in between that lead nowhere."""
    said, index, stop = Said(), start, start
    for _ in range(_MOST_PIECES):
        read = read_piece(tokens, index, said) if index < len(tokens) else None
        if read is None:
            break
        before, (said, index) = said, read
        stop = index if said != before else stop
    return said, (index if index == len(tokens) else stop)


def _rule(said: Said, text: str, zone: str, now: datetime, default_time: time | None) -> Rule:
    shaped = _shape(said, text, _time(said, default_time) or time(), zone, now)
    if _time(said, default_time) is None:
        raise NoTimeOfDay(text)
    return shaped


def _time(said: Said, default_time: time | None) -> time | None:
    if said.clock is not None:
        return time_on_clock(said.clock, said.part)
    if said.part is None:
        return default_time
    hour = PARTS[said.part.name]
    return default_time or MORNING if hour is None else time(hour)


def _shape(said: Said, text: str, at: time, zone: str, now: datetime) -> Rule:
    if said.kinds > 1 or not 1 <= said.every <= MOST_WEEKS:
        raise NotASchedule(text)
    if said.kinds == 0:
        raise _which_day(said, text)
    if said.weekdays:
        return _by_weekdays(said, text, at, zone, now)
    if not (said.marked or said.unit):
        raise NotASchedule(text)
    if said.calendar:
        return _yearly(said, said.calendar, text, at, zone)
    return _monthly(said, text, at, zone)


def _which_day(said: Said, text: str) -> ScheduleRefused:
    match said.unit:
        case "month":
            return NoDayOfMonth(text)
        case "year":
            return NoDateOfYear(text)
        case "week":
            return NoWeekdays()
    return NoWeekdays() if said.clock else NotASchedule(text)


def _by_weekdays(said: Said, text: str, at: time, zone: str, now: datetime) -> Rule:
    if said.unit == "month" and len(said.weekdays) == 1:
        (day,) = said.weekdays
        raise EitherSchedule(text, (_nth_in_words(1, day), _nth_in_words(LAST, day)))
    if said.unit not in {"", "week"}:
        raise NotASchedule(text)
    weekly = DailyRule(at, said.weekdays, zone)
    if said.every == 1:
        return weekly
    return WeeksRule(at, said.weekdays, said.every, next_after(weekly, now).local_date, zone)


def _monthly(said: Said, text: str, at: time, zone: str) -> Rule:
    if said.unit not in {"", "month"} or said.every != 1:
        raise NotASchedule(text)
    if said.nth is None:
        if not all(1 <= day <= 31 for day in said.days):
            raise NotASchedule(text)
        return MonthlyRule(at, said.days, zone)
    nth, weekday = said.nth
    if nth not in NTHS:
        raise NotASchedule(text)
    if said.counted and said.unit != "month" and nth > 1:
        raise EitherSchedule(text, (f"every {nth} weeks on {_NAMES[weekday]}", _nth_in_words(nth, weekday)))
    return NthWeekdayRule(at, nth, weekday, zone)


def _yearly(said: Said, day: Calendar, text: str, at: time, zone: str) -> Rule:
    if said.unit not in {"", "year"} or said.every != 1:
        raise NotASchedule(text)
    calendar_date(Calendar(day.day, day.month, _A_LEAP_DAY.year), _A_LEAP_DAY.date())
    return YearlyRule(at, day.month, day.day, zone)


def _nth_in_words(nth: int, weekday: int) -> str:
    return f"{_ORDINALS[nth]} {_NAMES[weekday]} of every month"
