"""The drivers with nothing above them: what the tables hold, and transactions of plain statements."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Protocol

import psycopg
from psycopg.types.json import Json
from sqlalchemy import Table, make_url

from storage.mapping import metadata

Values = tuple[Any, ...]
Statements = Sequence[tuple[str, Values]]
#: Of each table its rows by their keys.
Tables = Mapping[str, Mapping[Values, Values]]


class Connection(Protocol):
    """`mark` is how it writes a parameter."""

    mark: str

    def read(self, statement: str) -> list[Values]: ...
    def commit(self, statements: Statements) -> None: ...


class _Sqlite:
    """Opened as the product opens it."""

    mark = "?"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    def read(self, statement: str) -> list[Values]:
        return self._connection.execute(statement).fetchall()

    def commit(self, statements: Statements) -> None:
        self._connection.execute("begin immediate")
        for statement, values in statements:
            self._connection.execute(statement, values)
        self._connection.execute("commit")


class _Postgresql:
    mark = "%s"

    def __init__(self, connection: psycopg.Connection[Values]) -> None:
        self._connection = connection

    def read(self, statement: str) -> list[Values]:
        rows = self._connection.execute(statement.encode()).fetchall()
        self._connection.commit()
        return rows

    def commit(self, statements: Statements) -> None:
        for statement, values in statements:
            self._connection.execute(statement.encode(), values)
        self._connection.commit()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(parsed.database), isolation_level=None)) as connection:
            yield _Sqlite(connection)
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            yield _Postgresql(connection)


def tables(connection: Connection) -> Tables:
    return {table.name: _rows(connection, table) for table in metadata.sorted_tables}


def written(connection: Connection, before: Tables, after: Tables) -> Statements:
    """What writes each row as it stands afterwards, those first that others refer to. Nothing is removed."""
    return [
        _changing(connection, table, before[table.name][key], row)
        if key in before[table.name]
        else _adding(connection, table, row)
        for table in metadata.sorted_tables
        for key, row in after[table.name].items()
        if before[table.name].get(key) != row
    ]


def _rows(connection: Connection, table: Table) -> Mapping[Values, Values]:
    names = _names(table)
    places = [names.index(column.name) for column in table.primary_key]
    rows = connection.read(f"select {', '.join(names)} from {table.name}")  # noqa: S608  # our own names
    return {tuple(row[place] for place in places): row for row in rows}


def _adding(connection: Connection, table: Table, row: Values) -> tuple[str, Values]:
    marks = ", ".join(connection.mark for _ in row)
    return f"insert into {table.name} ({', '.join(_names(table))}) values ({marks})", _given(row)  # noqa: S608


def _changing(connection: Connection, table: Table, before: Values, row: Values) -> tuple[str, Values]:
    named = dict(zip(_names(table), row, strict=True))
    changed = [name for name, was in zip(named, before, strict=True) if named[name] != was]
    keys = [column.name for column in table.primary_key]
    set_, same = ([f"{name} = {connection.mark}" for name in names] for names in (changed, keys))
    values = _given(tuple(named[name] for name in (*changed, *keys)))
    return f"update {table.name} set {', '.join(set_)} where {' and '.join(same)}", values  # noqa: S608


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _given(row: Values) -> Values:
    return tuple(Json(value) if isinstance(value, dict | list) else value for value in row)
