"""People's days: how each wants to see theirs, and what is in it, counted and a page at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Named,
    Select,
    String,
    Table,
    TypedColumns,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.clients import Client
from bot.domain.days import Day, DayLine, DayView, Filters, Kind, Section
from bot.domain.ids import ClientNumber, RequestNumber, TeamId, UserId
from bot.domain.nudges import Nudge
from bot.domain.priority import Priority
from bot.domain.request_states import PAUSED, RequestStatus
from bot.domain.tasks import Task
from storage.client_requests import requests, visible_requests
from storage.clients import clients, visible_clients
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.nudges import nudges, waiting_nudges
from storage.queries import added, held
from storage.tasks import tasks, visible_tasks
from storage.types import UtcDateTime, number_id, str_enum, text_id


class DayViewColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)
    client: Named[ClientNumber | None] = Column(number_id(ClientNumber), nullable=True)
    priority: Named[Priority | None] = Column(str_enum(Priority), nullable=True)
    kind: Named[Kind | None] = Column(str_enum(Kind), nullable=True)
    section: Named[Section | None] = Column(str_enum(Section), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


views = Table("day_view", metadata, DayViewColumns)
map_(DayView, views)


@dataclass(frozen=True)
class _Part:
    """What one table has for one section. `soonest` is what it is in order of."""

    section: Section
    kind: Kind
    entity: type[object]
    where: tuple[ColumnElement[bool], ...]
    soonest: ColumnElement[Any]


class SqlDays:
    """Each question is one statement, whose parts find what they are about by an index."""

    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def view(self, user: UserId) -> DayView | None:
        this = select(DayView).where(views.c.user_id == user)
        return held(self._session, this, DayView).one_or_none()

    def add_view(self, view: DayView) -> bool:
        return added(self._session, view)

    def counts(self, day: Day) -> Mapping[Section, int]:
        found = dict.fromkeys(Section, 0)
        counted = [
            select(literal(part.section.value), func.count()).select_from(part.entity).where(*part.where)
            for part in _parts(day)
        ]
        if counted:
            for section, count in self._session.execute(union_all(*counted)):
                found[Section(section)] += count
        return found

    def lines(self, day: Day, sections: Collection[Section], *, offset: int, limit: int) -> Sequence[DayLine]:
        """Of these sections alone."""
        listed = [_lines(part) for part in _parts(day) if part.section in sections]
        if not listed:
            return ()
        found = union_all(*listed)
        rank, soonest, *_ = found.selected_columns
        ordered = found.order_by(rank, soonest.asc().nulls_last(), found.selected_columns.kind, "number")
        rows = self._session.execute(ordered.offset(offset).limit(limit))
        return [DayLine(Section(section), kind, *rest) for _, _, section, kind, *rest in rows]

    def clients(self, typed: str, *, seen_by: UserId, most: int) -> Sequence[tuple[ClientNumber, str]]:
        """Those whose folded name holds what was typed, by name."""
        named = select(clients.c.number, clients.c.name).select_from(Client).where(visible_clients(seen_by))
        like = named.where(clients.c.folded_name.contains(typed, autoescape=True)) if typed else named
        rows = self._session.execute(like.order_by(clients.c.folded_name, clients.c.number).limit(most))
        return [(number, name) for number, name in rows]


def _parts(day: Day) -> Iterator[_Part]:
    wanted = day.filters
    for part in (*_requests(day), *_tasks(day), *_reminders(day)):
        if wanted.kind in {None, part.kind} and wanted.section in {None, part.section}:
            yield part


def _requests(day: Day) -> Iterator[_Part]:
    is_open = (requests.c.closed_at.is_(None), visible_requests(day.user), *_of_requests(day.filters))
    mine, is_paused = requests.c.owner == day.user, requests.c.status.in_(PAUSED)
    sections = {
        **{
            section: (mine, ~is_paused, when)
            for section, when in _dated(requests.c.due_at, requests.c.snoozed_until, day).items()
        },
        Section.WAITING: (mine, is_paused),
        Section.UNOWNED: (requests.c.owner.is_(None),),
        Section.GIVEN: (
            requests.c.assigned_by == day.user,
            requests.c.owner != day.user,
            _asked(requests.c.acceptance),
        ),
    }
    for section, where in sections.items():
        soonest = requests.c.paused_until if section is Section.WAITING else requests.c.due_at
        yield _Part(section, Kind.REQUEST, ClientRequest, (*is_open, *where), soonest)


def _tasks(day: Day) -> Iterator[_Part]:
    if day.filters.priority is not None:
        return
    is_open = (tasks.c.closed_at.is_(None), visible_tasks(day.user), *_of_tasks(day.filters))
    mine = tasks.c.owner == day.user
    sections = {
        **{section: (mine, when) for section, when in _dated(tasks.c.due_at, tasks.c.snoozed_until, day).items()},
        Section.UNOWNED: (tasks.c.owner.is_(None),),
        Section.GIVEN: (tasks.c.given_by == day.user, tasks.c.owner != day.user, _asked(tasks.c.acceptance)),
    }
    for section, where in sections.items():
        yield _Part(section, Kind.TASK, Task, (*is_open, *where), tasks.c.due_at)


def _reminders(day: Day) -> Iterator[_Part]:
    if day.filters.priority is None and day.filters.client is None:
        where = (nudges.c.user_id == day.user, waiting_nudges())
        yield _Part(Section.REMINDERS, Kind.REMINDER, Nudge, where, nudges.c.due_at)


def _dated(due_at: Column[Any], snoozed: Column[Any], day: Day) -> dict[Section, ColumnElement[bool]]:
    """What is nobody's promise yet; promises come in between once they are kept. What is snoozed comes later."""
    is_in_sight = or_(snoozed.is_(None), snoozed <= day.now)
    return {
        Section.OVERDUE: (due_at < day.now) & is_in_sight,
        Section.TODAY: (due_at >= day.now) & (due_at < day.ends) & is_in_sight,
        Section.LATER: or_(due_at.is_(None), due_at >= day.ends, snoozed > day.now),
    }


