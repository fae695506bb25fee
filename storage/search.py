"""Requests and tasks that match, newest first, out of those that somebody may see.

A word is either common, and then the newest few thousand items hold enough of it, or it is rare, and then the index
yields all there are at once. So the newest are gone through first, and only what does not fill a page there is looked
for in the index: neither database is left to guess which of the two it is, which PostgreSQL does badly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    TextClause,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from bot.domain.client_requests import ClientRequest
from bot.domain.finds import State, Wanted
from bot.domain.ids import UserId
from bot.domain.request_states import WAITING, RequestStatus
from bot.domain.search_words import Term
from bot.domain.tasks import Task, TaskStatus
from storage.client_requests import requests, visible_requests
from storage.hooks import TeamSession, core
from storage.search_index import RequestSearch, Tags, TaskSearch, fts_of, request_search, task_search
from storage.tasks import tasks, visible_tasks

T = TypeVar("T", ClientRequest, Task)

#: So many of the newest are gone through before the index is asked.
NEWEST = 1_000
#: So many of SQLite's hits are looked at together.
_HITS, _BEYOND = 500, 2**62

_OF_REQUESTS = {
    State.NEW: (RequestStatus.NEW,),
    State.WORKING: (RequestStatus.WORKING,),
    State.WAITING: tuple(sorted(WAITING)),
    State.WAITING_ON_CLIENT: (RequestStatus.WAITING_ON_CLIENT,),
    State.WAITING_ON_PROVIDER: (RequestStatus.WAITING_ON_PROVIDER,),
    State.ON_HOLD: (RequestStatus.ON_HOLD,),
    State.DONE: (RequestStatus.DONE,),
    State.CANCELLED: (RequestStatus.CANCELLED,),
}
_OF_TASKS = {State.DONE: TaskStatus.DONE, State.CANCELLED: TaskStatus.CANCELLED}


@dataclass(frozen=True)
class _Source(Generic[T]):
    """Where items of a kind are, and where their words."""

    kind: type[T]
    items: Table
    words_kind: type[object]
    words: Table
    conditions: Sequence[ColumnElement[bool]]


class SqlSearch:
    def __init__(self, session: TeamSession) -> None:
        self.newest = NEWEST
        self._session = session
        self._tags = Tags(session.team_id)

    def requests(
        self, wanted: Wanted, *, seen_by: UserId | None, offset: int, limit: int, below: int | None
    ) -> Sequence[ClientRequest]:
        conditions = [*_request_conditions(wanted), visible_requests(seen_by) if seen_by else true()]
        source = _Source(ClientRequest, requests, RequestSearch, request_search, conditions)
        return self._found(source, wanted, offset=offset, limit=limit, below=below)

    def tasks(
        self, wanted: Wanted, *, seen_by: UserId | None, offset: int, limit: int, below: int | None
    ) -> Sequence[Task]:
        if not _may_be_a_task(wanted):
            return ()
        conditions = [*_task_conditions(wanted), visible_tasks(seen_by) if seen_by else true()]
        source = _Source(Task, tasks, TaskSearch, task_search, conditions)
        return self._found(source, wanted, offset=offset, limit=limit, below=below)

    def _found(self, source: _Source[T], wanted: Wanted, *, offset: int, limit: int, below: int | None) -> Sequence[T]:
        number, most = source.items.c.number, offset + limit
        top = below if below is not None else (self._newest(source) or 0) + 1
        if not wanted.terms and not self._looked_up(source, wanted):
            return self._entities(source, self._numbers(self._all(source).where(number < top), number, most)[offset:])
        recent = self._among_newest(source, wanted).where(number < top, number >= top - self.newest)
        found = self._numbers(recent, number, most)
        if len(found) < most and top > self.newest:
            by_index = self._by_gin if self._is_postgresql else self._by_fts
            found = by_index(source, wanted, top, most)
        return self._entities(source, found[offset:])

    def _newest(self, source: _Source[T]) -> int | None:
        newest: int | None = self._session.scalar(select(func.max(source.items.c.number)).select_from(source.kind))
        return newest

    def _numbers(self, matching: Select[Any], number: Column[Any], most: int) -> list[int]:
        return list(self._session.scalars(matching.order_by(number.desc()).limit(most)))

    def _entities(self, source: _Source[T], numbers: Sequence[int]) -> Sequence[T]:
        if not numbers:
            return ()
        of_them = select(source.kind).where(source.items.c.number.in_(numbers))
        return self._session.scalars(of_them.order_by(source.items.c.number.desc())).all()

    def _all(self, source: _Source[T]) -> Select[Any]:
        return select(source.items.c.number).select_from(source.kind).where(*source.conditions)

    def _among_newest(self, source: _Source[T], wanted: Wanted) -> Select[Any]:
        words = source.words.c.tokens
        same = source.words.c.number == source.items.c.number, source.words.c.team_id == source.items.c.team_id
        if self._is_postgresql:
            # As an expression that no index is for, or the planner fetches the hits among all items to look at these.
            looked_at = func.coalesce(words, cast("", TSVECTOR))
            matching: list[ColumnElement[bool]] = [looked_at.op("@@")(cast(self._tsquery(source, wanted), TSQUERY))]
        else:
            matching = [func.instr(cast(words, String), _as_typed(term)) > 0 for term in wanted.terms]
        return self._all(source).join(source.words_kind, and_(*same)).where(*matching)

    def _by_gin(self, source: _Source[T], wanted: Wanted, top: int, most: int) -> list[int]:
        """The hits by themselves, and then those that may be seen among them: joined, the planner walks all items in
        their order and looks whether each is a hit.
        """
        number, found, below = source.items.c.number, list[int](), top
        words = source.words.c
        matches = words.tokens.op("@@")(cast(self._tsquery(source, wanted), TSQUERY))
        while len(found) < most:
            ours = select(words.number).where(words.team_id == self._session.team_id, matches, words.number < below)
            hits = ours.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
            newest = select(hits.c.number).order_by(hits.c.number.desc()).limit(_HITS)
            numbers = list(core(self._session).scalars(newest))
            if numbers:
                found += self._numbers(self._all(source).where(number.in_(numbers)), number, most - len(found))
            if len(numbers) < _HITS:
                break
            below = numbers[-1]
        return found

    def _by_fts(self, source: _Source[T], wanted: Wanted, top: int, most: int) -> list[int]:
        """The newest hits, as many at a time as are looked at together: in one statement SQLite would begin with the
        items, however rare the word is.
        """
        number, found, below = source.items.c.number, list[int](), _BEYOND
        statement = _hits(source.words)
        while len(found) < most:
            asked = {"match": self._match(source, wanted), "team": self._session.team_id, "below": below}
            rows = core(self._session).execute(statement, {**asked, "top": top, "most": _HITS}).all()
            if rows:
                among = self._all(source).where(number.in_([row.number for row in rows]))
                found += self._numbers(among, number, most - len(found))
            if len(rows) < _HITS:
                break
            below = rows[-1].place
        return found

    @property
    def _is_postgresql(self) -> bool:
        return core(self._session).dialect.name == "postgresql"

    def _looked_up(self, source: _Source[T], wanted: Wanted) -> list[str]:
        """The tags that narrow it down; that of the team narrows nothing where it is the only one."""
        found = []
        if wanted.client is not None and source.words is request_search:
            found.append(self._tags.client(wanted.client))
        if wanted.owner is not None or wanted.is_unowned:
            found.append(self._tags.owner(wanted.owner))
        if wanted.late_at is not None or (wanted.states and not wanted.states & {State.DONE, State.CANCELLED}):
            found.append(self._tags.open)
        return found

    def _tsquery(self, source: _Source[T], wanted: Wanted) -> ColumnElement[Any]:
        terms: list[str] = [
            "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_begun else "") + ")"
            for term in wanted.terms
        ]
        tags: list[str] = [f"'{tag}'" for tag in (*self._looked_up(source, wanted), self._tags.team_tag)]
        return literal(" & ".join([*terms, *tags]), String)

    def _match(self, source: _Source[T], wanted: Wanted) -> str:
        terms: list[str] = [f'"{" ".join(term.words)}"' + ("*" if term.is_begun else "") for term in wanted.terms]
        tags: list[str] = [f'"{tag}"' for tag in (*self._looked_up(source, wanted), self._tags.team_tag)]
        return " AND ".join([*terms, *tags])


@cache
def _hits(words: Table) -> TextClause:
    """CROSS JOIN says to SQLite that its left side comes first."""
    fts = fts_of(words)
    return text(
        f"SELECT w.place, w.number FROM {fts} f CROSS JOIN {words.name} w"  # noqa: S608  # our own names
        f" WHERE f.{fts} MATCH :match AND f.rowid < :below AND w.place = f.rowid"
        " AND w.team_id = :team AND w.number < :top ORDER BY f.rowid DESC LIMIT :most"
    )


def _as_typed(term: Term) -> str:
    """As it stands in SQLite's tokens."""
    return f" {' '.join(term.words)}{'' if term.is_begun else ' '}"


