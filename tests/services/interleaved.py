"""Transactions that meet on PostgreSQL, where rows are locked one by one: each time in the same order, without waiting
for longer than it takes.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import local
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from tests.patience import PATIENCE
from tests.services.test_many_at_once import Does, outcome

#: Of whoever has just locked something: the number of its process in the server.
Locker = int
_WAITS = text("select 1 from pg_stat_activity where wait_event_type = 'Lock' and :locker = any(pg_blocking_pids(pid))")
_here = local()


def in_the_midst(engine: Engine, first: Does, other: Does, *, of: str) -> list[str]:
    """The other begins when the first has locked its first row of that table, which goes on when the other has ended
    or waits for it. Says how each ended.
    """
    begun = list[Future[str]]()
    with listening(engine), ThreadPoolExecutor(1) as threads:

        def begin(locker: Locker) -> None:
            begun.append(threads.submit(outcome, other))
            until_waiting(engine, locker, begun)

        ended = outcome(stopped(first, of, begin))
        return [ended, *(one.result() for one in begun)]


def stopped(does: Does, of: str, then: Callable[[Locker], None]) -> Does:
    """As it is, but for what happens in the same thread when it has locked its first row of that table."""

    def with_stop() -> Any:
        _here.stop = (f" OF {of}", then)
        try:
            return does()
        finally:
            _here.stop = None

    return with_stop


def until_waiting(engine: Engine, locker: Locker, others: Sequence[Future[Any]], count: int = 1) -> None:
    """Until so many wait for whoever has locked something, or have ended."""
    latest = monotonic() + PATIENCE
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as looking:
        while monotonic() < latest:
            waiting = len(looking.execute(_WAITS, {"locker": locker}).all())
            if waiting + sum(one.done() for one in others) >= count:
                return
            wait(others, timeout=0.005)
    raise AssertionError("nobody waits, and nobody is ready")


@contextmanager
def listening(engine: Engine) -> Iterator[None]:
    event.listen(engine, "after_cursor_execute", _listen)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", _listen)


def _listen(connection: Connection, _: Any, said: str, *__: Any) -> None:
    stop = getattr(_here, "stop", None)
    if stop is None or "FOR NO KEY UPDATE" not in said or not said.endswith(stop[0]):
        return
    _here.stop = None
    driver: Any = connection.connection.driver_connection
    stop[1](driver.info.backend_pid)
