"""What services ask of the outbox, and what it says of messages that it holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, OutboxId, UserId
from bot.domain.outbox import Message, MessageKind


@dataclass(frozen=True)
class PostedCard:
    """A message that shows an item and is changed when the item changes. `facts` are those that it was written with,
    `due_at` when it goes out.
    """

    id: OutboxId
    kind: MessageKind
    to: ChannelId | UserId
    due_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A notice that asks a person whether a message arrived, and what it was written with."""

    notice: OutboxId
    about: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """A message that tells a person of a change, and what it was written with."""

    id: OutboxId
    to: UserId
    facts: Mapping[str, str]


class Outbox(Protocol):
    def add(self, message: Message) -> OutboxId:
        """The row's id; that of the row already there when `key` was used, or when one with its `merge_key` waits.
        That one then has the facts of both.
        """
        ...

    def add_last(self, message: Message) -> None:
        """As `add`, when the transaction ends: once for a merge key, and in their order. Several transactions write
        to the same of these messages, and must not wait for each other.
        """
        ...

    def cancel(self, message: OutboxId) -> bool:
        """Only while it was never tried; says whether it was stopped."""
        ...

    def cancel_each(self, messages: Collection[OutboxId]) -> Collection[OutboxId]:
        """Those that were stopped."""
        ...

    def postpone(self, message: OutboxId, *, due_at: datetime, expires_at: datetime | None) -> bool:
        """As `cancel`: says whether it could still be moved."""
        ...

    def question(self, message: OutboxId, *, user: UserId) -> Question | None:
        """What this person is asked about a message of which it is unclear whether it arrived; locks that one."""
        ...

    def send_again(self, message: OutboxId) -> None:
        """As if it had never been tried, and however late it is by now."""
        ...

    def count_as_sent(self, message: OutboxId) -> None:
        """Somebody saw it; nobody knows its place."""
        ...

    def news(self, label: str, told_as: MessageKind) -> Sequence[Told]:
        """What people were told of an item, or are to be told, in messages of one kind; oldest first."""
        ...

    def cards_about(self, label: str) -> Sequence[PostedCard]:
        """The messages that show the item (cards, owners' messages, replies), not those that failed, nor edits."""
        ...

    def cards_about_each(self, labels: Sequence[str]) -> Mapping[str, Sequence[PostedCard]]:
        """The same of several at once, by label; without what is shown nowhere."""
        ...
