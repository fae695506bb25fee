"""Messages without a row: where and when they are searched for, and which they are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.domain.doubles import Copy
from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import Accepted, Posted
from storage.delivery import SqlOutbox
from storage.holds import HoldDesk
from storage.orphans import OrphanSweep
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say
from tests.storage.make import NOW, OWN_WORK, PUBLIC, T1, T2, UNHEARD
from tests.storage.steps import POSTED, claim_one, record, send

HOUR = timedelta(hours=1)
DM = ChannelId("D1")


@pytest.fixture
def sweep(engine: Engine) -> OrphanSweep:
    return OrphanSweep(engine)


@pytest.fixture
def known(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> OutboxId:
    """A message that the copy knows, in a person's messages."""
    id_ = say(make.message(key="known"))
    send(outbox, Accepted(Posted(DM, POSTED.ts)))
    database_time.passes(2)
    return id_


@pytest.fixture
def desk(engine: Engine) -> HoldDesk:
    return HoldDesk(engine)


@pytest.mark.usefixtures("known")
def test_once_what_waits_was_looked_for(say: Say, desk: HoldDesk, outbox: SqlOutbox, sweep: OrphanSweep) -> None:
    assert sweep.searches([T1], NOW + HOUR) == [], "nothing was brought back"
    say(make.message())
    begun = desk.begin(NOW)
    assert sweep.searches([T1], NOW + HOUR) == [], "it may stand there"
    assert record(outbox, claim_one(outbox), Accepted(POSTED))
    assert sweep.searches([T1], NOW - HOUR) == [], "what was missed is still planned anew"
    assert sweep.searches([T2], NOW + HOUR) == [], "others' is not ours"
    (search,) = sweep.searches([T1, T2], NOW + HOUR)
    assert (search.team_id, search.since, search.until) == (T1, begun.hold.since, NOW)
    assert timedelta() < search.ago < HOUR
    sweep.conclude(search)
    assert sweep.searches([T1], NOW + HOUR) == []
    desk.begin(NOW + HOUR, datetime.now(UTC) - HOUR)
    assert len(sweep.searches([T1], NOW + HOUR)) == 1, "the next copy is another search"


@pytest.mark.usefixtures("known")
def test_where(store: SqlStore, sweep: OrphanSweep) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel())
        tx.channels.add(make.channel(channel_id=UNHEARD, is_member=False))
    assert sweep.places(T1) == [PUBLIC, DM]
    assert sweep.places(T2) == []


def copy(id_: str, channel: ChannelId, ts: str) -> Copy:
    return Copy(OutboxId(id_), Posted(channel, MessageTs(ts)))


def test_which(known: OutboxId, sweep: OrphanSweep) -> None:
    there = [
        copy(known, DM, "7.1"),
        copy("planned anew and found", DM, POSTED.ts),
        copy("elsewhere", PUBLIC, POSTED.ts),
        copy("lost", DM, "7.2"),
    ]
    assert sweep.unknown(T1, there) == there[2:]
    assert sweep.unknown(T2, there) == there
    assert sweep.unknown(T1, []) == []
