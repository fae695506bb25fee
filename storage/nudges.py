"""Reminders: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    or_,
    select,
    text,
)

from bot.domain.ids import ChannelId, NudgeNumber, OutboxId, TeamId, UserId
from bot.domain.nudges import Nudge
from bot.domain.outbox import MessageState
from bot.services.ports import Page
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.outbox import OutboxRow, outbox
from storage.queries import found, locked, page_of
from storage.types import UtcDateTime, number_id, text_id


class NudgeColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[NudgeNumber] = Column(number_id(NudgeNumber), primary_key=True, autoincrement=False)
    text: Named[str]
    about: Named[str | None]
    user_id: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    channel_id: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    local: Named[str]
    zone_name: Named[str]
    due_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    message: Named[OutboxId] = Column(text_id(OutboxId), nullable=False)
    cancelled_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


_STANDING = text("cancelled_at IS NULL")

nudges = Table(
    "nudge",
    metadata,
    NudgeColumns,
    ForeignKeyConstraint(["team_id", "message"], ["outbox.team_id", "outbox.id"]),
    Index("ix_nudge_set", "team_id", "set_by", "due_at", sqlite_where=_STANDING, postgresql_where=_STANDING),
    Index("ix_nudge_reaching", "team_id", "user_id", "due_at", sqlite_where=_STANDING, postgresql_where=_STANDING),
)
map_(Nudge, nudges)


class SqlNudges:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> NudgeNumber:
        return NudgeNumber(next_number(self._session, "nudge"))

    def add(self, nudge: Nudge) -> None:
        self._session.add(nudge)

    def one(self, number: NudgeNumber, *, seen_by: UserId) -> Nudge:
        return found(self._session, _numbered(number, seen_by), f"N-{number}")

    def for_change(self, number: NudgeNumber, *, seen_by: UserId) -> Nudge:
        return found(self._session, locked(self._session, _numbered(number, seen_by), Nudge), f"N-{number}")

    def waiting(self, *, seen_by: UserId, offset: int, limit: int) -> Page[Nudge]:
        return page_of(self._session, _waiting().where(_visible(seen_by)), offset=offset, limit=limit)

    def waiting_for(self, user: UserId) -> Sequence[Nudge]:
        reaching = _waiting().where(nudges.c.user_id == user)
        return self._session.scalars(locked(self._session, reaching, Nudge)).all()


def _waiting() -> Select[Nudge]:
    message = select(outbox.c.id).select_from(OutboxRow)
    is_pending = message.where(outbox.c.id == nudges.c.message, outbox.c.state == MessageState.PENDING).exists()
    soonest_first = (nudges.c.due_at, nudges.c.number)
    return select(Nudge).where(nudges.c.cancelled_at.is_(None), is_pending).order_by(*soonest_first)


def _numbered(number: NudgeNumber, viewer: UserId) -> Select[Nudge]:
    return select(Nudge).where(nudges.c.number == number, _visible(viewer))


def _visible(viewer: UserId) -> ColumnElement[bool]:
    return or_(nudges.c.set_by == viewer, nudges.c.user_id == viewer)
