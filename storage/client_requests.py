"""Client requests: table, mapping and queries."""

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
    select,
    text,
)

from bot.domain.client_requests import Acceptance, ClientRequest, RequestStatus
from bot.domain.ids import ChannelId, ClientNumber, OutboxId, RequestNumber, TeamId, UserId
from bot.domain.priority import Priority
from bot.services.pages import Page, Which
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import found, locked, page_of
from storage.types import UtcDateTime, number_id, str_enum, text_id
from storage.visibility import seen_by as visible


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
    audience: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    card: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    logged_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    logged_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    closed_by: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    closed_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    undone: Named[bool]
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
    CheckConstraint("(closed_at IS NULL) = (status IN ('new', 'working'))", name="closed"),
    Index("ix_client_request_open", "team_id", "due_at", "number", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_client_request_owned", "team_id", "owner", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_client_request_heard", "team_id", "audience", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "team_id", "logged_by", "logged_at"),
)
map_(ClientRequest, requests)

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

    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[ClientRequest]:
        listed = open_requests().where(_visible(seen_by))
        if which is Which.MINE:
            listed = listed.where(requests.c.owner == seen_by)
        return page_of(self._session, listed, offset=offset, limit=limit)

    def owned_by(self, user: UserId) -> Sequence[ClientRequest]:
        return self._session.scalars(open_requests().where(requests.c.owner == user, _visible(user))).all()

    def unowned(self, *, seen_by: UserId) -> Sequence[ClientRequest]:
        return self._session.scalars(open_requests().where(requests.c.owner.is_(None), _visible(seen_by))).all()

    def twin_of(self, title: str, *, logged_by: UserId, since: datetime) -> ClientRequest | None:
        alike = select(ClientRequest).where(
            requests.c.logged_by == logged_by,
            requests.c.logged_at >= since,
            requests.c.title == title,
            requests.c.undone.is_(False),
        )
        return self._session.scalars(alike.order_by(requests.c.number.desc()).limit(1)).first()

    def logged_from(self, permalink: str, *, seen_by: UserId) -> ClientRequest | None:
        of_it = select(ClientRequest).where(
            requests.c.source_permalink == permalink, requests.c.undone.is_(False), _visible(seen_by)
        )
        return self._session.scalars(of_it.order_by(requests.c.number.desc()).limit(1)).first()


def open_requests() -> Select[ClientRequest]:
    return select(ClientRequest).where(requests.c.closed_at.is_(None)).order_by(*SOONEST_FIRST)


def _numbered(number: RequestNumber, viewer: UserId) -> Select[ClientRequest]:
    return select(ClientRequest).where(requests.c.number == number, _visible(viewer))


def _visible(viewer: UserId) -> ColumnElement[bool]:
    named = (requests.c.owner, requests.c.assigned_by, requests.c.logged_by)
    return visible(viewer, audience=requests.c.audience, named=named)
