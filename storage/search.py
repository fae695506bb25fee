"""Requests and tasks that match, newest first, out of those that somebody may see.

A word is either common, and then the newest few thousand items hold enough of it, or it is rare, and then the index
yields all there are at once. So the newest are gone through first, and only what does not fill a page there is looked
for in the index: neither database is left to guess which of the two it is, which PostgreSQL does badly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
)

from bot.domain.client_requests import ClientRequest
from bot.domain.finds import State, Wanted
from bot.domain.ids import UserId
from bot.domain.request_states import WAITING, RequestStatus
from bot.domain.search_words import Term
from bot.domain.tasks import Task, TaskStatus
from storage.client_requests import requests, visible_requests
from storage.hooks import TeamSession, core
from storage.search_index import RequestSearch, Tags, TaskSearch, request_search, task_search
from storage.search_words import fts_hits, in_row, in_tsvector, match_of, tagged
from storage.tasks import tasks, visible_tasks

T = TypeVar("T", ClientRequest, Task)

#: So many of the newest are gone through before the index is asked.
NEWEST = 1_000
#: So many of the index's hits are looked at together.
HITS = 500
#: What so many of the newest few have is common. A word of one in twenty of a million costs its index 1 ms.
SAMPLE, COMMON = 200, 10
_BEYOND = 2**62

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
        self.newest, self.hits = NEWEST, HITS
        self._session = session
        self._tags = Tags(session.team_id)

    def requests(
        self, wanted: Wanted, *, seen_by: UserId | None, limit: int, below: int | None
    ) -> Sequence[ClientRequest]:
        conditions = [*_request_conditions(wanted), visible_requests(seen_by) if seen_by else true()]
        source = _Source(ClientRequest, requests, RequestSearch, request_search, conditions)
        return self._found(source, wanted, limit=limit, below=below)

    def tasks(self, wanted: Wanted, *, seen_by: UserId | None, limit: int, below: int | None) -> Sequence[Task]:
        if not _may_be_a_task(wanted):
            return ()
        conditions = [*_task_conditions(wanted), visible_tasks(seen_by) if seen_by else true()]
        source = _Source(Task, tasks, TaskSearch, task_search, conditions)
        return self._found(source, wanted, limit=limit, below=below)

    def _found(self, source: _Source[T], wanted: Wanted, *, limit: int, below: int | None) -> Sequence[T]:
        number = source.items.c.number
        top = below if below is not None else (self._newest(source) or 0) + 1
        terms = [*wanted.terms, *map(tagged, self._looked_up(source, wanted))]
        if not terms:
            return self._items(self._all(source).where(number < top), number, limit)
        found = self._items(self._recent(source, wanted.terms, top), number, limit)
        if len(found) < limit and top > self.newest:
            return self._by_index(source, terms, top, limit)
        return found

    def _newest(self, source: _Source[T]) -> int | None:
        newest: int | None = self._session.scalar(select(func.max(source.items.c.number)).select_from(source.kind))
        return newest

    def _items(self, matching: Select[T], number: Column[Any], most: int) -> Sequence[T]:
        return self._session.scalars(matching.order_by(number.desc()).limit(most)).all()

    def _all(self, source: _Source[T]) -> Select[T]:
        return select(source.kind).where(*source.conditions)

    def _with_words(self, source: _Source[T], terms: Sequence[Term]) -> Select[T]:
        if not terms:
            return self._all(source)
        words = source.words.c
        same = and_(words.number == source.items.c.number, words.team_id == source.items.c.team_id)
        return self._all(source).join(source.words_kind, same).where(in_row(words.tokens, terms, self._dialect))

    def _recent(self, source: _Source[T], terms: Sequence[Term], top: int) -> Select[T]:
        """Said of both tables, or PostgreSQL would look up the words of each item to find a rare one in none."""
        bounded = [table.c.number for table in ((source.items, source.words) if terms else (source.items,))]
        within = [bound for number in bounded for bound in (number < top, number >= top - self.newest)]
        return self._with_words(source, terms).where(*within)

    def _by_index(self, source: _Source[T], terms: Sequence[Term], top: int, most: int) -> list[T]:
        """The hits by themselves, as many at a time as are looked at together, and then those that may be seen among
        them: in one statement both databases may begin with the items, however rare the word is.
        """
        number, found, beyond = source.items.c.number, list[T](), None
        looked_up, checked = self._told_apart(source, terms, top)
        while len(found) < most:
            hits = self._hits(source, looked_up, top, beyond)
            if hits:
                among = self._with_words(source, checked).where(number.in_([hit.number for hit in hits]))
                found += self._items(among, number, most - len(found))
            if len(hits) < self.hits:
                break
            # Not so rare after all.
            beyond, looked_up, checked = hits[-1].place, terms, ()
        return found

    def _told_apart(self, source: _Source[T], terms: Sequence[Term], top: int) -> tuple[Sequence[Term], Sequence[Term]]:
        """What the index is asked for, and what is looked for in its hits.

        Both databases put together all that a beginning stands for before they look at the next word. So a common one
        is left out where there is a rare word or tag beside it.
        """
        common = self._common(source, terms, top) if len(terms) > 1 else ()
        if len(common) == len(terms):
            return terms, ()
        checked = [term for term in common if term.is_begun]
        return [term for term in terms if term not in checked], checked

    def _common(self, source: _Source[T], terms: Sequence[Term], top: int) -> Sequence[Term]:
        """Of some of the newest, who may see them or not, so that it costs little."""
        words = source.words.c
        counts = [func.count(case((in_row(words.tokens, [term], self._dialect), 1))) for term in terms]
        some = words.team_id == self._session.team_id, words.number < top, words.number >= top - SAMPLE
        counted = core(self._session).execute(select(*counts).where(*some)).one()
        return [term for term, count in zip(terms, counted, strict=True) if count >= COMMON]

    def _hits(self, source: _Source[T], terms: Sequence[Term], top: int, beyond: int | None) -> Sequence[Row[Any]]:
        """The newest, each with its number and the place to go on at."""
        connection, terms = core(self._session), [*terms, tagged(self._tags.team_tag)]
        if self._dialect == "postgresql":
            return connection.execute(self._gin_hits(source.words, terms, beyond or top)).all()
        asked = {"match": match_of(terms), "team": self._session.team_id, "below": beyond or _BEYOND}
        return connection.execute(fts_hits(source.words), {**asked, "top": top, "most": self.hits}).all()

    def _gin_hits(self, words: Table, terms: Sequence[Term], below: int) -> Select[Any]:
        ours = words.c.team_id == self._session.team_id, in_tsvector(words.c.tokens, terms), words.c.number < below
        hits = select(words.c.number).where(*ours).cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
        newest = select(hits.c.number, hits.c.number.label("place"))
        return newest.order_by(hits.c.number.desc()).limit(self.hits)

    @cached_property
    def _dialect(self) -> str:
        return core(self._session).dialect.name

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
