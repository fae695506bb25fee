"""Digests: schedules, the occurrences that make one a day, and what stands in them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Named,
    Table,
    TypedColumns,
    or_,
    select,
    text,
)

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import DigestSchedule, Items, number_of
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, RequestNumber, ScheduleNumber, TaskNumber, TeamId, UserId
from bot.domain.tasks import Task
from storage.client_requests import open_requests, requests
from storage.clients import clients
from storage.counters import next_number
from storage.hooks import TeamSession, core
from storage.inserts import insert_into
from storage.mapping import map_, map_for_reading, metadata
from storage.queries import found, locked
from storage.tasks import open_tasks, tasks
from storage.types import NumberTuple, UtcDateTime, number_id, text_id
from storage.visibility import in_public


class ScheduleColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[ScheduleNumber] = Column(number_id(ScheduleNumber), primary_key=True, autoincrement=False)
    channel_id: Named[ChannelId] = Column(text_id(ChannelId), nullable=False)
    local_time: Named[str]
    weekdays: Named[tuple[int, ...]] = Column(NumberTuple(), nullable=False)
    zone_name: Named[str]
    next_date: Named[date]
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    is_on: Named[bool]
    version: Named[int] = Column(BigInteger(), nullable=False)


class OccurrenceColumns(TypedColumns):
    """The key is the promise of one digest a day, for any number of processes."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[ScheduleNumber] = Column(number_id(ScheduleNumber), primary_key=True, autoincrement=False)
    local_date: Named[date] = Column(primary_key=True)
    listed: Named[Any] = Column(JSON(), nullable=False)
    planned_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


class Occurrence:
    """A row of `digest_occurrence`, for reading only."""


_IS_1, _IS_ON = text("is_on = 1"), text("is_on")

schedules = Table(
    "digest_schedule",
    metadata,
    ScheduleColumns,
    Index("uq_digest_schedule_on", "team_id", "channel_id", unique=True, sqlite_where=_IS_1, postgresql_where=_IS_ON),
    Index("ix_digest_schedule_due", "next_at", sqlite_where=_IS_1, postgresql_where=_IS_ON),
)
occurrences = Table(
    "digest_occurrence",
    metadata,
    OccurrenceColumns,
    ForeignKeyConstraint(["team_id", "number"], ["digest_schedule.team_id", "digest_schedule.number"]),
)
map_(DigestSchedule, schedules)
map_for_reading(Occurrence, occurrences)


class SqlDigests:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> ScheduleNumber:
        return ScheduleNumber(next_number(self._session, "digest"))

    def add(self, schedule: DigestSchedule) -> None:
        self._session.add(schedule)

    def in_channel(self, channel: ChannelId) -> DigestSchedule | None:
        standing = select(DigestSchedule).where(schedules.c.channel_id == channel, schedules.c.is_on.is_(True))
        return self._session.scalars(locked(self._session, standing, DigestSchedule)).one_or_none()

    def one(self, number: ScheduleNumber) -> DigestSchedule:
        numbered = select(DigestSchedule).where(schedules.c.number == number)
        return found(self._session, locked(self._session, numbered, DigestSchedule), f"D-{number}")

    def add_occurrence(self, number: ScheduleNumber, local_date: date, items: Items, planned_at: datetime) -> bool:
        self._session.flush()
        connection = core(self._session)
        row = insert_into(connection, occurrences).values(
            team_id=self._session.team_id,
            number=number,
            local_date=local_date,
            listed=asdict(items),
            planned_at=planned_at,
        )
        planned = row.on_conflict_do_nothing().returning(occurrences.c.number)
        return connection.execute(planned).first() is not None

    def items_of(self, number: ScheduleNumber, local_date: date) -> Items:
        frozen = select(occurrences.c.listed).select_from(Occurrence)
        named = frozen.where(occurrences.c.number == number, occurrences.c.local_date == local_date)
        piles = self._session.scalars(named).one_or_none()
        if piles is None:
            raise NotFound(f"D-{number}/{local_date.isoformat()}")
        return Items(**{name: tuple(labels) for name, labels in piles.items()})

    def open_items(self, channel: ChannelId) -> Sequence[ClientRequest | Task]:
        own_requests, own_tasks = requests.c.audience == channel, tasks.c.audience == channel
        if not self._is_of_a_client(channel):
            own_requests = or_(own_requests, in_public(requests.c.audience))
            own_tasks = or_(own_tasks, in_public(tasks.c.audience))
        return [
            *self._session.scalars(open_requests().where(own_requests)),
            *self._session.scalars(open_tasks().where(own_tasks)),
        ]

    def entries(self, labels: Sequence[str]) -> Sequence[ClientRequest | Task]:
        """Those that are no more are left out."""
        request_numbers = [RequestNumber(number_of(label)) for label in labels if label.startswith("R-")]
        task_numbers = [TaskNumber(number_of(label)) for label in labels if label.startswith("T-")]
        by_label: dict[str, ClientRequest | Task] = {}
        for request in self._session.scalars(select(ClientRequest).where(requests.c.number.in_(request_numbers))):
            by_label[request.label] = request
        for task in self._session.scalars(select(Task).where(tasks.c.number.in_(task_numbers))):
            by_label[task.label] = task
        return [by_label[label] for label in labels if label in by_label]

    def _is_of_a_client(self, channel: ChannelId) -> bool:
        its = select(clients.c.number).select_from(Client).where(clients.c.channel_id == channel)
        return self._session.scalars(its.limit(1)).first() is not None
