"""A reminder's own rules: who may stop it, how long it is of use, what becomes of its hour on a journey."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import AlreadyClosed, NotRecurring, NotYours
from bot.domain.ids import ChannelId, NudgeNumber, TeamId, UserId
from bot.domain.nudges import Nudge
from bot.domain.schedules import EVERY_DAY, DailyRule, next_after

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
ANA, BEN, CARLA = UserId("U0ANA"), UserId("U0BEN"), UserId("U0CARLA")
DAILY = DailyRule(time(9), EVERY_DAY, "Europe/Berlin")
WALL = datetime.fromisoformat("2026-03-09T09:00:00")


def nudge(**changed: Any) -> Nudge:
    values: dict[str, Any] = {
        "team_id": TeamId("T1"),
        "number": NudgeNumber(3),
        "text": "call Acme",
        "about": None,
        "user_id": BEN,
        "channel_id": None,
        "local": "2026-03-06T09:00:00",
        "zone_name": "Europe/Berlin",
        "due_at": datetime(2026, 3, 6, 8, 0, tzinfo=UTC),
        "set_by": ANA,
        "set_at": NOW,
    }
    return Nudge(**(values | changed))


def every_day(**changed: Any) -> Nudge:
    """At nine in Berlin, next on Wednesday."""
    found = nudge(**changed)
    found.expect(next_after(DAILY, NOW), DAILY)
    return found


def standing(one: Nudge) -> tuple[object, ...]:
    return one.cancelled_at, one.is_urgent, one.next_date, one.local, one.due_at


#: What only whoever set it and whom it reaches may do to one.
ACTS: tuple[Callable[[Nudge, UserId], object], ...] = (
    lambda one, by: one.cancel(by=by, at=NOW),
    lambda one, by: one.hurry(by=by),
    lambda one, by: one.skip(by=by),
)
each_act = pytest.mark.parametrize("act", ACTS, ids=["stop", "hurry", "leave one out"])


@each_act
@pytest.mark.parametrize("by", [ANA, BEN], ids=["who set it", "whom it reaches"])
def test_two_people_may(act: Callable[[Nudge, UserId], object], by: UserId) -> None:
    changed, before = every_day(), standing(every_day())
    act(changed, by)
    assert standing(changed) != before


@each_act
def test_nobody_else_may(act: Callable[[Nudge, UserId], object]) -> None:
    left, before = every_day(), standing(every_day())
    with pytest.raises(NotYours) as refused:
        act(left, CARLA)
    assert (refused.value.label, refused.value.owner) == ("N-3", ANA)
    assert standing(left) == before


@each_act
def test_the_one_for_a_channel_is_its_setters_alone(act: Callable[[Nudge, UserId], object]) -> None:
    with pytest.raises(NotYours):
        act(every_day(user_id=None, channel_id=ChannelId("C0ACME")), BEN)


@pytest.mark.parametrize(
    "act",
    [*ACTS, lambda one, _: one.put_off(WALL, ZoneInfo("Europe/Berlin"), NOW)],
    ids=["stop", "hurry", "leave one out", "put off"],
)
def test_nothing_more_happens_to_one_that_was_stopped(act: Callable[[Nudge, UserId], object]) -> None:
    stopped = every_day(cancelled_at=NOW - timedelta(hours=1))
    before = standing(stopped)
    with pytest.raises(AlreadyClosed) as refused:
        act(stopped, ANA)
    assert (refused.value.how, refused.value.at) == ("cancelled", NOW - timedelta(hours=1))
    assert standing(stopped) == before


@pytest.mark.parametrize(
    ("shown", "is_left_out", "next_date"),
    [
        (None, True, date(2026, 3, 5)),
        (date(2026, 3, 4), True, date(2026, 3, 5)),
        (date(2026, 3, 3), False, date(2026, 3, 4)),
        (date(2026, 3, 5), False, date(2026, 3, 4)),
    ],
    ids=["whichever is next", "the next", "one that has come", "none yet"],
)
def test_only_the_one_that_was_shown_is_left_out(shown: date | None, is_left_out: bool, next_date: date) -> None:
    recurring = every_day()
    assert recurring.skip(by=ANA, shown=shown) is is_left_out
    assert (recurring.next_date, recurring.local) == (next_date, f"{next_date}T09:00:00")


def test_what_comes_once_is_not_left_out() -> None:
    with pytest.raises(NotRecurring):
        nudge().skip(by=ANA)


def test_put_off_it_comes_then_and_a_rule_goes_on_by_itself() -> None:
    at = datetime(2026, 3, 9, 9, tzinfo=UTC)
    once, recurring, before = nudge(), every_day(), standing(every_day())
    for one in (once, recurring):
        one.put_off(WALL, ZoneInfo("Europe/London"), at)
    assert (once.local, once.zone_name, once.due_at) == ("2026-03-09T09:00:00", "Europe/London", at)
    assert standing(recurring) == before


def test_a_rule_travels_from_the_same_date_on() -> None:
    moved = every_day()
    moved.move_to(ZoneInfo("America/New_York"))
    assert (moved.next_date, moved.zone_name) == (date(2026, 3, 4), "America/New_York")
    assert (moved.local, moved.due_at) == ("2026-03-04T09:00:00", datetime(2026, 3, 4, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    ("local", "zone", "due_at"),
    [
        ("2026-03-06T09:00:00", "America/New_York", datetime(2026, 3, 6, 14, 0, tzinfo=UTC)),
        ("2026-03-08T02:30:00", "America/New_York", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("2026-11-01T01:30:00", "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
    ids=["the same hour there", "in the gap: the first instant after it", "twice: the first"],
)
def test_a_journey(local: str, zone: str, due_at: datetime) -> None:
    moved = nudge(local=local)
    moved.move_to(ZoneInfo(zone))
    assert (moved.local, moved.zone_name, moved.due_at) == (local, zone, due_at)
