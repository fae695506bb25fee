"""New stores to measure on, at the product's schema and opened as the product opens them."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

from benchmarks.goals.figures import NotMeasured
from bot import database
from storage.engine import make_engine, reading

#: Seconds, as the product has them for what nobody waits for; and after how many of SQLite's steps one looks.
PATIENCE, STEPS = 10.0, 1_000_000


@contextmanager
def new_sqlite() -> Iterator[str]:
    """The address of one that is not there yet."""
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'liaison.db'}"


def upgraded(url: str) -> Engine:
    """No statement takes longer than PATIENCE: on PostgreSQL the product sees to that, on SQLite nobody does."""
    database.upgrade(url)
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        _Patience(engine)
    return engine


@contextmanager
def with_patience() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise NotMeasured(f"a statement did not end in time ({error.orig})") from error


class _Patience:
    def __init__(self, engine: Engine) -> None:
        self._until = math.inf
        for each in {engine, reading(engine)}:
            event.listen(each, "connect", self._watch)
            event.listen(each, "before_cursor_execute", self._begin)

    def _watch(self, connection: DBAPIConnection, _: object) -> None:
        connection.set_progress_handler(lambda: time.monotonic() > self._until, STEPS)

    def _begin(self, *_: object) -> None:
        self._until = time.monotonic() + PATIENCE
