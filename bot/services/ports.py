"""What several services ask of the store. A port that only one service needs stands at the top of that service."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, TypeAlias, TypeVar

from bot.domain.client_requests import ClientRequest
from bot.domain.config_files import ConfigVersion
from bot.domain.finds import Wanted
from bot.domain.histories import Change
from bot.domain.ids import ChannelId, RequestNumber, SeriesNumber, TaskNumber, TeamId, UserId
from bot.domain.milestones import MilestoneTemplate
from bot.domain.origins import Origin
from bot.domain.people import Person
from bot.domain.saved_searches import SavedSearch
from bot.domain.series import Series, SeriesItem
from bot.domain.tasks import Task
from bot.domain.watches import Watch
from bot.services.hearing_ports import ChannelSettings, HeardMessages
from bot.services.item_ports import ItemTransaction
from bot.services.merge_ports import Merges
from bot.services.outbox_ports import Outbox
from bot.services.pages import Page, Which
from bot.services.people_ports import Channels, Clients, People
from bot.services.time_ports import TimePorts

T_co = TypeVar("T_co", covariant=True)

#: The workspaces that we hold a token for: the work of others waits in the store for whoever does.
Teams: TypeAlias = Callable[[], Collection[TeamId]]


class ClientRequests(Protocol):
    """Only what `seen_by` may see: anything else is NotFound, as if it did not exist.

    What is read to be changed is locked. Whoever locks several locks client requests before tasks before reminders, and
    each by number: see docs/decisions/0041.
    """

    def next_number(self) -> RequestNumber: ...
    def add(self, request: ClientRequest) -> None: ...
    def for_change(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest: ...
    def one(self, number: RequestNumber, *, seen_by: UserId) -> ClientRequest: ...
    def several(self, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> Sequence[ClientRequest]:
        """Those that they may see, in the order of their numbers; locked where they are read to be changed."""
        ...

    def with_merged(self, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> Sequence[ClientRequest]:
        """As `several`, and in one with what was merged into them before it was waited for."""
        ...

    def merged_into(self, numbers: Collection[RequestNumber], *, seen_by: UserId) -> Collection[RequestNumber]:
        """What is merged into them by now, as far as they may see it. Locks nothing."""
        ...

    def who_sees(self, number: RequestNumber, among: Collection[UserId]) -> Collection[UserId]: ...
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

    def waiting_queues(self) -> Sequence[str]:
        """The names of queues that stand on what nobody has."""
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
    def of_requests(self, numbers: Sequence[RequestNumber], also: Sequence[TaskNumber] = ()) -> Sequence[Task]:
        """Of all of these, and these others, locked in one: before any of them is locked by itself."""
        ...

    def of_task(self, number: TaskNumber) -> Sequence[Task]:
        """Its parts, as `of_request`."""
        ...

    def held_above(
        self, numbers: Sequence[TaskNumber], also: Sequence[RequestNumber] = ()
    ) -> Sequence[ClientRequest | Task]:
        """The requests and tasks that these are part of, whoever may see them: locked with these, and with other
        requests that are to be locked, before any of them is locked by itself.
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

    def has_come(self, number: SeriesNumber, local_date: date) -> bool:
        """Whether that date has had its turn."""
        ...


class Milestones(Protocol):
    def all(self) -> Sequence[MilestoneTemplate]:
        """By name."""
        ...

    def one(self, name: str) -> MilestoneTemplate | None: ...
    def add(self, template: MilestoneTemplate) -> None: ...
    def remove(self, name: str) -> None: ...


class Configs(Protocol):
    """Files that a workspace was set up with, by kind."""

    def live(self, kind: str) -> ConfigVersion | None: ...
    def of_version(self, kind: str, number: int) -> ConfigVersion | None: ...
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
        self, wanted: Wanted, *, seen_by: UserId | None, limit: int, below: int | None
    ) -> Sequence[ClientRequest]: ...
    def tasks(self, wanted: Wanted, *, seen_by: UserId | None, limit: int, below: int | None) -> Sequence[Task]: ...


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
