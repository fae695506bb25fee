"""What services ask of the store about what comes with time: reminders, digests and the hours that hold them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.catch_up import Waiting
from bot.domain.client_requests import ClientRequest
from bot.domain.digests import DigestSchedule, Items, OpenItem
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import (
    ChannelId,
    NudgeNumber,
    OutboxId,
    ScheduleNumber,
    UserId,
)
from bot.domain.mornings import Morning
from bot.domain.nudge_occurrences import Coming, NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.domain.outbox import Message, MessageState
from bot.domain.tasks import Task
from bot.services.pages import Page


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
    to: str
    state: MessageState
    reason: str | None
    facts: Mapping[str, str]


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
    def add(self, morning: Morning) -> bool:
        """As People.add."""
        ...

    def one(self, user: UserId) -> Morning | None: ...


class HoursSettings(Protocol):
    def one(self, subject: str) -> HoursSetting | None:
        """Of a person, a channel or the workspace, by its id."""
        ...

    def add(self, setting: HoursSetting) -> None: ...
