"""What nothing may do unseen: read past the bounds of a team, or write past the audit."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, Engine, Executable, Select, Table, event
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql.annotation import SupportsAnnotations
from sqlalchemy.sql.cache_key import HasCacheKey
from sqlalchemy.sql.visitors import ExternallyTraversible, iterate

from storage.hooks import TeamSession
from storage.mapping import AUDITED, metadata

_flushing = ContextVar("flushing", default=False)
#: Statements that were walked through and found bound: whatever has the same key is compiled the same.
_bound: set[tuple[Any, ...]] = set()
_LOOKING_ON = "test_looks_on"
_NAMED = re.compile(r'(?:INTO|UPDATE|FROM|JOIN) "?(\w+)')
_WRITING = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


class PastTheGuards(AssertionError):
    """The statement would have been wrong without anybody noticing."""


@contextmanager
def tapped(engine: Engine | type[Engine]) -> Iterator[None]:
    """What was found is raised where it happens and once more at the end: a listener words whatever is raised in it."""
    found: list[PastTheGuards] = []
    taps: list[tuple[Any, str, Any]] = [
        (TeamSession, "do_orm_execute", _noting(_refuse_raw_tables, found)),
        (TeamSession, "loaded_as_persistent", _noting(_refuse_other_teams, found)),
        (TeamSession, "before_flush", _flush_begins),
        (TeamSession, "after_flush", _flush_ends),
        (engine, "before_cursor_execute", _noting(_refuse_unaudited, found)),
        (engine, "before_cursor_execute", _noting(_refuse_without_team, found)),
        (engine, "before_cursor_execute", _noting(_refuse_planned_anew, found)),
    ]
    for tap in taps:
        event.listen(*tap)
    try:
        yield
    finally:
        for tap in taps:
            event.remove(*tap)
    if found:
        raise found[0]


def _noting(refuse: Callable[..., None], found: list[PastTheGuards]) -> Callable[..., None]:
    def noting(*happening: Any) -> None:
        try:
            refuse(*happening)
        except PastTheGuards as past:
            found.append(past)
            raise

    return noting


def looking_on(engine: Engine) -> Engine:
    """For a test's own questions, which concern no team."""
    return engine.execution_options(**{_LOOKING_ON: True})


def raw_tables(statement: Executable) -> set[str]:
    """Tables that stand in the statement as themselves and not as a mapped class, so that no team bounds them."""
    assert isinstance(statement, ExternallyTraversible)
    seen: set[str] = set()
    bounded: set[str] = set()
    for element in iterate(statement):
        bounded |= _entities_of(element)
        if isinstance(element, Table):
            seen.add(element.name)
        elif isinstance(element, Column) and isinstance(element.table, Table):
            seen.add(element.table.name)
    return seen - bounded


def _entities_of(element: ExternallyTraversible) -> set[str]:
    """Of a SELECT they are looked up in what it was made of: when walked, a class and its table count as one."""
    parts: list[Any] = [element]
    if isinstance(element, Select):
        parts += [*element._from_obj, *element._raw_columns, *(join[0] for join in element._setup_joins)]
    entities = (part._annotations.get("parententity") for part in parts if isinstance(part, SupportsAnnotations))
    return {entity.mapper.local_table.name for entity in entities if entity is not None}


def _refuse_raw_tables(state: ORMExecuteState) -> None:
    assert isinstance(state.statement, HasCacheKey)
    key = state.statement._generate_cache_key()
    if key is not None and key.key in _bound:
        return
    raw = raw_tables(state.statement)
    if raw:
        raise PastTheGuards(f"not bound to a team: {sorted(raw)}")
    if key is not None:
        _bound.add(key.key)


def _refuse_other_teams(session: TeamSession, entity: Any) -> None:
    if entity.team_id != session.team_id:
        raise PastTheGuards(f"{type(entity).__name__} of another team was read")


def _refuse_without_team(*execution: Any) -> None:
    """A lint: one that names the team may still mean another, which the rows that it reads show."""
    connection, _, statement, *_ = execution
    if connection.get_execution_options().get(_LOOKING_ON):
        return
    if _is_of_any_team(statement):
        raise PastTheGuards(f"does not name the team: {statement}")


@lru_cache(2_000)
def _is_of_any_team(statement: str) -> bool:
    """The same few are run again and again, and some are pages long."""
    named = set(_NAMED.findall(statement)) & metadata.tables.keys()
    _, where, condition = statement.partition("WHERE")
    is_conditional = where and not statement.startswith("INSERT")
    return bool(named) and "team_id" not in (condition if is_conditional else statement)


def _refuse_planned_anew(*execution: Any) -> None:
    """SQLite would plan it anew whenever it is asked, and PostgreSQL after some times without the index."""
    statement = execution[2]
    if _is_planned_anew(statement):
        raise PastTheGuards(f"a parameter where an index wants the word itself: {statement}")


@lru_cache(2_000)
def _is_planned_anew(statement: str) -> bool:
    compared = (
        rf'(?:WHERE |AND |OR |ON |NOT |WHEN |\()(?:\w+\.)?"?(?:{_indexed_in_part()})"? (?:=|!=|IN|NOT IN) \(?[?%_]'
    )
    return re.search(compared, statement) is not None


@cache
def _indexed_in_part() -> str:
    """The columns whose values partial indexes name."""
    indexes = (index for table in metadata.tables.values() for index in table.indexes)
    conditions = (str(index.dialect_options["sqlite"]["where"]) for index in indexes)
    columns = {column for condition in conditions for column in re.findall(r"(\w+) (?:=|<>) '", condition)}
    assert columns
    return "|".join(columns)


def _flush_begins(*_: object) -> None:
    _flushing.set(True)


def _flush_ends(*_: object) -> None:
    _flushing.set(False)


def _refuse_unaudited(*execution: Any) -> None:
    writing = _WRITING.match(execution[2])
    if writing and metadata.tables[writing[1]].info.get(AUDITED) and not _flushing.get():
        raise PastTheGuards(f"leaves no audit row: {execution[2]}")
