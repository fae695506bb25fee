"""Hours as people type them: `mon-fri 9:00-17:30`, `quiet 22:00-7:00`, `leave 24 dec - 2 jan`, `holidays germany`."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain import holiday_calendars
from bot.domain.clock_meaning import time_on_clock
from bot.domain.clock_words import read_clock
from bot.domain.date_phrase import Clock
from bot.domain.date_tokens import Tokens
from bot.domain.dates import understand
from bot.domain.hours import ALWAYS, MIDNIGHT, Leave, NoSuchHours, NotHours, NotLeave, Quiet, Span, UnknownCountry
from bot.domain.moments import NoSuchTime
from bot.domain.schedules import BETWEEN, EVERY_DAY, LENGTH_LIMIT, WORKING_DAYS, read_days
from bot.domain.text import one_line
from bot.domain.wall_clock import instant_of

_NOON = 12 * 60
_TO = frozenset({"-", "–", "—", "to", "until", "till"})
_OFF = frozenset({"off", "none", "no", "clear"})
_AROUND = BETWEEN | {"from", "work", "working", "hours"}
_LAST_MINUTE = time(23, 59)
_SAME_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s*[-–—]\s*(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9}\.?)", re.IGNORECASE
)
_FROM_TO = re.compile(r"\s+(?:-|to|until|till)\s+|\s*[–—]\s*|(?<=[a-z])-(?=\d)", re.IGNORECASE)


class Scope(StrEnum):
    """Whose hours are meant."""

    OWN = "own"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


@dataclass(frozen=True)
class Show:
    pass


@dataclass(frozen=True)
class Forget:
    """What was set here counts no longer."""


@dataclass(frozen=True)
class SetWorking:
    weekdays: frozenset[int]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class InheritWorking:
    """The workspace's working days and hours, as a form says by an empty field."""


@dataclass(frozen=True)
class SetQuiet:
    quiet: Quiet | None


@dataclass(frozen=True)
class SetHolidays:
    country: str | None


@dataclass(frozen=True)
class AddLeave:
    leave: Leave


@dataclass(frozen=True)
class EndLeave:
    pass


Wanted: TypeAlias = Show | Forget | SetWorking | InheritWorking | SetQuiet | SetHolidays | AddLeave | EndLeave


def parse_hours(typed: str, *, now: datetime, zone: ZoneInfo) -> tuple[Scope, Wanted]:
    """Raises HoursRefused, or DateRefused for a time or date that does not exist."""
    text = one_line(typed[: LENGTH_LIMIT + 1])
    if len(typed) > LENGTH_LIMIT:
        raise NotHours(text[:LENGTH_LIMIT])
    word, _, rest = text.partition(" ")
    if word.lower() in {Scope.CHANNEL, Scope.WORKSPACE}:
        return Scope(word.lower()), _wanted(rest.strip(), now, zone)
    return Scope.OWN, _wanted(text, now, zone)


def _wanted(text: str, now: datetime, zone: ZoneInfo) -> Wanted:
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    is_off = rest.lower() in _OFF
    match word.lower():
        case "" | "show":
            return Show()
        case "off" | "reset" if not rest:
            return Forget()
        case "quiet":
            return SetQuiet(None if is_off else read_quiet_line(rest))
        case "holidays" | "holiday" | "country":
            return SetHolidays(None if is_off else read_country(rest))
        case "leave" | "away":
            return EndLeave() if is_off else AddLeave(read_leave(rest, now=now, zone=zone))
    return read_working(text)


def read_working(text: str) -> SetWorking:
    """Days and one or more spans, in either order; without days Monday to Friday."""
    if text.replace(" ", "") == "24/7":
        return SetWorking(EVERY_DAY, ALWAYS)
    tokens = _with_dashes(text)
    days: frozenset[int] = frozenset()
    spans: list[Span] = []
    index = 0
    while index < len(tokens):
        found, after = read_days(tokens, index)
        span = None if found else _span(tokens, index)
        if span:
            spans.append(_evening(*span[:3]))
            after = span[3]
        elif not found and tokens[index].word not in _AROUND:
            raise NotHours(text)
        days, index = days | found, after
    if not spans:
        raise NotHours(text)
    spans.sort()
    if any(one.stop > next_.start for one, next_ in pairwise(spans)) or spans[-1].stop - MIDNIGHT > spans[0].start:
        raise NoSuchHours(text)
    return SetWorking(days or WORKING_DAYS, tuple(spans))


def read_quiet_line(text: str) -> Quiet:
    """As on a 24-hour clock: until 7 is seven in the morning."""
    tokens = _with_dashes(text)
    start = 1 if tokens[0].word == "from" else 0
    span = _span(tokens, start)
    if span is None or span[3] != len(tokens):
        raise NotHours(text)
    return Quiet(span[0] % MIDNIGHT, span[1] % MIDNIGHT)


def read_country(text: str) -> str:
    code = holiday_calendars.found(text)
    if code is None:
        raise UnknownCountry(text)
    return code


def read_leave(text: str, *, now: datetime, zone: ZoneInfo) -> Leave:
    """Two dates, or one; the second one is the next such date behind the first."""
    text = re.sub(r"^(?:from|on)\s+", "", text, flags=re.IGNORECASE)
    if not text:
        raise NotLeave(text)
    together = _SAME_MONTH.fullmatch(text)
    first, *others = (f"{together[1]} {together[3]}", f"{together[2]} {together[3]}") if together else _halves(text)
    begins = understand(first, now=now, zone=zone, default_time=_LAST_MINUTE).local.date()
    if not others:
        return Leave(begins, begins)
    at = instant_of(datetime.combine(begins, time()), zone).at
    return Leave(begins, understand(others[0], now=at, zone=zone, default_time=_LAST_MINUTE).local.date())


def _halves(text: str) -> list[str]:
    halves = _FROM_TO.split(text)
    if len(halves) > 2:
        raise NotLeave(text)
    return halves


def _with_dashes(text: str) -> Tokens:
    """`10 to 12` is a time of day elsewhere: ten minutes to twelve."""
    tokens = Tokens(text)
    for index in range(len(tokens)):
        if tokens[index].word in _TO:
            tokens = tokens.with_word(index, "-")
    return tokens


def _span(tokens: Tokens, index: int) -> tuple[int, int, bool, int] | None:
    """Two minutes of a day, whether the second one is a bare number, and the index behind."""
    first = read_clock(tokens, index)
    if first is None or not isinstance(first[0], Clock) or tokens[first[1]].word != "-":
        return None
    last = read_clock(tokens, first[1] + 1)
    if last is None or not isinstance(last[0], Clock):
        return None
    is_bare = last[0].half is None and not last[0].exact
    return _minute(first[0]), _minute(last[0]), is_bare, last[1]


def _minute(clock: Clock) -> int:
    if clock.half is not None:
        on_clock = time_on_clock(clock)
        return on_clock.hour * 60 + on_clock.minute
    if clock.hour * 60 + clock.minute > MIDNIGHT or clock.minute > 59:
        raise NoSuchTime(clock.text)
    return clock.hour * 60 + clock.minute


def _evening(start: int, stop: int, is_bare: bool) -> Span:
    """`9 to 5` ends in the afternoon, `9:00-0:00` at the end of the day, `22 to 6` on the next morning."""
    if stop == 0:
        return Span(start, MIDNIGHT)
    if is_bare and stop <= _NOON and stop <= start < stop + _NOON:
        stop += _NOON
    return Span.over_midnight(start, stop)
