"""What services ask of the store about what reaches people unasked: the reminders of all kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias

from bot.domain.catch_up import Waiting
from bot.domain.ids import ChannelId, MessageTs, OutboxId, UserId
from bot.domain.outbox import Message, MessageKind

#: Versions of somebody's digest, of their hours and of the workspace's: another one where any of them was changed.
Settings: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True)
class Folded:
    """What waits for a digest, because its reader had enough messages on that day of theirs."""

    row: Waiting
    day: date


@dataclass(frozen=True)
class InDigest:
    """What was held back on that day is told by a message that comes then."""

    day: date
    due_at: datetime
    kind: MessageKind


class Pings(Protocol):
    def last_change(self, channel: ChannelId, ts: MessageTs, *, now: datetime) -> Message | None:
        """What has changed the message there last, to be said once more; None when nothing has."""
        ...

    def folded(self, user: UserId) -> Sequence[Folded]:
        """What waits for this person's next digest, oldest first."""
        ...

    def for_gathering(self, user: UserId) -> Sequence[Folded]:
        """The same, and nobody else tells it meanwhile."""
        ...

    def in_digest(self, user: UserId, label: str) -> InDigest | None:
        """Of what was held back and has not come yet."""
        ...

    def sent_on(self, user: UserId, local_date: date) -> int:
        """How many messages that could have waited reached this person on that day."""
        ...

    def leave_out(self, message: OutboxId) -> bool:
        """It is not told any more; False when it does not wait for a digest."""
        ...

    def fold_again(self, message: OutboxId) -> None:
        """What a message was to tell waits for the next one."""
        ...


@dataclass(frozen=True)
class Unheeded:
    """A reminder that has arrived, and upon which its reader has not acted. `is_in_digest`: it did not come, because
    their digest of that day was to say it.
    """

    message: OutboxId
    label: str
    to: UserId
    sent_at: datetime
    facts: Mapping[str, str]
    is_in_digest: bool


class Reactions(Protocol):
    """What became of reminders that ask for something to be done."""

    def act(self, label: str, user: UserId, now: datetime) -> None:
        """Who was reminded has done something about the item."""
        ...

    def has_acted(self, message: OutboxId) -> bool: ...
    def unheeded(self, message: OutboxId, *, now: datetime) -> Unheeded | None:
        """Locked; None once somebody has acted, or it was passed on, or there is still time."""
        ...

    def note(self, message: OutboxId, local_date: date) -> None:
        """On which day of its reader's it reached them."""
        ...

    def expect(self, message: OutboxId, react_by: datetime) -> None: ...
    def hasten(self, user: UserId, now: datetime) -> None:
        """Nothing more is to be expected of them."""
        ...

    def pass_on(self, message: OutboxId, now: datetime) -> None: ...
    def begin_week(self, local_date: date) -> bool:
        """False when the week that begins on this Monday has been begun, by whichever process."""
        ...

    def of_week(self, local_date: date) -> Sequence[Unheeded]:
        """Of the seven days from this one on, each on its reader's calendar."""
        ...
