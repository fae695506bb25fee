"""Engines: how each database is opened, how long its transactions wait, and who may write at a time."""

import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, String, bindparam, create_engine, event, func, make_url, select, true
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import StoreUnavailable
from storage.types import UtcDateTime

log = logging.getLogger(__name__)

POOL_SIZE = 40
#: Of PostgreSQL, whose server has a hundred for all: a question takes a fraction of a change.
READER_POOL_SIZE = 20
POOL_WAIT = 0.5
CONNECT_WAIT = 2
#: Milliseconds that a statement or a lock may take while a person waits for the answer, and while nobody does.
SQLITE_GESTURE, POSTGRESQL_GESTURE, BACKGROUND = 1500, 1200, 10_000
#: The server's timeouts do not reach us when the way to it is silently cut, so the system gives up a connection on
#: which nothing is acknowledged: after 5 + 2 * 5 seconds of waiting for an answer, as long after something was sent.
#: A server that is merely slow acknowledges all the same.
STALLED = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}

#: The engine of readers.
_READER = "liaison_reader"
ALONE = "liaison_single_question"
BEHIND = "liaison_background"
DEADLINE = "liaison_deadline"
_HOLDS = "liaison_holds_write_lock"
_BEGUN = "liaison_begun_at"
#: For this transaction only.
_LIMITS = select(
    func.clock_timestamp(type_=UtcDateTime()),
    *(
        func.set_config(name, bindparam("wait", type_=String()), true())
        for name in ("statement_timeout", "lock_timeout")
    ),
)
#: What is wrong with the question and not with the database: a defect, which is not to be called an outage.
_OURS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def make_engine(url: str) -> Engine:
    """For `sqlite:///path` or `postgresql+psycopg://…`; as it is for gestures, else `reading` or `background` of it."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed)
        case other:
            message = f"neither SQLite nor PostgreSQL: {other}"
            raise ValueError(message)


def reading(engine: Engine) -> Engine:
    """For what never waits for writers and cannot write: readers have connections of their own."""
    found: Engine = engine.get_execution_options().get(_READER, engine)
    return found


def asking(engine: Engine) -> Engine:
    """For single questions: to begin and end a transaction would take longer than the answer."""
    return reading(engine).execution_options(**{ALONE: True})


def _with_reader(engine: Engine, reader: Engine) -> Engine:
    """Readers have connections of their own, which are forbidden to write once (docs/decisions/0043)."""
    event.listen(engine, "engine_disposed", lambda _: reader.dispose())
    engine.update_execution_options(**{_READER: reader})
    return engine


def background(engine: Engine) -> Engine:
    """The same pool, for work that nobody waits for."""
    return engine.execution_options(**{BEHIND: True})


def until(engine: Engine, deadline: float) -> Engine:
    """The same pool, for a transaction that waits for no lock beyond this, in `time.monotonic()` seconds."""
    return engine.execution_options(**{DEADLINE: deadline})


def at_once(engine: Engine | Connection) -> Engine:
    """The same pool, for what is committed by itself, whatever becomes of the transaction that it is for."""
    options = {BEHIND: False, DEADLINE: math.inf, "isolation_level": "AUTOCOMMIT"}
    return engine.engine.execution_options(**options)


def _wait(connection: Connection, gesture: int) -> int:
    """Milliseconds."""
    options = connection.get_execution_options()
    usual = BACKGROUND if options.get(BEHIND) else gesture
    left: float = (options.get(DEADLINE, float("inf")) - time.monotonic()) * 1000
    return max(1, round(min(usual, left)))


def _uptime() -> timedelta:
    """Suspension counts."""
    return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))


#: Where the wall clock is set back, what was put off would wait for as long; where forward, leases would end too early.
_BOOTED = datetime.now(UTC) - _uptime()


def database_now(connection: Connection) -> datetime:
    """The clock of leases and pacing, one for all processes; SQLite's processes share a host and so its clock."""
    if connection.dialect.name != "postgresql":
        return _BOOTED + _uptime()
    begun: datetime | None = connection.info.pop(_BEGUN, None)
    return begun or connection.execute(select(func.clock_timestamp(type_=UtcDateTime()))).scalar_one()


def clock_of(engine: Engine) -> datetime:
    """What the time is, for whoever shares this database. Raises StoreUnavailable."""
    if engine.dialect.name != "postgresql":
        return datetime.now(UTC)
    with refusing(), asking(engine).connect() as connection:
        return database_now(connection)


@contextmanager
def refusing() -> Iterator[None]:
    """Around a transaction, which is over by the time it is refused: what was not committed is rolled back."""
    try:
        yield
    except (DatabaseError, InterfaceError, WaitedTooLong) as error:
        if isinstance(error, _OURS) and not error.connection_invalidated:
            raise
        log.warning("the store cannot be used: %s", error)
        raise StoreUnavailable from error


