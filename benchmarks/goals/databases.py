"""New stores to measure on, at the product's schema and opened as the product opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from bot import database
from storage.engine import make_engine


@contextmanager
def new_sqlite() -> Iterator[str]:
    """The address of one that is not there yet."""
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'liaison.db'}"


def upgraded(url: str) -> Engine:
    database.upgrade(url)
    return make_engine(url)
