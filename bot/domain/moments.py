"""A moment that somebody meant: its wall time, its zone, its instant, and what to tell them about how it was read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError


@dataclass(frozen=True)
class GapMoved:
    """The clocks jump over `asked`; `used` is the first wall time after the jump."""

    asked: datetime
    used: datetime


@dataclass(frozen=True)
class FoldFirst:
    """The clocks show this wall time twice; the first one is meant."""


@dataclass(frozen=True)
class ZoneGiven:
    """The zone was typed. `name` is its IANA name."""

    name: str


@dataclass(frozen=True)
class RolledToTomorrow:
    """A time alone that has passed today."""


@dataclass(frozen=True)
class RolledToNextYear:
    """A day and a month without a year that have passed this year."""

    year: int


@dataclass(frozen=True)
class AfternoonAssumed:
    """`at 4` was read as 16:00."""

    hour: int


@dataclass(frozen=True)
class AtOnce:
    """The moment passed within the last two minutes, while it was being typed."""


@dataclass(frozen=True)
class RolledToYesterday:
    """Of what has happened, a time alone that is still ahead today."""


Note: TypeAlias = (
    GapMoved
    | FoldFirst
    | ZoneGiven
    | RolledToTomorrow
    | RolledToYesterday
    | RolledToNextYear
    | AfternoonAssumed
    | AtOnce
)


@dataclass(frozen=True)
class Moment:
    """`local` is naive wall time in `zone`; `at` is the same in UTC."""

    local: datetime
    zone: ZoneInfo
    at: datetime
    notes: tuple[Note, ...]
    typed: str


class DateRefused(DomainError):
    """Something typed as a date that is asked about instead of guessed."""


@dataclass(eq=False)
class NoSuchDate(DateRefused):
    """`year` is there when the day exists in other years: 29 February only."""

    day: int
    month: int
    year: int | None


@dataclass(eq=False)
class NoSuchTime(DateRefused):
    text: str


@dataclass(eq=False)
class Ambiguous(DateRefused):
    """Two readings of the same words; either may lie in the past."""

    typed: str
    readings: tuple[Moment, Moment]


@dataclass(eq=False)
class TooVague(DateRefused):
    """`suggestions` are words that would be understood."""

    typed: str
    suggestions: tuple[str, ...]


@dataclass(eq=False)
class InThePast(DateRefused):
    moment: Moment
    ago: timedelta


@dataclass(eq=False)
class LongPast(DateRefused):
    """So long ago that nobody asks how long."""


@dataclass(eq=False)
class NotYet(DateRefused):
    """Of what has happened, a moment that is still to come."""

    moment: Moment


@dataclass(eq=False)
class TooLongAgo(DateRefused):
    """Of what has happened."""

    years: int


@dataclass(eq=False)
class TooFar(DateRefused):
    years: int


@dataclass(eq=False)
class NotUnderstood(DateRefused):
    typed: str


@dataclass(eq=False)
class Misspelt(DateRefused):
    """`meant` is what was typed with the one word put right that is nearly a day's or a month's name."""

    typed: str
    meant: str


@dataclass(eq=False)
class TooLong(DateRefused):
    length: int
    limit: int


@dataclass(eq=False)
class AmbiguousZone(DateRefused):
    """An abbreviation that several places use. `readings` are IANA names."""

    name: str
    readings: tuple[str, ...]


@dataclass(eq=False)
class UnknownZone(DateRefused):
    name: str
