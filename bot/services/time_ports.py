"""What services ask of the store about what comes with time: reminders, digests and the hours that hold them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.catch_up import Waiting
from bot.domain.client_requests import ClientRequest
from bot.domain.days import Day, DayLine, DayView, Section
from bot.domain.digests import DigestSchedule, Items, OpenItem
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import (
    ChannelId,
    ClientNumber,
    NudgeNumber,
    OutboxId,
    ScheduleNumber,
    TeamId,
    UserId,
)
from bot.domain.mornings import Morning
from bot.domain.nudge_occurrences import Coming, NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.tasks import Task
from bot.services.pages import Page
from bot.services.ping_ports import Pings, Reactions


@dataclass(frozen=True)
class SentRung:
    """A reminder about an item that stands there with its buttons."""

    id: OutboxId
    about: str
    to: UserId
    facts: Mapping[str, str]


@dataclass(frozen=True)
class CatchUpPart:
    """A message that tells several reminders, and what became of it."""

    message: OutboxId
    kind: MessageKind
    to: str
    state: MessageState
    reason: str | None
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Late:
    """Places where several reminders are late, or very many are due, and people of whose several are too late to be
    sent.
    """

    crowds: Sequence[tuple[TeamId, str]]
    missed: Sequence[tuple[TeamId, UserId]]


class Ladders(Protocol):
    """The reminders of requests and tasks."""

    def add(self, rungs: Sequence[Message]) -> None: ...
    def replace(self, label: str, rungs: Sequence[Message], *, spare: str | None) -> None:
        """What waits about the item is what is planned now; a key that begins with `spare` stays as it is. One that was
        cancelled waits again, one that was tried is not written a second time.
        """
        ...

    def owned_by(self, user: UserId) -> Sequence[ClientRequest | Task]:
        """What is open and theirs, locked, also of somebody who may see nothing any more."""
        ...

    def for_planning(self, labels: Sequence[str]) -> Sequence[ClientRequest | Task]:
        """Of these, what there is, locked; whatever else they name is left out."""
        ...

    def snoozes(self, label: str, prefix: str) -> int:
        """How many there have been."""
        ...

    def snoozed_until(self, label: str, prefix: str, user: UserId) -> datetime | None:
        """By this person."""
        ...

    def sent(self, label: str) -> Sequence[SentRung]: ...
    def one(self, message: OutboxId) -> SentRung | None:
        """None when its buttons are gone."""
        ...

    def for_change(self, message: OutboxId) -> SentRung | None:
        """Locks it, after what it is about."""
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

    def waiting_for(self, user: UserId) -> Sequence[Nudge]:
        """Soonest first."""
        ...

    def for_moving(self, user: UserId) -> Sequence[Nudge]:
        """The same, locked."""
        ...

    def about(self, label: str) -> Sequence[Nudge]:
        """Those about an item that still stand, locked."""
        ...

    def about_each(self, labels: Sequence[str], also: Sequence[NudgeNumber] = ()) -> Sequence[Nudge]:
        """Of all of these, and these others, locked in one: before any of them is locked by itself."""
        ...

    def told_about(self, label: str) -> Sequence[tuple[Nudge, NudgeOccurrence]]:
        """Comings of those about an item that arrived and that nobody has answered."""
        ...

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

    def first_facts(self, number: NudgeNumber) -> Mapping[str, str]:
        """What the message of its first coming was written with; nothing before there is one."""
        ...

    def next_sequence(self, number: NudgeNumber) -> int:
        """Of a reminder that is locked."""
        ...

    def unsent(self, number: NudgeNumber) -> Sequence[NudgeOccurrence]:
        """Also those that wait in a message with others."""
        ...

    def readdress(self, occurrence: NudgeOccurrence, to: UserId) -> None:
        """What was not tried yet goes to somebody else."""
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

    def told_to(self, message: OutboxId) -> str | None:
        """The place of a message that tells several; None when it is none."""
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


class Days(Protocol):
    def view(self, user: UserId) -> DayView | None: ...
    def add_view(self, view: DayView) -> bool:
        """False when somebody else has added the same in this very moment: then it is there to be read."""
        ...

    def counts(self, day: Day) -> Mapping[Section, int]:
        """Of every section."""
        ...

    def lines(self, day: Day, sections: Collection[Section], *, offset: int, limit: int) -> Sequence[DayLine]:
        """Of these sections alone, in their order, in each soonest first."""
        ...

    def clients(self, typed: str, *, seen_by: UserId, most: int) -> Sequence[tuple[ClientNumber, str]]:
        """By name, those whose folded name holds what was typed."""
        ...


class Mornings(Protocol):
    def add(self, morning: Morning) -> bool:
        """As People.add."""
        ...

    def one(self, user: UserId) -> Morning | None: ...
    def for_change(self, user: UserId) -> Morning | None: ...
    def all_for_change(self) -> Sequence[Morning]: ...
    def parts(self, user: UserId, local_date: date) -> Sequence[Mapping[str, str]]:
        """What the messages of that day's digest were written with, as far as they arrived or still may."""
        ...

    def has_come(self, user: UserId, local_date: date) -> bool:
        """Whether there was something to say on that day, and it has been planned."""
        ...


class ZoneData(Protocol):
    def worked_out_by(self, edition: str) -> None:
        """All moments of the workspace. An older edition than before is not noted."""
        ...


class HoursSettings(Protocol):
    def one(self, subject: str) -> HoursSetting | None:
        """Of a person, a channel or the workspace, by its id. To be read only."""
        ...

    def for_change(self, subject: str) -> HoursSetting | None: ...
    def all(self) -> Sequence[HoursSetting]: ...
    def add(self, setting: HoursSetting) -> bool:
        """False when another transaction was faster."""
        ...


class Replans(Protocol):
    """What waits by hours that have changed, and what many changes at once have moved."""

    def mark_reaching(self, user: UserId) -> None:
        """Before the hours are locked (docs/decisions/0041). So it is with the others."""
        ...

    def mark_posted_in(self, channel: ChannelId) -> None: ...
    def mark(self, labels: Sequence[str]) -> None: ...
    def mark_all(self) -> None: ...
    def mark_recurring(self) -> None:
        """Also reminders of which none is waiting to be sent just now."""
        ...

    def marked(self, limit: int) -> Sequence[str]:
        """Labels. Locks nothing."""
        ...

    def take(self, labels: Sequence[str]) -> Collection[str]:
        """Of these, those that nobody else has taken: marked no more once this transaction has planned what they name.
        After that is locked, as by those who mark what they have changed.
        """
        ...


class TimePorts(Protocol):
    """The part of a transaction that is about what comes with time."""

    @property
    def hours(self) -> HoursSettings: ...
    @property
    def replans(self) -> Replans: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def nudge_occurrences(self) -> NudgeOccurrences: ...
    @property
    def catch_up(self) -> CatchUp: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def days(self) -> Days: ...
    @property
    def mornings(self) -> Mornings: ...
    @property
    def ladders(self) -> Ladders: ...
    @property
    def zone_data(self) -> ZoneData: ...
    @property
    def pings(self) -> Pings: ...
    @property
    def reactions(self) -> Reactions: ...
