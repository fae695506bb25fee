"""Which outbox rows may be taken now: due, free, not paused, in turn, and with what they refer to already sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Lane, MessageKind, MessageState, Posted
from storage.outbox import ended, outbox
from storage.pace import EVERY_METHOD, paces, pauses
from storage.types import UtcDateTime

#: More rows than are wanted are looked at, because of those for one place only the first is taken.
WINDOW = 4

POST, EDIT, PUBLISH = "chat.postMessage", "chat.update", "views.publish"

_base = outbox.alias("base")
_sibling = outbox.alias("sibling")

#: The clock that people feel, and the database's.
FELT, NOW = bindparam("felt", type_=UtcDateTime()), bindparam("now", type_=UtcDateTime())

_IS_HOME = outbox.c.kind == MessageKind.HOME
_IS_EDIT = outbox.c.edits.is_not(None)
_METHOD = case((_IS_HOME, PUBLISH), (_IS_EDIT, EDIT), else_=POST)

IS_DUE = and_(outbox.c.ended_at.is_(None), outbox.c.due_at <= FELT)
IS_FREE = or_(outbox.c.free_at.is_(None), outbox.c.free_at <= NOW)
IS_PAUSED = (
    exists()
    .where(pauses.c.team_id == outbox.c.team_id, pauses.c.method.in_([EVERY_METHOD, _METHOD]))
    .where(pauses.c.until_at > NOW)
)


def _is_unfinished(base: Column[OutboxId | None]) -> ColumnElement[bool]:
    """The test for NULL comes first, and keeps PostgreSQL from joining every row with every other."""
    unfinished = exists().where(_base.c.team_id == outbox.c.team_id, _base.c.id == base, _base.c.ended_at.is_(None))
    return and_(base.is_not(None), unfinished)


WAITS_FOR_ANOTHER = or_(_is_unfinished(outbox.c.edits), _is_unfinished(outbox.c.under))

_PLACE_IS_TAKEN = (
    exists()
    .where(paces.c.team_id == outbox.c.team_id, paces.c.recipient == outbox.c.recipient)
    .where(paces.c.next_at > NOW)
)
_SIBLING_UNDER_WAY = (
    exists()
    .where(_sibling.c.team_id == outbox.c.team_id, _sibling.c.id != outbox.c.id, _sibling.c.free_at > NOW)
    # Spelt out, because a parameter would keep the database from using the partial index.
    .where(literal_column("sibling.state = 'sending'"))
    .where(
        or_(
            _sibling.c.edits == outbox.c.edits,
            and_(_IS_HOME, _sibling.c.kind == MessageKind.HOME, _sibling.c.recipient == outbox.c.recipient),
        )
    )
)
_IS_ITS_TURN = case((or_(_IS_HOME, _IS_EDIT), ~_SIBLING_UNDER_WAY), else_=~_PLACE_IS_TAKEN)

_TAKEABLE = (
    select(outbox)
    .where(outbox.c.lane == bindparam("lane"), IS_DUE, IS_FREE, ~IS_PAUSED, ~WAITS_FOR_ANOTHER, _IS_ITS_TURN)
    .order_by(outbox.c.due_at, outbox.c.sequence)
    .limit(bindparam("rows"))
    .with_for_update(of=outbox, skip_locked=True, key_share=True)
)


@dataclass(frozen=True)
class Candidate:
    """A row that may be taken, and what the message that it edits or answers came to."""

    row: Row[Any]
    edits: Posted | None
    under: Posted | None

    @property
    def id(self) -> OutboxId:
        return OutboxId(self.row.id)

    @property
    def place(self) -> tuple[TeamId, str] | None:
        """Where it would be a new post, and so must wait its turn."""
        if self.row.edits is not None or self.row.kind is MessageKind.HOME:
            return None
        return TeamId(self.row.team_id), self.row.recipient

    @property
    def target(self) -> tuple[str, ...]:
        """Of the rows with one target only one is under way at a time, lest an older state overwrite a newer one."""
        what = self.row.edits or ("home" if self.row.kind is MessageKind.HOME else "post")
        return self.row.team_id, what, self.row.recipient

    @property
    def has_lost_its_base(self) -> bool:
        lost_edit = self.row.edits is not None and self.edits is None
        return lost_edit or (self.row.under is not None and self.under is None)


def candidates(connection: Connection, *, felt: datetime, now: datetime, limit: int) -> list[Candidate]:
    """Locked, at most `limit`, one for each target, by lane and then in the order in which they were due."""
    chosen: dict[tuple[str, ...], Candidate] = {}
    for lane in Lane:
        moment = {"felt": felt, "now": now, "lane": lane.value, "rows": limit * WINDOW}
        for candidate in _with_bases(connection, connection.execute(_TAKEABLE, moment).all()):
            if candidate.has_lost_its_base:
                _give_up(connection, candidate.id)
            elif len(chosen) < limit:
                chosen.setdefault(candidate.target, candidate)
    return list(chosen.values())


def _with_bases(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Candidate]:
    named = {base for row in rows for base in (row.edits, row.under) if base is not None}
    places = dict(_places(connection, named)) if named else {}
    for row in rows:
        yield Candidate(row, edits=places.get(row.edits), under=places.get(row.under))


def _places(connection: Connection, ids: set[OutboxId]) -> Iterator[tuple[OutboxId, Posted]]:
    sent = select(outbox.c.id, outbox.c.posted_channel, outbox.c.posted_ts).where(outbox.c.id.in_(ids))
    for id_, channel, ts in connection.execute(sent.where(outbox.c.state == MessageState.SENT)):
        if channel is not None and ts is not None:
            yield id_, Posted(channel, ts)


def _give_up(connection: Connection, message: OutboxId) -> None:
    stopped = update(outbox).where(outbox.c.id == message)
    connection.execute(stopped.values(ended(MessageState.CANCELLED, "what it refers to was never sent")))
