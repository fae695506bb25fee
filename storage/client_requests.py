"""Client requests: table, mapping and queries."""

from collections.abc import Collection, Mapping, Sequence
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
    String,
    Table,
    TypedColumns,
    func,
    or_,
    select,
    text,
)

from bot.domain.checklists import Checklist
from bot.domain.client_requests import Acceptance, ClientRequest, SnoozedFor
from bot.domain.heard import place_in
from bot.domain.ids import ChannelId, ClientNumber, OutboxId, RequestNumber, SeriesNumber, TeamId, UserId
from bot.domain.merges import Merge
from bot.domain.people import Person
from bot.domain.priority import Priority
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.request_types import Answer
from bot.services.pages import Page, Which
from storage.checklists import ChecklistType
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.merges import merges
from storage.people import people
from storage.queries import asked, found, held, locked, page_of
from storage.types import AnswerTuple, UtcDateTime, number_id, str_enum, text_id
from storage.visibility import seen_by as visible
from storage.visibility import seen_by_each


class RequestColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[RequestNumber] = Column(number_id(RequestNumber), primary_key=True, autoincrement=False)
    title: Named[str]
    details: Named[str]
    priority: Named[Priority] = Column(str_enum(Priority), nullable=False)
    status: Named[RequestStatus] = Column(str_enum(RequestStatus), nullable=False)
    acceptance: Named[Acceptance] = Column(str_enum(Acceptance), nullable=False)
    client_number: Named[ClientNumber | None] = Column(number_id(ClientNumber), nullable=True)
    client_words: Named[str | None]
    asker: Named[str | None]
    source: Named[str | None]
    source_permalink: Named[str | None]
    owner: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    assigned_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    due_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    due_zone: Named[str | None]
    due_why: Named[str | None]
    audience: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    card: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    logged_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    logged_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    received_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    received_zone: Named[str | None]
    closed_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    closed_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    undone: Named[bool]
    cause: Named[Cause | None] = Column(str_enum(Cause), nullable=True)
    why: Named[str]
    paused_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    paused_until: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    paused_zone: Named[str | None]
    note: Named[str]
    checklist: Named[Checklist] = Column(ChecklistType(), nullable=True)
    series_number: Named[SeriesNumber | None] = Column(number_id(SeriesNumber), nullable=True)
    series_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    queue: Named[str | None]
    rule: Named[int | None]
    declined_by: Named[str | None]
    type_name: Named[str | None]
    type_label: Named[str] = Column(String(), nullable=False, server_default="")
    type_version: Named[int] = Column(BigInteger(), nullable=False, server_default="0")
    answers: Named[tuple[Answer, ...]] = Column(AnswerTuple(), nullable=False, server_default="[]")
    snoozed_until: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    snoozed_zone: Named[str | None]
    snoozed_for: Named[SnoozedFor | None] = Column(str_enum(SnoozedFor), nullable=True)
    merged_into: Named[RequestNumber | None] = Column(number_id(RequestNumber), nullable=True)
    changed_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


#: Open is spelt by the moment of closing, which the partial indexes can use; a constraint holds the two together.
_OPEN = text("closed_at IS NULL")

requests = Table(
    "client_request",
    metadata,
    RequestColumns,
    ForeignKeyConstraint(["team_id", "client_number"], ["client.team_id", "client.number"]),
    ForeignKeyConstraint(["team_id", "card"], ["outbox.team_id", "outbox.id"]),
    CheckConstraint("(closed_at IS NULL) = (status NOT IN ('cancelled', 'done'))", name="closed"),
    Index("ix_client_request_open", "team_id", "due_at", "number", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_client_request_owned", "team_id", "owner", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(
        "ix_client_request_given", "team_id", "assigned_by", "acceptance", sqlite_where=_OPEN, postgresql_where=_OPEN
    ),
    Index("ix_client_request_heard", "team_id", "audience", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "team_id", "logged_by", "logged_at"),
)
map_(ClientRequest, requests)

_NAMED = (requests.c.owner, requests.c.assigned_by, requests.c.logged_by)
SOONEST_FIRST = (requests.c.due_at.asc().nulls_last(), requests.c.number)


