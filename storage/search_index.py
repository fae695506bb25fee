"""The words under which requests and tasks are found: written when they are, and with them.

SQLite has them as text and in an index of its own (FTS5, kept by triggers), PostgreSQL as a tsvector. Both are given
the words that `bot.domain.search_words` makes, so that neither's idea of a word matters.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Connection,
    Dialect,
    Executable,
    ForeignKeyConstraint,
    Index,
    Named,
    Table,
    Text,
    TypedColumns,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import TeamId
from bot.domain.search_words import searched
from bot.domain.tasks import Task
from bot.domain.teams import OfTeam
from storage.hooks import TeamSession, core
from storage.inserts import Insert, kept_insert, proposed
from storage.mapping import map_for_reading, metadata
from storage.people import people
from storage.types import text_id

#: Marks what is no word that anybody can type.
TAG = "\ue000"
#: PostgreSQL keeps no more of a word's places, and none beyond.
_PLACES, _LAST_PLACE = 255, 16_383
#: What of an item its words and tags are made of.
_WATCHED = (
    *("title", "details", "client_words", "client_number", "asker", "source", "owner", "closed_at"),
    *("department", "checklist"),
)

#: As PostgreSQL writes one of a tsvector: a word of ours has no quotes.
_LEXEME = re.compile(r"'([^']+)':([0-9,]+)")


class Tokens(TypeDecorator[Sequence[str]]):
    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return _as_vector(value) if dialect.name == "postgresql" else f" {' '.join(value)} "

    def process_result_value(self, value: Any, dialect: Dialect) -> Sequence[str] | None:
        if value is None:
            return None
        return _of_vector(str(value)) if dialect.name == "postgresql" else str(value).split()


class SearchColumns(TypedColumns):
    """`place` is where FTS5 has it, in the order of arrival; PostgreSQL needs none."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    place: Named[int | None] = Column(BigInteger(), nullable=True)
    tokens: Named[Sequence[str]] = Column(Tokens(), nullable=False)


class RequestSearch(OfTeam):
    """A row of `request_search`, for reading only."""


class TaskSearch(OfTeam):
    """A row of `task_search`, for reading only."""


def _table(of: str) -> Table:
    name = f"{of}_search"
    return Table(
        name,
        metadata,
        SearchColumns,
        ForeignKeyConstraint(["team_id", "number"], [f"{of}.team_id", f"{of}.number"], ondelete="CASCADE"),
        Index(f"uq_{name}_place", "place", unique=True),
        Index(f"ix_{name}_tokens", "tokens", postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
            dialect="postgresql"
        ),
    )


request_search, task_search = _table("client_request"), _table("task")
map_for_reading(RequestSearch, request_search)
map_for_reading(TaskSearch, task_search)
_TABLES = {ClientRequest: request_search, Task: task_search}


def fts_of(table: Table) -> str:
    return f"{table.name}_fts"


def index_statements(name: str) -> tuple[str, ...]:
    """FTS5's index of a table's tokens, and the triggers that keep it. As in the migration, which is not to change."""
    fts = f"{name}_fts"
    old = f"insert into {fts} ({fts}, rowid, tokens) values ('delete', old.place, old.tokens)"  # noqa: S608  # our own names
    new = f"insert into {fts} (rowid, tokens) values (new.place, new.tokens)"  # noqa: S608
    return (
        f"create virtual table {fts} using fts5(tokens, content='', tokenize='ascii', columnsize=0)",
        f"create trigger {name}_added after insert on {name} begin {new}; end",
        f"create trigger {name}_changed after update of tokens on {name} begin {old}; {new}; end",
        f"create trigger {name}_removed after delete on {name} begin {old}; end",
    )


def _on_sqlite(statement: str) -> ExecutableDDLElement:
    made: ExecutableDDLElement = DDL(statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
    return made


for _each in _TABLES.values():
    for _statement in index_statements(_each.name):
        event.listen(_each, "after_create", _on_sqlite(_statement))


@dataclass(frozen=True)
class Tags:
    """What items are looked up by beside words."""

    team: str

    def of(self, item: ClientRequest | Task) -> Iterator[str]:
        yield self.team_tag
        yield self.owner(item.owner)
        if item.is_open:
            yield self.open
        if isinstance(item, ClientRequest) and item.client_number is not None:
            yield self.client(item.client_number)

    @property
    def team_tag(self) -> str:
        return f"{TAG}t{self.team}".lower()

    @property
    def open(self) -> str:
        return f"{TAG}s"

    def owner(self, user: str | None) -> str:
        return f"{TAG}o{user or ''}".lower()

    def client(self, number: int) -> str:
        return f"{TAG}c{number}"


@event.listens_for(TeamSession, "after_flush")
def _make_findable(session: TeamSession, *_: object) -> None:
    for item in (*session.new, *session.dirty):
        if isinstance(item, ClientRequest | Task) and _is_to_be_written(item):
            _write(core(session), session.team_id, item)


def _is_to_be_written(item: ClientRequest | Task) -> bool:
    attributes = inspect(item, raiseerr=True).attrs
    return any(attributes[name].history.has_changes() for name in _WATCHED if name in attributes)


def _write(connection: Connection, team: TeamId, item: ClientRequest | Task) -> None:
    asker = item.asker if isinstance(item, ClientRequest) else None
    name = None
    if asker:
        whose = select(people.c.name).where(people.c.team_id == team, people.c.user_id == asker)
        name = connection.scalars(whose).one_or_none()
    tokens = [*searched(item, name), *Tags(team).of(item)]
    row = {"team_id": team, "number": item.number, "tokens": tokens}
    connection.execute(_WRITTEN[type(item)][connection.dialect.name], row)


def _writing(table: Table, row: Insert) -> Executable:
    if isinstance(row, sqlite.Insert):
        row = row.values(place=select(func.coalesce(func.max(table.c.place), 0) + 1).scalar_subquery())
    key = [table.c.team_id, table.c.number]
    return row.on_conflict_do_update(index_elements=key, set_={"tokens": proposed(table.c.tokens)})


_WRITTEN = {kind: kept_insert(table, partial(_writing, table)) for kind, table in _TABLES.items()}


def _as_vector(tokens: Sequence[str]) -> str:
    places = defaultdict[str, list[str]](list)
    for place, token in enumerate(tokens, 1):
        if len(places[token]) < _PLACES:
            places[token].append(str(min(place, _LAST_PLACE)))
    return " ".join(f"'{token}':{','.join(at)}" for token, at in places.items())


def _of_vector(vector: str) -> list[str]:
    """In the order in which they were given."""
    places = ((int(place), token) for token, at in _LEXEME.findall(vector) for place in at.split(","))
    return [token for _, token in sorted(places)]
