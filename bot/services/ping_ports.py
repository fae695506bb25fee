"""What services ask of the store about what reaches people unasked: the reminders of all kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.catch_up import Waiting
from bot.domain.ids import ChannelId, MessageTs, OutboxId, UserId
from bot.domain.outbox import Message


@dataclass(frozen=True)
class Folded:
    """What waits for a digest, because its reader had enough messages on that day of theirs."""

    row: Waiting
    day: date


class Pings(Protocol):
    def last_change(self, channel: ChannelId, ts: MessageTs, *, now: datetime) -> Message | None:
        """What has changed the message there last, to be said once more; None when nothing has."""
        ...

    def folded(self, user: UserId) -> Sequence[Folded]:
        """What waits for this person's next digest, oldest first; locked where it is read to be changed."""
        ...

    def sent_on(self, user: UserId, local_date: date) -> int:
        """How many messages that could have waited reached this person on that day."""
        ...

    def fold_again(self, message: OutboxId) -> None:
        """What a message was to tell waits for the next one."""
        ...
