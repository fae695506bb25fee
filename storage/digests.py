"""Digests: schedules, the occurrences that make one a day, and what stands in them."""

from collections.abc import Iterable, Mapping, Sequence
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
    Select,
    Table,
    TypedColumns,
    func,
    select,
    text,
)

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import Counts, DigestSchedule, Items, OpenItem, number_of
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, RequestNumber, ScheduleNumber, TaskNumber, TeamId, UserId
from bot.domain.tasks import Task
from bot.domain.teams import OfTeam
from storage.client_requests import requests
from storage.clients import clients
from storage.counters import next_number
from storage.hooks import TeamSession, core
from storage.inserts import insert_into
from storage.kept import kept
from storage.mapping import map_, map_for_reading, metadata
from storage.queries import asked, found, held, locked
from storage.sweeping import EDITION, FELT, TEAMS
from storage.tasks import tasks
from storage.types import UtcDateTime, number_id, text_id


class ScheduleColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[ScheduleNumber] = Column(number_id(ScheduleNumber), primary_key=True, autoincrement=False)
    channel_id: Named[ChannelId] = Column(text_id(ChannelId), nullable=False)
    rule: Named[str]
    next_date: Named[date]
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    zone_data: Named[str]
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    is_on: Named[bool]
    missed: Named[int]
    blocked_on: Named[date | None]
    version: Named[int] = Column(BigInteger(), nullable=False)


class OccurrenceColumns(TypedColumns):
    """The key is the promise of one digest a day, for any number of processes."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[ScheduleNumber] = Column(number_id(ScheduleNumber), primary_key=True, autoincrement=False)
    local_date: Named[date] = Column(primary_key=True)
    listed: Named[Any] = Column(JSON(), nullable=False)
    planned_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


class Occurrence(OfTeam):
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

_ON = select(schedules.c.team_id, schedules.c.number).where(schedules.c.is_on, schedules.c.team_id.in_(TEAMS))
DUE_DIGESTS = _ON.where(schedules.c.next_at <= FELT).order_by(schedules.c.next_at)
#: Worked out by an older edition of the zone data.
OUTDATED_DIGESTS = _ON.where(schedules.c.zone_data < EDITION)
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
        return held(self._session, standing, DigestSchedule).one_or_none()

    def one(self, number: ScheduleNumber) -> DigestSchedule:
        return found(self._session, locked(self._session, _numbered(number), DigestSchedule), f"D-{number}")

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
        listed = self._session.scalars(named).one_or_none()
        if listed is None:
            raise NotFound(f"D-{number}/{local_date.isoformat()}")
        return _thawed(listed)

    def last_planned(self, numbers: Sequence[ScheduleNumber]) -> Mapping[ScheduleNumber, datetime]:
        """When each had its newest occurrence, of those that had one."""
        latest = select(occurrences.c.number, func.max(occurrences.c.planned_at)).select_from(Occurrence)
        rows = self._session.execute(latest.where(occurrences.c.number.in_(numbers)).group_by(occurrences.c.number))
        return {ScheduleNumber(number): at for number, at in rows}

    def open_items(self) -> Sequence[OpenItem]:
        """Of the whole workspace, in no order: what a digest may list of it is decided by whoever makes it."""
        request, task = requests.c, tasks.c
        is_asked = request.acceptance == Acceptance.ASKED
        of_requests = select(
            request.number,
            request.due_at,
            request.owner,
            request.audience,
            request.logged_at,
            is_asked,
            request.snoozed_until,
        ).select_from(ClientRequest)
        is_asked = task.acceptance == Acceptance.ASKED
        of_tasks = select(
            task.number, task.due_at, task.owner, task.audience, task.given_at, is_asked, task.snoozed_until
        ).select_from(Task)
        rows = [
            *((f"R-{row[0]}", row) for row in self._session.execute(of_requests.where(requests.c.closed_at.is_(None)))),
            *((f"T-{row[0]}", row) for row in self._session.execute(of_tasks.where(tasks.c.closed_at.is_(None)))),
        ]
        return [
            OpenItem(label, due, owner, heard, since, asked, snoozed)
            for label, (_, due, owner, heard, since, asked, snoozed) in rows
        ]

    def client_channels(self) -> frozenset[ChannelId]:
        theirs = select(clients.c.channel_id).select_from(Client).where(clients.c.channel_id.is_not(None))
        return frozenset(channel for channel in self._session.scalars(theirs) if channel)

    def entries(self, labels: Sequence[str]) -> Sequence[ClientRequest | Task]:
        """Those that are no more are left out."""
        entries: list[ClientRequest | Task] = [*self._requests(labels), *self._tasks(labels)]
        by_label = {item.label: item for item in entries}
        return [by_label[label] for label in labels if label in by_label]

    # Most are asked of one kind only, and nothing is asked of the other.

    def _requests(self, labels: Sequence[str]) -> Iterable[ClientRequest]:
        numbers = [RequestNumber(number_of(label)) for label in labels if label.startswith("R-")]
        if not numbers:
            return ()
        return asked(self._session, _requests_of(numbers))

    def _tasks(self, labels: Sequence[str]) -> Iterable[Task]:
        numbers = [TaskNumber(number_of(label)) for label in labels if label.startswith("T-")]
        if not numbers:
            return ()
        return asked(self._session, _tasks_of(numbers))


@kept
def _numbered(number: ScheduleNumber) -> Select[DigestSchedule]:
    return select(DigestSchedule).where(schedules.c.number == number)


@kept
def _requests_of(numbers: Sequence[RequestNumber]) -> Select[ClientRequest]:
    return select(ClientRequest).where(requests.c.number.in_(numbers))


@kept
def _tasks_of(numbers: Sequence[TaskNumber]) -> Select[Task]:
    return select(Task).where(tasks.c.number.in_(numbers))


def _thawed(listed: dict[str, Any]) -> Items:
    """Those of a release that did not count yet have no counts."""
    counts, missed = Counts(**listed.get("counts", {})), listed.get("missed", 0)
    piles = {name: tuple(labels) for name, labels in listed.items() if isinstance(labels, list)}
    return Items(counts=counts, missed=missed, **piles)
