"""Rules that recur beyond a week: every n weeks, by the days, weekdays or working days of a month or quarter, yearly.

All are kept as wall time in a zone and worked out by the functions of `schedules`, like `DailyRule`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeAlias, assert_never

from bot.domain.schedules import WORKING_DAYS, DailyRule, NoWeekdays

MOST_WEEKS = 52
LAST = -1
#: A fifth one does not come in every month.
NTHS = (1, 2, 3, 4, LAST)
#: The shortest February has twenty of them; people count to ten.
NTH_WORKDAYS = (*range(1, 11), LAST)
_A_LEAP_YEAR = 2000
#: As people type it, whatever the month.
LAST_DAY = 31


@dataclass(frozen=True)
class WeeksRule:
    """Every `every` weeks, counted from the week of `anchor`; weeks begin on Monday, which is 0."""

    local_time: time
    weekdays: frozenset[int]
    every: int
    anchor: date
    zone: str

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise NoWeekdays
        _must(1 <= self.every <= MOST_WEEKS)

    def falls_on(self, day: date) -> bool:
        weeks = (_monday(day) - _monday(self.anchor)).days // 7
        return day.weekday() in self.weekdays and weeks % self.every == 0


class Period(StrEnum):
    """Of what the days are counted. Quarters begin in January, April, July and October."""

    MONTH = "month"
    QUARTER = "quarter"

    def begins_in(self, month: int) -> bool:
        return self is Period.MONTH or month % 3 == 1

    def ends_in(self, month: int) -> bool:
        return self is Period.MONTH or month % 3 == 0


@dataclass(frozen=True)
class MonthlyRule:
    """On days of each month, or of the first month of each quarter. A day that a month does not have is its last one,
    so 31 is the last day of all months, and of the quarter.
    """

    local_time: time
    days: frozenset[int]
    zone: str
    per: Period = Period.MONTH

    def __post_init__(self) -> None:
        _must(bool(self.days) and all(1 <= day <= LAST_DAY for day in self.days))

    def falls_on(self, day: date) -> bool:
        if self.per.begins_in(day.month) and day.day in self.days - {LAST_DAY}:
            return True
        last = monthrange(day.year, day.month)[1]
        is_meant = any(wanted > last or wanted == LAST_DAY for wanted in self.days)
        return is_meant and day.day == last and self.per.ends_in(day.month)


@dataclass(frozen=True)
class NthWeekdayRule:
    """The first to fourth or the last of a weekday in each month or quarter; `nth` -1 is the last."""

    local_time: time
    nth: int
    weekday: int
    zone: str
    per: Period = Period.MONTH

    def __post_init__(self) -> None:
        _must(self.nth in NTHS and 0 <= self.weekday <= 6)

    def falls_on(self, day: date) -> bool:
        if day.weekday() != self.weekday or not _is_within(self.per, self.nth, day):
            return False
        if self.nth == LAST:
            return day.day + 7 > monthrange(day.year, day.month)[1]
        return (day.day - 1) // 7 + 1 == self.nth


@dataclass(frozen=True)
class NthWorkdayRule:
    """The first to tenth or the last of the days from Monday to Friday in each month or quarter; `nth` -1 is the last.

    Holidays differ from reader to reader, so they do not count here.
    """

    local_time: time
    nth: int
    zone: str
    per: Period = Period.MONTH

    def __post_init__(self) -> None:
        _must(self.nth in NTH_WORKDAYS)

    def falls_on(self, day: date) -> bool:
        if day.weekday() not in WORKING_DAYS or not _is_within(self.per, self.nth, day):
            return False
        if self.nth == LAST:
            return _workday_after(day).month != day.month
        return sum(day.replace(day=one).weekday() in WORKING_DAYS for one in range(1, day.day + 1)) == self.nth


@dataclass(frozen=True)
class YearlyRule:
    """On a date of each year; 29 February is the 28th in years that do not have it."""

    local_time: time
    month: int
    day: int
    zone: str

    def __post_init__(self) -> None:
        _must(1 <= self.month <= 12 and 1 <= self.day <= monthrange(_A_LEAP_YEAR, self.month)[1])

    def falls_on(self, day: date) -> bool:
        if day.month != self.month:
            return False
        return day.day == min(self.day, monthrange(day.year, day.month)[1])


Rule: TypeAlias = DailyRule | WeeksRule | MonthlyRule | NthWeekdayRule | NthWorkdayRule | YearlyRule


_PREFIXES = {Period.MONTH: "", Period.QUARTER: "quarter-"}
_PERIODS = {f"{prefix}{kind}": per for per, prefix in _PREFIXES.items() for kind in ("nth", "workday")}


def stored(rule: Rule) -> str:
    """Kind, what it recurs on, time and zone with a space between, such as `month 1,15 09:00:00 Europe/Berlin`."""
    return f"{_head(rule)} {rule.local_time.isoformat()} {rule.zone}"


def restored(text: str) -> Rule:
    """What `stored` wrote; ValueError for anything else."""
    kind, on, at, zone = text.split(" ")
    local_time = time.fromisoformat(at)
    match kind:
        case "week":
            return DailyRule(local_time, _numbers(on), zone)
        case "weeks":
            weekdays, every, anchor = on.split("/")
            return WeeksRule(local_time, _numbers(weekdays), int(every), date.fromisoformat(anchor), zone)
        case "month" | "quarter":
            return MonthlyRule(local_time, _numbers(on), zone, Period(kind))
        case "nth" | "quarter-nth":
            nth, weekday = on.split("/")
            return NthWeekdayRule(local_time, int(nth), int(weekday), zone, _PERIODS[kind])
        case "workday" | "quarter-workday":
            return NthWorkdayRule(local_time, int(on), zone, _PERIODS[kind])
        case "year":
            month, day = on.split("/")
            return YearlyRule(local_time, int(month), int(day), zone)
        case _:
            raise ValueError(text)


def _head(rule: Rule) -> str:
    match rule:
        case DailyRule():
            return f"week {_list(rule.weekdays)}"
        case WeeksRule():
            return f"weeks {_list(rule.weekdays)}/{rule.every}/{rule.anchor}"
        case MonthlyRule():
            return f"{rule.per} {_list(rule.days)}"
        case NthWeekdayRule():
            return f"{_PREFIXES[rule.per]}nth {rule.nth}/{rule.weekday}"
        case NthWorkdayRule():
            return f"{_PREFIXES[rule.per]}workday {rule.nth}"
        case YearlyRule():
            return f"year {rule.month}/{rule.day}"
        case _:
            assert_never(rule)


def _list(numbers: frozenset[int]) -> str:
    return ",".join(map(str, sorted(numbers)))


def _numbers(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split(",")))


def _is_within(per: Period, nth: int, day: date) -> bool:
    """In the month of its period where the nth stands."""
    return per.ends_in(day.month) if nth == LAST else per.begins_in(day.month)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _workday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 4 else 1)


def _must(holds: bool) -> None:
    if not holds:
        raise ValueError("no such rule")
