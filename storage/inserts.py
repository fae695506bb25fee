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
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
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
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(String)))
    listed = func.json_each(literal(json.dumps(list(values)))).table_valued("value")
    return column.in_(select(listed.c.value))
