"""Reminders that nobody acts upon: until when their reader has time to, and in which week they are told of."""

from datetime import date, datetime, timedelta

from bot.domain.hours import Hours
from bot.domain.ladders import Rung
from bot.domain.schedules import once
from bot.domain.wall_clock import wall_time

#: Those of them that ask for something to be done now.
ASKING = frozenset({Rung.DUE, Rung.DAY_AFTER, Rung.SECOND_DAY_AFTER, Rung.THIRD_DAY_AFTER})
WEEK = timedelta(days=7)


def react_by(hours: Hours, sent_at: datetime, days: int, *, is_urgent: bool) -> datetime:
    """At the same time of day, so many working days of its reader later. What is urgent waits by any clock."""
    if is_urgent:
        return sent_at + timedelta(days=days)
    local = wall_time(sent_at, hours.zone)
    return once(datetime.combine(hours.working_day_after(local.date(), days), local.time()), hours.zone)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
