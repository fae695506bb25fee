"""What nearly every change asks for and seldom changes: read past the session (docs/decisions/0045)."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, inspect, select

from bot.domain.ids import TeamId
from storage.hooks import TeamSession, core
from storage.queries import added, held

T = TypeVar("T")
Id = TypeVar("Id", bound=str)


class Known(Generic[Id, T]):
    """Entities of one kind by their ids, read past the session, and as this transaction has changed them."""

    def __init__(self, session: TeamSession, kind: type[T], read: Callable[[Connection, TeamId, Id], T | None]) -> None:
        self._session = session
        self._kind = kind
        self._read = read
        self._met: dict[Id, T | None] = {}

    def one(self, which: Id) -> T | None:
        key = self._session.identity_key(self._kind, self._key(which))
        changed: T | None = self._session.identity_map.get(key)
        if changed is not None:
            return changed
        if which not in self._met:
            self._met[which] = self._read(core(self._session), self._session.team_id, which)
        return self._met[which]

    def for_change(self, which: Id) -> T | None:
        self._met.pop(which, None)
        this = select(self._kind).where(*self._is(which))
        return held(self._session, this, self._kind).one_or_none()

    def add(self, entity: T) -> bool:
        self._met.clear()
        return added(self._session, entity)

    def _is(self, which: Id) -> list[ColumnElement[bool]]:
        columns = inspect(self._kind).primary_key
        return [column == part for column, part in zip(columns, self._key(which), strict=True)]

    def _key(self, which: Id) -> tuple[TeamId, Id]:
        return self._session.team_id, which
