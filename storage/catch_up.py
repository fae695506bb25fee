"""Late reminders in the outbox: where some wait together, and the message that tells them at once.

A row that was gathered has ended, and `instead` names the one that tells it. Its reason says how far that is:
`gathered` while it waits, then `delivered` or `reported`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
    update,
)

from bot.domain.catch_up import CROWD, GATHERED_KINDS, LATE_AFTER, Waiting
from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.outbox import Lane, MessageKind, MessageState
from bot.services.time_ports import CatchUpPart, Late
from storage.engine import asking, database_now, refusing
from storage.hooks import TeamSession, core
from storage.its_clock import NOW, ByItsClock
from storage.outbox import TOLD_TOGETHER, ended, outbox
from storage.sweeping import FELT, TEAMS, swept
from storage.takeable import is_paused
from storage.types import UtcDateTime

GATHERED, DELIVERED, REPORTED = TOLD_TOGETHER
#: Rows of one place in one transaction; the next turn goes on with the rest.
MOST = 2_000

#: Never tried, and in nobody's hands.
_UNTRIED = and_(
    outbox.c.ended_at.is_(None),
    outbox.c.lane == Lane.REMINDER.value,
    outbox.c.due_at <= FELT,
    outbox.c.edits.is_(None),
    outbox.c.last_try_at.is_(None),
    or_(outbox.c.owner.is_(None), outbox.c.free_at <= NOW),
)
_UNTOUCHED = and_(_UNTRIED, outbox.c.kind.in_(GATHERED_KINDS))
#: While nothing goes out in a workspace there is time, and more to come.
_GOES_OUT = ~is_paused(NOW)
_TOO_LATE = and_(outbox.c.expires_at.is_not(None), outbox.c.expires_at < FELT)
_IN_TIME = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at >= FELT)

_part = outbox.alias("part")


_PLACE, _PERSON = (outbox.c.team_id, outbox.c.recipient), (outbox.c.team_id, outbox.c.fallback)
_LATE = case((outbox.c.due_at < bindparam("late", type_=UtcDateTime()), 1), else_=0)
_OURS = and_(outbox.c.team_id.in_(TEAMS), _UNTOUCHED)
_MANY = or_(func.sum(_LATE) > 1, func.count() > CROWD)
_CROWDS = select(*_PLACE, literal("crowd").label("what")).where(_OURS, _IN_TIME, _GOES_OUT)
_MISSED = select(*_PERSON, literal("missed").label("what")).where(_OURS, _TOO_LATE, outbox.c.fallback.is_not(None))
_LATE_ONES = ByItsClock(
    union_all(_CROWDS.group_by(*_PLACE).having(_MANY), _MISSED.group_by(*_PERSON).having(func.count() > 1))
)
#: Messages that have ended, whose reminders still wait for that.
ENDED_PARTS = (
    select(_part.c.team_id, _part.c.id)
    .select_from(outbox.join(_part, and_(_part.c.team_id == outbox.c.team_id, _part.c.id == outbox.c.instead)))
    .where(outbox.c.team_id.in_(TEAMS), outbox.c.reason == GATHERED, outbox.c.instead.is_not(None))
    .where(_part.c.ended_at.is_not(None))
    .distinct()
)


class CatchUpSweep:
    """What is to be done for the teams whose work is ours. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def late(self, teams: Collection[TeamId], now: datetime) -> Late:
        with refusing(), self._asking.connect() as connection:
            asked = {"teams": list(teams), "felt": now, "late": now - LATE_AFTER}
            rows = _LATE_ONES.ask(connection, asked).all()
        crowds = [(TeamId(team), to) for team, to, what in rows if what == "crowd"]
        return Late(crowds, [(TeamId(team), UserId(user)) for team, user, what in rows if what == "missed"])

    def ended_parts(self, teams: Collection[TeamId]) -> list[tuple[TeamId, OutboxId]]:
        """Messages that have ended, whose reminders still wait for that."""
        return [(TeamId(team), OutboxId(id_)) for team, id_ in swept(self._asking, ENDED_PARTS, teams)]


