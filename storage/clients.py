"""Clients: table, mapping and queries."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, ColumnElement, Index, Named, Select, Table, TypedColumns, select

from bot.domain.clients import Client
from bot.domain.ids import ChannelId, ClientNumber, TeamId, UserId
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.queries import asked, found, locked
from storage.types import UtcDateTime, number_id, text_id
from storage.visibility import seen_by as visible


class ClientColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[ClientNumber] = Column(number_id(ClientNumber), primary_key=True, autoincrement=False)
    name: Named[str]
    folded_name: Named[str]
    owner: Named[UserId] = Column(text_id(UserId), nullable=False)
    channel_id: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    added_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    added_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    version: Named[int] = Column(BigInteger(), nullable=False)


#: The folded name is not unique: a refusal would tell that a hidden client of that name exists.
clients = Table(
    "client", metadata, ClientColumns, Index(None, "team_id", "folded_name"), Index(None, "team_id", "channel_id")
)
map_(Client, clients)


class SqlClients:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> ClientNumber:
        return ClientNumber(next_number(self._session, "client"))

    def add(self, client: Client) -> None:
        """At once: without relationships the unit of work does not know that a request may refer to it."""
        self._session.add(client)
        self._session.flush()

    def all(self, *, seen_by: UserId) -> Sequence[Client]:
        return asked(self._session, _seen(seen_by)).all()

    def one(self, number: ClientNumber, *, seen_by: UserId) -> Client:
        return found(self._session, _numbered(number, seen_by), f"C-{number}")

    def known(self, number: ClientNumber) -> Client | None:
        return asked(self._session, _any(number)).first()

    def known_of(self, numbers: Collection[ClientNumber]) -> Sequence[Client]:
        return self._session.scalars(select(Client).where(clients.c.number.in_(numbers))).all()

    def called(self, folded_name: str) -> Client | None:
        same = select(Client).where(clients.c.folded_name == folded_name)
        return self._session.scalars(same.order_by(clients.c.number).limit(1)).first()

    def for_change(self, number: ClientNumber, *, seen_by: UserId) -> Client:
        return found(self._session, locked(self._session, _numbered(number, seen_by), Client), f"C-{number}")

    def named(self, folded_name: str, *, seen_by: UserId) -> Client | None:
        return asked(self._session, _named(folded_name, seen_by)).first()

    def of_channel(self, channel: ChannelId) -> Client | None:
        return asked(self._session, _whose_channel_is(channel)).first()


@kept
def _seen(viewer: UserId) -> Select[Client]:
    return select(Client).where(_visible(viewer)).order_by(clients.c.folded_name, clients.c.number)


@kept
def _any(number: ClientNumber) -> Select[Client]:
    return select(Client).where(clients.c.number == number)


@kept
def _named(folded_name: str, viewer: UserId) -> Select[Client]:
    same = select(Client).where(clients.c.folded_name == folded_name, _visible(viewer))
    return same.order_by(clients.c.number).limit(1)


@kept
def _whose_channel_is(channel: ChannelId) -> Select[Client]:
    return select(Client).where(clients.c.channel_id == channel).order_by(clients.c.number).limit(1)


@kept
def _numbered(number: ClientNumber, viewer: UserId) -> Select[Client]:
    return select(Client).where(clients.c.number == number, _visible(viewer))


def _visible(viewer: UserId) -> ColumnElement[bool]:
    return visible(
        viewer,
        audience=clients.c.channel_id,
        named=(clients.c.owner, clients.c.added_by),
        or_else=clients.c.channel_id.is_(None),
    )


def visible_clients(viewer: UserId) -> ColumnElement[bool]:
    """For queries of other features."""
    return _visible(viewer)
