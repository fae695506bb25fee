"""Rows that were claimed, with what delivery has to know of them and what others say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.domain.holds import MOST_TOLD, mark
from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Claimed, Lane, MessageKind
from storage.claims import Candidate
from storage.holds import begun_by
from storage.outbox import outbox

TELLING_OTHERS = (MessageKind.CATCH_UP, MessageKind.MORNING, MessageKind.HELD_BACK)


def in_hand(
    connection: Connection, taken: Sequence[Candidate], rows: Mapping[OutboxId, Row[Any]], now: datetime
) -> list[Claimed]:
    """`rows` are those of the candidates as they are now that they were taken."""
    tells, since = _told_with(connection, taken), _held_since(connection, taken)
    return [
        replace(
            _claimed(rows[candidate.id], candidate, now),
            tells=tells.get(candidate.id, ()),
            held_since=_if_same(since.get(TeamId(candidate.row.team_id)), rows[candidate.id].first_try_at),
        )
        for candidate in taken
    ]


def _claimed(row: Row[Any], candidate: Candidate, now: datetime) -> Claimed:
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
    )


def _told_with(connection: Connection, taken: Sequence[Candidate]) -> Mapping[OutboxId, Sequence[str]]:
    """The marks of what each of these tells in the place of others, as far as they have room."""
    told: dict[OutboxId, list[str]] = {}
    for candidate in taken:
        if candidate.row.kind in TELLING_OTHERS:
            these = (outbox.c.team_id == candidate.row.team_id, outbox.c.instead == candidate.id)
            gathered = select(outbox.c.key).where(*these, outbox.c.reason.is_not(None))
            oldest = gathered.order_by(outbox.c.due_at, outbox.c.sequence).limit(MOST_TOLD)
            told[candidate.id] = [mark(candidate.row.team_id, key) for key in connection.scalars(oldest)]
    return told


def _held_since(connection: Connection, taken: Sequence[Candidate]) -> Mapping[TeamId, datetime]:
    teams = {TeamId(candidate.row.team_id) for candidate in taken if candidate.is_unclear}
    return begun_by(connection, teams) if teams else {}


def _if_same(since: datetime | None, first_try_at: datetime | None) -> datetime | None:
    """What is held is as if it had been tried in that very moment."""
    return since if since == first_try_at else None
