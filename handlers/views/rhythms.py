"""How often something comes, in words."""

from calendar import day_name, month_name
from collections.abc import Iterable
from typing import assert_never

from bot.domain.recurrence import (
    LAST,
    LAST_DAY,
    MonthlyRule,
    NthWeekdayRule,
    NthWorkdayRule,
    Period,
    Rule,
    WeeksRule,
    YearlyRule,
)
from bot.domain.schedules import EVERY_DAY, WORKING_DAYS, DailyRule
from handlers.moments import city_named

_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def rhythm(rule: Rule) -> str:
    """`every Monday at 09:00 Berlin time`."""
    return f"{days(rule)} at {rule.local_time:%H:%M} {city_named(rule.zone)} time"


def days(rule: Rule) -> str:
    match rule:
        case DailyRule():
            return _weekly(rule.weekdays)
        case WeeksRule():
            return f"every {rule.every} weeks on {_named(rule.weekdays)}"
        case MonthlyRule():
            return f"on {_all(_day_of_month(day) for day in sorted(rule.days))} of {_of(rule)}"
        case NthWeekdayRule():
            return f"on the {_NTHS[rule.nth]} {day_name[rule.weekday]} of every {rule.per}"
        case NthWorkdayRule():
            return f"on the {_NTHS.get(rule.nth, f'{rule.nth}th')} working day (Monday to Friday) of every {rule.per}"
        case YearlyRule():
            return f"every year on {rule.day} {month_name[rule.month]}"
        case _:
            assert_never(rule)


def _of(rule: MonthlyRule) -> str:
    """The first and the last day of a quarter are clear without its months."""
    if rule.per is Period.MONTH or rule.days <= {1, LAST_DAY}:
        return f"every {rule.per}"
    return "every quarter (of its first month)" if LAST_DAY in rule.days else "the first month of every quarter"


def _weekly(weekdays: frozenset[int]) -> str:
    if weekdays == EVERY_DAY:
        return "every day"
    if weekdays == WORKING_DAYS:
        return "every weekday"
    return f"every {_named(weekdays)}"


def _named(weekdays: frozenset[int]) -> str:
    return _all(day_name[day] for day in sorted(weekdays))


def _day_of_month(day: int) -> str:
    return "the last day" if day == LAST_DAY else f"the {day}{_ENDINGS.get(day, 'th')}"


def _all(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
