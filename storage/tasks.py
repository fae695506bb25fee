"""Tasks: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    func,
    or_,
    select,
    text,
)

from bot.domain.checklists import Checklist
from bot.domain.client_requests import Acceptance, ClientRequest, SnoozedFor
from bot.domain.ids import ChannelId, OutboxId, RequestNumber, SeriesNumber, TaskNumber, TeamId, UserId
from bot.domain.tasks import Task, TaskStatus
from bot.services.pages import Page, Which
from storage.checklists import ChecklistType
from storage.client_requests import requests
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.queries import found, held, locked, page_of
from storage.types import UtcDateTime, number_id, spelt, str_enum, text_id
from storage.visibility import seen_by as visible


class TaskColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[TaskNumber] = Column(number_id(TaskNumber), primary_key=True, autoincrement=False)
    title: Named[str]
    details: Named[str]
    status: Named[TaskStatus] = Column(str_enum(TaskStatus), nullable=False)
    acceptance: Named[Acceptance] = Column(str_enum(Acceptance), nullable=False)
    request_number: Named[RequestNumber | None] = Column(number_id(RequestNumber), nullable=True)
    owner: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    given_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    given_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    due_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    due_zone: Named[str | None]
    audience: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    card: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    closed_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    closed_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    note: Named[str]
    why: Named[str]
    department: Named[str]
    parent_number: Named[TaskNumber | None] = Column(number_id(TaskNumber), nullable=True)
    checklist: Named[Checklist] = Column(ChecklistType(), nullable=True)
    milestone: Named[str | None]
    series_number: Named[SeriesNumber | None] = Column(number_id(SeriesNumber), nullable=True)
    series_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    snoozed_until: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    snoozed_zone: Named[str | None]
    snoozed_for: Named[SnoozedFor | None] = Column(str_enum(SnoozedFor), nullable=True)
    assigned_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    due_why: Named[str | None]
    changed_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


#: As in client_requests.py.
_OPEN = text("closed_at IS NULL")
_NAMED = text("department <> ''")

tasks = Table(
    "task",
    metadata,
    TaskColumns,
    ForeignKeyConstraint(["team_id", "request_number"], ["client_request.team_id", "client_request.number"]),
    ForeignKeyConstraint(["team_id", "parent_number"], ["task.team_id", "task.number"]),
    ForeignKeyConstraint(["team_id", "card"], ["outbox.team_id", "outbox.id"]),
    CheckConstraint("(closed_at IS NULL) = (status = 'open')", name="closed"),
    Index("ix_task_open", "team_id", "due_at", "number", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_task_owned", "team_id", "owner", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_task_given", "team_id", "given_by", "acceptance", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_task_heard", "team_id", "audience", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "team_id", "request_number"),
    Index(None, "team_id", "parent_number"),
    Index("ix_task_department", "team_id", "department", sqlite_where=_NAMED, postgresql_where=_NAMED),
)
map_(Task, tasks)

SOONEST_FIRST = (tasks.c.due_at.asc().nulls_last(), tasks.c.number)


class SqlTasks:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> TaskNumber:
        return TaskNumber(next_number(self._session, "task"))

    def add(self, task: Task) -> None:
        """After the request that it refers to, which the unit of work cannot know without relationships."""
        self._session.flush()
        self._session.add(task)

    def one(self, number: TaskNumber, *, seen_by: UserId) -> Task:
        return found(self._session, _numbered(number, seen_by), f"T-{number}")

    def for_change(self, number: TaskNumber, *, seen_by: UserId) -> Task:
        return found(self._session, locked(self._session, _numbered(number, seen_by), Task), f"T-{number}")

    def several(self, numbers: Sequence[TaskNumber], *, seen_by: UserId) -> Sequence[Task]:
        those = select(Task).where(tasks.c.number.in_(numbers), visible_tasks(seen_by))
        return held(self._session, those.order_by(tasks.c.number), Task).all()

    def open_below(self, requests_: Sequence[RequestNumber], parents: Sequence[TaskNumber]) -> Sequence[Task]:
        below = or_(tasks.c.request_number.in_(requests_), tasks.c.parent_number.in_(parents))
        return self._session.scalars(open_tasks().where(below)).all()

    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[Task]:
        listed = open_tasks().where(visible_tasks(seen_by))
        if which is Which.MINE:
            listed = listed.where(tasks.c.owner == seen_by)
        return page_of(self._session, listed, offset=offset, limit=limit)

    def owned_by(self, user: UserId) -> Sequence[Task]:
        return self._session.scalars(open_tasks().where(tasks.c.owner == user, visible_tasks(user))).all()

    def unowned(self, *, seen_by: UserId) -> Sequence[Task]:
        return self._session.scalars(open_tasks().where(tasks.c.owner.is_(None), visible_tasks(seen_by))).all()

    def of_request(self, number: RequestNumber) -> Sequence[Task]:
        """Whatever their state, for whoever has seen the request: a task of a request has its audience."""
        return held(self._session, _of_request(number), Task).all()

    def of_requests(self, numbers: Sequence[RequestNumber], also: Sequence[TaskNumber] = ()) -> Sequence[Task]:
        return self._held(or_(tasks.c.request_number.in_(numbers), tasks.c.number.in_(also)))

    def of_task(self, number: TaskNumber) -> Sequence[Task]:
        return held(self._session, _of_task(number), Task).all()

    def held_above(
        self, numbers: Sequence[TaskNumber], also: Sequence[RequestNumber] = ()
    ) -> Sequence[ClientRequest | Task]:
        these = select(tasks.c.request_number, tasks.c.parent_number).select_from(Task)
        wholes = self._session.execute(these.where(tasks.c.number.in_(numbers))).all()
        of_these = {request for request, _ in wholes if request is not None}
        parents = {parent for _, parent in wholes if parent is not None}
        those = select(ClientRequest).where(requests.c.number.in_({*of_these, *also})).order_by(requests.c.number)
        held_requests = held(self._session, those, ClientRequest).all()
        held_tasks = self._held(tasks.c.number.in_({*parents, *numbers}))
        return (
            *(one for one in held_requests if one.number in of_these),
            *(one for one in held_tasks if one.number in parents),
        )

    def _held(self, those: ColumnElement[bool]) -> Sequence[Task]:
        return held(self._session, _by_number(those), Task).all()

    def departments(self, *, seen_by: UserId, most: int) -> Sequence[str]:
        named = (
            select(tasks.c.department).select_from(Task).where(tasks.c.department != spelt(""), visible_tasks(seen_by))
        )
        newest_first = named.group_by(tasks.c.department).order_by(func.max(tasks.c.number).desc())
        return self._session.scalars(newest_first.limit(most)).all()


def open_tasks() -> Select[Task]:
    return select(Task).where(tasks.c.closed_at.is_(None)).order_by(*SOONEST_FIRST)


def _by_number(those: ColumnElement[bool]) -> Select[Task]:
    return select(Task).where(those).order_by(tasks.c.number)


@kept
def _of_request(number: RequestNumber) -> Select[Task]:
    return _by_number(tasks.c.request_number == number)


@kept
def _of_task(number: TaskNumber) -> Select[Task]:
    return _by_number(tasks.c.parent_number == number)


@kept
def _numbered(number: TaskNumber, viewer: UserId) -> Select[Task]:
    return select(Task).where(tasks.c.number == number, visible_tasks(viewer))


def visible_tasks(viewer: UserId) -> ColumnElement[bool]:
    return visible(viewer, audience=tasks.c.audience, named=(tasks.c.owner, tasks.c.assigned_by, tasks.c.given_by))
