"""People's own digests: table, mapping and queries. That there is one a day rests on the keys of its messages."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    select,
    text,
    union,
)

from bot.domain.ids import TeamId, UserId
from bot.domain.mornings import Morning
from bot.domain.people import PersonKind
from storage.client_requests import requests
from storage.engine import reading, refusing
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.people import people
from storage.queries import added, locked
from storage.tasks import tasks
from storage.types import NumberTuple, UtcDateTime, text_id


class MorningColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)
    local_time: Named[str]
    weekdays: Named[tuple[int, ...]] = Column(NumberTuple(), nullable=False)
    zone_name: Named[str]
    next_date: Named[date]
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    is_on: Named[bool] = Column(Boolean(), nullable=False)
    version: Named[int] = Column(BigInteger(), nullable=False)


_IS_1, _IS_ON = text("is_on = 1"), text("is_on")

mornings = Table(
    "morning",
    metadata,
    MorningColumns,
    Index("ix_morning_due", "next_at", sqlite_where=_IS_1, postgresql_where=_IS_ON),
)
map_(Morning, mornings)


class SqlMornings:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def add(self, morning: Morning) -> bool:
        return added(self._session, morning)

    def one(self, user: UserId) -> Morning | None:
        this = select(Morning).where(mornings.c.user_id == user)
        return self._session.scalars(locked(self._session, this, Morning)).one_or_none()


class MorningSweep:
    """For the teams whose work is ours. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._reading = reading(engine)

    def without_morning(self, teams: Collection[TeamId]) -> list[tuple[TeamId, UserId]]:
        owners = union(*(_owners(table, teams) for table in (requests, tasks))).subquery()
        theirs = (mornings.c.team_id == owners.c.team_id, mornings.c.user_id == owners.c.owner)
        member = (people.c.team_id == owners.c.team_id, people.c.user_id == owners.c.owner)
        new = select(owners.c.team_id, owners.c.owner).join(people, member[0] & member[1])
        new = new.where(people.c.kind == PersonKind.MEMBER, ~select(mornings.c.user_id).where(*theirs).exists())
        return self._found(new)

    def due(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, UserId]]:
        due = select(mornings.c.team_id, mornings.c.user_id).where(mornings.c.is_on, mornings.c.next_at <= now)
        return self._found(due.where(mornings.c.team_id.in_(list(teams))).order_by(mornings.c.next_at))

    def _found(self, wanted: Select[*tuple[Any, ...]]) -> list[tuple[TeamId, UserId]]:
        with refusing(), self._reading.connect() as connection:
            return [(TeamId(team), UserId(user)) for team, user in connection.execute(wanted)]


def _owners(table: Table, teams: Collection[TeamId]) -> Select[*tuple[Any, ...]]:
    is_open = (table.c.team_id.in_(list(teams)), table.c.closed_at.is_(None), table.c.owner.is_not(None))
    return select(table.c.team_id, table.c.owner).where(*is_open)
