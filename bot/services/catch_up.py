"""Reminders that are late, or very many at once, told in one message for each place; and what came of that."""

import json
import uuid
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from bot.domain.catch_up import Waiting, expiry, is_late, to_gather
from bot.domain.clock import Clock
from bot.domain.ids import ChannelId, OutboxId, TeamId, UserId, is_person
from bot.domain.origins import OwnWork
from bot.domain.outbox import UNCLEAR, Lane, Message, MessageKind, MessageState, follow_up_key
from bot.domain.text import clipped
from bot.services.follow_ups import OF_THE_PLACE
from bot.services.ports import Store, Teams, Transaction
from bot.services.time_ports import CatchUpPart, Late

DELIVERED, REPORTED = "delivered", "reported"
#: Why a message was not sent though nobody had stopped it: the place does not take any (more).
WITHHELD = frozenset({"not_in_channel", "is_archived", "shared"})
#: What tells what was held back; where it was not sent that waits for the next one.
FOR_FOLDED = frozenset({MessageKind.MORNING, MessageKind.HELD_BACK})
#: As many lines as a notice has room for, and as much of each.
MOST_LINES, LINE = 30, 80


class Sweep(Protocol):
    def late(self, teams: Collection[TeamId], now: datetime) -> Late: ...
    def ended_parts(self, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, OutboxId]]: ...


class CatchUpService:
    """Each method is safe any number of times, by any number of processes."""

    def __init__(self, store: Store[Transaction], sweep: Sweep, clock: Clock, teams: Teams) -> None:
        self._store = store
        self._sweep = sweep
        self._clock = clock
        self._teams = teams

    def gather(self) -> int:
        """Says how many reminders are told together, or are not told any more, that were to go out one by one."""
        now, teams, counts = self._clock.now(), self._teams(), list[int]()
        late = self._sweep.late(teams, now)
        with ExitStack() as turns:
            for team, to in late.crowds:
                turns.callback(lambda team, to: counts.append(self._gather(team, to, now)), team, to)
            for team, user in late.missed:
                turns.callback(lambda team, user: counts.append(self._give_up(team, user, now)), team, user)
        return sum(counts)

    def conclude(self) -> int:
        """What was told together came to an end together: it arrived, is reported, or is sorted anew."""
        ended = self._sweep.ended_parts(self._teams())
        for team, message in ended:
            with self._store.begin(OwnWork(team_id=team)) as tx:
                part = tx.catch_up.part(message)
                if part is not None:
                    self._conclude(tx, part)
        return len(ended)

    def _gather(self, team: TeamId, to: str, now: datetime) -> int:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            if not to_gather(tx.catch_up.waiting(to, now=now), now):
                return 0
            tx.catch_up.take_apart(to, now=now)
            rows = to_gather(tx.catch_up.waiting(to, now=now), now)
            tx.catch_up.gather(rows, tx.outbox.add(_message(rows, to, now)))
        return len(rows)

    def _give_up(self, team: TeamId, user: UserId, now: datetime) -> int:
        """Told to whoever set them, at once for all."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            rows = tx.catch_up.missed(user, now=now)
            if rows:
                tx.outbox.add(_missed(rows, user, now))
                tx.catch_up.expire(rows)
        return len(rows)

    def _conclude(self, tx: Transaction, part: CatchUpPart) -> None:
        if part.kind in FOR_FOLDED and part.state in {MessageState.EXPIRED, MessageState.CANCELLED}:
            tx.pings.fold_again(part.message)
            return
        if part.state is MessageState.EXPIRED:
            tx.catch_up.let_go(part.message)
            return
        is_withheld = part.state is MessageState.CANCELLED and part.reason in WITHHELD
        if part.state is not MessageState.FAILED and not is_withheld:
            tx.catch_up.conclude(part.message, DELIVERED)
            return
        rows = tx.catch_up.gathered(part.message)
        for message in _reports(part, rows, self._clock.now()):
            tx.outbox.add(message)
        tx.catch_up.conclude(part.message, REPORTED)


def _message(rows: Sequence[Waiting], to: str, now: datetime) -> Message:
    """Who set them is told by `conclude` if it does not arrive: they may be several people."""
    return Message(
        kind=MessageKind.CATCH_UP,
        about=rows[0].about,
        to=UserId(to) if is_person(to) else ChannelId(to),
        key=f"catch_up:{uuid.uuid4().hex}",
        due_at=rows[0].due_at,
        lane=Lane.REMINDER,
        expires_at=expiry(rows),
        facts={"late": "1"} if all(is_late(row.due_at, now) for row in rows) else {},
    )


def _missed(rows: Sequence[Waiting], user: UserId, now: datetime) -> Message:
    lines = [[row.about, clipped(row.facts.get("text", ""), LINE), row.due_at.isoformat()] for row in rows]
    facts = {"what": "missed", "lines": json.dumps(lines[:MOST_LINES]), "count": str(len(lines))}
    return Message(
        kind=MessageKind.NOTICE,
        about=rows[0].about,
        to=user,
        # The same ones are told of once, also by a copy of the database that knows nothing of it.
        key=f"missed:{blake2b(' '.join(sorted(row.id for row in rows)).encode(), digest_size=16).hexdigest()}",
        due_at=now,
        facts=facts,
    )


def _reports(part: CatchUpPart, rows: Sequence[Waiting], now: datetime) -> Sequence[Message]:
    """Each setter is told of theirs, at most once an hour for one cause; whether it arrived is asked of one person."""
    error = part.reason or ""
    if error == UNCLEAR:
        asked = part.to if is_person(part.to) else next((row.fallback for row in rows if row.fallback), None)
        return [_undelivered(part, rows[0], UserId(asked), now)] if asked else []
    told = [row for row in rows if row.fallback and not (row.fallback == part.to and error in OF_THE_PLACE)]
    return [_undelivered(part, row, row.fallback, now) for row in told if row.fallback]


def _undelivered(part: CatchUpPart, row: Waiting, to: UserId, now: datetime) -> Message:
    error = part.reason or ""
    is_question = error == UNCLEAR
    about_all = {"kind": part.kind.value, "row": part.message}
    about_one = {**row.facts, "kind": row.kind.value, "row": row.id}
    return Message(
        kind=MessageKind.NOTICE,
        about=row.about,
        to=to,
        key=follow_up_key(part.message if is_question else row.id),
        due_at=now,
        alert=None if is_question else f"{to}:{part.to}:{error}",
        facts={"what": "undelivered", "error": error, "to": part.to, **(about_all if is_question else about_one)},
    )
