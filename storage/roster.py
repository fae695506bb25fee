"""Who speaks, in the one process that an SQLite database has: what nobody else changes need not be read each time."""

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine

from bot.domain.ids import TeamId, UserId
from bot.domain.people import Person

Reading = Callable[[TeamId, UserId], Person | None]


class Roster(Protocol):
    def one(self, team: TeamId, user: UserId) -> Person | None: ...
    def forget(self) -> None:
        """People may have changed."""
        ...


def roster(engine: Engine, read: Reading) -> Roster:
    """Replicas on PostgreSQL change people for each other: whoever was deactivated must not go on through another."""
    return Kept(read) if engine.dialect.name == "sqlite" else Read(read)


class Read:
    def __init__(self, read: Reading) -> None:
        self._read = read

    def one(self, team: TeamId, user: UserId) -> Person | None:
        return self._read(team, user)

    def forget(self) -> None:
        pass


class Kept:
    """Not those who are unknown: they may be met at any time."""

    def __init__(self, read: Reading) -> None:
        self._read = read
        self._lock = Lock()
        self._people: dict[tuple[TeamId, UserId], Person] = {}
        self._changes = 0

    def one(self, team: TeamId, user: UserId) -> Person | None:
        kept = self._people.get((team, user))
        return kept if kept is not None else self._found(team, user)

    def forget(self) -> None:
        with self._lock:
            self._changes += 1
            self._people.clear()

    def _found(self, team: TeamId, user: UserId) -> Person | None:
        """What was read while people changed may be what they were."""
        changes = self._changes
        found = self._read(team, user)
        with self._lock:
            if found is not None and changes == self._changes:
                self._people[team, user] = found
        return found
