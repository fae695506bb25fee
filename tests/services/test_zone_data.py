"""Newer zone data move what waits to the instants that its wall times mean now, once for each workspace."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select, update

from bot.domain import zone_data
from bot.domain.ids import NudgeNumber
from bot.domain.outbox import MessageKind
from bot.domain.recurrence import stored
from bot.domain.schedules import DailyRule
from bot.services import rungs
from bot.services.nudge_occurrences import plan
from bot.services.replanning import ReplanningService
from bot.services.zone_data import ZoneDataService
from storage.outbox import outbox
from storage.replans import ReplanSweep
from storage.store import SqlStore
from storage.zone_data import ZoneDataSweep
from tests.storage import make
from tests.storage.make import ANA, NOW, OWN_WORK, PUBLIC, T1, HandClock

LONDON = ZoneInfo("Europe/London")
NINE_IN_BERLIN = datetime(2026, 3, 5, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEKLY = stored(DailyRule(time(9), frozenset({3}), "Europe/Berlin"))
WAITING: tuple[dict[str, Any], ...] = (
    {"user_id": ANA},
    {"user_id": None, "channel_id": PUBLIC},
    {"user_id": ANA, "zone_name": "Europe/Atlantis"},
    {"user_id": ANA, "zone_name": "Etc/UTC"},
    {"user_id": ANA, "rule": WEEKLY, "next_date": date(2026, 3, 5)},
)


class Office:
    """What waits in it was worked out by zone data that knew Berlin an hour further west."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.store = engine, SqlStore(engine, lambda: None)
        with self.store.begin(OWN_WORK) as tx:
            tx.people.add(make.person(zone_name="Europe/Berlin"))
            tx.channels.add(make.channel())
            tx.mornings.add(make.morning(local_time="09:00", next_at=NINE_IN_BERLIN + HOUR))
            for number, changed in enumerate(WAITING, start=1):
                nudge = make.nudge(number=NudgeNumber(number), due_at=NINE_IN_BERLIN + HOUR, **changed)
                tx.nudges.add(nudge)
                if nudge.rule is None:
                    plan(tx, nudge, at=nudge.due_at, key=f"nudge:{nudge.label}")
            request = make.request(owner=ANA, due_at=datetime(2026, 3, 6, 15, tzinfo=UTC))
            tx.client_requests.add(request)
            rungs.begin(tx, request, rungs.At(NOW, LONDON))
        self.rungs = self.due(MessageKind.RUNG)
        those = update(outbox).where(outbox.c.kind == MessageKind.RUNG)
        with engine.begin() as connection:
            connection.execute(those.values(due_at=NINE_IN_BERLIN + 7 * HOUR))

    def renew(self) -> int:
        clock = HandClock(NOW)
        renewed = ZoneDataService(self.store, ZoneDataSweep(self.engine), clock, LONDON, lambda: [T1]).renew()
        replanning = ReplanningService(self.store, ReplanSweep(self.engine), clock, LONDON, lambda: [T1])
        while replanning.plan_due():
            pass
        return renewed

    def due(self, kind: MessageKind) -> list[datetime]:
        rows = select(outbox.c.due_at).where(outbox.c.kind == kind, outbox.c.ended_at.is_(None))
        with self.engine.connect() as connection:
            return list(connection.scalars(rows.order_by(outbox.c.sequence)))


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def test_everything_that_waits_moves_to_its_wall_time(office: Office) -> None:
    """What comes after a span stays, and where the zone is no more the workspace's clocks count."""
    assert office.renew() == 1
    assert office.due(MessageKind.NUDGE) == [
        NINE_IN_BERLIN,
        NINE_IN_BERLIN,
        NINE_IN_BERLIN + HOUR,
        NINE_IN_BERLIN + HOUR,
    ]
    assert office.due(MessageKind.RUNG) == office.rungs != []
    with office.store.read(T1) as tx:
        morning, atlantis, weekly = (
            tx.mornings.one(ANA),
            tx.nudges.known(NudgeNumber(3)),
            tx.nudges.known(NudgeNumber(5)),
        )
    assert morning is not None
    assert atlantis is not None
    assert weekly is not None
    assert (morning.next_date, morning.next_at) == (date(2026, 3, 5), NINE_IN_BERLIN)
    assert (weekly.next_date, weekly.due_at) == (date(2026, 3, 5), NINE_IN_BERLIN)
    assert (atlantis.zone_name, atlantis.due_at) == ("Europe/London", NINE_IN_BERLIN + HOUR)


def test_once_for_each_edition(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [office.renew(), office.renew()] == [1, 0]
    monkeypatch.setattr(zone_data, "edition", lambda: "1999a")
    assert office.renew() == 0, "an older replica undoes nothing"
    monkeypatch.setattr(zone_data, "edition", lambda: "2999a")
    assert [office.renew(), office.renew()] == [1, 0]