def _request_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if State.CANCELLED not in wanted.states:
        found.append(requests.c.undone.is_(False))
    if wanted.states:
        statuses = [status for state in wanted.states for status in _OF_REQUESTS.get(state, ())]
        is_open = requests.c.closed_at.is_(None) if State.OPEN in wanted.states else false()
        found.append(or_(is_open, requests.c.status.in_(sorted(statuses)) if statuses else false()))
    if wanted.priorities:
        found.append(requests.c.priority.in_(sorted(wanted.priorities)))
    if wanted.client is not None:
        found.append(requests.c.client_number == wanted.client)
    if wanted.asker is not None:
        found.append(requests.c.asker == wanted.asker)
    return [*found, *_common(wanted, requests, requests.c.logged_at)]


def _may_be_a_task(wanted: Wanted) -> bool:
    """Tasks have no priority, nobody who asks, and fewer states."""
    has_state = not wanted.states or bool(wanted.states & {State.OPEN, *_OF_TASKS})
    return has_state and not wanted.priorities and wanted.asker is None


def _task_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        statuses = [_OF_TASKS[state] for state in wanted.states if state in _OF_TASKS]
        is_open = tasks.c.closed_at.is_(None) if State.OPEN in wanted.states else false()
        found.append(or_(is_open, tasks.c.status.in_(sorted(statuses)) if statuses else false()))
    if wanted.client is not None:
        theirs = select(requests.c.number).select_from(ClientRequest).where(requests.c.number == tasks.c.request_number)
        found.append(theirs.where(requests.c.client_number == wanted.client).exists())
    return [*found, *_common(wanted, tasks, tasks.c.given_at)]


def _common(wanted: Wanted, items: Table, begun: Column[datetime]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.owner is not None:
        found.append(items.c.owner == wanted.owner)
    if wanted.is_unowned:
        found.append(items.c.owner.is_(None))
    if wanted.since is not None:
        found.append(begun >= wanted.since)
    if wanted.until is not None:
        found.append(begun < wanted.until)
    if wanted.late_at is not None:
        found += [items.c.closed_at.is_(None), items.c.due_at < wanted.late_at]
    return found
