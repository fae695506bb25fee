"""What services ask of the store about what reaches people unasked: the reminders of all kinds."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import Message


class Pings(Protocol):
    def last_change(self, channel: ChannelId, ts: MessageTs, *, now: datetime) -> Message | None:
        """What has changed the message there last, to be said once more; None when nothing has."""
        ...
