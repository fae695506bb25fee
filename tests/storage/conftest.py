"""A store on each database, empty for every test and made in a few milliseconds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Engine, event, select, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.domain.ids import OutboxId, TeamId
from bot.domain.origins import OwnWork
from bot.domain.outbox import Message, MessageState
from storage import schema
from storage.delivery import SqlOutbox
from storage.engine import make_engine
from storage.mapping import metadata
from storage.outbox import outbox as outbox_table
from storage.pace import paces, pauses
from storage.store import SqlStore
from tests.engines import renewed
from tests.postgres import Postgres
from tests.storage import make
from tests.storage.make import NOW, T1, HandClock
from tests.storage.taps import looking_on, tapped
from tests.storage.two_teams import stocked

Say = Callable[..., OutboxId]
StateOf = Callable[[OutboxId], tuple[MessageState, str | None]]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "liaison.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[Engine]:
    url = postgres.url(postgres.create())
    schema.upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def kept_sqlite(migrated_file: Path) -> Engine:
    """It compiles its statements once and not for every test."""
    engine = make_engine(renewed(migrated_file))
    event.listen(engine, "connect", _without_waiting_for_the_disk)
    return engine


@pytest.fixture
def sqlite(migrated_file: Path, kept_sqlite: Engine) -> Engine:
    renewed(migrated_file)
    return kept_sqlite


def _without_waiting_for_the_disk(connection: DBAPIConnection, _: object) -> None:
    connection.cursor().execute("pragma synchronous=off")


@pytest.fixture
def postgresql(migrated_postgres: Engine) -> Engine:
    """Emptied rather than made anew, which takes a tenth of the time."""
    emptying = "; ".join(f'delete from "{table.name}"' for table in reversed(metadata.sorted_tables))
    with migrated_postgres.begin() as connection:
        connection.execute(text(emptying))
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine: Engine = request.getfixturevalue(request.param)
    with tapped(engine):
        yield engine


@dataclass
class Wakes:
    count: int = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def wakes() -> Wakes:
    return Wakes()


@pytest.fixture
def store(engine: Engine, wakes: Wakes) -> SqlStore:
    return SqlStore(engine, wakes)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def outbox(engine: Engine, clock: HandClock) -> SqlOutbox:
    return SqlOutbox(engine, clock, 1.0, make.teams)


@dataclass
class DatabaseTime:
    """Lets time pass for the machinery: its moments move into the past."""

    engine: Engine

    def passes(self, seconds: float) -> None:
        for column in (outbox_table.c.free_at, paces.c.next_at, pauses.c.until_at):
            self._move_back(column, timedelta(seconds=seconds))

    def _move_back(self, column: Column[Any], span: timedelta) -> None:
        table = column.table
        keys = list(table.primary_key)
        with looking_on(self.engine).begin() as connection:
            for row in connection.execute(select(*keys, column).where(column.is_not(None))).all():
                same = [key == value for key, value in zip(keys, row, strict=False)]
                connection.execute(update(table).where(*same).values({column: row[-1] - span}))


@pytest.fixture
def database_time(engine: Engine) -> DatabaseTime:
    return DatabaseTime(engine)


@pytest.fixture
def say(store: SqlStore) -> Say:
    def add(message: Message, team: TeamId = T1) -> OutboxId:
        with store.begin(OwnWork(team_id=team)) as tx:
            return tx.outbox.add(message)

    return add


@pytest.fixture
def state_of(engine: Engine) -> StateOf:
    def read(message: OutboxId) -> tuple[MessageState, str | None]:
        columns = outbox_table.c.state, outbox_table.c.reason
        with looking_on(engine).connect() as connection:
            row = connection.execute(select(*columns).where(outbox_table.c.id == message)).one()
        return row.state, row.reason

    return read


@pytest.fixture
def two_teams(store: SqlStore) -> SqlStore:
    stocked(store)
    return store
