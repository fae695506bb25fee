"""What a client asked for, and what may happen to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.checklists import Checklist
from bot.domain.errors import (
    AlreadyClosed,
    AlreadyMerged,
    AlreadyTaken,
    NotPaused,
    NotSnoozed,
    NotYours,
    PausedOtherwise,
    StillOpen,
    TooLateToUndo,
    WrongState,
)
from bot.domain.ids import LIAISON, ChannelId, ClientNumber, OutboxId, RequestNumber, SeriesNumber, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import CLOSED, NEXT, PAUSED, Cause, RequestStatus
from bot.domain.request_types import Answer, OfType
from bot.domain.teams import OfTeam

UNDO_WINDOW = timedelta(minutes=10)


class Acceptance(StrEnum):
    """Whether the owner has said yes to what was given to them."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ACCEPTED = "accepted"


class SnoozedFor(StrEnum):
    """What ends a snooze, besides whoever takes it back."""

    DATE = "date"
    REPLY = "reply"


@dataclass(frozen=True)
class Due:
    """A due moment as it was said: wall time in a named zone, and the instant it means."""

    at: datetime
    zone_name: str


@dataclass(frozen=True)
class Received:
    """When a client's word came in, as it was said: wall time in a named zone, and the instant it means."""

    at: datetime
    zone_name: str


@dataclass(frozen=True)
class Pause:
    """`until` is when to ask again, or when to take it up; what waits for somebody has one."""

    status: RequestStatus
    why: str
    until: Due | None


