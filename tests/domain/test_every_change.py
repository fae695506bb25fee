"""All zones over all their changes from 2024 to 2035: each local date once, none left out.

In slices, so that several processes share them; changes that are the same in several zones are looked at once.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.domain.schedules import (
    EVERY_DAY,
    WORKING_DAYS,
    DailyRule,
    Occurrence,
    next_after,
    next_after_date,
    occurrence_on,
)
from bot.domain.zones import known_zones

SLICES = 8
FIRST, YEARS = 2024, 12
QUARTERS = tuple(time(quarter // 4, quarter % 4 * 15) for quarter in range(96))
#: A zone's dates around a change, from two days before it.
Around = tuple[str, tuple[date, ...]]


@cache
def changes() -> tuple[Around, ...]:
    """Each with one zone that goes through it, and the dates from two days before to three days after."""
    found: dict[tuple[object, ...], Around] = {}
    for key in known_zones():
        zone = ZoneInfo(key)
        for before in _changes_of(zone):
            days = tuple(before.astimezone(zone).date() + timedelta(days=ahead) for ahead in range(-2, 4))
            offsets = (datetime.combine(day, time(), zone).utcoffset() for day in days)
            found.setdefault((before, *offsets), (key, days))
    return tuple(found.values())


def _changes_of(zone: ZoneInfo) -> list[datetime]:
    """The instants before which the clocks change within minutes, halved down from weeks."""
    start, week = datetime(FIRST, 1, 1, tzinfo=UTC), timedelta(weeks=1)
    weeks = [start + number * week for number in range(YEARS * 53)]
    offsets = [_offset(at, zone) for at in weeks]
    pairs = zip(weeks, offsets, offsets[1:], strict=False)
    return [_narrowed(at, at + week, zone) for at, before, after in pairs if before != after]


def _narrowed(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = _offset(before, zone)
    while after - before > timedelta(minutes=15):
        middle = before + (after - before) / 2
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return before


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def test_how_many_there_are() -> None:
    """Fewer would mean that the search above is broken."""
    assert len(changes()) > 650


@pytest.mark.parametrize("number", range(SLICES))
def test_every_quarter_of_an_hour(number: int) -> None:
    for key, days in changes()[number::SLICES]:
        for at in QUARTERS:
            follow(DailyRule(at, EVERY_DAY, key), days)


def follow(rule: DailyRule, days: tuple[date, ...]) -> None:
    """Each date has its instant, later than the one before, and the next one is never another's."""
    seen = [occurrence_on(rule, day) for day in days]
    for day, found in zip(days, seen, strict=True):
        assert found is not None
        assert found.local_date == day
        shown = found.at_utc.astimezone(rule.zone_info).replace(tzinfo=None)
        assert shown >= datetime.combine(day, rule.local_time), rule
    for earlier, later in pairwise(seen[1:5]):
        assert isinstance(earlier, Occurrence)
        assert next_after(rule, earlier.at_utc) == later, rule
        assert next_after_date(rule, earlier.local_date) == later, rule


@pytest.mark.parametrize(
    ("zone", "at", "weekdays", "start", "lost"),
    [
        ("America/New_York", "00:00", EVERY_DAY, "2026-03-07", ["2026-03-09"]),
        ("Europe/Berlin", "00:00", EVERY_DAY, "2026-03-28", ["2026-03-30"]),
        ("Europe/Berlin", "00:15", WORKING_DAYS, "2026-03-27", ["2026-03-30"]),
    ],
)
def test_what_cron_triggers_would_lose(
    zone: str, at: str, weekdays: frozenset[int], start: str, lost: list[str]
) -> None:
    """Why people's times are never given to APScheduler: on the day after the clocks go forward it fires nothing.

    When a newer APScheduler makes this fail, it has been mended; the doubled hour below is reason enough.
    """
    rule = DailyRule(time.fromisoformat(at), weekdays, zone)
    theirs = fired_by_cron(rule, start)
    ours = [next_after_date(rule, date.fromisoformat(start) - timedelta(days=1)).local_date]
    while ours[-1].isoformat() < theirs[-1]:
        ours.append(next_after_date(rule, ours[-1]).local_date)
    assert [day.isoformat() for day in ours if day.isoformat() not in theirs] == lost


def test_what_cron_triggers_would_double() -> None:
    """A time within the hour that comes twice fires twice, ours once."""
    rule = DailyRule(time(2, 30), EVERY_DAY, "Europe/Berlin")
    assert fired_by_cron(rule, "2026-10-24").count("2026-10-25") == 2
    first = next_after_date(rule, date(2026, 10, 24))
    assert next_after(rule, first.at_utc).local_date == date(2026, 10, 26)


def fired_by_cron(rule: DailyRule, start: str) -> list[str]:
    """The local dates of the next runs, asked for as its scheduler does."""
    zone = ZoneInfo(rule.zone)
    weekdays = ",".join(map(str, sorted(rule.weekdays)))
    trigger = CronTrigger(hour=rule.local_time.hour, minute=rule.local_time.minute, day_of_week=weekdays, timezone=zone)
    now = datetime.fromisoformat(start).replace(tzinfo=zone)
    fired: list[str] = []
    previous: datetime | None = None
    for _ in range(5):
        previous = trigger.get_next_fire_time(previous, now)
        assert previous is not None
        fired.append(previous.date().isoformat())
        now = previous
    return fired
