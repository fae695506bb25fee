"""What a client asked for, and what may happen to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import AlreadyClosed, AlreadyTaken, NotYours, StillOpen, TooLateToUndo
from bot.domain.ids import ChannelId, ClientNumber, OutboxId, RequestNumber, TeamId, UserId
from bot.domain.priority import Priority

UNDO_WINDOW = timedelta(minutes=10)


class RequestStatus(StrEnum):
    NEW = "new"
    WORKING = "working"
    DONE = "done"
    CANCELLED = "cancelled"


class Acceptance(StrEnum):
    """Whether the owner has said yes to what was given to them."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ACCEPTED = "accepted"


CLOSED = frozenset({RequestStatus.DONE, RequestStatus.CANCELLED})


@dataclass(frozen=True)
class Due:
    """A due moment as it was said: wall time in a named zone, and the instant it means."""

    at: datetime
    zone_name: str


@dataclass(eq=False, kw_only=True)
class ClientRequest:
    """`client_words` keeps a client's name as typed while no such client is known.

    `audience` is the channel whose people may see it; without one only those who are named in it may.
    """

    team_id: TeamId
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
    changed_by: UserId | None = None
    version: int = 1

    @property
    def label(self) -> str:
        return f"R-{self.number}"

    @property
    def due(self) -> Due | None:
        return Due(self.due_at, self.due_zone) if self.due_at and self.due_zone else None

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    def must_be_open(self) -> None:
        if not self.is_open:
            raise AlreadyClosed(self.label, self.status.value, self.closed_by, self.closed_at)

    def take(self, user: UserId) -> None:
        self.must_be_open()
        if self.owner is not None and self.owner != user:
            raise AlreadyTaken(self.label, self.owner)
        self.owner, self.assigned_by = user, user
        self._accepted()

    def assign(self, owner: UserId, *, by: UserId) -> None:
        self.must_be_open()
        self.owner, self.assigned_by = owner, by
        if owner == by:
            self._accepted()
        else:
            self.acceptance = Acceptance.ASKED

    def accept(self, user: UserId) -> None:
        self._must_be_owner(user)
        self._accepted()

    def decline(self, user: UserId) -> None:
        self._must_be_owner(user)
        self.release()

    def release(self) -> None:
        """Back to the queue."""
        self.must_be_open()
        self.owner, self.assigned_by = None, None
        self.acceptance, self.status = Acceptance.NOT_ASKED, RequestStatus.NEW

    def finish(self, *, by: UserId, at: datetime) -> None:
        self._close(RequestStatus.DONE, by, at)

    def cancel(self, *, by: UserId, at: datetime) -> None:
        self._close(RequestStatus.CANCELLED, by, at)

    def undo(self, *, by: UserId, at: datetime) -> None:
        """Takes back the logging itself, as long as the person who logged it may still be looking at the answer."""
        if by != self.logged_by:
            raise NotYours(self.label, self.logged_by)
        if at - self.logged_at > UNDO_WINDOW:
            raise TooLateToUndo(self.label, int(UNDO_WINDOW.total_seconds() // 60))
        self._close(RequestStatus.CANCELLED, by, at)
        self.undone = True

    def reopen(self) -> None:
        if self.is_open:
            raise StillOpen(self.label)
        self.closed_by, self.closed_at, self.undone = None, None, False
        self.status = RequestStatus.WORKING if self.acceptance is Acceptance.ACCEPTED else RequestStatus.NEW

    def set_due(self, due: Due | None) -> None:
        self.due_at, self.due_zone = (due.at, due.zone_name) if due else (None, None)

    def _accepted(self) -> None:
        self.acceptance = Acceptance.ACCEPTED
        if self.status is RequestStatus.NEW:
            self.status = RequestStatus.WORKING

    def _must_be_owner(self, user: UserId) -> None:
        self.must_be_open()
        if self.owner != user:
            raise NotYours(self.label, self.owner)

    def _close(self, status: RequestStatus, by: UserId, at: datetime) -> None:
        self.must_be_open()
        self.status, self.closed_by, self.closed_at = status, by, at
