"""A reminder's own rules: who may stop it, how long it is of use, what becomes of its hour on a journey."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import AlreadyClosed, NotYours
from bot.domain.ids import ChannelId, NudgeNumber, TeamId, UserId
from bot.domain.nudges import Nudge

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
ANA, BEN, CARLA = UserId("U0ANA"), UserId("U0BEN"), UserId("U0CARLA")


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


@pytest.mark.parametrize("by", [ANA, BEN], ids=["who set it", "whom it reaches"])
def test_two_people_may_stop_it(by: UserId) -> None:
    stopped = nudge()
    stopped.cancel(by=by, at=NOW)
    assert stopped.cancelled_at == NOW


def test_nobody_else_may() -> None:
    standing = nudge()
    with pytest.raises(NotYours) as refused:
        standing.cancel(by=CARLA, at=NOW)
    assert (refused.value.label, refused.value.owner) == ("N-3", ANA)
    assert standing.cancelled_at is None


def test_the_one_for_a_channel_is_its_setters_alone() -> None:
    with pytest.raises(NotYours):
        nudge(user_id=None, channel_id=ChannelId("C0ACME")).cancel(by=BEN, at=NOW)


def test_it_is_stopped_once() -> None:
    stopped = nudge(cancelled_at=NOW)
    with pytest.raises(AlreadyClosed) as refused:
        stopped.cancel(by=ANA, at=NOW + timedelta(hours=1))
    assert (refused.value.how, refused.value.at) == ("cancelled", NOW)


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
