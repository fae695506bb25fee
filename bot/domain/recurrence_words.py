"""How often, as people type it: `parse_rule` reads a whole field, `rule_in` finds it in a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice

from bot.domain.clock_meaning import time_on_clock
from bot.domain.date_phrase import Calendar
from bot.domain.date_scan import is_end
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import PARTS, WEEKDAYS
from bot.domain.day_meaning import calendar_date
from bot.domain.moments import DateRefused, UnknownZone
from bot.domain.recurrence import (
    LAST,
    LAST_DAY,
    MOST_WEEKS,
    NTH_WORKDAYS,
    NTHS,
    MonthlyRule,
    NthWeekdayRule,
    NthWorkdayRule,
    Period,
    Rule,
    WeeksRule,
    YearlyRule,
)
from bot.domain.recurrence_pieces import EVERY, FILLERS, Said, read_piece
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
from bot.domain.zone_words import read_zone
from bot.domain.zones import typed_zone

MORNING = time(9)
#: Longer rules nobody types, and looking for one everywhere stays linear.
_MOST_PIECES = 16
_MOST_STARTS = 32
_NO_START = FILLERS - {"on", "at", "@"}
#: `every 3 days`: what is counted before them is not understood, and without it they would be every day.
_COUNTED = frozenset({"day", "days", "weekday", "weekdays", "workday", "workdays", "working", "weekend", "weekends"})
_NAMES = {number: name for name, number in WEEKDAYS.items() if name.endswith("day")}
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", LAST: "last"}
_PERIODS: Mapping[str, Period] = {period.value: period for period in Period}
_A_LEAP_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 a calendar, no instant


@dataclass(eq=False)
class NoDayOfMonth(ScheduleRefused):
    """Every month or quarter, but on which day?"""

    typed: str
    per: Period = Period.MONTH


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


def parse_zoned_rule(typed: str, *, zone: str, now: datetime, default_time: time | None = None) -> Rule:
    """As `parse_rule`; a zone named at the end counts in the place of `zone`. Raises DateRefused also for a zone."""
    text = one_line(typed[: LENGTH_LIMIT + 1])
    tokens = Tokens(text)
    _, stop = _greedy(tokens, 0)
    read = read_zone(tokens, stop, timed=True) if 0 < stop < len(tokens) else None
    if read is None or read.stop < len(tokens):
        return parse_rule(typed, zone=zone, now=now, default_time=default_time)
    named = typed_zone(read.name)
    if named is None:
        raise UnknownZone(read.name)
    return parse_rule(text[: tokens[stop].start], zone=named.key, now=now, default_time=default_time)


def rule_in(text: str, *, zone: str, now: datetime, default_time: time = MORNING) -> FoundRule | DoubtfulRule | None:
    """What a line says about how often: at its beginning, at its end, or anywhere together with a time.

    A word such as `every` or `monthly` must say that it recurs, or `of the month` with a time: `monday 9:00` is a
    moment. `the weekly report` is none.
    """
    tokens = Tokens(text)
    for start, (said, stop) in _starts(tokens):
        if said.is_empty or not (said.marked or (said.unit in _PERIODS and said.clock)):
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
    starts = (start for start in range(len(tokens)) if tokens[start].word not in _NO_START)
    heard = ((start, _greedy(tokens, start)) for start in starts if not _is_counted(tokens, start))
    return islice(((start, read) for start, read in heard if not read[0].is_empty), _MOST_STARTS)


def _is_counted(tokens: Tokens, start: int) -> bool:
    """`every other day`, `every 3rd weekday`."""
    return tokens[start].word in _COUNTED and any(tokens[start - back].word in EVERY for back in (2, 3))


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
        case "month" | "quarter":
            return NoDayOfMonth(text, _PERIODS[said.unit])
        case "year":
            return NoDateOfYear(text)
        case "week":
            return NoWeekdays()
    return NoWeekdays() if said.clock else NotASchedule(text)


def _by_weekdays(said: Said, text: str, at: time, zone: str, now: datetime) -> Rule:
    if said.unit in _PERIODS and len(said.weekdays) == 1:
        (day,) = said.weekdays
        readings = (_nth_in_words(nth, day, _PERIODS[said.unit]) for nth in (1, LAST))
        raise EitherSchedule(text, (next(readings), next(readings)))
    if said.unit not in {"", "week"}:
        raise NotASchedule(text)
    weekly = DailyRule(at, said.weekdays, zone)
    if said.every == 1:
        return weekly
    return WeeksRule(at, said.weekdays, said.every, next_after(weekly, now).local_date, zone)


def _monthly(said: Said, text: str, at: time, zone: str) -> Rule:
    if said.unit not in {"", *_PERIODS} or said.every != 1:
        raise NotASchedule(text)
    per = _PERIODS.get(said.unit, Period.MONTH)
    if said.workday is not None:
        return NthWorkdayRule(at, _workday(said, said.workday, text), zone, per)
    if said.nth is None:
        if not all(1 <= day <= LAST_DAY for day in said.days):
            raise NotASchedule(text)
        return MonthlyRule(at, said.days, zone, per)
    nth, weekday = said.nth
    if nth not in NTHS:
        raise NotASchedule(text)
    if said.counted and said.unit not in _PERIODS and nth > 1:
        raise EitherSchedule(text, (f"every {nth} weeks on {_NAMES[weekday]}", _nth_in_words(nth, weekday, per)))
    return NthWeekdayRule(at, nth, weekday, zone, per)


def _workday(said: Said, nth: int, text: str) -> int:
    """`every second workday` may be every other one."""
    if nth not in NTH_WORKDAYS or (said.counted and said.unit not in _PERIODS and nth > 1):
        raise NotASchedule(text)
    return nth


def _yearly(said: Said, day: Calendar, text: str, at: time, zone: str) -> Rule:
    if said.unit not in {"", "year"} or said.every != 1:
        raise NotASchedule(text)
    calendar_date(Calendar(day.day, day.month, _A_LEAP_DAY.year), _A_LEAP_DAY.date())
    return YearlyRule(at, day.month, day.day, zone)


def _nth_in_words(nth: int, weekday: int, per: Period) -> str:
    return f"{_ORDINALS[nth]} {_NAMES[weekday]} of every {per}"
