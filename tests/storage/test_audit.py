"""Every change of an entity leaves a row: who, what, from what, to what."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.domain.ids import LIAISON, RequestNumber
from bot.domain.people import Person
from storage.audit import audit
from storage.hooks import TeamSession, core
from storage.people import people
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, T1, gesture
from tests.storage.taps import PastTheGuards


def rows(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.id)))


@pytest.fixture
def logged(store: SqlStore) -> SqlStore:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.client_requests.add(make.request(due_at=NOW))
    return store


def the_request(tx: SqlTransaction) -> Any:
    return tx.client_requests.for_change(RequestNumber(1), seen_by=ANA)


def test_what_is_added(logged: SqlStore, engine: Engine) -> None:
    row = next(row for row in rows(engine) if row.entity == "client_request")
    assert (row.team_id, row.actor, row.what, row.action, row.before) == (T1, LIAISON, "1", "added", None)
    assert row.after["title"] == "New logo"
    assert row.after["due_at"] == "2026-03-04T09:00:00+00:00"
    assert "version" not in row.after


def test_what_is_changed(logged: SqlStore, engine: Engine) -> None:
    with logged.begin(gesture(user_id=BEN)) as tx:
        request = the_request(tx)
        request.take(ANA)
        request.due_at = NOW + timedelta(hours=1)
        request.details = request.details + ""
    row = rows(engine)[-1]
    assert (row.actor, row.action, row.what) == (BEN, "changed", "1")
    assert row.before == {
        "owner": None,
        "assigned_by": None,
        "status": "new",
        "acceptance": "not_asked",
        "due_at": "2026-03-04T09:00:00+00:00",
    }
    assert row.after == {
        "owner": ANA,
        "assigned_by": ANA,
        "status": "working",
        "acceptance": "accepted",
        "due_at": "2026-03-04T10:00:00+00:00",
    }


def test_two_changes_in_two_flushes(logged: SqlStore, engine: Engine) -> None:
    with logged.begin(gesture()) as tx:
        the_request(tx).title = "Second"
        the_request(tx).title = "Third"
    changes = [(row.before, row.after) for row in rows(engine)[-2:]]
    assert changes == [
        ({"title": "New logo"}, {"title": "Second"}),
        ({"title": "Second"}, {"title": "Third"}),
    ]


def test_tuples_are_told(store: SqlStore, engine: Engine) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule())
    with store.begin(gesture()) as tx:
        tx.digests.one(make.schedule().number).weekdays = (5, 6)
    assert (rows(engine)[-1].before, rows(engine)[-1].after) == (
        {"weekdays": [0, 1, 2, 3, 4]},
        {"weekdays": [5, 6]},
    )


def test_what_is_removed(logged: SqlStore, engine: Engine) -> None:
    with TeamSession(engine, T1, BEN, writes=True) as session:
        session.delete(session.get_one(Person, (T1, ANA)))
        session.commit()
    row = rows(engine)[-1]
    assert (row.actor, row.action, row.entity, row.what, row.after) == (BEN, "removed", "person", ANA, None)
    assert row.before["name"] == "Ana"


@pytest.mark.parametrize("same", ["New logo"])
def test_nothing_changed_nothing_told(logged: SqlStore, engine: Engine, same: str) -> None:
    before = rows(engine)
    with logged.begin(gesture()) as tx:
        the_request(tx).title = same
    assert rows(engine) == before


def test_what_is_rolled_back_is_not_told(logged: SqlStore, engine: Engine) -> None:
    before = rows(engine)
    with TeamSession(engine, T1, ANA, writes=True) as session:
        session.get_one(Person, (T1, ANA)).name = "Anna"
        session.flush()
        session.rollback()
    assert rows(engine) == before


def test_the_machinery_leaves_no_rows(store: SqlStore, engine: Engine) -> None:
    with store.begin(gesture()) as tx:
        tx.outbox.add(make.message())
        tx.channels.set_members(make.PUBLIC, [ANA])
        tx.remember("R-1")
    assert rows(engine) == []


def test_the_tap_sees_a_change_past_the_audit(logged: SqlStore, engine: Engine) -> None:
    with TeamSession(engine, T1, ANA, writes=True) as session, pytest.raises(PastTheGuards):
        core(session).execute(people.update().values(name="x"))
