"""A channel that got a new id: nothing in the store names it by the old one any more."""

from collections.abc import Iterator

from sqlalchemy import Engine, select

from bot.domain.ids import ChannelId
from storage.audit import audit
from storage.mapping import metadata
from storage.outbox import outbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import OWN_WORK, OWN_WORK_OF_T2, T1
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


def test_another_workspace_keeps_its_own(engine: Engine, store: SqlStore) -> None:
    fill(store)
    named = sorted(naming(engine, OLD))
    with store.begin(OWN_WORK_OF_T2) as tx:
        tx.renumber(OLD, NEW)
    assert sorted(naming(engine, OLD)) == named
