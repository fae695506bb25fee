"""Requests and tasks that come again: tables, mapping and queries."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Engine,
    ForeignKeyConstraint,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    select,
    text,
)

from bot.domain.ids import ChannelId, ClientNumber, SeriesNumber, TeamId, UserId
from bot.domain.priority import Priority
from bot.domain.series import Series, SeriesItem, SeriesKind
from bot.services.pages import Page
from storage.counters import next_number
from storage.engine import asking
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.queries import added, found, held, locked, page_of
from storage.sweeping import FELT, TEAMS, swept
from storage.types import UtcDateTime, number_id, str_enum, text_id
from storage.visibility import seen_by as visible


class SeriesColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[SeriesNumber] = Column(number_id(SeriesNumber), primary_key=True, autoincrement=False)
    kind: Named[SeriesKind] = Column(str_enum(SeriesKind), nullable=False)
    title: Named[str]
    details: Named[str]
    priority: Named[Priority] = Column(str_enum(Priority), nullable=False)
    client_number: Named[ClientNumber | None] = Column(number_id(ClientNumber), nullable=True)
    client_words: Named[str | None]
    owner: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    department: Named[str]
    due_days: Named[int | None]
    due_working: Named[bool]
    checklist: Named[str]
    parts: Named[str]
    rule: Named[str]
    typed: Named[str]
    next_date: Named[date]
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    audience: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    is_on: Named[bool]
    stopped_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    stopped_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    changed_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


class SeriesItemColumns(TypedColumns):
    """Its key is what makes one item for each local date, whoever plans it and however often."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[SeriesNumber] = Column(number_id(SeriesNumber), primary_key=True, autoincrement=False)
    local_date: Named[date] = Column(primary_key=True)
    about: Named[str | None]
    planned_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


_IS_1, _IS_ON = text("is_on = 1"), text("is_on")

series = Table(
    "series",
    metadata,
    SeriesColumns,
    ForeignKeyConstraint(["team_id", "client_number"], ["client.team_id", "client.number"]),
    Index("ix_series_due", "next_at", sqlite_where=_IS_1, postgresql_where=_IS_ON),
)
items = Table(
    "series_item",
    metadata,
    SeriesItemColumns,
    ForeignKeyConstraint(["team_id", "number"], ["series.team_id", "series.number"]),
)
map_(Series, series)
map_(SeriesItem, items)


class SqlSeries:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> SeriesNumber:
        return SeriesNumber(next_number(self._session, "series"))

    def add(self, series: Series) -> None:
        self._session.add(series)

    def one(self, number: SeriesNumber, *, seen_by: UserId) -> Series:
        return found(self._session, _numbered(number, seen_by), f"S-{number}")

    def for_change(self, number: SeriesNumber, *, seen_by: UserId) -> Series:
        return found(self._session, locked(self._session, _numbered(number, seen_by), Series), f"S-{number}")

    def for_planning(self, number: SeriesNumber) -> Series | None:
        this = select(Series).where(series.c.number == number)
        return held(self._session, this, Series).one_or_none()

    def standing(self) -> Sequence[Series]:
        every = select(Series).where(series.c.stopped_at.is_(None)).order_by(series.c.number)
        return held(self._session, every, Series).all()

    def page(self, *, seen_by: UserId, offset: int, limit: int) -> Page[Series]:
        listed = select(Series).where(series.c.stopped_at.is_(None), _visible(seen_by))
        soonest_first = listed.order_by(series.c.is_on.desc(), series.c.next_at, series.c.number)
        return page_of(self._session, soonest_first, offset=offset, limit=limit)

    def add_item(self, item: SeriesItem) -> bool:
        """False when that date has had its turn."""
        return added(self._session, item)

    def has_come(self, number: SeriesNumber, local_date: date) -> bool:
        this = select(SeriesItem).where(items.c.number == number, items.c.local_date == local_date)
        return self._session.scalars(this).one_or_none() is not None


@kept
def _numbered(number: SeriesNumber, viewer: UserId) -> Select[Series]:
    return select(Series).where(series.c.number == number, _visible(viewer))


def _visible(viewer: UserId) -> ColumnElement[bool]:
    return visible(viewer, audience=series.c.audience, named=(series.c.owner, series.c.set_by))


DUE_SERIES = (
    select(series.c.team_id, series.c.number)
    .where(series.c.is_on, series.c.next_at <= FELT, series.c.team_id.in_(TEAMS))
    .order_by(series.c.next_at, series.c.number)
)


class SeriesSweep:
    """For the teams whose work is ours. Raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def due(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, SeriesNumber]]:
        return [
            (TeamId(team), SeriesNumber(number)) for team, number in swept(self._asking, DUE_SERIES, teams, felt=now)
        ]
