"""The rules that a form offers: by the moment of the first time."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import assert_never

from bot.domain.recurrence import MonthlyRule, Rule, WeeksRule, YearlyRule
from bot.domain.schedules import EVERY_DAY, WORKING_DAYS, DailyRule


class Repeat(StrEnum):
    DAY = "day"
    WEEKDAY = "weekday"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    YEAR = "year"


def repeating(how: Repeat, first: datetime, zone: str) -> Rule:
    """`first` is the wall time of the first time."""
    at, day = first.time(), first.date()
    match how:
        case Repeat.DAY | Repeat.WEEKDAY | Repeat.WEEK:
            return _weekly(how, at, day, zone)
        case Repeat.FORTNIGHT:
            return WeeksRule(at, frozenset({day.weekday()}), 2, day, zone)
        case Repeat.MONTH:
            return MonthlyRule(at, frozenset({day.day}), zone)
        case Repeat.YEAR:
            return YearlyRule(at, day.month, day.day, zone)
        case _:
            assert_never(how)


def _weekly(how: Repeat, at: time, day: date, zone: str) -> Rule:
    days = {Repeat.DAY: EVERY_DAY, Repeat.WEEKDAY: WORKING_DAYS}
    return DailyRule(at, days.get(how, frozenset({day.weekday()})), zone)
