"""What several services ask of the store. A port that only one service needs stands at the top of that service."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.ids import (
    ChannelId,
    ClientNumber,
    OutboxId,
    RequestNumber,
    TaskNumber,
    TeamId,
    UserId,
)
from bot.domain.origins import Origin
from bot.domain.outbox import Message, MessageKind
from bot.domain.people import Channel, Person
from bot.domain.tasks import Task
from bot.services.pages import Page, Which
from bot.services.time_ports import CatchUp, Digests, HoursSettings, Ladders, Mornings, NudgeOccurrences, Nudges

T_co = TypeVar("T_co", covariant=True)

#: The workspaces that we hold a token for: the work of others waits in the store for whoever does.
Teams: TypeAlias = Callable[[], Collection[TeamId]]


@dataclass(frozen=True)
class PostedCard:
    """A message that shows an item and is changed when the item changes. `facts` are those that it was written with."""

    id: OutboxId
    kind: MessageKind
    to: ChannelId | UserId
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A notice that asks a person whether a message arrived, and what it was written with."""

    notice: OutboxId
    about: str
    facts: Mapping[str, str]


class ClientRequests(Protocol):
    """Only what `seen_by` may see: anything else is NotFound, as if it did not exist."""

    def next_number(self) -> RequestNumber: ...
    def add(self, request: ClientRequest) -> None: ...
    def for_change(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest: ...
    def one(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest: ...
    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[ClientRequest]:
        """Soonest due first, undated last."""
        ...

    def owned_by(self, user: UserId) -> Sequence[ClientRequest]:
        """Open, soonest due first."""
        ...

    def unowned(self, *, seen_by: UserId) -> Sequence[ClientRequest]: ...

    def twin_of(self, title: str, *, logged_by: UserId, since: datetime) -> ClientRequest | None:
        """What the same person logged under the same title since then, unless it was undone."""
        ...

    def logged_from(self, permalink: str, *, seen_by: UserId) -> ClientRequest | None:
        """The newest one of that message, unless it was undone."""
        ...


class Tasks(Protocol):
    """As ClientRequests."""

    def next_number(self) -> TaskNumber: ...
    def add(self, task: Task) -> None: ...
    def for_change(self, number: TaskNumber, *, seen_by: UserId) -> Task: ...
    def one(self, number: TaskNumber, *, seen_by: UserId) -> Task: ...
    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[Task]: ...
    def owned_by(self, user: UserId) -> Sequence[Task]: ...
    def of_request(self, number: RequestNumber) -> Sequence[Task]: ...


class Clients(Protocol):
    """Only clients that `seen_by` may see: those of public channels or of channels that they are in."""

    def next_number(self) -> ClientNumber: ...
    def add(self, client: Client) -> None: ...
    def all(self, *, seen_by: UserId) -> Sequence[Client]:
        """By name."""
        ...

    def one(self, number: ClientNumber, *, seen_by: UserId) -> Client: ...
    def known(self, number: ClientNumber) -> Client | None:
        """For rendering what was addressed already."""
        ...

    def for_change(self, number: ClientNumber, *, seen_by: UserId) -> Client: ...
    def named(self, folded_name: str, *, seen_by: UserId) -> Client | None: ...
    def of_channel(self, channel: ChannelId) -> Client | None: ...


class People(Protocol):
    def one(self, user: UserId) -> Person | None: ...
    def all(self) -> Sequence[Person]: ...
    def members(self) -> Sequence[Person]:
        """Full members, by name."""
        ...

    def add(self, person: Person) -> bool:
        """False when somebody else has added the same in this very moment: then it is there to be read."""
        ...

    def of(self, users: Sequence[UserId]) -> Sequence[Person]: ...


class Channels(Protocol):
    def one(self, channel: ChannelId) -> Channel | None: ...
    def all(self) -> Sequence[Channel]: ...
    def add(self, channel: Channel) -> bool:
        """As People.add."""
        ...

    def has_member(self, channel: ChannelId, user: UserId) -> bool: ...
    def set_members(self, channel: ChannelId, users: Sequence[UserId]) -> None: ...
    def add_member(self, channel: ChannelId, user: UserId) -> None: ...
    def remove_member(self, channel: ChannelId, user: UserId) -> None: ...


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

    def cards_about(self, label: str) -> Sequence[PostedCard]:
        """The messages that show the item (cards, owners' messages, replies), not those that failed, nor edits."""
        ...


class Transaction(Protocol):
    @property
    def hours(self) -> HoursSettings: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def nudge_occurrences(self) -> NudgeOccurrences: ...
    @property
    def catch_up(self) -> CatchUp: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def mornings(self) -> Mornings: ...
    @property
    def client_requests(self) -> ClientRequests: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def clients(self) -> Clients: ...
    @property
    def people(self) -> People: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def ladders(self) -> Ladders: ...

    def renumber(self, before: ChannelId, now: ChannelId) -> None:
        """Whatever names the channel by the old id names it by the new one; who is in it is another matter."""
        ...

    def remember(self, reference: str) -> None:
        """What this delivery made, so that the same delivery coming again can be answered alike."""
        ...


class Store(Protocol[T_co]):
    """`begin` inserts the origin's key (seen before: AlreadyDone) and rolls back past its deadline (TooSlow);
    a store that cannot be reached or written is StoreUnavailable. `read` never waits for writers.
    """

    def begin(self, origin: Origin) -> AbstractContextManager[T_co]: ...
    def read(self, team: TeamId) -> AbstractContextManager[T_co]: ...
