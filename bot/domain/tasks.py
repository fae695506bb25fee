"""A piece of work that somebody was given, with or without a client request behind it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.client_requests import Acceptance, Due
from bot.domain.errors import AlreadyClosed, AlreadyTaken, NotYours, StillOpen
from bot.domain.ids import ChannelId, OutboxId, RequestNumber, TaskNumber, TeamId, UserId


class TaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(eq=False, kw_only=True)
class Task:
    """`audience` as in ClientRequest; a task of a request has the request's."""

    team_id: TeamId
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

    def must_be_open(self) -> None:
        if not self.is_open:
            raise AlreadyClosed(self.label, self.status.value, self.closed_by, self.closed_at)

    def take(self, user: UserId) -> None:
        self.must_be_open()
        if self.owner is not None and self.owner != user:
            raise AlreadyTaken(self.label, self.owner)
        self.owner, self.acceptance = user, Acceptance.ACCEPTED

    def assign(self, owner: UserId, *, by: UserId) -> None:
        self.must_be_open()
        self.owner = owner
        self.acceptance = Acceptance.ACCEPTED if owner == by else Acceptance.ASKED

    def accept(self, user: UserId) -> None:
        self._must_be_owner(user)
        self.acceptance = Acceptance.ACCEPTED

    def decline(self, user: UserId) -> None:
        self._must_be_owner(user)
        self.release()

    def release(self) -> None:
        """Back to the queue."""
        self.must_be_open()
        self.owner, self.acceptance = None, Acceptance.NOT_ASKED

    def finish(self, *, by: UserId, at: datetime) -> None:
        self._close(TaskStatus.DONE, by, at)

    def cancel(self, *, by: UserId, at: datetime) -> None:
        self._close(TaskStatus.CANCELLED, by, at)

    def reopen(self) -> None:
        if self.is_open:
            raise StillOpen(self.label)
        self.status, self.closed_by, self.closed_at = TaskStatus.OPEN, None, None

    def set_due(self, due: Due | None) -> None:
        self.due_at, self.due_zone = (due.at, due.zone_name) if due else (None, None)

    def _must_be_owner(self, user: UserId) -> None:
        self.must_be_open()
        if self.owner != user:
            raise NotYours(self.label, self.owner)

    def _close(self, status: TaskStatus, by: UserId, at: datetime) -> None:
        self.must_be_open()
        self.status, self.closed_by, self.closed_at = status, by, at
