"""A piece of work that somebody was given, with or without a client request behind it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.checklists import Checklist
from bot.domain.client_requests import Acceptance, Due, SnoozedFor
from bot.domain.errors import AlreadyClosed, AlreadyTaken, NotSnoozed, NotYours, StillOpen
from bot.domain.ids import ChannelId, OutboxId, RequestNumber, SeriesNumber, TaskNumber, UserId
from bot.domain.teams import OfTeam


class TaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(eq=False, kw_only=True)
class Task(OfTeam):
    """`audience` and `note` as in ClientRequest; a task of a request has the request's audience, and a part of a task
    that of the task. `why` is why it was closed all the same, `milestone` how long before the
    due day of its request it is due. `assigned_by` gave it to whoever has it, `due_why` is why that is its due date.
    """

    number: TaskNumber
    title: str
    details: str
    status: TaskStatus
    acceptance: Acceptance
    request_number: RequestNumber | None
    owner: UserId | None
    given_by: UserId
    given_at: datetime
    due_at: datetime | None
    due_zone: str | None
    audience: ChannelId | None
    card: OutboxId | None
    closed_by: UserId | None = None
    closed_at: datetime | None = None
    note: str = ""
    why: str = ""
    department: str = ""
    parent_number: TaskNumber | None = None
    checklist: Checklist = ()
    milestone: str | None = None
    series_number: SeriesNumber | None = None
    series_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_zone: str | None = None
    snoozed_for: SnoozedFor | None = None
    assigned_by: UserId | None = None
    due_why: str | None = None
    changed_by: UserId | None = None
    version: int = 1

    @property
    def label(self) -> str:
        return f"T-{self.number}"

    @property
    def due(self) -> Due | None:
        return Due(self.due_at, self.due_zone) if self.due_at and self.due_zone else None

    @property
    def is_open(self) -> bool:
        return self.status is TaskStatus.OPEN

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
        self.owner, self.assigned_by, self.acceptance, self.note = user, user, Acceptance.ACCEPTED, ""
        self._in_sight()

    def assign(self, owner: UserId, *, by: UserId, note: str = "") -> None:
        self.must_be_open()
        self.note = note
        self.owner, self.assigned_by = owner, by
        self._in_sight()
        self.acceptance = Acceptance.ACCEPTED if owner == by else Acceptance.ASKED

    def hand_over(self, owner: UserId | None, department: str, *, by: UserId, note: str) -> None:
        """To the next person, to the next department or both; a department alone takes it into its queue."""
        self.must_be_open()
        if owner is not None:
            self.assign(owner, by=by, note=note)
        elif department != self.department:
            self.release()
            self.note = note
        self.department = department

    def accept(self, user: UserId) -> None:
        self.must_be_owned_by(user)
        self.acceptance = Acceptance.ACCEPTED

    def decline(self, user: UserId, why: str) -> None:
        self.must_be_owned_by(user)
        self.release()
        self.note = why

    def release(self) -> None:
        """Back to the queue."""
        self.must_be_open()
        self.note = ""
        self.owner, self.assigned_by, self.acceptance = None, None, Acceptance.NOT_ASKED
        self._in_sight()

    def finish(self, *, by: UserId, at: datetime, why: str = "") -> None:
        self._close(TaskStatus.DONE, by, at, why)

    def cancel(self, *, by: UserId, at: datetime, why: str = "") -> None:
        self._close(TaskStatus.CANCELLED, by, at, why)

    def reopen(self, shown: datetime | None = None) -> None:
        """`shown` is when it was closed: it may have been opened and closed once more since."""
        if self.is_open:
            raise StillOpen(self.label)
        if shown not in {None, self.closed_at}:
            self.must_be_open()
        self.status, self.closed_by, self.closed_at, self.why = TaskStatus.OPEN, None, None, ""

    def set_due(self, due: Due | None, why: str = "") -> None:
        self.due_at, self.due_zone = (due.at, due.zone_name) if due else (None, None)
        self.due_why = why

    def _in_sight(self) -> None:
        self.snoozed_until, self.snoozed_zone, self.snoozed_for = None, None, None

    def _close(self, status: TaskStatus, by: UserId, at: datetime, why: str) -> None:
        self.must_be_open()
        self.status, self.closed_by, self.closed_at, self.why = status, by, at, why
        self._in_sight()
