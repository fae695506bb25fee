"""Keys of deliveries are forgotten once Slack cannot send them again, and nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from bot.domain.errors import AlreadyDone
from bot.domain.ids import TeamId
from bot.services.housekeeping import BATCH, REMEMBERED, HousekeepingService
from storage.housekeeping import OldDeliveries
from storage.inbox import inbox
from storage.store import SqlStore
from tests.storage.make import T1, T2, gesture
from tests.storage.taps import looking_on


@pytest.fixture
def service(engine: Engine) -> HousekeepingService:
    return HousekeepingService(OldDeliveries(engine))


def taken_in(engine: Engine, ages: dict[str, timedelta], team: TeamId = T1) -> None:
    now = datetime.now(UTC)
    rows = [{"team_id": team, "key": key, "received_at": now - age} for key, age in ages.items()]
    with looking_on(engine).begin() as connection:
        connection.execute(insert(inbox), rows)


def keys(engine: Engine) -> list[tuple[str, str]]:
    with looking_on(engine).connect() as connection:
        found = connection.execute(select(inbox.c.team_id, inbox.c.key).order_by(inbox.c.team_id, inbox.c.key))
        return [(team, key) for team, key in found]


def test_just_inside_and_just_outside(engine: Engine, service: HousekeepingService) -> None:
    minute = timedelta(minutes=1)
    taken_in(engine, {"inside": REMEMBERED - minute, "outside": REMEMBERED + minute, "new": minute})
    taken_in(engine, {"inside": REMEMBERED + minute}, T2)
    assert service.forget_deliveries() == 2
    assert keys(engine) == [(T1, "inside"), (T1, "new")]
    assert service.forget_deliveries() == 0


def test_a_batch_at_a_time_the_oldest_first(engine: Engine, service: HousekeepingService) -> None:
    old = REMEMBERED + timedelta(days=1)
    taken_in(engine, {f"key:{number:04}": old + timedelta(seconds=number) for number in range(BATCH + 1)})
    assert service.forget_deliveries() == BATCH
    assert keys(engine) == [(T1, "key:0000")]
    assert (service.forget_deliveries(), service.forget_deliveries()) == (1, 0)


def test_what_comes_again_within_days_still_counts_once(
    engine: Engine, service: HousekeepingService, store: SqlStore
) -> None:
    assert timedelta(hours=24) <= REMEMBERED
    taken_in(engine, {"command:1": timedelta(hours=25)})
    service.forget_deliveries()
    with pytest.raises(AlreadyDone), store.begin(gesture(key="command:1")):
        pass
