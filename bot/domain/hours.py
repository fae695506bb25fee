"""When somebody may be written to: working days and hours, holidays, leave and quiet hours, by the clocks of a zone.

Open is what the wall clock shows, so an hour that comes twice is open or closed both times.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, product
from zoneinfo import ZoneInfo

from bot.domain import holiday_calendars
from bot.domain.errors import DomainError
from bot.domain.schedules import EVERY_DAY, WORKING_DAYS
from bot.domain.wall_clock import wall_time

MIDNIGHT = 24 * 60
#: Longer than the longest leave, the weekend behind it and all holidays in between.
_HORIZON = 500
LONGEST_LEAVE = 366
#: Longer ones are rather typed the wrong way round.
LONGEST_NIGHT = 12 * 60
_ONE_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


class HoursRefused(DomainError):
    """Hours that cannot be kept as they were asked for."""


@dataclass(eq=False)
class NeverOpen(HoursRefused):
    """Nothing would be left of a week in which anything could be sent."""


@dataclass(eq=False)
class NoSuchHours(HoursRefused):
    """They end before they begin, or overlap."""

    typed: str


@dataclass(eq=False)
class NotHours(HoursRefused):
    """Not of the form `mon-fri 9:00-17:30`."""

    typed: str


@dataclass(eq=False)
class NotLeave(HoursRefused):
    """Not two dates such as `24 dec - 2 jan`."""

    typed: str


@dataclass(eq=False)
class LeaveTooLong(HoursRefused):
    days: int


@dataclass(eq=False)
class TooManyLeaves(HoursRefused):
    most: int


@dataclass(eq=False)
class UnknownCountry(HoursRefused):
    typed: str


@dataclass(frozen=True, order=True)
class Span:
    """Minutes of a day, from the first to before the last; 1440 is the midnight that ends it.

    Later ones are of the next morning, and belong to the day on which they began.
    """

    start: int
    stop: int

    def __post_init__(self) -> None:
        is_night = self.ends_next_day and self.stop - self.start <= LONGEST_NIGHT
        if not 0 <= self.start < self.stop or not (self.stop <= MIDNIGHT or is_night):
            raise NoSuchHours(str(self))

    @classmethod
    def over_midnight(cls, start: int, stop: int) -> "Span":
        """When the second time of day is the earlier one."""
        return cls(start, stop + MIDNIGHT if stop < start else stop)

    @property
    def ends_next_day(self) -> bool:
        return self.stop > MIDNIGHT

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.stop - MIDNIGHT if self.ends_next_day else self.stop)}"

    def __contains__(self, minute: int) -> bool:
        return self.start <= minute < self.stop


@dataclass(frozen=True)
class Quiet:
    """From one time of day until another, over midnight when that is the earlier one."""

    start: int
    until: int

    def __post_init__(self) -> None:
        if self.start == self.until or not (0 <= self.start < MIDNIGHT and 0 <= self.until < MIDNIGHT):
            raise NoSuchHours(str(self))

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.until)}"

    def __contains__(self, minute: int) -> bool:
        if self.start < self.until:
            return self.start <= minute < self.until
        return minute >= self.start or minute < self.until


@dataclass(frozen=True, order=True)
class Leave:
    """Both dates are free."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise NotLeave(str(self))
        if self.days > LONGEST_LEAVE:
            raise LeaveTooLong(self.days)

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class Reason(StrEnum):
    LEAVE = "leave"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    OUT_OF_HOURS = "out_of_hours"
    QUIET = "quiet"


@dataclass(frozen=True)
class Closed:
    """`detail` is the name of a holiday."""

    reason: Reason
    detail: str = ""


OFFICE = (Span(9 * 60, 17 * 60 + 30),)
ALWAYS = (Span(0, MIDNIGHT),)


