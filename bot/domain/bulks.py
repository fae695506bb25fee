"""One change of many requests and tasks at once: what may be changed, what it was before, and that it is taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, assert_never
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Acceptance, ClientRequest, Due, SnoozedFor
from bot.domain.dues import is_moved
from bot.domain.errors import NotApplied, TakenBack, TooLateToTakeBack
from bot.domain.ids import OutboxId, UserId
from bot.domain.moments import InThePast, Moment
from bot.domain.request_states import NEXT, Cause, RequestStatus
from bot.domain.tasks import Task, TaskStatus
from bot.domain.teams import OfTeam
from bot.domain.wall_clock import wall_time

#: In one go: with the messages that show them they are changed within the seconds that a gesture has.
MOST = 500
UNDO_WINDOW = timedelta(minutes=10)

Item = ClientRequest | Task


class BulkVerb(StrEnum):
    ASSIGN = "assign"
    DUE = "due"
    DONE = "done"
    CANCEL = "cancel"
    SNOOZE = "snooze"
    MOVE = "move"


class Hindrance(StrEnum):
    """Why one of those chosen is left as it is."""

    HIDDEN = "hidden"
    CLOSED = "closed"
    SAME = "same"
    NO_REASON = "no_reason"
    ON_HOLD = "on_hold"
    PARTS = "parts"
    ANSWERS = "answers"
    TOO_LONG = "too_long"
    NO_REQUEST = "no_request"


@dataclass(frozen=True, kw_only=True)
class BulkAct:
    """`due` is also until when something is snoozed; without one a due date is taken away. `queue` is its name."""

    verb: BulkVerb
    owner: UserId | None = None
    due: Due | None = None
    cause: Cause | None = None
    why: str = ""
    queue: str | None = None

    def must_be_ahead(self, now: datetime) -> None:
        if self.due is not None and self.due.at <= now:
            zone = ZoneInfo(self.due.zone_name)
            moment = Moment(wall_time(self.due.at, zone), zone, self.due.at, (), "")
            raise InThePast(moment, now - self.due.at)


@dataclass(frozen=True)
class Around:
    """What of the store stands in an item's way: how many open parts it has, which answers its type misses, and until
    when it may be snoozed.
    """

    open_parts: int = 0
    lacks: tuple[str, ...] = ()
    latest: datetime | None = None


class Picked(NamedTuple):
    """One of those chosen: the version that was shown, later that which the change left, and what it replaced."""

    label: str
    version: int
    hindrance: str = ""
    was: Mapping[str, Any] | None = None
    is_left: bool = False


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
        return BulkAct(verb=self.verb, owner=self.owner, due=due, cause=self.cause, why=self.why, queue=self.queue)

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

    def undone(self, left: Sequence[str], at: datetime) -> None:
        """`left` are the labels of those that somebody has changed since."""
        self.picked = tuple(one._replace(is_left=one.label in left) for one in self.picked)
        self.undone_at = at


def hindrance(item: Item, act: BulkAct, around: Around) -> Hindrance | None:
    """What stands in the way of doing it to this one."""
    if not item.is_open:
        return Hindrance.CLOSED
    match act.verb:
        case BulkVerb.ASSIGN:
            return Hindrance.SAME if item.owner == act.owner else None
        case BulkVerb.DUE:
            return _of_due(item, act)
        case BulkVerb.DONE | BulkVerb.CANCEL:
            return _of_end(item, act, around)
        case BulkVerb.SNOOZE:
            return _of_snooze(item, act, around)
        case BulkVerb.MOVE:
            return _of_move(item, act)
        case _:
            assert_never(act.verb)


def do(item: Item, act: BulkAct, *, by: UserId, at: datetime) -> dict[str, Any]:
    """What it replaced, as JSON holds it."""
    before = {name: getattr(item, name) for name in READ if hasattr(item, name)}
    _do(item, act, by, at)
    return {name: _plain(value) for name, value in before.items() if getattr(item, name) != value}


def restore(item: Item, was: Mapping[str, Any]) -> None:
    for name, value in was.items():
        read = _TASK_STATUS if name == "status" and isinstance(item, Task) else READ[name]
        setattr(item, name, None if value is None else read(value))


def _of_due(item: Item, act: BulkAct) -> Hindrance | None:
    if (item.due and item.due.at) == (act.due and act.due.at):
        return Hindrance.SAME
    return Hindrance.NO_REASON if is_moved(item.due, act.due) and not act.why else None


def _of_end(item: Item, act: BulkAct, around: Around) -> Hindrance | None:
    """What is on hold is not done: it is taken up first."""
    if act.verb is BulkVerb.DONE and isinstance(item, ClientRequest):
        if RequestStatus.DONE not in NEXT[item.status]:
            return Hindrance.ON_HOLD
        if around.lacks:
            return Hindrance.ANSWERS
    return Hindrance.PARTS if around.open_parts else None


def _of_snooze(item: Item, act: BulkAct, around: Around) -> Hindrance | None:
    if act.due is not None and item.snoozed_until == act.due.at:
        return Hindrance.SAME
    is_long = act.due is None or (around.latest is not None and act.due.at > around.latest)
    return Hindrance.TOO_LONG if is_long else None


def _of_move(item: Item, act: BulkAct) -> Hindrance | None:
    if not isinstance(item, ClientRequest):
        return Hindrance.NO_REQUEST
    return Hindrance.SAME if item.queue == act.queue else None


def _do(item: Item, act: BulkAct, by: UserId, at: datetime) -> None:
    match act.verb:
        case BulkVerb.ASSIGN:
            assert act.owner is not None, "nobody is no owner"
            item.assign(act.owner, by=by)
        case BulkVerb.DUE:
            item.set_due(act.due, act.why)
        case BulkVerb.DONE:
            item.finish(by=by, at=at)
        case BulkVerb.CANCEL:
            _cancel(item, act, by, at)
        case BulkVerb.SNOOZE:
            assert act.due is not None, "too long: see hindrance"
            item.snooze(act.due, SnoozedFor.DATE)
        case BulkVerb.MOVE:
            assert isinstance(item, ClientRequest), "tasks are in no queue: see hindrance"
            assert act.queue is not None, "it is asked for"
            item.move_to(act.queue)
        case _:
            assert_never(act.verb)


def _cancel(item: Item, act: BulkAct, by: UserId, at: datetime) -> None:
    if isinstance(item, ClientRequest):
        item.cancel(by=by, at=at, cause=act.cause or Cause.OTHER, why=act.why)
    else:
        item.cancel(by=by, at=at, why=act.why)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


_MOMENT, _TASK_STATUS = datetime.fromisoformat, TaskStatus
#: Whatever such a change can replace, and how it is read again.
READ: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "owner": UserId,
        "assigned_by": UserId,
        "acceptance": Acceptance,
        "note": str,
        "status": RequestStatus,
        "cause": Cause,
        "why": str,
        "due_at": _MOMENT,
        "due_zone": str,
        "due_why": str,
        "closed_by": UserId,
        "closed_at": _MOMENT,
        "paused_at": _MOMENT,
        "paused_until": _MOMENT,
        "paused_zone": str,
        "snoozed_until": _MOMENT,
        "snoozed_zone": str,
        "snoozed_for": SnoozedFor,
        "queue": str,
        "rule": int,
        "declined_by": str,
    }
)
