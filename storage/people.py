"""People, channels and who is in which: what Slack told us, which visibility is decided by."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Named,
    SmallInteger,
    Table,
    TypedColumns,
    and_,
    bindparam,
    delete,
    select,
)

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.people import Channel, Person, PersonKind, Rank
from bot.domain.teams import OfTeam
from storage.engine import asking, refusing
from storage.hooks import TeamSession, core
from storage.inserts import insert_into
from storage.known import Known
from storage.mapping import map_, map_for_reading, metadata
from storage.types import UtcDateTime, str_enum, text_id


class PersonColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)
    name: Named[str]
    kind: Named[PersonKind] = Column(str_enum(PersonKind), nullable=False)
    zone_name: Named[str | None]
    home_opened_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    welcomed_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    wants_reminders: Named[bool]
    rank: Named[int] = Column(SmallInteger(), nullable=False)


class ChannelColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    channel_id: Named[ChannelId] = Column(text_id(ChannelId), primary_key=True)
    name: Named[str]
    is_private: Named[bool]
    is_member: Named[bool]
    is_archived: Named[bool]
    is_shared: Named[bool]


class MemberColumns(TypedColumns):
    """No foreign keys: Slack's events come in any order, and a channel that is not known yet hides anyway."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    channel_id: Named[ChannelId] = Column(text_id(ChannelId), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)


class ChannelMember(OfTeam):
    """A row of `channel_member`, for reading only: membership is Slack's fact, not audited as a change of ours."""


people = Table("person", metadata, PersonColumns)
channels = Table("channel", metadata, ChannelColumns)
channel_members = Table("channel_member", metadata, MemberColumns, Index(None, "team_id", "user_id"))
map_(Person, people)
map_(Channel, channels)
map_for_reading(ChannelMember, channel_members)


_PERSON = select(people).where(people.c.team_id == bindparam("team"), people.c.user_id == bindparam("user"))
_CHANNEL = select(channels).where(
    channels.c.team_id == bindparam("team"), channels.c.channel_id == bindparam("channel")
)


def person(connection: Connection, team: TeamId, user: UserId) -> Person | None:
    """Without a session, which would cost three times as much: with this every gesture begins."""
    row = connection.execute(_PERSON, {"team": team, "user": user}).one_or_none()
    return None if row is None else Person(**row._asdict())


def _channel(connection: Connection, team: TeamId, channel: ChannelId) -> Channel | None:
    row = connection.execute(_CHANNEL, {"team": team, "channel": channel}).one_or_none()
    return None if row is None else Channel(**row._asdict())


def teams_of(engine: Engine) -> list[TeamId]:
    """For whoever looks after the database: the workspaces that it holds."""
    every_team = select(people.c.team_id).distinct().order_by(people.c.team_id)
    with refusing(), asking(engine).connect() as connection:
        return [TeamId(team) for team in connection.scalars(every_team)]


class SqlPeople:
    def __init__(self, session: TeamSession) -> None:
        self._session = session
        self._known = Known(session, Person, person)

    def one(self, user: UserId) -> Person | None:
        return self._known.one(user)

    def for_change(self, user: UserId) -> Person | None:
        return self._known.for_change(user)

    def all(self) -> Sequence[Person]:
        return self._session.scalars(select(Person)).all()

    def members(self) -> Sequence[Person]:
        full = select(Person).where(people.c.kind == PersonKind.MEMBER)
        return self._session.scalars(full.order_by(people.c.name, people.c.user_id)).all()

    def ranked(self) -> Sequence[Person]:
        above = (people.c.kind == PersonKind.MEMBER, people.c.rank > Rank.NONE)
        return self._session.scalars(select(Person).where(*above)).all()

    def of(self, users: Sequence[UserId]) -> Sequence[Person]:
        named = select(Person).where(people.c.user_id.in_(users))
        return self._session.scalars(named.order_by(people.c.name, people.c.user_id)).all()

    def add(self, person: Person) -> bool:
        return self._known.add(person)


class SqlChannels:
    def __init__(self, session: TeamSession) -> None:
        self._session = session
        self._known = Known(session, Channel, _channel)

    def one(self, channel: ChannelId) -> Channel | None:
        return self._known.one(channel)

    def for_change(self, channel: ChannelId) -> Channel | None:
        return self._known.for_change(channel)

    def all(self) -> Sequence[Channel]:
        return self._session.scalars(select(Channel).order_by(channels.c.name, channels.c.channel_id)).all()

    def add(self, channel: Channel) -> bool:
        return self._known.add(channel)

    def has_member(self, channel: ChannelId, user: UserId) -> bool:
        inside = select(channel_members.c.user_id).select_from(ChannelMember)
        row = inside.where(channel_members.c.channel_id == channel, channel_members.c.user_id == user)
        return self._session.scalars(row).one_or_none() is not None

    def has_outsiders(self, channel: ChannelId) -> bool:
        theirs = (channel_members.c.user_id == people.c.user_id, channel_members.c.channel_id == channel)
        outside = select(people.c.user_id).select_from(Person).join(ChannelMember, and_(*theirs))
        kinds = people.c.kind.in_((PersonKind.GUEST, PersonKind.EXTERNAL))
        return self._session.scalars(outside.where(kinds).limit(1)).first() is not None

    def set_members(self, channel: ChannelId, users: Sequence[UserId]) -> None:
        core(self._session).execute(delete(channel_members).where(*self._in(channel)))
        self._insert(channel, sorted(set(users)))

    def add_member(self, channel: ChannelId, user: UserId) -> None:
        self._insert(channel, [user])

    def remove_member(self, channel: ChannelId, user: UserId) -> None:
        connection = core(self._session)
        connection.execute(delete(channel_members).where(*self._in(channel), channel_members.c.user_id == user))

    def _insert(self, channel: ChannelId, users: Sequence[UserId]) -> None:
        if not users:
            return
        connection = core(self._session)
        insert = insert_into(connection, channel_members).on_conflict_do_nothing()
        team = self._session.team_id
        connection.execute(insert, [{"team_id": team, "channel_id": channel, "user_id": user} for user in users])

    def _in(self, channel: ChannelId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return channel_members.c.team_id == self._session.team_id, channel_members.c.channel_id == channel