@dataclass(frozen=True)
class Hours:
    """Of a person or a place. Monday is 0; `holidays` is a country's code, such as DE or DE-BY."""

    zone: ZoneInfo
    weekdays: frozenset[int] = WORKING_DAYS
    spans: tuple[Span, ...] = OFFICE
    quiet: Quiet | None = None
    holidays: str | None = None
    leave: tuple[Leave, ...] = ()

    @classmethod
    def always(cls, zone: ZoneInfo) -> "Hours":
        return cls(zone, EVERY_DAY, ALWAYS)

    def must_open(self) -> None:
        """Raises NeverOpen when no minute of a week is left. Holidays and leave end by themselves."""
        minutes = (minute % MIDNIGHT for span in self.spans for minute in range(span.start, span.stop))
        if not self.weekdays or all(self._is_quiet(minute) for minute in minutes):
            raise NeverOpen

    def closed(self, at: datetime) -> Closed | None:
        """Why nothing is sent at this moment; None while it is open."""
        day, minute = self._shown(at)
        is_night = self._is_night(day, minute)
        closed = None if is_night else self._closed_on(day)
        if closed is not None:
            return closed
        if self._is_quiet(minute):
            return Closed(Reason.QUIET)
        return None if is_night or any(minute in span for span in self.spans) else Closed(Reason.OUT_OF_HOURS)

    def is_open(self, at: datetime) -> bool:
        return self.closed(at) is None

    def next_open(self, at: datetime) -> datetime:
        """The moment itself while it is open. Where nothing opens within a year and more, too: late beats never."""
        if self.is_open(at):
            return at
        today = wall_time(at, self.zone).date()
        for ahead in range(-1, _HORIZON):
            day = today + ahead * _ONE_DAY
            if self._closed_on(day) is None or self._has_night_before(day):
                opening = min((one for one in self._edges(day) if one > at and self.is_open(one)), default=None)
                if opening is not None:
                    return opening
        return at

    def after_open(self, at: datetime, minutes: int) -> datetime:
        """Once so many minutes have been open. Where nothing opens within a year and more, minutes of any time."""
        while minutes:
            at = self.next_open(at)
            if not self.is_open(at):
                return at + minutes * _MINUTE
            at, minutes = at + _MINUTE, minutes - 1
        return at

    def after_quiet(self, at: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into: nothing else holds it."""
        return replace(Hours.always(self.zone), quiet=self.quiet).next_open(at)

    def closing(self, at: datetime) -> datetime | None:
        """When the working day that this moment is in, or before, ends; None when it is over, or no such day."""
        day, minute = self._shown(at)
        if self._is_night(day, minute):
            day -= _ONE_DAY
        if self._closed_on(day) is not None:
            return None
        local = datetime.combine(day, time()) + max(span.stop for span in self.spans) * _MINUTE
        ends = local.replace(tzinfo=self.zone).astimezone(UTC)
        return self.after_quiet(ends) if ends > at else None

    def is_free(self, day: date) -> bool:
        """By a holiday or by leave."""
        closed = self._closed_on(day)
        return closed is not None and closed.reason in {Reason.HOLIDAY, Reason.LEAVE}

    def is_working_day(self, day: date) -> bool:
        return self._closed_on(day) is None

    def working_day_after(self, day: date, count: int = 1) -> date:
        return self._counted(day, count, _ONE_DAY)

    def working_day_before(self, day: date, count: int = 1) -> date:
        return self._counted(day, count, -_ONE_DAY)

    def _counted(self, day: date, count: int, step: timedelta) -> date:
        """Where there are none within a year and more, days of the calendar are counted."""
        days = (day + number * step for number in range(1, _HORIZON + count))
        return next(islice(filter(self.is_working_day, days), count - 1, None), day + count * step)

    def _closed_on(self, day: date) -> Closed | None:
        if any(day in leave for leave in self.leave):
            return Closed(Reason.LEAVE)
        holiday = holiday_calendars.holiday(self.holidays, day) if self.holidays else None
        if holiday is not None:
            return Closed(Reason.HOLIDAY, holiday)
        return None if day.weekday() in self.weekdays else Closed(Reason.DAY_OFF)

    def _shown(self, at: datetime) -> tuple[date, int]:
        """The day and its minute on the wall."""
        local = wall_time(at, self.zone)
        return local.date(), local.hour * 60 + local.minute

    def _is_night(self, day: date, minute: int) -> bool:
        """Still of the hours that began the day before."""
        return any(minute + MIDNIGHT in span for span in self.spans) and self._closed_on(day - _ONE_DAY) is None

    def _has_night_before(self, day: date) -> bool:
        return any(span.ends_next_day for span in self.spans) and self._closed_on(day - _ONE_DAY) is None

    def _is_quiet(self, minute: int) -> bool:
        return self.quiet is not None and minute in self.quiet

    def _edges(self, day: date) -> Iterator[datetime]:
        """The moments of a day at which it may become open: where spans begin, quiet hours end, or clocks change."""
        minutes = [0, *(span.start for span in self.spans), *([self.quiet.until] if self.quiet else [])]
        begins = datetime.combine(day, time())
        first, last = (moment.replace(tzinfo=self.zone).astimezone(UTC) for moment in (begins, begins + _ONE_DAY))
        for minute, fold in product(minutes, (0, 1)):
            edge = (begins + minute * _MINUTE).replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
            # One that clocks leave out at the end of the day would stand for a moment of the next day.
            if edge < last:
                yield edge
        if _offset(first, self.zone) != _offset(last, self.zone):
            yield _change(first, last, self.zone)


def clock(minute: int) -> str:
    """`09:00`; the end of the day is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the new offset, to the second."""
    old, second = _offset(before, zone), timedelta(seconds=1)
    while after - before > second:
        middle = before + (after - before) // second // 2 * second
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
