"""The outbox as an operator sees it, across all teams: what waits, what failed, and what is decided about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    String,
    case,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from bot.domain.installations import Silence
from bot.domain.outbox import MessageState
from bot.domain.undelivered import LATE_AFTER, NotDecided, Standing, Undelivered
from storage.catch_up import GATHERED
from storage.engine import background, database_now, reading, refusing
from storage.installations import silences
from storage.outbox import ANEW, DISCARDED, ended, outbox
from storage.takeable import IS_UNCLEAR

#: In whatever words it was written: a newer version may have more of them.
_KIND = type_coerce(outbox.c.kind, String()).label("kind")
_SHOWN: tuple[ColumnElement[Any], ...] = (*(column for column in outbox.c if column is not outbox.c.kind), _KIND)
_UNDELIVERED = or_(outbox.c.ended_at.is_(None), outbox.c.state == MessageState.FAILED)


class OutboxDesk:
    """Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = background(engine)
        self._reading = reading(engine)

    def counts(self, now: datetime) -> Mapping[Standing, int]:
        standing = _standing(now)
        counted = select(standing, func.count()).where(_UNDELIVERED).group_by(standing)
        with refusing(), self._reading.begin() as connection:
            found = connection.execute(counted.where(_of_all_teams(connection)))
            return {Standing(name): count for name, count in found}

    def newest(self, standing: Standing, now: datetime, limit: int) -> list[Undelivered]:
        rows = select(*_SHOWN).where(_UNDELIVERED, _standing(now) == standing).order_by(outbox.c.due_at.desc())
        with refusing(), self._reading.begin() as connection:
            found = connection.execute(rows.where(_of_all_teams(connection)).limit(limit))
            return [_undelivered(row, standing) for row in found]

    def silences(self, now: datetime) -> Sequence[Silence]:
        return silences(self._reading, now)

    def retry(self, message: str) -> datetime:
        """A failed one as if it had never been tried; one that waits, without waiting, but not before it is due, which
        is said. Raises NotDecided.
        """
        with refusing(), self._engine.begin() as connection:
            row = _in_nobodys_hands(connection, message)
            if row.ended_at is None and row.is_unclear:
                raise NotDecided("looked_for")
            _change(connection, row, ANEW if row.ended_at else {"owner": None, "free_at": None})
            due_at: datetime = row.due_at
            return due_at

    def discard(self, message: str, why: str) -> int:
        """With all that it was to tell, which otherwise would come again at once: says how many. Raises NotDecided."""
        given_up = ended(MessageState.CANCELLED, f"{DISCARDED}{why}")
        with refusing(), self._engine.begin() as connection:
            row = _in_nobodys_hands(connection, message)
            _change(connection, row, given_up)
            waiting = (outbox.c.team_id == row.team_id, outbox.c.instead == row.id, outbox.c.reason == GATHERED)
            return connection.execute(update(outbox).where(*waiting).values(given_up)).rowcount


def _of_all_teams(connection: Connection) -> ColumnElement[bool]:
    """Named one by one, so that no statement is without its teams; whoever runs this may read the whole database."""
    return outbox.c.team_id.in_(connection.scalars(select(outbox.c.team_id).distinct()).all())


def _standing(now: datetime) -> ColumnElement[str]:
    return case(
        (outbox.c.state == MessageState.FAILED, Standing.FAILED.value),
        (IS_UNCLEAR, Standing.UNKNOWN.value),
        (outbox.c.due_at < now - LATE_AFTER, Standing.LATE.value),
        else_=Standing.PENDING.value,
    )


def _in_nobodys_hands(connection: Connection, message: str) -> Row[Any]:
    this = (outbox.c.id == message, _of_all_teams(connection))
    shown: Select[*tuple[Any, ...]] = select(*_SHOWN, IS_UNCLEAR.label("is_unclear")).where(*this).with_for_update()
    row = connection.execute(shown).first()
    if row is None:
        raise NotDecided("missing")
    if row.ended_at is not None and row.state != MessageState.FAILED:
        raise NotDecided("ended")
    if row.owner is not None and row.free_at is not None and row.free_at > database_now(connection):
        raise NotDecided("held")
    return row


def _change(connection: Connection, row: Row[Any], values: dict[str, Any]) -> None:
    this = update(outbox).where(outbox.c.team_id == row.team_id, outbox.c.id == row.id)
    connection.execute(this.values(values))


def _undelivered(row: Row[Any], standing: Standing) -> Undelivered:
    return Undelivered(
        id=row.id,
        team_id=row.team_id,
        standing=standing,
        kind=row.kind,
        about=row.about,
        to=row.recipient,
        due_at=row.due_at,
        attempt=row.attempt,
        reason=row.reason,
    )
