"""The outbox as delivery sees it, across all teams: claims, intents and outcomes (reliability.md 3.1)."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, func, literal_column, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from bot.domain.clock import Clock
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import (
    Accepted,
    Claimed,
    Dropped,
    Expired,
    InstallationDead,
    Lane,
    MessageState,
    NotSent,
    NotThere,
    Outcome,
    Refused,
    Result,
    Throttled,
    Unclear,
)
from bot.services.ports import Teams
from storage.claims import IS_OURS, NOW, WAITS_FOR_ANOTHER, Candidate, candidates, is_free, is_paused
from storage.engine import background, database_now, reading, refusing
from storage.outbox import NEVER_TRIED, add_message, ended, outbox
from storage.pace import EVERY_METHOD, pause, put_off, resume, take_turns
from storage.types import UtcDateTime

#: reliability.md 3.1: longer than a call may take and an answer may be late.
SETTLE = timedelta(seconds=20)
#: From the intent to the record, as long as the lease of a claim.
POSTING = timedelta(seconds=30)
LONGEST_BACKOFF = timedelta(seconds=60)
UNTIL_MENDED = timedelta(days=36500)

#: Whoever waits until nothing more is going on waits as long as this for the next try of a row.
SOON = timedelta(seconds=3)
_SOON = bindparam("soon", type_=UtcDateTime())

_UNFINISHED = (
    select(func.count())
    .select_from(outbox)
    # Each lane by name, because the index begins with it.
    .where(outbox.c.lane.in_([lane.value for lane in Lane]))
    .where(IS_OURS, or_(is_free(_SOON), outbox.c.owner.is_not(None)), ~is_paused(_SOON), ~WAITS_FOR_ANOTHER)
)

T = TypeVar("T")
_Values = dict[str, Any]


class SqlOutbox:
    """`spacing` is the seconds between two posts in one place. Only `due` is compared with the clock people feel."""

    def __init__(
        self, engine: Engine, clock: Clock, spacing: float, teams: Teams, *, settle: timedelta = SETTLE
    ) -> None:
        self._engine = background(engine)
        self._reading = reading(engine)
        self._clock = clock
        self._spacing = timedelta(seconds=spacing)
        self._teams = teams
        self._settle = settle

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]:
        with self._engine.begin() as connection:
            now = database_now(connection)
            found = candidates(connection, self._teams(), felt=self._clock.now(), now=now, limit=limit)
            places = {candidate.place for candidate in found if candidate.place is not None}
            turns = take_turns(connection, places, now=now, spacing=self._spacing)
            taken = [candidate for candidate in found if candidate.place is None or candidate.place in turns]
            token = secrets.token_hex(16)
            if not taken:
                return []
            held = {"state": MessageState.SENDING, "owner": token, "free_at": now + lease}
            rows = (outbox.c.team_id.in_(self._teams()), outbox.c.id.in_([candidate.id for candidate in taken]))
            connection.execute(update(outbox).where(*rows).values(held))
        return [_claimed(candidate, token, now) for candidate in taken]

    def intend(self, rows: Sequence[Claimed]) -> set[OutboxId]:
        """The lease begins anew, so that nobody takes a row while it is being posted."""
        with self._engine.begin() as connection:
            now = database_now(connection)
            stopped = _paused(connection, rows, now)
            going = {row.id for row in rows if row.id not in stopped and self._is_going(connection, row, now)}
        self.put_back([row for row in rows if row.id in stopped])
        return going

    def put_back(self, rows: Sequence[Claimed]) -> None:
        for row in rows:
            _once_more(self._put_back, row)

    def record(self, results: Sequence[Result]) -> set[OutboxId]:
        return {result.claimed.id for result in results if _once_more(self._recorded, result)}

    def unfinished(self) -> int:
        """Rows that deliver_due could do something about, now or within seconds: without those of longer pauses,
        backoffs and settling, and those that wait for another row.
        """
        with self._reading.begin() as connection:
            soon = database_now(connection) + SOON
            asked = {"teams": list(self._teams()), "felt": self._clock.now(), "soon": soon}
            return connection.execute(_UNFINISHED, asked).scalar_one()

    def about(self, team: TeamId, channel: ChannelId, ts: MessageTs) -> str | None:
        """The label of the item whose message stands there."""
        here = (outbox.c.team_id == team, outbox.c.posted_channel == channel, outbox.c.posted_ts == ts)
        with self._reading.begin() as connection:
            return connection.execute(select(outbox.c.about).where(*here).limit(1)).scalar()

    def resume(self, team: TeamId) -> None:
        """After the installation was mended. Raises StoreUnavailable."""
        with refusing(), self._engine.begin() as connection:
            resume(connection, team)

    def _is_going(self, connection: Connection, row: Claimed, now: datetime) -> bool:
        first = func.coalesce(outbox.c.first_try_at, now)
        tried = {"first_try_at": first, "last_try_at": now, "attempt": outbox.c.attempt + 1, "free_at": now + POSTING}
        is_held = connection.execute(update(outbox).where(*_held(row)).values(tried)).rowcount == 1
        if is_held and not row.may_repeat:
            # It may have waited behind others of its batch: the next one there keeps its distance from the post.
            put_off(connection, row.team_id, row.to, now + self._spacing)
        return is_held

    def _recorded(self, result: Result) -> bool:
        claimed, outcome = result.claimed, result.outcome
        with self._engine.begin() as connection:
            now = database_now(connection)
            if not _moved_on(connection, claimed, _after(claimed, outcome, now, self._settle)):
                return False
            _pause_after(connection, claimed, outcome, now)
            if result.follow_up is not None:
                add_message(connection, claimed.team_id, result.follow_up)
            return True

    def _put_back(self, row: Claimed) -> bool:
        with self._engine.begin() as connection:
            return _moved_on(connection, row, _unclaimed(row))


def _once_more(write: Callable[[T], bool], what: T) -> bool:
    try:
        return write(what)
    except IntegrityError:
        # In this very moment a row with the same merge key has begun to wait: the second time it is seen.
        return write(what)


def _paused(connection: Connection, rows: Sequence[Claimed], now: datetime) -> set[OutboxId]:
    these = tuple_(outbox.c.team_id, outbox.c.id).in_([(row.team_id, row.id) for row in rows])
    return set(connection.scalars(select(outbox.c.id).where(these, is_paused(NOW)), {"now": now}))


def _moved_on(connection: Connection, row: Claimed, values: _Values) -> bool:
    """False when the claim was lost."""
    if values["state"] is MessageState.PENDING and _another_waits(connection, row):
        values = ended(MessageState.CANCELLED, "merged")
    return connection.execute(update(outbox).where(*_held(row)).values(values)).rowcount == 1


def _unclaimed(row: Claimed) -> _Values:
    return {"state": _state_of_waiting(row), "owner": None, "free_at": None}


def _state_of_waiting(row: Claimed) -> MessageState:
    return MessageState.SENDING if row.is_unclear else MessageState.PENDING


def _after(claimed: Claimed, outcome: Outcome, now: datetime, settle: timedelta) -> _Values:
    match outcome:
        case Throttled() | InstallationDead() | NotSent() | Unclear():
            return _waiting(claimed, outcome, now, settle)
        case NotThere():
            return {"state": MessageState.PENDING, "owner": None, "free_at": None} | NEVER_TRIED
        case Accepted(posted):
            place = {"posted_channel": posted.channel, "posted_ts": posted.ts} if posted else {}
            return ended(MessageState.SENT, None) | place
        case Refused(reason):
            return ended(MessageState.FAILED, reason)
        case Dropped(reason):
            return ended(MessageState.CANCELLED, reason)
        case Expired():
            return ended(MessageState.EXPIRED, None)


def _waiting(
    claimed: Claimed, outcome: Throttled | InstallationDead | NotSent | Unclear, now: datetime, settle: timedelta
) -> _Values:
    """`untried` is for what certainly did not arrive: the row is as if the call had not been made."""
    untried = {"state": _state_of_waiting(claimed)} | ({} if claimed.was_tried else NEVER_TRIED)
    backoff = now + min(timedelta(seconds=2 ** min(claimed.attempt, 6)), LONGEST_BACKOFF)
    match outcome:
        case Throttled(method, seconds):
            return _free(now + timedelta(seconds=seconds), method) | untried | {"attempt": claimed.attempt}
        case InstallationDead(reason):
            return _free(now, reason) | untried | {"attempt": claimed.attempt}
        case NotSent(reason):
            # Also when it did not come to an intent, which counts the attempts otherwise.
            return _free(backoff, reason) | untried | {"attempt": claimed.attempt + 1}
        case Unclear(reason) if claimed.may_repeat:
            return _free(backoff, reason)
        case Unclear(reason):
            return _free(now + settle, reason) | {"state": MessageState.SENDING}


def _held(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.team_id == claimed.team_id, outbox.c.id == claimed.id, outbox.c.owner == claimed.token


def _free(at: datetime, reason: str) -> _Values:
    return {"state": MessageState.PENDING, "owner": None, "free_at": at, "reason": reason}


def _another_waits(connection: Connection, claimed: Claimed) -> bool:
    """What would wait again merges with a row that has come since."""
    mine = select(outbox.c.merge_key).where(outbox.c.team_id == claimed.team_id, outbox.c.id == claimed.id)
    waiting: ColumnElement[bool] = literal_column("state = 'pending'")
    same = select(outbox.c.id).where(outbox.c.team_id == claimed.team_id, waiting)
    return connection.execute(same.where(outbox.c.merge_key == mine.scalar_subquery())).first() is not None


def _pause_after(connection: Connection, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Throttled(method, seconds):
            pause(connection, claimed.team_id, method, now + timedelta(seconds=seconds))
        case InstallationDead():
            pause(connection, claimed.team_id, EVERY_METHOD, now + UNTIL_MENDED)
        case _:
            pass


def _claimed(candidate: Candidate, token: str, now: datetime) -> Claimed:
    row = candidate.row
    return Claimed(
        id=candidate.id,
        team_id=row.team_id,
        token=token,
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
    )
