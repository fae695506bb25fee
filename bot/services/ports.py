"""What several services ask of the store. A port that only one service needs stands at the top of that service."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.config_files import ConfigVersion
from bot.domain.finds import Wanted
from bot.domain.histories import Change
from bot.domain.ids import ChannelId, ClientNumber, OutboxId, RequestNumber, SeriesNumber, TaskNumber, TeamId, UserId
from bot.domain.milestones import MilestoneTemplate
from bot.domain.origins import Origin
from bot.domain.outbox import Message, MessageKind
from bot.domain.people import Channel, Person
from bot.domain.saved_searches import SavedSearch
from bot.domain.series import Series, SeriesItem
from bot.domain.tasks import Task
from bot.domain.watches import Watch
from bot.services.hearing_ports import ChannelSettings, HeardMessages
from bot.services.item_ports import ItemTransaction
from bot.services.merge_ports import Merges
from bot.services.pages import Page, Which
from bot.services.time_ports import TimePorts
from bot.services.type_ports import RequestTypes

T_co = TypeVar("T_co", covariant=True)

#: The workspaces that we hold a token for: the work of others waits in the store for whoever does.
Teams: TypeAlias = Callable[[], Collection[TeamId]]


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


class ClientRequests(Protocol):
    """Only what `seen_by` may see: anything else is NotFound, as if it did not exist."""

    def next_number(self) -> RequestNumber: ...
    def add(self, request: ClientRequest) -> None: ...
    def for_change(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest: ...
    def one(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest: ...
    def several(self, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> Sequence[ClientRequest]:
        """Those that they may see, in the order of their numbers; locked where they are read to be changed."""
        ...

    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[ClientRequest]:
        """Soonest due first, undated last."""
        ...

    def owned_by(self, user: UserId) -> Sequence[ClientRequest]:
        """Open, soonest due first."""
        ...

    def unowned(self, *, seen_by: UserId) -> Sequence[ClientRequest]: ...

    def in_queues(
        self, names: Sequence[str] | None, *, seen_by: UserId, offset: int, limit: int
    ) -> Page[ClientRequest]:
        """What nobody has, of the queues of these names; None for all there is."""
        ...

    def open_counts(self, users: Sequence[UserId]) -> Mapping[UserId, int]:
        """How many open ones each of them has, also those that nobody here may see; who has none is left out."""
        ...

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
    def several(self, numbers: Sequence[TaskNumber], *, seen_by: UserId) -> Sequence[Task]: ...
    def open_below(self, requests_: Sequence[RequestNumber], parents: Sequence[TaskNumber]) -> Sequence[Task]:
        """What is open of these requests and is part of these tasks, whoever may see it."""
        ...

    def page(self, which: Which, *, seen_by: UserId, offset: int, limit: int) -> Page[Task]: ...
    def owned_by(self, user: UserId) -> Sequence[Task]: ...
    def of_request(self, number: RequestNumber) -> Sequence[Task]: ...
    def of_task(self, number: TaskNumber) -> Sequence[Task]:
        """Its parts, as `of_request`."""
        ...

    def held_above(self, number: TaskNumber) -> Sequence[ClientRequest | Task]:
        """The request and the task that it is part of, whoever may see them, locked in this order: before the task
        itself is, or two could wait for each other.
        """
        ...

    def departments(self, *, seen_by: UserId, most: int) -> Sequence[str]:
        """Those that were named last, of tasks that this person may see."""
        ...


class SeriesPort(Protocol):
    """As ClientRequests."""

    def next_number(self) -> SeriesNumber: ...
    def add(self, series: Series) -> None: ...
    def one(self, number: SeriesNumber, *, seen_by: UserId) -> Series: ...
    def for_change(self, number: SeriesNumber, *, seen_by: UserId) -> Series: ...
    def for_planning(self, number: SeriesNumber) -> Series | None: ...
    def standing(self) -> Sequence[Series]:
        """Those that were not stopped, locked."""
        ...

    def page(self, *, seen_by: UserId, offset: int, limit: int) -> Page[Series]:
        """Soonest first, those that are paused last."""
        ...

    def add_item(self, item: SeriesItem) -> bool:
        """False when that date has had its turn."""
        ...


class Milestones(Protocol):
    def all(self) -> Sequence[MilestoneTemplate]:
        """By name."""
        ...

    def one(self, name: str) -> MilestoneTemplate | None: ...
    def add(self, template: MilestoneTemplate) -> None: ...
    def remove(self, name: str) -> None: ...


class Clients(Protocol):
    """Only clients that `seen_by` may see: those of public channels or of channels that they are in."""

    def next_number(self) -> ClientNumber: ...
    def add(self, client: Client) -> None: ...
    def all(self, *, seen_by: UserId) -> Sequence[Client]:
        """By name."""
        ...

    def one(self, number: ClientNumber, *, seen_by: UserId) -> Client: ...
    def called(self, folded_name: str) -> Client | None:
        """Whoever may see it; for whoever runs Liaison."""
        ...

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
    def has_outsiders(self, channel: ChannelId) -> bool:
        """Guests, or people of other companies."""
        ...

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

    def news(self, label: str) -> Sequence[Told]:
        """What people were told, or are to be told, of changes of an item; oldest first."""
        ...

    def cards_about(self, label: str) -> Sequence[PostedCard]:
        """The messages that show the item (cards, owners' messages, replies), not those that failed, nor edits."""
        ...

    def cards_about_each(self, labels: Sequence[str]) -> Mapping[str, Sequence[PostedCard]]:
        """The same of several at once, by label; without what is shown nowhere."""
        ...


class Configs(Protocol):
    """Files that a workspace was set up with, by kind."""

    def live(self, kind: str) -> ConfigVersion | None: ...
    def all(self, kind: str) -> Sequence[ConfigVersion]:
        """Newest first."""
        ...

    def add(self, config: ConfigVersion) -> bool:
        """False when somebody else has loaded one in this very moment."""
        ...


class Turns(Protocol):
    """Whose turn it is in each queue."""

    def next(self) -> int:
        """The number of the next turn of the workspace; nobody else gives anything out until this transaction ends."""
        ...

    def last(self, queue: str) -> Mapping[UserId, int]:
        """That of the last thing that each got there."""
        ...

    def give(self, queue: str, user: UserId, turn: int) -> None: ...


class Watches(Protocol):
    """What nobody has, and when somebody is told of it next."""

    def begin(self, watch: Watch) -> None:
        """In place of one that there is of the same request."""
        ...

    def one(self, number: RequestNumber) -> Watch | None:
        """Locked where it is read to be moved."""
        ...

    def end(self, number: RequestNumber) -> None: ...
    def withdraw(self, label: str) -> None:
        """What was to be told of it and has not been tried yet is not told."""
        ...


class Histories(Protocol):
    def of(self, entity: str, what: str, *, label: str | None = None, most: int) -> Sequence[Change]:
        """What happened to it, oldest first: the newest `most`; of the item called `label` also what was asked."""
        ...

    def merges(self, number: RequestNumber, *, most: int) -> Sequence[Change]:
        """What was merged into it and taken out of it."""
        ...

    def mark_undo(self) -> None:
        """Says of what this transaction changes from now on that it takes something back."""
        ...


class Search(Protocol):
    """What matches, newest first. `seen_by` None is an operator, who reads everything; `below` goes on behind one."""

    def requests(
        self, wanted: Wanted, *, seen_by: UserId | None, offset: int, limit: int, below: int | None
    ) -> Sequence[ClientRequest]: ...
    def tasks(
        self, wanted: Wanted, *, seen_by: UserId | None, offset: int, limit: int, below: int | None
    ) -> Sequence[Task]: ...


class SavedSearches(Protocol):
    def next_number(self) -> int: ...
    def add(self, saved: SavedSearch) -> None: ...
    def of(self, user: UserId) -> Sequence[SavedSearch]: ...
    def for_change(self, number: int, *, seen_by: UserId) -> SavedSearch: ...


class Transaction(TimePorts, ItemTransaction, Protocol):
    @property
    def saved_searches(self) -> SavedSearches: ...
    @property
    def search(self) -> Search: ...
    @property
    def channel_settings(self) -> ChannelSettings: ...
    @property
    def heard(self) -> HeardMessages: ...
    @property
    def merges(self) -> Merges: ...
    @property
    def histories(self) -> Histories: ...
    @property
    def configs(self) -> Configs: ...
    @property
    def turns(self) -> Turns: ...
    @property
    def watches(self) -> Watches: ...
    @property
    def client_requests(self) -> ClientRequests: ...
    @property
    def request_types(self) -> RequestTypes: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def series(self) -> SeriesPort: ...
    @property
    def milestones(self) -> Milestones: ...
    @property
    def clients(self) -> Clients: ...
    @property
    def people(self) -> People: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def outbox(self) -> Outbox: ...

    def renumber(self, before: ChannelId, now: ChannelId) -> None:
        """Whatever names the channel by the old id names it by the new one; who is in it is another matter."""
        ...

    def remember(self, reference: str) -> None:
        """What this delivery made, so that the same delivery coming again can be answered alike."""
        ...


class Store(Protocol[T_co]):
    """`begin` inserts the origin's key (seen before: AlreadyDone) and rolls back past its deadline (TooSlow);
    a store that cannot be reached or written is StoreUnavailable. `read` never waits for writers, nor does `person`.
    """

    def begin(self, origin: Origin) -> AbstractContextManager[T_co]: ...
    def read(self, team: TeamId) -> AbstractContextManager[T_co]: ...
    def person(self, team: TeamId, user: UserId) -> Person | None: ...
