"""Another program at work on Liaison's store, past all its guards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from bot.startup import sqlite_file
from storage.mapping import metadata


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """It holds the store for writing."""
    file = sqlite_file(database_url)
    if file is None:
        with psycopg.connect(_plain(database_url)) as other:
            other.execute("lock table inbox in access exclusive mode")
            yield
        return
    with closing(sqlite3.connect(file, isolation_level=None)) as other_file:
        other_file.execute("begin immediate")
        yield
        other_file.execute("rollback")


@contextmanager
def without_people(database_url: str) -> Iterator[None]:
    """Who speaks cannot be read: SQLite has no such table meanwhile, PostgreSQL keeps everybody waiting for it."""
    if sqlite_file(database_url) is None:
        with psycopg.connect(_plain(database_url)) as other:
            other.execute("lock table person in access exclusive mode")
            yield
        return
    changed(database_url, "ALTER TABLE person RENAME TO person_gone")
    try:
        yield
    finally:
        changed(database_url, "ALTER TABLE person_gone RENAME TO person")


def changed(database_url: str, statement: str) -> None:
    file = sqlite_file(database_url)
    if file is None:
        with psycopg.connect(_plain(database_url)) as other:
            other.execute(statement.encode())
        return
    with closing(sqlite3.connect(file)) as other_file, other_file:
        other_file.execute(statement)


def _plain(database_url: str) -> str:
    return database_url.replace("+psycopg", "")


def contents(database_url: str) -> dict[str, list[str]]:
    """All rows of all tables of what people see and wait for."""
    file = sqlite_file(database_url)
    names = [table.name for table in metadata.sorted_tables]
    if file is None:
        with psycopg.connect(_plain(database_url)) as other:
            return {name: sorted(map(str, other.execute(f'select * from "{name}"'.encode()))) for name in names}
    with closing(sqlite3.connect(file)) as other_file:
        return {name: sorted(map(str, other_file.execute(f'select * from "{name}"'))) for name in names}
