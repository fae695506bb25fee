"""A person's own digest goes with them, and comes at most once a date."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.client_requests import SnoozedFor
from bot.domain.ids import TeamId, UserId
from bot.domain.mornings import Morning, Pile, first, piled
from bot.domain.recurrence import NthWeekdayRule
from bot.domain.schedules import DailyRule, Kind, Late, late
from bot.domain.zones import known_zones
from tests.storage import make

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


@pytest.mark.parametrize(
    ("now", "next_date"),
    [
        pytest.param(datetime(2026, 3, 4, 0, tzinfo=UTC), date(2026, 3, 4), id="half an hour late, it still comes"),
        pytest.param(datetime(2026, 3, 4, 3, 30, tzinfo=UTC), date(2026, 3, 4), id="at the limit"),
        pytest.param(datetime(2026, 3, 4, 3, 31, tzinfo=UTC), date(2026, 3, 5), id="too late"),
    ],
)
def test_where_she_arrives_the_time_is_over(now: datetime, next_date: date) -> None:
    """It is Wednesday morning in Tokyo when she lands, and Tuesday evening where she came from."""
    morning = in_("America/New_York")
    assert morning.follow(ZoneInfo("Asia/Tokyo"), now)
    assert morning.next_date == next_date
    taken = morning.take_due(now)
    assert (taken.local_date if taken else None) == (next_date if next_date == date(2026, 3, 4) else None)


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


def test_what_recurs_otherwise_is_kept_as_it_was_set() -> None:
    morning = in_("Europe/London")
    third = NthWeekdayRule(time(9), 3, 1, "Europe/Berlin")
    morning.set(third, NOW)
    assert (morning.rule, morning.next_date) == (third, date(2026, 3, 17))
    morning.leave_out()
    assert morning.next_date == date(2026, 4, 21)
    morning.set(DailyRule(time(9), frozenset({0}), "Europe/Berlin"), NOW)
    assert morning.next_date == date(2026, 3, 9)
    assert morning.rule == DailyRule(time(9), frozenset({0}), "Europe/Berlin")


def test_nothing_that_is_snoozed_stands_in_it() -> None:
    """Until it is over, to the minute."""
    snoozed, over = (
        {"snoozed_until": at, "snoozed_zone": "Europe/London", "snoozed_for": SnoozedFor.DATE}
        for at in (NOW + timedelta(minutes=1), NOW)
    )
    own = [make.request(number=number, owner=ANA, **when) for number, when in enumerate((snoozed, over, {}), start=1)]
    unowned = [make.request(number=number, **when) for number, when in enumerate((snoozed, over, {}), start=4)]
    expected = [(Pile.UNOWNED, "R-5"), (Pile.UNOWNED, "R-6"), (Pile.LATER, "R-2"), (Pile.LATER, "R-3")]
    assert piled(own, unowned, NOW, ZoneInfo("Europe/London")) == expected


JOURNEYS = st.lists(
    st.tuples(st.sampled_from(known_zones()), st.integers(1, 9 * 24 * 2), st.integers(1, 4)), min_size=1, max_size=5
)


@settings(max_examples=100, deadline=None)
@given(JOURNEYS, st.sampled_from(["00:00", "02:30", "08:30", "23:59"]), st.dates(date(2024, 1, 1), date(2035, 1, 1)))
def test_whoever_travels_has_one_on_each_date(
    journeys: list[tuple[str, int, int]], local_time: str, begins: date
) -> None:
    """In each zone for some half hours; looked at every two hours at least. None is missed in one place."""
    now = datetime.combine(begins, time(12), UTC)
    morning = first(TEAM, ANA, ZoneInfo("UTC"), now)
    morning.set(DailyRule(time.fromisoformat(local_time), frozenset(range(7)), "UTC"), now)
    taken: list[date] = []
    for zone, half_hours, step in journeys:
        morning.follow(ZoneInfo(zone), now)
        there: list[date] = []
        for _ in range(0, half_hours, step):
            due = morning.take_due(now)
            if due is not None:
                assert late(Kind.DIGEST, due.at_utc, now) is not Late.TOO_LATE
                there.append(due.local_date)
            now += step * timedelta(minutes=30)
        assert all((after - before).days == 1 for before, after in pairwise(there))
        taken += there
    assert all(before < after for before, after in pairwise(taken))
