"""Every change of an entity leaves a row: who, what, from what, to what."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Executable, Table, select

import storage
from bot.domain.ids import LIAISON, RequestNumber
from bot.domain.people import Person
from storage.audit import audit
from storage.hooks import TeamSession
from storage.mapping import AUDITED
from storage.outbox import outbox
from storage.people import people
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, T1, gesture
from tests.storage.taps import PastTheGuards, tapped

WRITING = frozenset({"insert", "insert_into", "update", "delete"})


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


def test_another_rule_is_told(store: SqlStore, engine: Engine) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule())
    with store.begin(gesture()) as tx:
        tx.digests.one(make.schedule().number).rule = "week 5,6 09:00:00 Europe/Berlin"
    assert (rows(engine)[-1].before, rows(engine)[-1].after) == (
        {"rule": "week 0,1,2,3,4 09:00:00 Europe/Berlin"},
        {"rule": "week 5,6 09:00:00 Europe/Berlin"},
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
        session.get_one(Person, (T1, ANA), with_for_update=True).name = "Anna"
        session.flush()
        session.rollback()
    assert rows(engine) == before


def test_the_machinery_leaves_no_rows(store: SqlStore, engine: Engine) -> None:
    with store.begin(gesture()) as tx:
        tx.outbox.add(make.message())
        tx.channels.set_members(make.PUBLIC, [ANA])
        tx.remember("R-1")
    assert rows(engine) == []


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(people.update().where(people.c.team_id == T1).values(name="x"), id="past the audit"),
        pytest.param(outbox.update().values(about="x"), id="past the team"),
        pytest.param(select(outbox.c.team_id).where(outbox.c.about == "x"), id="read past the team"),
    ],
)
def test_the_taps_see_what_goes_past_the_guards(sqlite: Engine, statement: Executable) -> None:
    with pytest.raises(PastTheGuards), tapped(sqlite), suppress(PastTheGuards), sqlite.connect() as connection:
        connection.execute(statement)


def _written_to(path: Path) -> Iterator[Table]:
    """The tables that Core statements in a module of the store write to."""
    module = import_module(f"storage.{path.stem}")
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITING:
            names = [argument.id for argument in node.args if isinstance(argument, ast.Name)]
            yield from (table for name in names if isinstance(table := getattr(module, name, None), Table))


def test_no_core_statement_writes_to_what_is_audited() -> None:
    written = [table for path in Path(storage.__path__[0]).glob("*.py") for table in _written_to(path)]
    assert outbox in written
    assert not [table.name for table in written if table.info.get(AUDITED)]
