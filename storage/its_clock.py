"""The database's clock within its questions: to ask PostgreSQL for the moment first would be half of a look."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    Interval,
    bindparam,
    func,
    literal,
)
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

from storage.engine import database_now
from storage.types import UtcDateTime

#: By the database's clock.
NOW = bindparam("now", type_=UtcDateTime())


class ByItsClock:
    """A question that compares with NOW, or with a moment so much `later`; `postgresql` where it words it otherwise."""

    def __init__(
        self, question: Executable, *, postgresql: Executable | None = None, later: timedelta = timedelta()
    ) -> None:
        self._question = question
        self._with_clock = _looking_it_up(question if postgresql is None else postgresql, later)
        self._later = later

    def ask(self, connection: Connection, given: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
        if connection.dialect.name == "postgresql":
            return connection.execute(self._with_clock, given)
        return connection.execute(self._question, {**given, "now": database_now(connection) + self._later})


def _looking_it_up(question: Executable, later: timedelta) -> Executable:
    moment: ColumnElement[Any] = func.statement_timestamp(type_=UtcDateTime())
    if later:
        moment += literal(later, Interval())

    def looked_up(element: Any, **_: object) -> ColumnElement[datetime] | None:
        return moment if isinstance(element, BindParameter) and element.key == NOW.key else None

    replaced = replacement_traverse(cast("ExternallyTraversible", question), {}, looked_up)
    return cast("Executable", replaced)