class SqlCatchUp:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def waiting(self, to: str, *, now: datetime) -> Sequence[Waiting]:
        return self._locked(and_(_IN_TIME, outbox.c.recipient == to), now, to)

    def take_apart(self, to: str, *, now: datetime) -> None:
        connection = core(self._session)
        mine = (outbox.c.team_id == self._session.team_id, outbox.c.recipient == to)
        untried = select(outbox.c.id).where(*mine, _UNTRIED, outbox.c.kind == MessageKind.CATCH_UP)
        found = untried.with_for_update(skip_locked=True)
        for part in connection.scalars(found, {"felt": now, "now": database_now(connection)}).all():
            if len(self.gathered(part)) >= MOST:
                continue
            self.let_go(part)
            this = update(outbox).where(outbox.c.team_id == self._session.team_id, outbox.c.id == part)
            connection.execute(this.values(ended(MessageState.CANCELLED, "gathered anew")))

    def missed(self, user: UserId, *, now: datetime) -> Sequence[Waiting]:
        return self._locked(and_(_TOO_LATE, outbox.c.fallback == user), now, user)

    def gather(self, rows: Sequence[Waiting], into: OutboxId) -> None:
        self._end(rows, ended(MessageState.CANCELLED, GATHERED) | {"instead": into})

    def expire(self, rows: Sequence[Waiting]) -> None:
        self._end(rows, ended(MessageState.EXPIRED, None))

    def gathered(self, into: OutboxId) -> Sequence[Waiting]:
        """What a message tells, oldest first."""
        rows = core(self._session).execute(select(outbox).where(*self._told_by(into)).order_by(*OLDEST_FIRST))
        return [as_waiting(row) for row in rows]

    def told_to(self, message: OutboxId) -> str | None:
        this = (outbox.c.team_id == self._session.team_id, outbox.c.id == message)
        to = select(outbox.c.recipient).where(*this, outbox.c.kind == MessageKind.CATCH_UP)
        return core(self._session).execute(to).scalar_one_or_none()

    def told_by(self, message: OutboxId) -> CatchUpPart | None:
        this = (outbox.c.team_id == self._session.team_id, outbox.c.id == message)
        told = select(outbox.c.instead).where(*this, outbox.c.reason.in_(TOLD_TOGETHER))
        into = core(self._session).execute(told).scalar_one_or_none()
        return self._part(into) if into else None

    def part(self, message: OutboxId) -> CatchUpPart | None:
        part = self._part(message)
        return part if part and self._waits(message) else None

    def _part(self, message: OutboxId) -> CatchUpPart | None:
        this = select(outbox).where(outbox.c.team_id == self._session.team_id, outbox.c.id == message)
        row = core(self._session).execute(this.with_for_update()).first()
        return CatchUpPart(row.id, row.kind, row.recipient, row.state, row.reason, row.facts) if row else None

    def conclude(self, message: OutboxId, how: str) -> None:
        """Its reminders were `delivered` with it, or it was `reported` that they were not."""
        self._change(message, {"reason": how})

    def let_go(self, message: OutboxId) -> None:
        """Its reminders wait for themselves again."""
        self._change(
            message, {"state": MessageState.PENDING, "reason": None, "instead": None, "ended_at": None, "owner": None}
        )

    def _locked(self, those: ColumnElement[bool], now: datetime, place: str) -> Sequence[Waiting]:
        connection = core(self._session)
        _take_turns(connection, f"{self._session.team_id}:{place}")
        rows = (
            select(outbox)
            .where(outbox.c.team_id == self._session.team_id, _UNTOUCHED, those)
            .order_by(*OLDEST_FIRST)
            .limit(MOST)
            .with_for_update(skip_locked=True)
        )
        found = connection.execute(rows, {"felt": now, "now": database_now(connection)})
        return [as_waiting(row) for row in found]

    def _end(self, rows: Sequence[Waiting], values: dict[str, Any]) -> None:
        these = (outbox.c.team_id == self._session.team_id, outbox.c.id.in_([row.id for row in rows]))
        core(self._session).execute(update(outbox).where(*these).values(values))

    def _change(self, message: OutboxId, values: dict[str, Any]) -> None:
        waiting = (*self._told_by(message), outbox.c.reason == GATHERED)
        core(self._session).execute(update(outbox).where(*waiting).values(values))

    def _waits(self, message: OutboxId) -> bool:
        waiting = select(outbox.c.id).where(*self._told_by(message), outbox.c.reason == GATHERED).limit(1)
        return core(self._session).execute(waiting).first() is not None

    def _told_by(self, message: OutboxId) -> tuple[ColumnElement[bool], ...]:
        team = outbox.c.team_id == self._session.team_id
        return team, outbox.c.instead == message, outbox.c.reason.in_(TOLD_TOGETHER)


OLDEST_FIRST = (outbox.c.due_at, outbox.c.sequence)


def _take_turns(connection: Connection, place: str) -> None:
    """So that two processes do not gather half of them each. SQLite's writing transactions take turns anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(hashtext(:place))"), {"place": place})


def as_waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        id=row.id,
        kind=row.kind,
        about=row.about,
        due_at=row.due_at,
        expires_at=row.expires_at,
        fallback=row.fallback,
        facts=row.facts,
    )