class SqlClientRequests:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> RequestNumber:
        return RequestNumber(next_number(self._session, "request"))

    def add(self, request: ClientRequest) -> None:
        self._session.add(request)

    def one(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest:
        return found(self._session, _numbered(number, seen_by), f"R-{number}")

    def for_change(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest:
        return found(self._session, locked(self._session, _numbered(number, seen_by), ClientRequest), f"R-{number}")

    def several(self, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> Sequence[ClientRequest]:
        those = select(ClientRequest).where(requests.c.number.in_(numbers), visible_requests(seen_by))
        return held(self._session, those.order_by(requests.c.number), ClientRequest).all()

    def with_merged(self, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> Sequence[ClientRequest]:
        merged = select(merges.c.number).select_from(Merge).where(merges.c.into_number.in_(numbers))
        in_or_merged = or_(requests.c.number.in_(numbers), requests.c.number.in_(merged))
        those = select(ClientRequest).where(in_or_merged, visible_requests(seen_by)).order_by(requests.c.number)
        return held(self._session, those, ClientRequest).all()

    def merged_into(self, numbers: Collection[RequestNumber], *, seen_by: UserId) -> Collection[RequestNumber]:
        merged = select(merges.c.number).select_from(Merge).where(merges.c.into_number.in_(numbers))
        seen = select(requests.c.number).select_from(ClientRequest).where(requests.c.number.in_(merged))
        return self._session.scalars(seen.where(visible_requests(seen_by))).all()

    def who_sees(self, number: RequestNumber, among: Collection[UserId]) -> Collection[UserId]:
        each = select(people.c.user_id).select_from(Person).join(ClientRequest, requests.c.number == number)
        seeing = seen_by_each(audience=requests.c.audience, named=_NAMED)
        return set(self._session.scalars(each.where(people.c.user_id.in_(among), seeing)))

    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[ClientRequest]:
        listed = open_requests().where(visible_requests(seen_by))
        if which is Which.MINE:
            listed = listed.where(requests.c.owner == seen_by)
        return page_of(self._session, listed, offset=offset, limit=limit)

    def owned_by(self, user: UserId) -> Sequence[ClientRequest]:
        return self._session.scalars(open_requests().where(requests.c.owner == user, visible_requests(user))).all()

    def unowned(self, *, seen_by: UserId) -> Sequence[ClientRequest]:
        return self._session.scalars(open_requests().where(requests.c.owner.is_(None), visible_requests(seen_by))).all()

    def in_queues(
        self, names: Sequence[str] | None, *, seen_by: UserId, offset: int, limit: int
    ) -> Page[ClientRequest]:
        listed = open_requests().where(requests.c.owner.is_(None), visible_requests(seen_by))
        if names is not None:
            listed = listed.where(requests.c.queue.in_(list(names)))
        return page_of(self._session, listed, offset=offset, limit=limit)

    def waiting_queues(self) -> Sequence[str]:
        unowned = (requests.c.closed_at.is_(None), requests.c.owner.is_(None))
        names = self._session.scalars(select(requests.c.queue).select_from(ClientRequest).where(*unowned).distinct())
        return [name for name in names if name is not None]

    def open_counts(self, users: Sequence[UserId]) -> Mapping[UserId, int]:
        theirs = select(requests.c.owner, func.count()).select_from(ClientRequest)
        counted = theirs.where(requests.c.closed_at.is_(None), requests.c.owner.in_(users)).group_by(requests.c.owner)
        return {owner: count for owner, count in self._session.execute(counted) if owner is not None}

    def twin_of(self, title: str, *, logged_by: UserId, since: datetime) -> ClientRequest | None:
        return asked(self._session, _twins(title, logged_by, since)).first()

    def logged_from(self, permalink: str, *, seen_by: UserId) -> ClientRequest | None:
        place = place_in(permalink)
        same = requests.c.source_permalink == permalink
        if place is not None:
            message = f"/archives/{place[0]}/p{place[1].replace('.', '')}"
            same = or_(same, requests.c.source_permalink.contains(message, autoescape=True))
        of_it = select(ClientRequest).where(same, requests.c.undone.is_(False), visible_requests(seen_by))
        return self._session.scalars(of_it.order_by(requests.c.number.desc()).limit(1)).first()


def open_requests() -> Select[ClientRequest]:
    return select(ClientRequest).where(requests.c.closed_at.is_(None)).order_by(*SOONEST_FIRST)


@kept
def _twins(title: str, user: UserId, since: datetime) -> Select[ClientRequest]:
    theirs = select(ClientRequest).where(requests.c.logged_by == user, requests.c.logged_at >= since)
    alike = theirs.where(requests.c.title == title, requests.c.undone.is_(False))
    return alike.order_by(requests.c.number.desc()).limit(1)


@kept
def _numbered(number: RequestNumber, viewer: UserId) -> Select[ClientRequest]:
    return select(ClientRequest).where(requests.c.number == number, visible_requests(viewer))


def visible_requests(viewer: UserId) -> ColumnElement[bool]:
    return visible(viewer, audience=requests.c.audience, named=_NAMED)
