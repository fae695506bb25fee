"""What Liaison does by itself in which channel: table, mapping and queries."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, Named, Table, TypedColumns, select

from bot.domain.channel_settings import ChannelSetting, Replies
from bot.domain.ids import ChannelId, TeamId, UserId
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import held
from storage.types import UtcDateTime, str_enum, text_id


class SettingColumns(TypedColumns):
    """No foreign key: settings stay when the bot leaves a channel and comes back."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    channel_id: Named[ChannelId] = Column(text_id(ChannelId), primary_key=True)
    replies: Named[Replies | None] = Column(str_enum(Replies), nullable=True)
    emoji: Named[str | None]
    captures: Named[bool]
    window_minutes: Named[int] = Column(Integer(), nullable=False)
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    version: Named[int] = Column(BigInteger(), nullable=False)


channel_settings = Table("channel_setting", metadata, SettingColumns)
map_(ChannelSetting, channel_settings)


class SqlChannelSettings:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def one(self, channel: ChannelId) -> ChannelSetting | None:
        named = select(ChannelSetting).where(channel_settings.c.channel_id == channel)
        return self._session.scalars(named).one_or_none()

    def for_change(self, channel: ChannelId) -> ChannelSetting | None:
        named = select(ChannelSetting).where(channel_settings.c.channel_id == channel)
        return held(self._session, named, ChannelSetting).one_or_none()

    def add(self, chosen: ChannelSetting) -> None:
        self._session.add(chosen)