def _sqlite(url: URL) -> Engine:
    """Readers have connections of their own: to forbid one to write, and to allow it again, would make it forget every
    statement that it has prepared, which takes longer than to run most of them.
    """
    reader, engine, writers = _sqlite_pool(url), _sqlite_pool(url), _OneWriter()
    event.listen(reader, "connect", _forbid_to_write)
    event.listen(reader, "begin", _begin_reading)
    event.listen(engine, "begin", writers.begin)
    event.listen(engine, "checkin", writers.leave)
    return _with_reader(engine, reader)


def _sqlite_pool(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={"timeout": SQLITE_GESTURE / 1000},
    )
    event.listen(engine, "connect", _open_sqlite)
    return engine


def _open_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: only writing ones begin as IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _forbid_to_write(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma query_only=1")
    cursor.close()


def _begin_reading(connection: Connection) -> None:
    if not connection.get_execution_options().get(ALONE):
        _tell_driver(connection, "begin")


class _OneWriter:
    """One writing transaction at a time in this process: SQLite's own waiting sleeps and is unfair, and costs ten
    times as much under load. Other processes are still waited for by `busy_timeout`.
    """

    def __init__(self) -> None:
        self._lock = Lock()

    def begin(self, connection: Connection) -> None:
        until = time.monotonic() + _wait(connection, SQLITE_GESTURE) / 1000
        self._enter(connection, until)
        # What is left: whoever waited for this process does not wait as long again for another.
        left = max(0, round((until - time.monotonic()) * 1000))
        _tell_driver(connection, f"pragma busy_timeout={left}")
        connection.exec_driver_sql("begin immediate")

    def leave(self, _: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        """At the return to the pool, because only then the commit is certainly over."""
        if (entry.record_info or {}).pop(_HOLDS, False):
            self._lock.release()

    def _enter(self, connection: Connection, until: float) -> None:
        entry = connection.connection.record_info
        assert entry is not None
        if entry.get(_HOLDS):
            return
        if not self._lock.acquire(timeout=max(0.0, until - time.monotonic())):
            raise WaitedTooLong("another thread of this process keeps writing")
        entry[_HOLDS] = True


def _tell_driver(connection: Connection, *statements: str) -> None:
    """What cannot fail: past SQLAlchemy, whose part of this would be larger than that of most questions."""
    driver = connection.connection.cursor()
    for statement in statements:
        driver.execute(statement)
    driver.close()


def _postgresql(url: URL) -> Engine:
    """Of what readers ask each question is by itself: nothing that they see would be held for the next one, and to say
    where a transaction begins and ends costs as much as an answer each.
    """
    reading = {"isolation_level": "AUTOCOMMIT", "pool_size": READER_POOL_SIZE}
    reader = _postgresql_pool(url, "-c default_transaction_read_only=on", **reading)
    engine = _postgresql_pool(url, pool_size=POOL_SIZE)
    event.listen(engine, "begin", _set_limits)
    for one, other in ((engine, reader), (reader, engine)):
        event.listen(one, "handle_error", partial(_leave_its_connections, other))
    return _with_reader(engine, reader)


def _leave_its_connections(other: Engine, context: ExceptionContext) -> None:
    """A server that is gone for one is for the other: its first question need not fail for that to be seen."""
    if context.is_disconnect:
        other.dispose()


def _postgresql_pool(url: URL, *more: str, **options: Any) -> Engine:
    # Where there is no PostgreSQL its driver need not be read.
    from storage.postgresql import LeanCursor

    limits = {
        "statement_timeout": POSTGRESQL_GESTURE,
        "lock_timeout": POSTGRESQL_GESTURE,
        # A process that was stopped in the middle must not keep its locks for ever.
        "idle_in_transaction_session_timeout": 15_000,
    }
    engine = create_engine(
        url,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_WAIT,
            "application_name": "liaison",
            "cursor_factory": LeanCursor,
            "options": " ".join((*(f"-c {name}={value}" for name, value in limits.items()), *more)),
            **STALLED,
        },
        **options,
    )
    event.listen(engine, "handle_error", _leave_outdated_plans)
    return engine


def _leave_outdated_plans(context: ExceptionContext) -> None:
    """After a migration beside us a statement that was prepared before may be refused for ever: the connections go."""
    if "cached plan must not change result type" in str(context.original_exception):
        context.is_disconnect = True


def _set_limits(connection: Connection) -> None:
    """Only where they differ from those that the connection was opened with: it costs a round trip, on which the
    database's clock comes along for whoever asks for it first.
    """
    wait = _wait(connection, POSTGRESQL_GESTURE)
    connection.info.pop(_BEGUN, None)
    if wait != POSTGRESQL_GESTURE:
        connection.info[_BEGUN] = connection.execute(_LIMITS, {"wait": str(wait)}).scalar_one()
