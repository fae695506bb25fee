"""What services ask of the store about what people say in channels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.channel_settings import ChannelSetting
from bot.domain.heard import Heard
from bot.domain.ids import ChannelId, MessageTs, RequestNumber, UserId


class ChannelSettings(Protocol):
    def one(self, channel: ChannelId) -> ChannelSetting | None: ...
    def for_change(self, channel: ChannelId) -> ChannelSetting | None:
        """Locks it: whoever makes something of what is said in a channel does so one after the other."""
        ...

    def add(self, chosen: ChannelSetting) -> None: ...


class HeardMessages(Protocol):
    """Messages of people that requests stand for."""

    def one(self, channel: ChannelId, ts: MessageTs) -> Heard | None: ...
    def add(self, told: Heard) -> bool:
        """As People.add."""
        ...

    def last_of(self, channel: ChannelId, author: UserId, *, since: datetime) -> Heard | None:
        """The newest one of theirs that was taken in by itself since then."""
        ...

    def of_request(self, number: RequestNumber) -> Sequence[Heard]:
        """Oldest first."""
        ...
