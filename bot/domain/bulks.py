"""One change of many requests and tasks at once: what is done, to which of them, and that it is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.errors import NotApplied, TakenBack, TooLateToTakeBack
from bot.domain.ids import ClientNumber, OutboxId, UserId
from bot.domain.moments import InThePast, Moment
from bot.domain.priority import Priority
from bot.domain.request_states import Cause
from bot.domain.request_types import TypeSet
from bot.domain.tasks import Task
from bot.domain.teams import OfTeam
from bot.domain.wall_clock import wall_time

#: In one go: with the messages that show them they are changed within the seconds that a gesture has.
MOST = 500
#: Of those whose cards move: each is posted anew in the client's channel, one in a second.
MOST_MOVED = 30
UNDO_WINDOW = timedelta(minutes=10)

Item = ClientRequest | Task


class BulkVerb(StrEnum):
    ASSIGN = "assign"
    DUE = "due"
    DONE = "done"
    CANCEL = "cancel"
    SNOOZE = "snooze"
    MOVE = "move"
    CLIENT = "client"
    TYPE = "type"
    PRIORITY = "priority"


@dataclass(frozen=True, kw_only=True)
class BulkAct:
    """`due` is also until when something is snoozed; without one a due date is taken away. `queue` is its name. Without
    a `client` or a `type_name` that of each is taken away; `types` are those in force, where it is one that is given.
    """

    verb: BulkVerb
    owner: UserId | None = None
    due: Due | None = None
    cause: Cause | None = None
    why: str = ""
    queue: str | None = None
    client: ClientNumber | None = None
    type_name: str | None = None
    priority: Priority | None = None
    types: TypeSet | None = None

    @property
    def moves_cards(self) -> bool:
        return self.verb is BulkVerb.CLIENT and self.client is not None

    def must_be_ahead(self, now: datetime) -> None:
        if self.due is not None and self.due.at <= now:
            zone = ZoneInfo(self.due.zone_name)
            moment = Moment(wall_time(self.due.at, zone), zone, self.due.at, (), "")
            raise InThePast(moment, now - self.due.at)


class Picked(NamedTuple):
    """One of those chosen: the version that was shown, later that which the change left, and what it replaced. `left`
    says why it stays changed although the rest was taken back. `along` is what was replaced of each that went with it,
    by label.
    """

    label: str
    version: int
    hindrance: str = ""
    was: Mapping[str, Any] | None = None
    left: str = ""
    along: Mapping[str, Mapping[str, Any]] | None = None


class Left(StrEnum):
    """Why one of them is not taken back."""

    CHANGED = "changed"
    HIDDEN = "hidden"
    #: Whoever had it is no full member any more.
    LEFT = "left"
    #: It would be open below something that is closed.
    CLOSED_ABOVE = "closed_above"


class BulkTold(NamedTuple):
    """Who was told of which of them, with which message."""

    user: UserId
    message: OutboxId
    labels: tuple[str, ...]


@dataclass(eq=False, kw_only=True)
class Bulk(OfTeam):
    """What somebody has chosen and seen a preview of."""

    number: int
    made_by: UserId
    made_at: datetime
    verb: BulkVerb
    owner: UserId | None
    due_at: datetime | None
    due_zone: str | None
    cause: Cause | None
    why: str
    picked: tuple[Picked, ...]
    queue: str | None = None
    client_number: ClientNumber | None = None
    type_name: str | None = None
    priority: Priority | None = None
    told: tuple[BulkTold, ...] = ()
    applied_at: datetime | None = None
    undone_at: datetime | None = None
    version: int = 1

    @property
    def label(self) -> str:
        return f"B-{self.number}"

    @property
    def act(self) -> BulkAct:
        due = Due(self.due_at, self.due_zone) if self.due_at and self.due_zone else None
        return BulkAct(
            verb=self.verb,
            owner=self.owner,
            due=due,
            cause=self.cause,
            why=self.why,
            queue=self.queue,
            client=self.client_number,
            type_name=self.type_name,
            priority=self.priority,
        )

    @property
    def labels(self) -> list[str]:
        return [one.label for one in self.picked]

    @property
    def free(self) -> list[Picked]:
        """Those that nothing stands in the way of."""
        return [one for one in self.picked if not one.hindrance]

    @property
    def hindered(self) -> list[Picked]:
        return [one for one in self.picked if one.hindrance]

    @property
    def changed(self) -> list[Picked]:
        return [one for one in self.picked if one.was is not None]

    @property
    def gone_along(self) -> list[str]:
        """The labels of what went to the client with what it was merged into, and was not there before."""
        replaced = [pair for one in self.picked for pair in (one.along or {}).items()]
        return [label for label, was in replaced if not was.keys().isdisjoint({"client_number", "client_words"})]

    def look(self, picked: Sequence[Picked]) -> list[str]:
        """As they are now. The labels of those that are not as they were shown."""
        shown = {one.label: (one.version, one.hindrance) for one in self.picked}
        self.picked = tuple(picked)
        return [one.label for one in picked if shown.get(one.label) != (one.version, one.hindrance)]

    def applied(self, changed: Sequence[Picked], told: Sequence[BulkTold], at: datetime) -> None:
        done = {one.label: one for one in changed}
        self.picked = tuple(done.get(one.label, one) for one in self.picked)
        self.told, self.applied_at = tuple(told), at

    def must_be_to_undo(self, at: datetime) -> None:
        if self.applied_at is None:
            raise NotApplied
        if self.undone_at is not None:
            raise TakenBack(self.label)
        if at - self.applied_at > UNDO_WINDOW:
            raise TooLateToTakeBack(self.label, int(UNDO_WINDOW.total_seconds() // 60))

    def undone(self, left: Mapping[str, Left], at: datetime) -> None:
        """By the labels of those that stay changed."""
        self.picked = tuple(
            one._replace(left=left[one.label].value if one.label in left else "") for one in self.picked
        )
        self.undone_at = at
