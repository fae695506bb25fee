"""The comings of reminders: table, mapping and queries. Their numbers count within their reminder."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    and_,
    func,
    or_,
    select,
    update,
)

from bot.domain.ids import NudgeNumber, OutboxId, TeamId, UserId
from bot.domain.nudge_occurrences import Coming, NudgeOccurrence, Settled
from bot.domain.outbox import MessageState
from storage.catch_up import DELIVERED, GATHERED
from storage.hooks import TeamSession, core
from storage.mapping import map_, metadata
from storage.outbox import FOLDED, OutboxRow, outbox
from storage.queries import held
from storage.types import UtcDateTime, number_id, str_enum, text_id


class OccurrenceColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[NudgeNumber] = Column(number_id(NudgeNumber), primary_key=True, autoincrement=False)
    sequence: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    due_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    message: Named[OutboxId] = Column(text_id(OutboxId), nullable=False)
    local_date: Named[date | None]
    settled: Named[Settled | None] = Column(str_enum(Settled), nullable=True)
    settled_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    settled_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    until: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    handed_to: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


occurrences = Table(
    "nudge_occurrence",
    metadata,
    OccurrenceColumns,
    ForeignKeyConstraint(["team_id", "number"], ["nudge.team_id", "nudge.number"]),
    ForeignKeyConstraint(["team_id", "message"], ["outbox.team_id", "outbox.id"]),
    Index(None, "team_id", "message"),
)
map_(NudgeOccurrence, occurrences)

UNFINISHED_MESSAGE = (
    select(outbox.c.id)
    .select_from(OutboxRow)
    .where(outbox.c.id == occurrences.c.message, outbox.c.ended_at.is_(None))
    .exists()
)
_GATHERED = (
    select(outbox.c.id)
    .select_from(OutboxRow)
    .where(outbox.c.id == occurrences.c.message, outbox.c.reason.in_((GATHERED, FOLDED)))
    .exists()
)
_teller = outbox.alias("teller")
_COMES = select(_teller.c.id).where(
    _teller.c.team_id == outbox.c.team_id, _teller.c.id == outbox.c.instead, _teller.c.ended_at.is_(None)
)
#: Until the digest that tells it has come.
HELD_MESSAGE = (
    select(outbox.c.id)
    .select_from(OutboxRow)
    .where(outbox.c.id == occurrences.c.message)
    .where(or_(outbox.c.reason == FOLDED, and_(outbox.c.reason == GATHERED, _COMES.exists())))
    .exists()
)
TOLD = (
    select(outbox.c.id)
    .select_from(OutboxRow)
    .where(outbox.c.id == occurrences.c.message)
    .where(or_(outbox.c.state == MessageState.SENT, outbox.c.reason == DELIVERED))
    .exists()
)


class SqlNudgeOccurrences:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def add(self, occurrence: NudgeOccurrence) -> None:
        # Aggregates have no relations, so the session would not know that the reminder goes in first.
        self._session.flush()
        self._session.add(occurrence)

    def one(self, coming: Coming) -> NudgeOccurrence | None:
        this = _of(coming.number).where(occurrences.c.sequence == coming.sequence)
        return held(self._session, this, NudgeOccurrence).one_or_none()

    def last_told(self, number: NudgeNumber) -> NudgeOccurrence | None:
        newest = _of(number).where(TOLD).order_by(occurrences.c.sequence.desc()).limit(1)
        return self._session.scalars(newest).one_or_none()

    def first_facts(self, number: NudgeNumber) -> Mapping[str, str]:
        told = select(outbox.c.facts).select_from(OutboxRow).join(NudgeOccurrence, outbox.c.id == occurrences.c.message)
        first = told.where(occurrences.c.number == number).order_by(occurrences.c.sequence).limit(1)
        return self._session.scalar(first) or {}

    def next_sequence(self, number: NudgeNumber) -> int:
        last = select(func.max(occurrences.c.sequence)).select_from(NudgeOccurrence)
        return (self._session.scalar(last.where(occurrences.c.number == number)) or 0) + 1

    def unsent(self, number: NudgeNumber) -> Sequence[NudgeOccurrence]:
        waiting = _of(number).where(or_(UNFINISHED_MESSAGE, _GATHERED)).order_by(occurrences.c.sequence)
        return held(self._session, waiting, NudgeOccurrence).all()

    def readdress(self, occurrence: NudgeOccurrence, to: UserId) -> None:
        """One that waits in a message with others, or for a digest, is taken out of it."""
        again = {"state": MessageState.PENDING, "reason": None, "instead": None, "owner": None, "ended_at": None}
        again |= {"ping": None, "pinged_on": None}
        this = (outbox.c.team_id == self._session.team_id, outbox.c.id == occurrence.message)
        waits = or_(outbox.c.ended_at.is_(None), outbox.c.reason.in_((GATHERED, FOLDED)))
        moved = update(outbox).where(*this, outbox.c.last_try_at.is_(None), waits)
        core(self._session).execute(moved.values(recipient=to, **again))


def _of(number: NudgeNumber) -> Select[NudgeOccurrence]:
    return select(NudgeOccurrence).where(occurrences.c.number == number)
