"""A channel that got a new id: nothing in the store names it by the old one any more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import UNCLEAR, Accepted, Posted, Refused, Unclear
from storage.audit import audit
from storage.delivery import SqlOutbox
from storage.mapping import metadata
from storage.outbox import outbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime
from tests.storage.make import ANA, OWN_WORK, OWN_WORK_OF_T2, T1
from tests.storage.steps import LEASE, claim_one, intend, record, send
from tests.storage.taps import looking_on

OLD, NEW = ChannelId("G0BOARD"), ChannelId("C0BOARD")


def fill(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(audience=OLD))
        tx.tasks.add(make.task(audience=OLD))
        tx.clients.add(make.client(channel_id=OLD))
        tx.digests.add(make.schedule(channel_id=OLD))
        tx.nudges.add(make.nudge(channel_id=OLD))
        tx.outbox.add(make.message(to=OLD))


def naming(engine: Engine, channel: ChannelId) -> Iterator[str]:
    """Of the tables that are not about what was once, nor about who is where."""
    for table in metadata.sorted_tables:
        if table.name in {"audit", "channel", "channel_member"}:
            continue
        with looking_on(engine).connect() as connection:
            for row in connection.execute(select(table)):
                yield from (f"{table.name}.{name}" for name, value in row._mapping.items() if value == channel)


def test_everything_moves_and_leaves_its_audit_rows(engine: Engine, store: SqlStore) -> None:
    fill(store)
    with engine.begin() as connection:
        its = (outbox.c.team_id == T1, outbox.c.recipient == OLD)
        connection.execute(outbox.update().where(*its).values(posted_channel=OLD))
    named = sorted(naming(engine, OLD))
    with store.begin(OWN_WORK) as tx:
        tx.renumber(OLD, NEW)
    assert len(named) == 7
    assert (sorted(naming(engine, NEW)), sorted(naming(engine, OLD))) == (named, [])
    with looking_on(engine).connect() as connection:
        changed = connection.execute(select(audit.c.entity, audit.c.after).where(audit.c.action == "changed"))
        assert {entity: next(iter(after.values())) for entity, after in changed} == dict.fromkeys(
            ("client", "client_request", "digest_schedule", "nudge", "task"), NEW
        )


@pytest.fixture
def desk(engine: Engine) -> SqlOutbox:
    return SqlOutbox(engine, make.HandClock(make.NOW), 0, make.teams)


def say(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message(to=OLD, fallback=ANA))


def moves(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.renumber(OLD, NEW)


REFUSED = Refused("channel_not_found")


@pytest.mark.parametrize("is_tried", [False, True], ids=["claimed", "on its way"])
def test_what_is_refused_under_the_old_id_goes_to_the_new_one(
    store: SqlStore, desk: SqlOutbox, *, is_tried: bool
) -> None:
    say(store)
    claimed = claim_one(desk)
    if is_tried:
        assert intend(desk, claimed)
    moves(store)
    if not is_tried:
        assert intend(desk, claimed)
    assert record(desk, claimed, REFUSED, follow_up=make.message(key="told", to=ANA))
    again = claim_one(desk)
    assert (again.to, again.was_tried, again.attempt) == (NEW, False, 0)


def test_what_may_stand_there_is_looked_for_under_the_new_id(
    store: SqlStore, desk: SqlOutbox, database_time: DatabaseTime
) -> None:
    say(store)
    send(desk, Unclear("TimeoutError"))
    database_time.passes(60)
    looked_for = claim_one(desk)
    moves(store)
    assert record(desk, looked_for, Refused(UNCLEAR))
    again = claim_one(desk)
    assert (again.to, again.is_unclear) == (NEW, True)


def test_what_arrived_under_the_old_id_stands_under_the_new_one(
    engine: Engine, store: SqlStore, desk: SqlOutbox
) -> None:
    say(store)
    claimed = claim_one(desk)
    assert intend(desk, claimed)
    moves(store)
    assert record(desk, claimed, Accepted(Posted(OLD, MessageTs("1.000001"))))
    assert sorted(naming(engine, OLD)) == []


def test_what_was_refused_before_that_was_known_goes_out_after_all(store: SqlStore, desk: SqlOutbox) -> None:
    say(store)
    send(desk, REFUSED)
    moves(store)
    assert claim_one(desk).to == NEW


def test_a_channel_that_is_really_gone_fails(store: SqlStore, desk: SqlOutbox) -> None:
    say(store)
    send(desk, REFUSED)
    assert desk.claim(limit=10, lease=LEASE) == []


def test_another_workspace_keeps_its_own(engine: Engine, store: SqlStore) -> None:
    fill(store)
    named = sorted(naming(engine, OLD))
    with store.begin(OWN_WORK_OF_T2) as tx:
        tx.renumber(OLD, NEW)
    assert sorted(naming(engine, OLD)) == named
