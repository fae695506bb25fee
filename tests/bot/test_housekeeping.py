"""Liaison at work keeps house: by itself, and as often as it is asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import insert, select

from bot.liaison import Liaison
from bot.services.housekeeping import BATCH, REMEMBERED, HousekeepingService
from sandbox import Sandbox
from storage.inbox import inbox
from tests.conftest import kept_house
from tests.engines import kept_engine
from tests.patience import PATIENCE
from tests.storage.taps import looking_on


@pytest.fixture
def held_up(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """The first is set once it is at work, the second lets it go."""
    assert database_url, "whoever moved in there for all tests was not held up"
    begun, go_on = Event(), Event()

    def forget_deliveries(_: HousekeepingService) -> int:
        begun.set()
        go_on.wait(PATIENCE)
        return 0

    monkeypatch.setattr(HousekeepingService, "forget_deliveries", forget_deliveries)
    yield begun, go_on
    go_on.set()


def test_nobody_waits_for_it(held_up: tuple[Event, Event], slack: Sandbox, liaison: Liaison) -> None:
    """As where another process keeps the store to itself, at a start."""
    begun, go_on = held_up
    assert begun.wait(PATIENCE)
    slack.settle()
    assert not liaison._parts.housekeeping.is_idle()
    go_on.set()


def test_all_that_is_old_goes(slack: Sandbox, liaison: Liaison, database_url: str) -> None:
    """More than one batch of it, and nothing of today's."""
    old, new = datetime.now(UTC) - REMEMBERED - timedelta(minutes=1), datetime.now(UTC)
    rows = [{"team_id": slack.team_id, "key": f"old:{number}", "received_at": old} for number in range(BATCH + 1)]
    with looking_on(kept_engine(database_url)).begin() as connection:
        connection.execute(insert(inbox), [*rows, {"team_id": slack.team_id, "key": "new", "received_at": new}])
    liaison._parts.housekeeping.wake()
    with kept_house(liaison, slack):
        slack.settle()
    with looking_on(kept_engine(database_url)).connect() as connection:
        left = connection.scalars(select(inbox.c.key).where(inbox.c.team_id == slack.team_id)).all()
    assert [key for key in left if key.startswith(("old", "new"))] == ["new"]