def _asked(acceptance: Column[Acceptance]) -> ColumnElement[bool]:
    return acceptance == Acceptance.ASKED


def _of_requests(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.client is not None:
        yield requests.c.client_number == filters.client
    if filters.priority is not None:
        yield requests.c.priority == filters.priority


def _of_tasks(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.client is not None:
        of_it = select(requests.c.number).select_from(ClientRequest).where(requests.c.number == tasks.c.request_number)
        yield of_it.where(requests.c.client_number == filters.client).exists()


def _lines(part: _Part) -> Select[*tuple[Any, ...]]:
    first = [
        literal(list(Section).index(part.section)).label("rank"),
        part.soonest.label("soonest"),
        literal(part.section.value).label("section"),
        literal(part.kind, str_enum(Kind)).label("kind"),
    ]
    if part.kind is Kind.REQUEST:
        named = select(*first, *_of_request()).select_from(ClientRequest)
        return named.outerjoin(Client, clients.c.number == requests.c.client_number).where(*part.where)
    columns = _of_task() if part.kind is Kind.TASK else _of_reminder()
    return select(*first, *columns).select_from(part.entity).where(*part.where)


# In the order of DayLine's fields, behind `section` and `kind`.


def _of_request() -> list[ColumnElement[Any]]:
    it = requests.c
    return [
        *(
            it.number.label("number"),
            it.title,
            it.due_at,
            it.acceptance,
            it.owner,
            it.priority,
            it.status,
            it.paused_until,
            it.why,
        ),
        func.coalesce(clients.c.name, it.client_words),
        *(_none(number_id(RequestNumber)), _none(String())),
    ]


def _of_task() -> list[ColumnElement[Any]]:
    it = tasks.c
    return [
        *(it.number.label("number"), it.title, it.due_at, it.acceptance, it.owner),
        *(_none(str_enum(Priority)), _none(str_enum(RequestStatus)), _none(UtcDateTime()), literal("")),
        *(_none(String()), it.request_number, _none(String())),
    ]


def _of_reminder() -> list[ColumnElement[Any]]:
    it = nudges.c
    return [
        *(
            it.number.label("number"),
            it.text,
            it.due_at,
            literal(Acceptance.NOT_ASKED, str_enum(Acceptance)),
            it.user_id,
        ),
        *(_none(str_enum(Priority)), _none(str_enum(RequestStatus)), _none(UtcDateTime()), literal("")),
        *(_none(String()), _none(number_id(RequestNumber)), it.about),
    ]


def _none(kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """Of its type: PostgreSQL would take a bare NULL for text."""
    return cast(null(), kind)
