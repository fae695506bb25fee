"""Which date a day as typed means, seen from today."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import count
from typing import assert_never

from bot.domain.date_phrase import Calendar, Day, DayOfMonth, MonthEnd, Near, PeriodEnd, Slashed, Span, Vague, Weekday
from bot.domain.moments import LongPast, NoSuchDate, Note, RolledToNextYear, TooFar

YEARS_AHEAD = 2
_FURTHEST_DAYS = (YEARS_AHEAD + 1) * 366
_LONGEST_AGO = 36_500
_FRIDAY = 4
_OLDEST_YEAR = 1900
_A_LEAP_YEAR = 2000


def day_of(day: Day, today: date) -> date:
    """The date of a day that today decides; those with a month are `calendar_date`'s."""
    match day:
        case Near(days):
            return today + timedelta(days=days)
        case Weekday():
            return _weekday(day, today)
        case DayOfMonth(number):
            return _day_of_month(number, today)
        case MonthEnd(month, year):
            year = today.year + (month < today.month) if year is None else _near(year, today)
            return date(year, month, monthrange(year, month)[1])
        case PeriodEnd():
            return _period_end(day, today)
        case Span():
            return later(today, day)
        case Calendar() | Slashed() | Vague():
            raise AssertionError(day)
        case _:
            assert_never(day)


def calendar_date(day: Calendar, today: date) -> tuple[date, tuple[Note, ...]]:
    """Without a year the next such date, today included."""
    if not 1 <= day.month <= 12 or not 1 <= day.day <= monthrange(_A_LEAP_YEAR, day.month)[1]:
        raise NoSuchDate(day.day, day.month, None)
    has_passed = (day.month, day.day) < (today.month, today.day)
    year = _near(day.year if day.year is not None else today.year + has_passed, today)
    if day.day > monthrange(year, day.month)[1]:
        raise NoSuchDate(day.day, day.month, year)
    notes = (RolledToNextYear(year),) if day.year is None and has_passed else ()
    return date(year, day.month, day.day), notes


def _near(year: int, today: date) -> int:
    if year < _OLDEST_YEAR:
        raise LongPast
    if year > today.year + YEARS_AHEAD:
        raise TooFar(YEARS_AHEAD)
    return year


def later(today: date, span: Span) -> date:
    """Months first; 31 January and a month is the last of February."""
    if span.days > _FURTHEST_DAYS or span.months > _FURTHEST_DAYS // 28:
        raise TooFar(YEARS_AHEAD)
    if span.days < -_LONGEST_AGO or span.months < -_LONGEST_AGO // 28:
        raise LongPast
    year, month = divmod(today.year * 12 + today.month - 1 + span.months, 12)
    day = min(today.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=span.days)


def _weekday(day: Weekday, today: date) -> date:
    """A week starts on Monday, so on a Sunday `next fri` is five days away and `this fri` two days ago."""
    monday = today - timedelta(days=today.weekday())
    if day.week in {"this", "next"}:
        return monday + timedelta(days=day.number + (7 if day.week == "next" else 0))
    coming = today + timedelta(days=(day.number - today.weekday()) % 7)
    return coming + timedelta(weeks=day.weeks) if day.week == "after" else coming


def _day_of_month(number: int, today: date) -> date:
    if not 1 <= number <= 31:
        raise NoSuchDate(number, today.month, None)
    months = (divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in count(number < today.day))
    return next(date(year, month + 1, number) for year, month in months if number <= monthrange(year, month + 1)[1])


def _period_end(day: PeriodEnd, today: date) -> date:
    """A week ends on its Friday; on a weekend the coming one is meant."""
    if day.unit == "month":
        first = later(today.replace(day=1), Span(months=day.ahead))
        return first.replace(day=monthrange(first.year, first.month)[1])
    friday = today + timedelta(days=_FRIDAY - today.weekday() + 7 * day.ahead)
    return friday if friday >= today else friday + timedelta(weeks=1)
