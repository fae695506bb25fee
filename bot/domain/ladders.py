"""The reminders of a request or task that has an owner and a due time: which, and at which minute of their reader's.

They are held to the reader's hours. One that would thus come after the due moment is moved before it; of those that
come within half an hour of each other the first is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.dates import MORNING
from bot.domain.schedules import Kind, Late, late, once
from bot.domain.wall_clock import wall_time

#: Whoever has just been given something has read of it.
JUST_TOLD = timedelta(minutes=15)
#: Two reminders of one item that are closer than this say the same.
CLOSE = timedelta(minutes=30)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_SOON = timedelta(hours=2)
#: The longest that a day or hour of work is looked for backwards.
_DAYS_BACK, _HOURS_BACK = 14 * _DAY, 14 * 24

#: How the name of one begins that its reader has asked for: it comes also to whoever wants no others.
SNOOZE = "snooze-"

Hold: TypeAlias = Callable[[datetime], datetime]


class Rung(StrEnum):
    DAY_BEFORE = "day-before"
    SOON = "soon"
    DUE = "due"
    DAY_AFTER = "day-after"
    SECOND_DAY_AFTER = "second-day-after"
    THIRD_DAY_AFTER = "third-day-after"
    #: Not for the owner, but for whoever gave it to them.
    UNANSWERED = "unanswered"


_AFTER = (Rung.DAY_AFTER, Rung.SECOND_DAY_AFTER, Rung.THIRD_DAY_AFTER)
_WORKING_DAYS_LATER = {rung: days for days, rung in enumerate((*_AFTER, Rung.UNANSWERED), start=1)}
FOR_REQUESTS = (Rung.DAY_BEFORE, Rung.SOON, Rung.DUE, *_AFTER)
#: Tasks are smaller, and people have more of them.
FOR_TASKS = (Rung.DAY_BEFORE, Rung.DUE, *_AFTER)
FOR_GIVERS = (Rung.UNANSWERED,)
#: Once whoever has it has left.
FOR_STAND_INS = (Rung.DUE, *_AFTER)
_ON_A_MORNING = frozenset({Rung.DAY_BEFORE, *_AFTER})


class Snooze(StrEnum):
    TWENTY_MINUTES = "20m"
    HOUR = "1h"
    MORNING = "morning"


_SPANS = {Snooze.TWENTY_MINUTES: timedelta(minutes=20), Snooze.HOUR: _HOUR}


class Hours(Protocol):
    """When a person works, by their own clock."""

    @property
    def zone(self) -> ZoneInfo: ...
    def next_open(self, at: datetime) -> datetime:
        """The moment itself while they work."""
        ...

    def working_day_before(self, day: date) -> date: ...
    def working_day_after(self, day: date, count: int = 1) -> date: ...


@dataclass(frozen=True)
class Calendar:
    """Somebody's working days and mornings, and until when a moment is held for them."""

    hours: Hours
    hold: Hold

    @classmethod
    def within(cls, hours: Hours) -> "Calendar":
        return cls(hours, hours.next_open)

    @classmethod
    def urgent(cls, hours: Hours) -> "Calendar":
        """Nothing is held: it comes at any hour."""
        return cls(hours, lambda at: at)

    def local_date(self, at: datetime) -> date:
        return wall_time(at, self.hours.zone).date()

    def morning(self, day: date) -> datetime:
        return once(datetime.combine(day, MORNING), self.hours.zone)

    def working_day_before(self, day: date) -> date | None:
        before = self.hours.working_day_before(day)
        return before if day - before < _DAYS_BACK else None

    def last_open_before(self, wanted: datetime) -> datetime | None:
        """Hour by hour: to the minute nobody minds how long before the end of their day they are told."""
        earlier = (wanted - hours * _HOUR for hours in range(_HOURS_BACK))
        return next((at for at in earlier if self.hold(at) == at), None)


@dataclass(frozen=True)
class Planned:
    """`next_at` is when the one behind it comes, if any does."""

    rung: Rung
    at: datetime
    next_at: datetime | None = None


def ladder(rungs: Sequence[Rung], due_at: datetime, calendar: Calendar, *, after: datetime) -> tuple[Planned, ...]:
    """Soonest first: what would have come before `after` is left out."""
    held = [(at, rung) for rung in rungs if (at := _held(rung, due_at, calendar)) is not None and at > after]
    kept = list(_apart(sorted(held, key=lambda each: each[0])))
    following = [at for at, _ in kept[1:]]
    return tuple(Planned(rung, at, next_at) for (at, rung), next_at in zip_longest(kept, following))


def snoozed_until(snooze: Snooze, now: datetime, calendar: Calendar) -> datetime:
    """A span is meant as it is said; a morning is one on which they work."""
    if snooze in _SPANS:
        return now + _SPANS[snooze]
    return calendar.hold(calendar.morning(calendar.local_date(now) + _DAY))


def is_superseded(at: datetime, next_at: datetime | None, now: datetime) -> bool:
    """One that is late says nothing that the next one will not say better; the last is told however late."""
    if next_at is None:
        return False
    return next_at <= now or late(Kind.REMINDER, at, now) is Late.TOO_LATE


def is_of_the_day(rung: str, at: datetime, due_at: datetime) -> bool:
    """Whether the owner may read of it at another minute of that day: it was not wanted at this very one."""
    return rung in _ON_A_MORNING or (rung == Rung.DUE and at > due_at)


def _held(rung: Rung, due_at: datetime, calendar: Calendar) -> datetime | None:
    wanted = _wanted(rung, due_at, calendar)
    if wanted is None:
        return None
    held = calendar.hold(wanted)
    return calendar.last_open_before(wanted) if wanted < due_at <= held else held


def _wanted(rung: Rung, due_at: datetime, calendar: Calendar) -> datetime | None:
    day = calendar.local_date(due_at)
    match rung:
        case Rung.DUE:
            return due_at
        case Rung.SOON:
            return due_at - _SOON
        case Rung.DAY_BEFORE:
            before = calendar.working_day_before(day)
            return calendar.morning(before) if before else None
        case _:
            return calendar.morning(calendar.hours.working_day_after(day, _WORKING_DAYS_LATER[rung]))


def _apart(soonest_first: Iterable[tuple[datetime, Rung]]) -> Iterator[tuple[datetime, Rung]]:
    last: datetime | None = None
    for at, rung in soonest_first:
        if last is None or at - last >= CLOSE:
            yield at, rung
            last = at
