"""Messages of people that became requests: which request each stands for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Named, Table, TypedColumns, select

from bot.domain.heard import Heard, HeardBy
from bot.domain.ids import ChannelId, MessageTs, RequestNumber, TeamId, UserId
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import added, held
from storage.types import UtcDateTime, number_id, str_enum, text_id


class HeardColumns(TypedColumns):
    """The key is the promise of one request a message, for any number of processes."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    channel_id: Named[ChannelId] = Column(text_id(ChannelId), primary_key=True)
    ts: Named[MessageTs] = Column(text_id(MessageTs), primary_key=True)
    request_number: Named[RequestNumber] = Column(number_id(RequestNumber), nullable=False)
    author: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    how: Named[HeardBy] = Column(str_enum(HeardBy), nullable=False)
    words: Named[str]
    heard_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    deleted_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


heard = Table(
    "heard",
    metadata,
    HeardColumns,
    ForeignKeyConstraint(["team_id", "request_number"], ["client_request.team_id", "client_request.number"]),
    Index("ix_heard_team_id_author", "team_id", "channel_id", "author", "heard_at"),
    Index("ix_heard_team_id_request", "team_id", "request_number"),
)
map_(Heard, heard)


class SqlHeard:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def one(self, channel: ChannelId, ts: MessageTs) -> Heard | None:
        this = select(Heard).where(heard.c.channel_id == channel, heard.c.ts == ts)
        return held(self._session, this, Heard).one_or_none()

    def add(self, told: Heard) -> bool:
        self._session.flush()
        return added(self._session, told)

    def last_of(self, channel: ChannelId, author: UserId, *, since: datetime) -> Heard | None:
        """The newest one of theirs that was taken in by itself since then."""
        theirs = (heard.c.channel_id == channel, heard.c.author == author, heard.c.how == HeardBy.CAPTURE)
        newest = (
            select(Heard).where(*theirs, heard.c.heard_at >= since).order_by(heard.c.heard_at.desc(), heard.c.ts.desc())
        )
        return self._session.scalars(newest.limit(1)).first()

    def of_request(self, number: RequestNumber) -> Sequence[Heard]:
        """Oldest first."""
        of_it = select(Heard).where(heard.c.request_number == number)
        return self._session.scalars(of_it.order_by(heard.c.ts)).all()
