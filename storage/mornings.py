"""People's own digests: table, mapping and queries. That there is one a day rests on its messages' keys."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Engine,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    exists,
    or_,
    select,
    text,
)

from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.mornings import Morning, part_key
from bot.domain.people import PersonKind
from storage.client_requests import requests
from storage.engine import asking
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.messages import SHOWN
from storage.outbox import OutboxRow, outbox
from storage.people import people
from storage.queries import added, asked, held
from storage.sweeping import FELT, TEAMS, swept
from storage.tasks import tasks
from storage.types import NumberTuple, UtcDateTime, text_id


class MorningColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)
    local_time: Named[str]
    weekdays: Named[tuple[int, ...]] = Column(NumberTuple(), nullable=False)
    recurs: Named[str | None]
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
        return asked(self._session, _of(user)).one_or_none()

    def for_change(self, user: UserId) -> Morning | None:
        return held(self._session, _of(user), Morning).one_or_none()

    def all_for_change(self) -> Sequence[Morning]:
        every = select(Morning).order_by(mornings.c.user_id)
        return held(self._session, every, Morning).all()

    def parts(self, user: UserId, local_date: date) -> Sequence[Mapping[str, str]]:
        first = self._facts([part_key(user, local_date, 1)])
        count = int(first[0]["parts"]) if first else 0
        return [*first, *self._facts([part_key(user, local_date, part) for part in range(2, count + 1)])]

    def _facts(self, keys: Sequence[str]) -> Sequence[Mapping[str, str]]:
        if not keys:
            return ()
        told = select(outbox.c.facts).select_from(OutboxRow).where(outbox.c.key.in_(keys), outbox.c.state.in_(SHOWN))
        return self._session.scalars(told).all()

    def has_come(self, user: UserId, local_date: date) -> bool:
        return asked(self._session, _keyed(part_key(user, local_date, 1))).first() is not None


@kept
def _keyed(key: str) -> Select[OutboxId]:
    return select(outbox.c.id).select_from(OutboxRow).where(outbox.c.key == key)


@kept
def _of(user: UserId) -> Select[Morning]:
    return select(Morning).where(mornings.c.user_id == user)


def _has_open(table: Table) -> ColumnElement[bool]:
    theirs = (table.c.team_id == people.c.team_id, table.c.owner == people.c.user_id)
    return exists().where(*theirs, table.c.closed_at.is_(None))


_THEIRS = (mornings.c.team_id == people.c.team_id, mornings.c.user_id == people.c.user_id)
WITHOUT_MORNING = select(people.c.team_id, people.c.user_id).where(
    people.c.team_id.in_(TEAMS),
    people.c.kind == PersonKind.MEMBER,
    ~exists().where(*_THEIRS),
    or_(_has_open(requests), _has_open(tasks)),
)
DUE_MORNINGS = (
    select(mornings.c.team_id, mornings.c.user_id)
    .where(mornings.c.is_on, mornings.c.next_at <= FELT, mornings.c.team_id.in_(TEAMS))
    .order_by(mornings.c.next_at)
)


class MorningSweep:
    """For the teams whose work is ours. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def without_morning(self, teams: Collection[TeamId]) -> list[tuple[TeamId, UserId]]:
        return [(TeamId(team), UserId(user)) for team, user in swept(self._asking, WITHOUT_MORNING, teams)]

    def due(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, UserId]]:
        return [(TeamId(team), UserId(user)) for team, user in swept(self._asking, DUE_MORNINGS, teams, felt=now)]
