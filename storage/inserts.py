"""What each database says in its own dialect: INSERT with a conflict clause, and a list as one parameter."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

T = TypeVar("T")
#: By dialect, how it takes many values as one.
LISTS: Mapping[str, TypeEngine[Any]] = {"postgresql": ARRAY(String), "sqlite": String()}
Insert = postgresql.Insert | sqlite.Insert


def insert_into(connection: Connection, table: Table) -> Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def kept_insert(table: Table, made: Callable[[Insert], T]) -> Mapping[str, T]:
    """By dialect, for what every change writes: to make a statement anew costs more than to execute it, and its values
    may as well be given then.
    """
    return {"postgresql": made(postgresql.insert(table)), "sqlite": made(sqlite.insert(table))}


def proposed(column: Column[T]) -> ColumnElement[T]:
    """What the row would have had there. The insert's own `excluded` makes an alias of all columns each time, which
    cost more than the statement itself.
    """
    return literal_column(f"excluded.{column.name}", column.type)


def is_among(connection: Connection, column: Column[Any], values: Collection[str]) -> ColumnElement[bool]:
    """A list of parameters would be parsed anew for each of its lengths."""
    return _is_in(column, literal(as_list(connection, values), LISTS[connection.dialect.name]))


def is_in_list(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """For a statement that is made once: what it is given by that name is made by `as_list`."""
    return _is_in(column, bindparam(name, type_=LISTS[dialect]))


def as_list(connection: Connection, values: Collection[str]) -> list[str] | str:
    return list(values) if connection.dialect.name == "postgresql" else json.dumps(list(values))


def _is_in(column: Column[Any], listed: ColumnElement[Any]) -> ColumnElement[bool]:
    if isinstance(listed.type, ARRAY):
        return column == any_(listed)
    values = func.json_each(listed).table_valued("value")
    return column.in_(select(values.c.value))
