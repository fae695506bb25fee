"""Rows that were claimed, with what delivery has to know of them and what others say of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.domain.holds import MOST_TOLD, mark
from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Claimed, Lane, MessageKind
from storage.claims import Candidate
from storage.holds import begun_by
from storage.outbox import outbox

#: Of a row what delivery has to know: all of it would take twice as long to read.
CLAIMED = (
    outbox.c.id,
    outbox.c.team_id,
    outbox.c.owner,
    outbox.c.kind,
    outbox.c.about,
    outbox.c.recipient,
    outbox.c.due_at,
    outbox.c.expires_at,
    outbox.c.lane,
    outbox.c.attempt,
    outbox.c.first_try_at,
    outbox.c.thread_ts,
    outbox.c.fallback,
    outbox.c.facts,
    outbox.c.reason,
    outbox.c.edits,
    outbox.c.key,
)
TELLING_OTHERS = (MessageKind.CATCH_UP, MessageKind.MORNING, MessageKind.HELD_BACK)


def in_hand(
    connection: Connection, taken: Sequence[Candidate], rows: Mapping[OutboxId, Row[Any]], now: datetime
) -> list[Claimed]:
    """`rows` are those of the candidates as they are now that they were taken."""
    tells, since = _told_with(connection, taken), _held_since(connection, taken)
    return [
        _claimed(rows[candidate.id], candidate, now, tells.get(candidate.id, ()), since.get(candidate.team_id))
        for candidate in taken
    ]


def _claimed(
    row: Row[Any], candidate: Candidate, now: datetime, tells: Sequence[str], held_since: datetime | None
) -> Claimed:
    return Claimed(
        id=candidate.id,
        team_id=row.team_id,
        token=row.owner,
        kind=row.kind,
        about=row.about,
        to=row.recipient,
        due_at=row.due_at,
        expires_at=row.expires_at,
        lane=Lane(row.lane),
        attempt=row.attempt,
        tried_ago=None if row.first_try_at is None else now - row.first_try_at,
        edits=candidate.edits,
        thread_ts=row.thread_ts or (candidate.under.ts if candidate.under else None),
        fallback=row.fallback,
        facts=row.facts,
        reason=row.reason,
        base=row.edits,
        mark=mark(row.team_id, row.key),
        tells=tells,
        # What is held is as if it had been tried in that very moment.
        held_since=held_since if held_since == row.first_try_at else None,
    )


def _told_with(connection: Connection, taken: Sequence[Candidate]) -> Mapping[OutboxId, Sequence[str]]:
    """The marks of what each of these tells in the place of others, as far as they have room."""
    told: dict[OutboxId, list[str]] = {}
    for candidate in taken:
        if candidate.kind in TELLING_OTHERS:
            these = (outbox.c.team_id == candidate.team_id, outbox.c.instead == candidate.id)
            gathered = select(outbox.c.key).where(*these, outbox.c.reason.is_not(None))
            oldest = gathered.order_by(outbox.c.due_at, outbox.c.sequence).limit(MOST_TOLD)
            told[candidate.id] = [mark(candidate.team_id, key) for key in connection.scalars(oldest)]
    return told


def _held_since(connection: Connection, taken: Sequence[Candidate]) -> Mapping[TeamId, datetime]:
    teams = {candidate.team_id for candidate in taken if candidate.is_unclear}
    return begun_by(connection, teams) if teams else {}
