"""How the databases are opened, and who waits for whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, tzinfo
from sqlite3 import ProgrammingError
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId
from storage.engine import STALLED, asking, background, database_now, make_engine, reading, refusing
from storage.store import SqlStore
from tests.postgres import Postgres

#: So often psycopg asks PostgreSQL to plan a question anew.
_BEFORE_PREPARED = 5


def test_sqlite_survives_a_power_cut_and_holds_references(migrated_file: object) -> None:
    engine = make_engine(f"sqlite:///{migrated_file}")
    with engine.begin() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        found = [connection.exec_driver_sql(f"pragma {pragma}").scalar_one() for pragma in pragmas]
    assert found == ["wal", 2, 1, pytest.approx(1500, abs=100), 0]
    with background(engine).begin() as connection:
        assert connection.exec_driver_sql("pragma busy_timeout").scalar_one() == pytest.approx(10_000, abs=100)
    engine.dispose()


def test_postgresql_waits_as_long_as_a_gesture_may(postgresql: Engine) -> None:
    limits = "select current_setting('statement_timeout'), current_setting('lock_timeout')"
    with postgresql.connect() as connection:
        assert tuple(connection.execute(text(limits)).one()) == ("1200ms", "1200ms")
    with background(postgresql).connect() as connection:
        assert tuple(connection.execute(text(limits)).one()) == ("10s", "10s")
    with postgresql.connect() as connection:
        assert tuple(connection.execute(text(limits)).one()) == ("1200ms", "1200ms")


def test_a_connection_to_postgresql_that_went_silent_is_given_up_by_the_system(postgres: Postgres) -> None:
    engine = make_engine(postgres.url("postgres"))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        given = driver.info.get_parameters()
    engine.dispose()
    assert {name: given[name] for name in ("connect_timeout", *STALLED)} == {
        "connect_timeout": "2",
        "keepalives": "1",
        "keepalives_idle": "5",
        "keepalives_interval": "5",
        "keepalives_count": "2",
        "tcp_user_timeout": "15000",
    }


@pytest.mark.parametrize("url", ["mysql://localhost/x", "oracle://localhost/x"])
def test_no_other_database(url: str) -> None:
    with pytest.raises(ValueError, match="neither SQLite nor PostgreSQL"):
        make_engine(url)


def test_a_reader_cannot_write_and_the_next_writer_can(engine: Engine) -> None:
    insert = text("insert into counter values ('T1', 'x', 1)")
    with pytest.raises(DBAPIError), reading(engine).begin() as connection:
        connection.execute(insert)
    with engine.begin() as connection:
        connection.execute(insert)


def test_a_single_question_cannot_write_either(engine: Engine) -> None:
    with asking(engine).connect() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.execute(text("insert into counter values ('T1', 'x', 1)"))


def test_readers_of_sqlite_keep_what_they_have_prepared(migrated_file: object) -> None:
    """To say anew whether a connection may write would have it prepare all of its statements anew."""
    engine, told = make_engine(f"sqlite:///{migrated_file}"), list[str]()
    for _ in range(3):
        with reading(engine).begin() as reader, engine.begin() as writer:
            for connection in (reader, writer):
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.set_trace_callback(told.append)
                connection.execute(text("select 1"))
    engine.dispose()
    assert told.count("select 1") == 6
    assert [one for one in told if "query_only" in one] == []


def test_postgresql_keeps_what_it_has_planned(postgresql: Engine) -> None:
    """What is rolled back would have the connection forget it."""
    engine = make_engine(postgresql.url.render_as_string(hide_password=False))
    store, prepared = SqlStore(engine, lambda: None), "select count(*) from pg_prepared_statements"
    for _ in range(_BEFORE_PREPARED + 2):
        with store.read(TeamId("T1")) as tx:
            assert tx.people.all() == []
        assert store.due_nudges(datetime.now(UTC), [TeamId("T1")]) == []
    with reading(engine).connect() as connection:
        assert connection.execute(text(prepared)).scalar_one() == 2
    engine.dispose()


def test_a_plan_that_a_migration_has_outdated_is_left(postgresql: Engine) -> None:
    """Psycopg keeps what it has prepared, and PostgreSQL refuses to run it ever after."""
    engine = make_engine(postgresql.url.render_as_string(hide_password=False))
    asked, change = text("select kept from outdated"), "alter table outdated alter column kept type bigint"
    with postgresql.begin() as connection:
        connection.execute(text("create table outdated (kept integer)"))
    for _ in range(_BEFORE_PREPARED + 2):
        with asking(engine).connect() as connection:
            assert connection.execute(asked).all() == []
    with postgresql.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(StoreUnavailable), refusing(), asking(engine).connect() as connection:
        connection.execute(asked)
    with asking(engine).connect() as connection:
        assert connection.execute(asked).all() == []
    engine.dispose()
    with postgresql.begin() as connection:
        connection.execute(text("drop table outdated"))


def test_who_reads_lets_go_of_the_file_with_who_writes(migrated_file: object) -> None:
    engine = make_engine(f"sqlite:///{migrated_file}")
    with reading(engine).connect() as connection:
        driver = connection.connection.driver_connection
    engine.dispose()
    assert driver is not None
    with pytest.raises(ProgrammingError, match="closed"):
        driver.execute("select 1")


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin() as writer, reading(engine).begin() as reader:
        writer.execute(text("insert into counter values ('T1', 'x', 1)"))
        assert reader.execute(text("select count(*) from counter")).scalar_one() == 0


@pytest.mark.parametrize("ending", ["commit", "rollback", "error"])
def test_the_next_writer_is_let_in(engine: Engine, ending: str) -> None:
    inside, may_end = Event(), Event()

    def write() -> None:
        with engine.connect() as connection:
            connection.execute(text("insert into counter values ('T1', 'x', 1)"))
            inside.set()
            may_end.wait()
            if ending == "error":
                with pytest.raises(DBAPIError):
                    connection.execute(text("nonsense"))
            elif ending == "commit":
                connection.commit()

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        inside.wait()
        may_end.set()
        with background(engine).begin() as connection:
            connection.execute(text("insert into counter values ('T2', 'x', 1)"))
        writing.result()


def test_one_connection_can_write_twice(engine: Engine) -> None:
    with engine.connect() as connection:
        for team in ("T1", "T2"):
            connection.execute(text(f"insert into counter values ('{team}', 'x', 1)"))
            connection.commit()
        assert connection.execute(text("select count(*) from counter")).scalar() == 2


def test_what_was_put_off_does_not_wait_for_a_clock_that_is_set_back(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        before = database_now(connection)
    monkeypatch.setattr("storage.engine.datetime", AnHourBehind)
    with engine.begin() as connection:
        assert before < database_now(connection) < before + timedelta(minutes=1)


class AnHourBehind(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "AnHourBehind":
        now = datetime.now(tz) - timedelta(hours=1)
        return cls.combine(now.date(), now.timetz())


def test_the_databases_clock_goes_forward(engine: Engine) -> None:
    with engine.begin() as connection:
        first, second = database_now(connection), database_now(connection)
    assert first < second
    assert first.tzinfo is not None


def _answers(engine: Engine) -> list[bool]:
    """Whether a reader was answered, and a writer."""
    answered = list[bool]()
    for connected in (reading(engine).connect, engine.begin):
        try:
            with refusing(), connected() as connection:
                connection.execute(text("select 1"))
            answered.append(True)
        except StoreUnavailable:
            answered.append(False)
    return answered


def test_what_one_notices_of_a_server_that_went_the_others_need_not(postgres: Postgres) -> None:
    name = postgres.create()
    engine, another = make_engine(postgres.url(name)), make_engine(postgres.url(name))
    assert _answers(engine) == [True, True]
    others = "from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()"
    with another.begin() as connection:
        connection.execute(text(f"select pg_terminate_backend(pid, 5000) {others}"))
    assert _answers(engine) == [False, True]
    engine.dispose()
    another.dispose()


def test_a_question_without_columns_and_one_without_rows(postgresql: Engine) -> None:
    with reading(postgresql).connect() as connection:
        assert connection.execute(text("select from (values (1), (2)) as n (i)")).all() == [(), ()]
        assert connection.execute(text("select 1 as one, 'x' as \"an other\" where false")).keys() == [
            "one",
            "an other",
        ]
