"""The database's clock within its questions: to ask PostgreSQL for the moment first would be half of a look."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Connection, Interval, bindparam, func, literal
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

from storage.engine import database_now
from storage.types import UtcDateTime

#: By the database's clock.
NOW = bindparam("now", type_=UtcDateTime())
AT_ONCE = timedelta()
S = TypeVar("S", bound=ExternallyTraversible)


def by_its_clock(statement: S, later: timedelta = AT_ONCE) -> Mapping[str, S]:
    """By dialect, for a statement that compares with NOW: what it is asked with besides is `its_now`."""
    moment = func.statement_timestamp(type_=UtcDateTime())
    if later:
        moment = cast("Any", moment + literal(later, Interval()))

    def looked_up(element: Any, **_: object) -> ColumnElement[datetime] | None:
        is_now = isinstance(element, BindParameter) and element.key == NOW.key
        return moment if is_now else None

    return {"sqlite": statement, "postgresql": cast("S", replacement_traverse(statement, {}, looked_up))}


def its_now(connection: Connection, later: timedelta = AT_ONCE) -> Mapping[str, datetime]:
    """PostgreSQL looks at its clock by itself."""
    return {} if connection.dialect.name == "postgresql" else {"now": database_now(connection) + later}
