"""Rows in bulk leave a table as they found it but for themselves, and deliveries that are measured do deliver."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, NullPool, create_engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from benchmarks.goals import bulk
from benchmarks.goals.due_rows import DueRows
from bot.domain.outbox import MessageState
from storage.outbox import outbox
from tests.postgres import Postgres

TABLES = (
    "create table parent (id varchar(9) primary key, number int unique, told int)",
    "create table child (parent varchar(9) references parent (id))",
    "create index ix_parent_told on parent (told, number) where told is null",
)
ROWS = text("""
insert into parent (id, number)
with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows) select 'P' || i, i from n
""")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('bulk') / 'bulk.db'}"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.url(postgres.create())
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in TABLES:
            connection.exec_driver_sql(statement)
    yield engine
    engine.dispose()


def _made_of(engine: Engine) -> tuple[object, ...]:
    about = inspect(engine)
    return (
        sorted((index["name"] or "", tuple(index["column_names"])) for index in about.get_indexes("parent")),
        about.get_pk_constraint("parent")["constrained_columns"],
        [unique["column_names"] for unique in about.get_unique_constraints("parent")],
        [key["referred_table"] for key in about.get_foreign_keys("child")],
    )


def test_a_table_has_its_indexes_and_constraints_again(engine: Engine) -> None:
    before = _made_of(engine)
    bulk.insert(engine, "parent", ROWS, {"rows": 50})
    assert _made_of(engine) == before
    with engine.begin() as connection:
        assert connection.execute(text("select count(*) from parent")).scalar_one() == 50
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("insert into parent (id, number) values ('P1', 99)")


def test_what_is_due_is_sent_and_every_tenth_changes_what_stands_already(empty_store: Engine) -> None:
    rows = DueRows(empty_store, teams=2)
    rows.add_ended(40)
    rows.add_future(5)
    assert rows.rate(30) > 0
    with empty_store.connect() as connection:
        counted = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        by_state = {row[0]: row[1] for row in counted}
        changes = select(func.count()).where(outbox.c.edits.is_not(None), outbox.c.state == MessageState.SENT)
        assert connection.execute(changes).scalar_one() == 3
    assert by_state == {MessageState.SENT: 70, MessageState.PENDING: 5}
