"""Reminders: table, mapping and queries."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    and_,
    func,
    or_,
    select,
    text,
)

from bot.domain.ids import ChannelId, NudgeNumber, TeamId, UserId
from bot.domain.nudge_occurrences import NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.services.pages import Page
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.nudge_occurrences import HELD_MESSAGE, TOLD, UNFINISHED_MESSAGE, occurrences
from storage.queries import asked, found, held, locked, page_of
from storage.sweeping import FELT, TEAMS
from storage.types import UtcDateTime, number_id, text_id
from storage.visibility import seen_by as reached_by


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
    cancelled_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    rule: Named[str | None]
    next_date: Named[date | None]
    is_urgent: Named[bool]
    version: Named[int] = Column(BigInteger(), nullable=False)


_STANDING = text("cancelled_at IS NULL")
_ABOUT = text("about IS NOT NULL AND cancelled_at IS NULL")
_RECURRING = text("rule IS NOT NULL AND cancelled_at IS NULL")

nudges = Table(
    "nudge",
    metadata,
    NudgeColumns,
    Index("ix_nudge_set", "team_id", "set_by", "due_at", sqlite_where=_STANDING, postgresql_where=_STANDING),
    Index("ix_nudge_recurring", "due_at", sqlite_where=_RECURRING, postgresql_where=_RECURRING),
    Index("ix_nudge_about", "team_id", "about", sqlite_where=_ABOUT, postgresql_where=_ABOUT),
    Index("ix_nudge_reaching", "team_id", "user_id", "due_at", sqlite_where=_STANDING, postgresql_where=_STANDING),
)
map_(Nudge, nudges)

DUE_NUDGES = (
    select(nudges.c.team_id, nudges.c.number)
    .where(nudges.c.rule.is_not(None), nudges.c.cancelled_at.is_(None), nudges.c.due_at <= FELT)
    .where(nudges.c.team_id.in_(TEAMS))
    .order_by(nudges.c.team_id, func.coalesce(nudges.c.user_id, nudges.c.channel_id), nudges.c.due_at)
)


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

    def known(self, number: NudgeNumber) -> Nudge | None:
        return asked(self._session, _any(number)).one_or_none()

    def about(self, label: str) -> Sequence[Nudge]:
        return held(self._session, _standing(label), Nudge).all()

    def about_each(self, labels: Sequence[str], also: Sequence[NudgeNumber] = ()) -> Sequence[Nudge]:
        standing = and_(nudges.c.about.in_(labels), nudges.c.cancelled_at.is_(None))
        those = select(Nudge).where(or_(standing, nudges.c.number.in_(also))).order_by(nudges.c.number)
        return held(self._session, those, Nudge).all()

    def told_about(self, label: str) -> Sequence[tuple[Nudge, NudgeOccurrence]]:
        told = _told(label)
        return [(nudge, occurrence) for nudge, occurrence in self._session.execute(told.statement, told.given)]

    def for_planning(self, number: NudgeNumber) -> Nudge | None:
        return held(self._session, _any(number), Nudge).one_or_none()

    def reached(self, number: NudgeNumber, *, by: UserId) -> Nudge:
        named = (nudges.c.set_by, nudges.c.user_id)
        seen = select(Nudge).where(nudges.c.number == number)
        seen = seen.where(reached_by(by, audience=nudges.c.channel_id, named=named))
        return found(self._session, locked(self._session, seen, Nudge), f"N-{number}")

    def waiting(self, *, seen_by: UserId, offset: int, limit: int) -> Page[Nudge]:
        """Also what is held back: it is still to come."""
        listed = select(Nudge).where(or_(waiting_nudges(), _is_held_back())).order_by(nudges.c.due_at, nudges.c.number)
        return page_of(self._session, listed.where(_visible(seen_by)), offset=offset, limit=limit)

    def waiting_for(self, user: UserId) -> Sequence[Nudge]:
        return self._session.scalars(_reaching(user).order_by(nudges.c.due_at, nudges.c.number)).all()

    def for_moving(self, user: UserId) -> Sequence[Nudge]:
        reaching = held(self._session, _reaching(user).order_by(nudges.c.number), Nudge)
        return sorted(reaching, key=lambda nudge: (nudge.due_at, nudge.number))


def _reaching(user: UserId) -> Select[Nudge]:
    return select(Nudge).where(waiting_nudges(), nudges.c.user_id == user)


def waiting_nudges() -> ColumnElement[bool]:
    """Those that are still to come."""
    coming = select(occurrences.c.sequence).select_from(NudgeOccurrence).where(occurrences.c.number == nudges.c.number)
    will_come = coming.where(UNFINISHED_MESSAGE).exists()
    return and_(nudges.c.cancelled_at.is_(None), or_(will_come, nudges.c.rule.is_not(None)))


def _is_held_back() -> ColumnElement[bool]:
    coming = select(occurrences.c.sequence).select_from(NudgeOccurrence).where(occurrences.c.number == nudges.c.number)
    return and_(nudges.c.cancelled_at.is_(None), coming.where(HELD_MESSAGE).exists())


@kept
def _any(number: NudgeNumber) -> Select[Nudge]:
    return select(Nudge).where(nudges.c.number == number)


@kept
def _standing(label: str) -> Select[Nudge]:
    return select(Nudge).where(nudges.c.about == label, nudges.c.cancelled_at.is_(None)).order_by(nudges.c.number)


@kept
def _told(label: str) -> Select[Nudge, NudgeOccurrence]:
    same = and_(nudges.c.team_id == occurrences.c.team_id, nudges.c.number == occurrences.c.number)
    standing = (nudges.c.about == label, nudges.c.cancelled_at.is_(None), occurrences.c.settled.is_(None))
    return select(Nudge, NudgeOccurrence).join(NudgeOccurrence, same).where(*standing, TOLD)


@kept
def _numbered(number: NudgeNumber, viewer: UserId) -> Select[Nudge]:
    return select(Nudge).where(nudges.c.number == number, _visible(viewer))


def _visible(viewer: UserId) -> ColumnElement[bool]:
    return or_(nudges.c.set_by == viewer, nudges.c.user_id == viewer)
