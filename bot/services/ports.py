"""What several services ask of the store. A port that only one service needs stands at the top of that service."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeAlias, TypeVar

from bot.domain.catch_up import Waiting
from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import DigestSchedule, Items, OpenItem
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import (
    ChannelId,
    ClientNumber,
    NudgeNumber,
    OutboxId,
    RequestNumber,
    ScheduleNumber,
    TaskNumber,
    TeamId,
    UserId,
)
from bot.domain.mornings import Morning
from bot.domain.nudge_occurrences import Coming, NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.domain.origins import Origin
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.people import Channel, Person
from bot.domain.tasks import Task

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: The workspaces that we hold a token for: the work of others waits in the store for whoever does.
Teams: TypeAlias = Callable[[], Collection[TeamId]]


class Which(StrEnum):
    """The lists that people ask for: everything open that they may see, or what is theirs."""

    OPEN = "open"
    MINE = "mine"


@dataclass(frozen=True)
class Page(Generic[T]):
    """A slice of a list, and where it stands in the whole. `offset` counts from 0."""

    items: tuple[T, ...]
    offset: int
    total: int


@dataclass(frozen=True)
class PostedCard:
    """A message that shows an item and is changed when the item changes. `facts` are those that it was written with."""

    id: OutboxId
    kind: MessageKind
    to: ChannelId | UserId
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SentRung:
    """A reminder about an item that stands there with its buttons."""

    id: OutboxId
    about: str
    to: UserId
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A notice that asks a person whether a message arrived, and what it was written with."""

    notice: OutboxId
    about: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class CatchUpPart:
    """A message that tells several reminders, and what became of it."""

    message: OutboxId
    to: str
    state: MessageState
    reason: str | None
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


class Ladders(Protocol):
    """The reminders of requests and tasks."""

    def add(self, rungs: Sequence[Message]) -> None: ...
    def replace(self, label: str, rungs: Sequence[Message], *, spare: str | None) -> None:
        """What waits about the item is what is planned now; a key that begins with `spare` stays as it is. One that was
        cancelled waits again, one that was tried is not written a second time.
        """
        ...

    def owned_by(self, user: UserId) -> Sequence[ClientRequest | Task]:
        """What is open and theirs, also of somebody who may see nothing any more."""
        ...

    def snoozes(self, label: str, prefix: str) -> int:
        """How many there have been."""
        ...

    def snoozed_until(self, label: str, prefix: str) -> datetime | None: ...
    def sent(self, label: str) -> Sequence[SentRung]: ...
    def one(self, message: OutboxId) -> SentRung | None:
        """Locks it. None when its buttons are gone."""
        ...


class Nudges(Protocol):
    """Those that `seen_by` set or receives."""

    def next_number(self) -> NudgeNumber: ...
    def add(self, nudge: Nudge) -> None: ...
    def for_change(self, number: NudgeNumber, *, seen_by: UserId) -> Nudge: ...
    def one(self, number: NudgeNumber, *, seen_by: UserId) -> Nudge: ...
    def waiting(self, *, seen_by: UserId, offset: int, limit: int) -> Page[Nudge]:
        """Soonest first."""
        ...

    def waiting_for(self, user: UserId) -> Sequence[Nudge]: ...

    def known(self, number: NudgeNumber) -> Nudge | None:
        """For rendering what was addressed already."""
        ...

    def for_planning(self, number: NudgeNumber) -> Nudge | None: ...
    def reached(self, number: NudgeNumber, *, by: UserId) -> Nudge:
        """For those who read its messages: in a channel that is whoever may see it."""
        ...


class NudgeOccurrences(Protocol):
    def add(self, occurrence: NudgeOccurrence) -> None: ...
    def one(self, coming: Coming) -> NudgeOccurrence | None: ...
    def last_told(self, number: NudgeNumber) -> NudgeOccurrence | None:
        """Of those that were sent, alone or with others."""
        ...

    def next_sequence(self, number: NudgeNumber) -> int:
        """Of a reminder that is locked."""
        ...

    def unsent(self, number: NudgeNumber) -> Sequence[NudgeOccurrence]:
        """Also those that wait in a message with others."""
        ...


class CatchUp(Protocol):
    """Reminders of the outbox that are told together. Those that are read to be changed are locked."""

    def waiting(self, to: str, *, now: datetime) -> Sequence[Waiting]:
        """For one place: due, never tried and in nobody's hands."""
        ...

    def take_apart(self, to: str, *, now: datetime) -> None:
        """The messages for that place that were not tried yet and have room, so that what came since is told with the
        rest.
        """
        ...

    def missed(self, user: UserId, *, now: datetime) -> Sequence[Waiting]:
        """That this person set, and that are too late to be sent."""
        ...

    def gather(self, rows: Sequence[Waiting], into: OutboxId) -> None: ...
    def expire(self, rows: Sequence[Waiting]) -> None: ...
    def gathered(self, into: OutboxId) -> Sequence[Waiting]:
        """What a message tells, oldest first."""
        ...

    def told_by(self, message: OutboxId) -> CatchUpPart | None:
        """The message that tells this one together with others."""
        ...

    def part(self, message: OutboxId) -> CatchUpPart | None:
        """None once it was concluded."""
        ...

    def conclude(self, message: OutboxId, how: str) -> None: ...
    def let_go(self, message: OutboxId) -> None:
        """Its reminders wait for themselves again."""
        ...


class Digests(Protocol):
    def next_number(self) -> ScheduleNumber: ...
    def add(self, schedule: DigestSchedule) -> None: ...
    def in_channel(self, channel: ChannelId) -> DigestSchedule | None:
        """The one that is on."""
        ...

    def one(self, number: ScheduleNumber) -> DigestSchedule: ...
    def add_occurrence(self, number: ScheduleNumber, local_date: date, items: Items, planned_at: datetime) -> bool:
        """False when that date had its digest already, by whichever process."""
        ...

    def items_of(self, number: ScheduleNumber, local_date: date) -> Items: ...
    def last_planned(self, numbers: Sequence[ScheduleNumber]) -> Mapping[ScheduleNumber, datetime]: ...
    def open_items(self) -> Sequence[OpenItem]: ...
    def client_channels(self) -> Collection[ChannelId]: ...
    def entries(self, labels: Sequence[str]) -> Sequence[ClientRequest | Task]:
        """In that order."""
        ...


class Mornings(Protocol):
    def add(self, morning: Morning) -> None: ...
    def one(self, user: UserId) -> Morning | None: ...


class HoursSettings(Protocol):
    def one(self, subject: str) -> HoursSetting | None:
        """Of a person, a channel or the workspace, by its id."""
        ...

    def add(self, setting: HoursSetting) -> None: ...


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
