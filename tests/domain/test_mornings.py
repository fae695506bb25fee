"""A person's own digest goes with them, and comes at most once a date."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import TeamId, UserId
from bot.domain.mornings import Morning, first
from bot.domain.schedules import DailyRule

TEAM, ANA = TeamId("T1"), UserId("UANA")
#: A Tuesday, 14:00 in London.
NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)


def in_(zone: str) -> Morning:
    return first(TEAM, ANA, ZoneInfo(zone), NOW)


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Europe/London", datetime(2026, 3, 4, 8, 30, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 4, 7, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 4, 13, 30, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 3, 3, 18, 30, tzinfo=UTC)),
    ],
)
def test_the_first_comes_on_the_next_working_morning(zone: str, at: datetime) -> None:
    assert in_(zone).next_at == at


@pytest.mark.parametrize(
    ("left", "arrived", "next_date", "at"),
    [
        pytest.param(
            "Europe/London",
            "America/New_York",
            date(2026, 3, 4),
            datetime(2026, 3, 4, 13, 30, tzinfo=UTC),
            id="west, later on that date",
        ),
        pytest.param(
            "America/New_York",
            "Europe/London",
            date(2026, 3, 4),
            datetime(2026, 3, 4, 8, 30, tzinfo=UTC),
            id="east, sooner on that date",
        ),
        pytest.param(
            "America/New_York",
            "Asia/Tokyo",
            date(2026, 3, 4),
            datetime(2026, 3, 3, 23, 30, tzinfo=UTC),
            id="over the night",
        ),
    ],
)
def test_it_goes_along(left: str, arrived: str, next_date: date, at: datetime) -> None:
    morning = in_(left)
    assert morning.follow(ZoneInfo(arrived), NOW)
    assert (morning.next_date, morning.next_at) == (next_date, at)
    assert not morning.follow(ZoneInfo(arrived), NOW), "already there"


def test_whose_morning_is_over_where_they_arrive_waits_for_the_next() -> None:
    """It is Wednesday 9:00 in Tokyo when she lands, and Tuesday evening where she came from."""
    morning = in_("America/New_York")
    assert morning.follow(ZoneInfo("Asia/Tokyo"), datetime(2026, 3, 4, 0, tzinfo=UTC))
    assert morning.next_date == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("now", "due", "following"),
    [
        (datetime(2026, 3, 4, 8, 29, 59, tzinfo=UTC), None, date(2026, 3, 4)),
        (datetime(2026, 3, 4, 8, 30, tzinfo=UTC), date(2026, 3, 4), date(2026, 3, 5)),
        (datetime(2026, 3, 6, 8, 30, tzinfo=UTC), date(2026, 3, 6), date(2026, 3, 9)),
        (datetime(2026, 3, 8, 12, tzinfo=UTC), date(2026, 3, 6), date(2026, 3, 9)),
    ],
    ids=["not yet", "on the minute", "over the weekend", "after a long stop only the last"],
)
def test_what_is_due(now: datetime, due: date | None, following: date) -> None:
    morning = in_("Europe/London")
    taken = morning.take_due(now)
    assert (taken.local_date if taken else None) == due
    assert morning.next_date == following
    assert morning.take_due(now) is None, "once"


def test_whatever_is_off_is_not_due() -> None:
    morning = in_("Europe/London")
    morning.is_on = False
    assert morning.take_due(datetime(2026, 3, 5, tzinfo=UTC)) is None


def test_it_is_set() -> None:
    morning = in_("Europe/London")
    morning.is_on = False
    morning.set(DailyRule(time(7, 5), frozenset({5, 1}), "Europe/Berlin"), NOW)
    assert (morning.is_on, morning.local_time, morning.weekdays) == (True, "07:05", (1, 5))
    assert morning.next_at == datetime(2026, 3, 7, 6, 5, tzinfo=UTC)
