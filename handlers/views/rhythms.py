"""How often something comes, in words."""

from collections.abc import Sequence
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
from handlers.language import Ordinal
from handlers.moments import at_time, month_name, weekday_name
from handlers.text import Plain, plainly, theirs

_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
_NTH = Ordinal("{count}st", "{count}nd", "{count}rd", "{count}th")
_DAY = Ordinal("the {count}st", "the {count}nd", "the {count}rd", "the {count}th")
_EVERY = {Period.MONTH: "every month", Period.QUARTER: "every quarter"}


def rhythm(rule: Rule) -> Plain:
    """`every Monday at 09:00 Berlin time`."""
    return plainly("{days} at {at}", days=days(rule), at=at_time(rule.local_time, rule.zone))


def days(rule: Rule) -> Plain:
    match rule:
        case DailyRule():
            return _weekly(rule.weekdays)
        case WeeksRule():
            return plainly("every {count} weeks on {days}", count=rule.every, days=_named(rule.weekdays))
        case MonthlyRule():
            on = _all([_day_of_month(day) for day in sorted(rule.days)])
            return plainly("on {days} of {every}", days=on, every=_of(rule))
        case NthWeekdayRule():
            nth, every = plainly(_NTHS[rule.nth]), plainly(_EVERY[rule.per])
            return plainly(
                "on the {nth} {weekday} of {every}", nth=nth, weekday=weekday_name(rule.weekday), every=every
            )
        case NthWorkdayRule():
            words = "on the {nth} working day (Monday to Friday) of {every}"
            return plainly(words, nth=_nth(rule.nth), every=plainly(_EVERY[rule.per]))
        case YearlyRule():
            return plainly("every year on {day} {month}", day=rule.day, month=month_name(rule.month))
        case _:
            assert_never(rule)


def _of(rule: MonthlyRule) -> Plain:
    """The first and the last day of a quarter are clear without its months."""
    if rule.per is Period.MONTH or rule.days <= {1, LAST_DAY}:
        return plainly(_EVERY[rule.per])
    return plainly(
        "every quarter (of its first month)" if LAST_DAY in rule.days else "the first month of every quarter"
    )


def _weekly(weekdays: frozenset[int]) -> Plain:
    if weekdays == EVERY_DAY:
        return plainly("every day")
    if weekdays == WORKING_DAYS:
        return plainly("every weekday")
    return plainly("every {days}", days=_named(weekdays))


def _named(weekdays: frozenset[int]) -> Plain:
    return _all([weekday_name(day) for day in sorted(weekdays)])


def _nth(number: int) -> Plain:
    return plainly(_NTHS[number]) if number in _NTHS else plainly(_NTH, count=number)


def _day_of_month(day: int) -> Plain:
    if day == LAST_DAY:
        return plainly("the last day")
    return plainly(_DAY, count=day)


def _all(words: Sequence[Plain]) -> Plain:
    *first, last = words
    return plainly("{first} and {last}", first=theirs(", ".join(first)), last=last) if first else last