@dataclass(eq=False, kw_only=True)
class ClientRequest(OfTeam):
    """`client_words` keeps a client's name as typed while no such client is known.

    `audience` is the channel whose people may see it; without one only those who are named in it may. `why` is what it
    waits for, or why it is on hold or closed; `note` what was said when it was given to its owner or given back.
    `queue` is where the rule of the number `rule` has put it, and `declined_by` those who gave back what that gave
    them. Who has it by a rule has it from Liaison.
    `type_version` is that of the workspace's types when its `answers` were given.
    """

    number: RequestNumber
    title: str
    details: str
    priority: Priority
    status: RequestStatus
    acceptance: Acceptance
    client_number: ClientNumber | None
    client_words: str | None
    asker: str | None
    source: str | None
    source_permalink: str | None
    owner: UserId | None
    assigned_by: UserId | None
    due_at: datetime | None
    due_zone: str | None
    audience: ChannelId | None
    card: OutboxId | None
    logged_by: UserId
    logged_at: datetime
    closed_by: UserId | None = None
    closed_at: datetime | None = None
    undone: bool = False
    cause: Cause | None = None
    why: str = ""
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    paused_zone: str | None = None
    note: str = ""
    checklist: Checklist = ()
    series_number: SeriesNumber | None = None
    series_at: datetime | None = None
    queue: str | None = None
    rule: int | None = None
    declined_by: str | None = None
    type_name: str | None = None
    type_label: str = ""
    type_version: int = 0
    answers: tuple[Answer, ...] = ()
    snoozed_until: datetime | None = None
    snoozed_zone: str | None = None
    snoozed_for: SnoozedFor | None = None
    received_at: datetime | None = None
    received_zone: str | None = None
    due_why: str | None = None
    merged_into: RequestNumber | None = None
    changed_by: UserId | None = None
    version: int = 1

    @property
    def label(self) -> str:
        return f"R-{self.number}"

    @property
    def due(self) -> Due | None:
        return Due(self.due_at, self.due_zone) if self.due_at and self.due_zone else None

    @property
    def of_type(self) -> OfType | None:
        return OfType(self.type_name, self.type_label, self.type_version, self.answers) if self.type_name else None

    @property
    def received(self) -> Received | None:
        """Where that was not when it was logged."""
        return Received(self.received_at, self.received_zone) if self.received_at and self.received_zone else None

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    @property
    def is_paused(self) -> bool:
        return self.status in PAUSED

    @property
    def until(self) -> Due | None:
        """When it is to be asked about again."""
        return Due(self.paused_until, self.paused_zone) if self.paused_until and self.paused_zone else None

    @property
    def is_given_by_rule(self) -> bool:
        return self.owner is not None and self.assigned_by == LIAISON

    @property
    def is_up_for_grabs(self) -> bool:
        """Nobody has it, and somebody should."""
        return self.is_open and self.owner is None and not self.is_paused

    @property
    def snoozed(self) -> Due | None:
        """Until when it was put out of sight, which may have passed."""
        return Due(self.snoozed_until, self.snoozed_zone) if self.snoozed_until and self.snoozed_zone else None

    def snooze(self, until: Due, for_: SnoozedFor) -> None:
        self.must_be_open()
        self.snoozed_until, self.snoozed_zone, self.snoozed_for = until.at, until.zone_name, for_

    def wake(self) -> None:
        if self.snoozed_until is None:
            raise NotSnoozed(self.label)
        self._in_sight()

    def must_be_open(self) -> None:
        self._must_be_whole()
        if not self.is_open:
            raise AlreadyClosed(self.label, self.status.value, self.closed_by, self.closed_at)

    def must_be_owned_by(self, user: UserId) -> None:
        self.must_be_open()
        if self.owner != user:
            raise NotYours(self.label, self.owner)

    def take(self, user: UserId) -> None:
        self.must_be_open()
        if self.owner is not None and self.owner != user:
            raise AlreadyTaken(self.label, self.owner)
        self.owner, self.assigned_by, self.note = user, user, ""
        self._in_sight()
        self._accepted()

    def assign(self, owner: UserId, *, by: UserId, note: str = "") -> None:
        self.must_be_open()
        self.note = note
        self.owner, self.assigned_by = owner, by
        self._in_sight()
        if owner == by:
            self._accepted()
        else:
            self.acceptance = Acceptance.ASKED

    def accept(self, user: UserId) -> None:
        self.must_be_owned_by(user)
        self._accepted()

    def decline(self, user: UserId, why: str) -> None:
        self.must_be_owned_by(user)
        if self.is_given_by_rule:
            self.declined_by = " ".join(dict.fromkeys([*(self.declined_by or "").split(), user]))
        self.release()
        self.note = why

    def release(self) -> None:
        """Back to the queue."""
        self.must_be_open()
        self.note = ""
        self.owner, self.assigned_by = None, None
        self._in_sight()
        self.acceptance = Acceptance.NOT_ASKED
        if not self.is_paused:
            self._go(RequestStatus.NEW)

    def move_to(self, queue: str) -> None:
        """By somebody: whoever gave back what the rule of another queue gave them has said nothing of this one."""
        self.must_be_open()
        self.queue, self.rule, self.declined_by = queue, None, None

    def pause(self, pause: Pause, *, at: datetime) -> None:
        """Also from one pause to another, and to another moment."""
        self._go(pause.status)
        self.why, self.paused_at = pause.why, at
        self.paused_until, self.paused_zone = (pause.until.at, pause.until.zone_name) if pause.until else (None, None)

    def resume(self, shown: RequestStatus | None = None) -> None:
        """`shown` is what it waited for when that was said to be over."""
        self.must_be_open()
        if not self.is_paused:
            raise NotPaused(self.label)
        if shown not in {None, self.status}:
            raise PausedOtherwise(self.label, self.status, self.why)
        self._go(self._working())

    def finish(self, *, by: UserId, at: datetime, why: str = "") -> None:
        self._close(RequestStatus.DONE, by, at)
        self.why = why

    def cancel(self, *, by: UserId, at: datetime, cause: Cause, why: str) -> None:
        self._close(RequestStatus.CANCELLED, by, at)
        self.cause, self.why = cause, why

    def undo(self, *, by: UserId, at: datetime, within: timedelta = UNDO_WINDOW) -> None:
        """Takes back the logging itself, as long as the person who logged it may still be looking at the answer."""
        if by != self.logged_by:
            raise NotYours(self.label, self.logged_by)
        if at - self.logged_at > within:
            raise TooLateToUndo(self.label, int(within.total_seconds() // 60))
        self._close(RequestStatus.CANCELLED, by, at)
        self.undone = True

    def reopen(self, shown: datetime | None = None) -> None:
        """`shown` is when it was closed: it may have been opened and closed once more since."""
        self._must_be_whole()
        if self.is_open:
            raise StillOpen(self.label)
        if shown not in {None, self.closed_at}:
            self.must_be_open()
        self.closed_by, self.closed_at, self.undone = None, None, False
        self._go(self._working())

    def merge_into(self, number: RequestNumber, *, by: UserId, at: datetime) -> None:
        """What it waited for is kept by the merge."""
        self._close(RequestStatus.CANCELLED, by, at)
        self.cause, self.merged_into = Cause.DUPLICATE, number

    def part(self, pause: Pause | None, *, at: datetime) -> None:
        """Out of the other again, and waiting if it did."""
        self.merged_into = None
        self.reopen()
        if pause is not None:
            self.pause(pause, at=at)

    def put_under(self, of_type: OfType | None) -> None:
        """A type with its answers, or none."""
        self.type_name = of_type.name if of_type else None
        self.type_label = of_type.label if of_type else ""
        self.type_version = of_type.version if of_type else 0
        self.answers = of_type.answers if of_type else ()

    def answer(self, answers: tuple[Answer, ...]) -> None:
        """In place of what these fields held before."""
        given = {one.key: one for one in answers}
        standing = tuple(given.pop(one.key, one) for one in self.answers)
        self.answers = (*standing, *given.values())

    def set_due(self, due: Due | None, why: str = "") -> None:
        """With the reason, where another date stood: see dues.py."""
        self.due_at, self.due_zone = (due.at, due.zone_name) if due else (None, None)
        self.due_why = why

    def _must_be_whole(self) -> None:
        if self.merged_into is not None:
            raise AlreadyMerged(self.label, f"R-{self.merged_into}")

    def _in_sight(self) -> None:
        self.snoozed_until, self.snoozed_zone, self.snoozed_for = None, None, None

    def set_received(self, received: Received | None) -> None:
        self.received_at, self.received_zone = (received.at, received.zone_name) if received else (None, None)

    def _working(self) -> RequestStatus:
        return RequestStatus.WORKING if self.acceptance is Acceptance.ACCEPTED else RequestStatus.NEW

    def _accepted(self) -> None:
        self.acceptance = Acceptance.ACCEPTED
        if not self.is_paused:
            self._go(RequestStatus.WORKING)

    def _go(self, status: RequestStatus) -> None:
        """What was said of the state before goes with it; the audit keeps it."""
        if status not in NEXT[self.status]:
            raise WrongState(self.label, self.status, status)
        self.status, self.why, self.cause = status, "", None
        self.paused_at, self.paused_until, self.paused_zone = None, None, None

    def _close(self, status: RequestStatus, by: UserId, at: datetime) -> None:
        self.must_be_open()
        self._go(status)
        self.closed_by, self.closed_at = by, at
        self._in_sight()


def opened_at(request: ClientRequest) -> datetime:
    """Since when the client waits: whatever counts how old a request is begins here."""
    return request.received_at or request.logged_at
