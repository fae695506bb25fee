"""INSERT with a conflict clause, which each database has in its own dialect."""

from typing import TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")


def insert_into(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def proposed(column: Column[T]) -> ColumnElement[T]:
    """What the row would have had there. The insert's own `excluded` makes an alias of all columns each time, which
    cost more than the statement itself.
    """
    return literal_column(f"excluded.{column.name}", column.type)
