"""Wall-clock schedules: as typed, one occurrence per local date whatever the clocks do, and how late is too late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock_meaning import time_on_clock
from bot.domain.clock_words import read_clock
from bot.domain.date_phrase import Clock
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import WEEKDAYS
from bot.domain.errors import DomainError
from bot.domain.text import one_line
from bot.domain.wall_clock import exists, instant_of, wall_time

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
_ONE_DAY = timedelta(days=1)
#: A date of the year recurs within a year, a second one is enough to step over a date that the zone leaves out.
_HORIZON = 3 * 366
LENGTH_LIMIT = 120
_GROUPS = {
    **dict.fromkeys(("daily", "day", "days", "everyday"), EVERY_DAY),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), WORKING_DAYS),
    **dict.fromkeys(("weekend", "weekends"), EVERY_DAY - WORKING_DAYS),
}
BETWEEN = frozenset({"at", "on", "and", "every", "each", "all", "the", ",", "&", "+", "/", "@"})
_TO = frozenset({"-", "–", "to"})


class ScheduleRefused(DomainError):
    """A schedule that cannot be kept as it was asked for."""


@dataclass(eq=False)
class NoWeekdays(ScheduleRefused):
    """No day was chosen."""


@dataclass(eq=False)
class NotASchedule(ScheduleRefused):
    """Not of the form `weekdays 9:00`."""

    typed: str


@dataclass(eq=False)
class NoTimeOfDay(ScheduleRefused):
    """Days without a time."""

    typed: str


@dataclass(frozen=True)
class Occurrence:
    """`local_date` is the intended date and the key: there is at most one occurrence for it."""

    local_date: date
    at_utc: datetime


class Recurring(Protocol):
    """What the functions below ask of a rule: `falls_on` decides by the calendar alone, without clocks."""

    @property
    def local_time(self) -> time: ...
    @property
    def zone(self) -> str: ...
    def falls_on(self, day: date) -> bool: ...


@dataclass(frozen=True)
class DailyRule:
    """The truth of a schedule; instants are worked out from it. Monday is 0, `zone` an IANA name."""

    local_time: time
    weekdays: frozenset[int]
    zone: str

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise NoWeekdays

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def falls_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays


def occurrence_on(rule: Recurring, local_date: date) -> Occurrence | None:
    """The weekday is that of the intended date, even when a gap at midnight moves the instant to the next one."""
    if not rule.falls_on(local_date):
        return None
    zone = ZoneInfo(rule.zone)
    wall = instant_of(datetime.combine(local_date, rule.local_time), zone)
    if wall.local.date() != local_date and not exists(local_date, zone):
        return None
    return Occurrence(local_date, wall.at)


def next_after(rule: Recurring, after: datetime) -> Occurrence:
    """The first occurrence later than an instant."""
    start = wall_time(after, ZoneInfo(rule.zone)).date()
    return next(occurrence for occurrence in _from(rule, start) if occurrence.at_utc > after)


def next_after_date(rule: Recurring, local_date: date) -> Occurrence:
    """The occurrence that follows the one of a local date: what a schedule is advanced to after a run."""
    return next(_from(rule, local_date + _ONE_DAY))


def once(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a single wall time."""
    return instant_of(local, zone).at


def _from(rule: Recurring, start: date) -> Iterator[Occurrence]:
    for days in range(_HORIZON):
        occurrence = occurrence_on(rule, start + timedelta(days=days))
        if occurrence:
            yield occurrence


def parse_schedule(typed: str, *, zone: str) -> DailyRule:
    """Days and one time, in either order; `zone` is the IANA name of the zone whose clocks count."""
    text = one_line(typed[: LENGTH_LIMIT + 1])
    if len(typed) > LENGTH_LIMIT:
        raise NotASchedule(text[:LENGTH_LIMIT])
    tokens = Tokens(text)
    days: frozenset[int] = frozenset()
    at: time | None = None
    index = 0
    while index < len(tokens):
        found, after = read_days(tokens, index)
        clock = read_clock(tokens, index) if not found and at is None else None
        if clock and isinstance(clock[0], Clock):
            at, after = time_on_clock(clock[0]), clock[1]
        elif not found and tokens[index].word not in BETWEEN:
            raise NotASchedule(text)
        days, index = days | found, after
    return _rule(text, at, days, zone)


def _rule(text: str, at: time | None, days: frozenset[int], zone: str) -> DailyRule:
    if at is None and not days:
        raise NotASchedule(text)
    if at is None:
        raise NoTimeOfDay(text)
    if not days:
        raise NoWeekdays
    return DailyRule(at, days, zone)


def read_days(tokens: Tokens, index: int) -> tuple[frozenset[int], int]:
    """The days named here, none if none are, and the index behind."""
    word = tokens[index].word
    if word in _GROUPS:
        return _GROUPS[word], index + 1
    if word == "working" and tokens[index + 1].word in {"day", "days"}:
        return WORKING_DAYS, index + 2
    first = _weekday(word)
    if first is None:
        return frozenset(), index + 1
    last = _weekday(tokens[index + 2].word) if tokens[index + 1].word in _TO else None
    if last is None:
        return frozenset({first}), index + 1
    return frozenset((first + ahead) % 7 for ahead in range((last - first) % 7 + 1)), index + 3


def _weekday(word: str) -> int | None:
    """`mondays` too."""
    return WEEKDAYS.get(word, WEEKDAYS.get(word.removesuffix("s")))


class Late(StrEnum):
    """What becomes of something that is sent later than it was due."""

    NO = "no"
    SAY_SO = "say_so"
    TOO_LATE = "too_late"


class Kind(StrEnum):
    REMINDER = "reminder"
    DIGEST = "digest"


#: Past it a reminder is worth a report, no longer itself, and a morning's digest helps nobody (reliability.md 2.3).
_LIMITS = {Kind.REMINDER: timedelta(hours=12), Kind.DIGEST: timedelta(hours=4)}
#: Delivery takes its turn in each channel; up to here nobody would call it late.
_ON_TIME = timedelta(minutes=2)


def late_limit(kind: Kind) -> timedelta:
    return _LIMITS[kind]


def lateness(due: datetime, now: datetime) -> timedelta:
    """Never negative."""
    return max(now - due, timedelta())


def late(kind: Kind, due: datetime, now: datetime) -> Late:
    """At the limit itself it is still sent."""
    by = lateness(due, now)
    if by > late_limit(kind):
        return Late.TOO_LATE
    return Late.SAY_SO if by > _ON_TIME else Late.NO
