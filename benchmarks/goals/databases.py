"""New stores to measure on: PostgreSQL as it comes, and SQLite as the product opens it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from bot import database
from storage.engine import make_engine
from tests.postgres import AS_IT_COMES, running


@contextmanager
def on_postgresql() -> Iterator[Engine]:
    with running(AS_IT_COMES) as postgres:
        engine = upgraded(postgres.url(postgres.create()))
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def on_sqlite() -> Iterator[Engine]:
    with TemporaryDirectory() as folder:
        engine = upgraded(f"sqlite:///{Path(folder) / 'liaison.db'}")
        try:
            yield engine
        finally:
            engine.dispose()


def upgraded(url: str) -> Engine:
    database.upgrade(url)
    return make_engine(url)
