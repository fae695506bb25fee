"""A session reads and writes one team's rows, and refuses what it cannot bind to them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Select, delete, func, insert, select, text, union, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

import storage
from bot.domain.clients import Client
from bot.domain.ids import (
    ClientNumber,
    RequestNumber,
)
from bot.domain.people import Person
from bot.domain.teams import OfTeam
from storage.clients import clients
from storage.hooks import OutOfBounds, TeamSession
from storage.mapping import mappers, metadata
from storage.people import people
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, OWN_WORK, T1, T2
from tests.storage.taps import raw_tables
from tests.storage.two_teams import BOTH, CANARY, FOREIGN


@pytest.fixture
def session(two_teams: SqlStore, engine: Engine) -> Iterator[TeamSession]:
    with TeamSession(engine, T1, ANA, writes=True) as session:
        yield session


OTHER = aliased(Client)
OURS = select(clients.c.number).select_from(Client)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(select(Client), id="entities"),
        pytest.param(select(clients.c.number).select_from(Client), id="columns"),
        pytest.param(select(func.count()).select_from(Client), id="count"),
        pytest.param(select(OTHER), id="alias"),
        pytest.param(union(OURS, OURS), id="union"),
        pytest.param(select(Client).join(Person, people.c.user_id == clients.c.owner), id="join of classes"),
    ],
)
def test_what_is_read_is_bound(session: TeamSession, statement: Select[Any]) -> None:
    assert len(session.execute(statement).all()) == 1


def test_an_exists_is_bound(session: TeamSession) -> None:
    theirs = select(people.c.user_id).select_from(Person).where(people.c.user_id == BEN).exists()
    assert session.scalars(select(Client).where(theirs)).all() == []


def test_a_key_of_another_team_finds_nothing(session: TeamSession) -> None:
    assert session.get(Client, (T2, ClientNumber(FOREIGN))) is None


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(select(clients.c.name), id="a table"),
        pytest.param(text("select name from client"), id="text"),
        pytest.param(select(Client).from_statement(text("select * from client")), id="text as entities"),
        pytest.param(insert(Client), id="bulk insert"),
        pytest.param(update(Client).values(name="x"), id="bulk update"),
        pytest.param(delete(Client), id="bulk delete"),
        pytest.param(insert(clients), id="bulk insert of a table"),
    ],
)
def test_what_is_not_bound_is_refused(session: TeamSession, statement: Any) -> None:
    with pytest.raises(OutOfBounds):
        session.execute(statement)


@pytest.mark.parametrize("method", ["bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"])
def test_bulk_writing_is_refused(session: TeamSession, method: str) -> None:
    with pytest.raises(OutOfBounds):
        getattr(session, method)([make.client()])


def test_another_teams_entity_is_refused(session: TeamSession) -> None:
    session.add(make.client(team_id=T2, number=ClientNumber(9)))
    with pytest.raises(OutOfBounds):
        session.flush()


def test_moving_to_another_team_is_refused(session: TeamSession) -> None:
    client = session.get_one(Client, (T1, ClientNumber(BOTH)))
    client.team_id = T2
    with pytest.raises(OutOfBounds):
        session.flush()


@pytest.mark.parametrize("refers", ["client", "card"])
def test_a_reference_to_another_teams_row_is_refused(two_teams: SqlStore, refers: str) -> None:
    with two_teams.read(T2) as tx:
        card = tx.client_requests.one(RequestNumber(FOREIGN), seen_by=BEN).card
    reference: dict[str, Any] = {"client_number": ClientNumber(FOREIGN)} if refers == "client" else {"card": card}
    with pytest.raises(IntegrityError), two_teams.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(number=RequestNumber(9), **reference))


def test_one_statement_for_many_teams_is_bound_each_time(two_teams: SqlStore, engine: Engine) -> None:
    for team, names in ((T1, ["ours"]), (T2, [CANARY, CANARY])) * 2:
        with TeamSession(engine, team, ANA, writes=False) as session:
            assert session.scalars(select(clients.c.name).select_from(Client)).all() == names


@pytest.mark.parametrize(
    ("statement", "raw"),
    [
        pytest.param(select(Client).join(people, people.c.user_id == clients.c.owner), {"person"}, id="join"),
        pytest.param(select(Client).where(select(people.c.name).exists()), {"person"}, id="exists"),
        pytest.param(select(Client).where(select(people.c.name).select_from(Person).exists()), set(), id="bound"),
        pytest.param(select(OTHER), set(), id="alias"),
    ],
)
def test_the_tap_sees_raw_tables(statement: Select[Any], raw: set[str]) -> None:
    assert raw_tables(statement) == raw


def test_connections_of_sessions_are_used_in_one_place() -> None:
    folder = Path(storage.__path__[0])
    users = {path.name for path in folder.rglob("*.py") if "session.connection(" in path.read_text()}
    assert users == {"hooks.py"}


def test_every_mapped_class_is_of_a_team() -> None:
    """What is not is not bound: the criterion names that one class."""
    assert [mapper.class_.__name__ for mapper in mappers.mappers if not issubclass(mapper.class_, OfTeam)] == []


def test_every_key_begins_with_the_team() -> None:
    for table in metadata.sorted_tables:
        assert next(iter(table.primary_key)).name == "team_id", table.name
        for reference in table.foreign_key_constraints:
            assert reference.column_keys[0] == "team_id", table.name
