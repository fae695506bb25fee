"""The outbox as delivery sees it, across all teams: claims, intents and outcomes (reliability.md 3.1)."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, literal_column, or_, select, update
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
    Message,
    MessageState,
    NotSent,
    Outcome,
    Posted,
    Refused,
    Throttled,
    Unclear,
)
from storage.claims import IS_DUE, IS_FREE, IS_PAUSED, WAITS_FOR_ANOTHER, Candidate, candidates
from storage.engine import background, database_now, reading
from storage.outbox import add_message, ended, outbox
from storage.pace import EVERY_METHOD, pause, put_off, resume, take_turns

#: reliability.md 3.1: longer than a call may take and an answer may be late.
SETTLE = timedelta(seconds=20)
#: From the intent to the record, as long as the lease of a claim.
POSTING = timedelta(seconds=30)
LONGEST_BACKOFF = timedelta(seconds=60)
UNTIL_MENDED = timedelta(days=36500)

_UNFINISHED = (
    select(func.count())
    .select_from(outbox)
    # Each lane by name, because the index begins with it.
    .where(outbox.c.lane.in_([lane.value for lane in Lane]))
    .where(IS_DUE, or_(IS_FREE, outbox.c.owner.is_not(None)), ~IS_PAUSED, ~WAITS_FOR_ANOTHER)
)

_Values = dict[str, Any]


class SqlOutbox:
    """`spacing` is the seconds between two posts in one place. Only `due` is compared with the clock people feel."""

    def __init__(self, engine: Engine, clock: Clock, spacing: float, *, settle: timedelta = SETTLE) -> None:
        self._engine = background(engine)
        self._reading = reading(engine)
        self._clock = clock
        self._spacing = timedelta(seconds=spacing)
        self._settle = settle

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]:
        with self._engine.begin() as connection:
            now = database_now(connection)
            found = candidates(connection, felt=self._clock.now(), now=now, limit=limit)
            places = {candidate.place for candidate in found if candidate.place is not None}
            turns = take_turns(connection, places, now=now, spacing=self._spacing)
            taken = [candidate for candidate in found if candidate.place is None or candidate.place in turns]
            token = secrets.token_hex(16)
            if not taken:
                return []
            held = {"state": MessageState.SENDING, "owner": token, "free_at": now + lease}
            rows = outbox.c.id.in_([candidate.id for candidate in taken])
            connection.execute(update(outbox).where(rows).values(held))
        return [_claimed(candidate, token) for candidate in taken]

    def intend(self, claimed: Claimed) -> bool:
        """The lease begins anew, so that nobody takes the row while it is being posted."""
        with self._engine.begin() as connection:
            now = database_now(connection)
            tried = {"last_try_at": now, "attempt": outbox.c.attempt + 1, "free_at": now + POSTING}
            is_held = connection.execute(update(outbox).where(*_held(claimed)).values(tried)).rowcount == 1
            if is_held and not claimed.may_repeat:
                # It may have waited behind others of its batch: the next one there keeps its distance from the post.
                put_off(connection, claimed.team_id, claimed.to, now + self._spacing)
        return is_held

    def record(self, claimed: Claimed, outcome: Outcome, *, follow_up: Message | None) -> bool:
        try:
            return self._recorded(claimed, outcome, follow_up)
        except IntegrityError:
            # In this very moment a row with the same merge key has begun to wait: the second time it is seen.
            return self._recorded(claimed, outcome, follow_up)

    def unfinished(self) -> int:
        """Rows that deliver_due could still do something about now: without those of pauses, backoffs and settling,
        and those that wait for another row.
        """
        moment = {"felt": self._clock.now()}
        with self._reading.begin() as connection:
            return connection.execute(_UNFINISHED, moment | {"now": database_now(connection)}).scalar_one()

    def posted(self, message: OutboxId) -> Posted | None:
        place = select(outbox.c.posted_channel, outbox.c.posted_ts).where(outbox.c.id == message)
        with self._reading.begin() as connection:
            for channel, ts in connection.execute(place):
                return Posted(channel, ts) if channel is not None and ts is not None else None
        return None

    def about(self, team: TeamId, channel: ChannelId, ts: MessageTs) -> str | None:
        """The label of the item whose message stands there."""
        here = (outbox.c.team_id == team, outbox.c.posted_channel == channel, outbox.c.posted_ts == ts)
        with self._reading.begin() as connection:
            return connection.execute(select(outbox.c.about).where(*here).limit(1)).scalar()

    def resume(self, team: TeamId) -> None:
        """After the installation was mended."""
        with self._engine.begin() as connection:
            resume(connection, team)

    def _recorded(self, claimed: Claimed, outcome: Outcome, follow_up: Message | None) -> bool:
        with self._engine.begin() as connection:
            now = database_now(connection)
            values = _after(claimed, outcome, now, self._settle)
            if values["state"] is MessageState.PENDING and _another_waits(connection, claimed):
                values = ended(MessageState.CANCELLED, "merged")
            if connection.execute(update(outbox).where(*_held(claimed)).values(values)).rowcount != 1:
                return False
            _pause_after(connection, claimed, outcome, now)
            if follow_up is not None:
                add_message(connection, claimed.team_id, follow_up)
            return True


def _after(claimed: Claimed, outcome: Outcome, now: datetime, settle: timedelta) -> _Values:
    match outcome:
        case Throttled() | InstallationDead() | NotSent() | Unclear():
            return _waiting(claimed, outcome, now, settle)
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
    untried: _Values = {} if claimed.was_tried else {"last_try_at": None}
    backoff = now + min(timedelta(seconds=2 ** min(claimed.attempt, 6)), LONGEST_BACKOFF)
    match outcome:
        case Throttled(method, seconds):
            return _free(now + timedelta(seconds=seconds), method) | untried | {"attempt": claimed.attempt}
        case InstallationDead(reason):
            return _free(now, reason) | untried | {"attempt": claimed.attempt}
        case NotSent(reason):
            return _free(backoff, reason) | untried
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


def _claimed(candidate: Candidate, token: str) -> Claimed:
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
        was_tried=row.last_try_at is not None,
        edits=candidate.edits,
        thread_ts=row.thread_ts or (candidate.under.ts if candidate.under else None),
        fallback=row.fallback,
        facts=row.facts,
    )
