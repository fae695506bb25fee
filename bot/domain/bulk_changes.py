"""A change of one of many: what it does, what it replaced, and how that is put back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, assert_never

from bot.domain.bulk_judging import under
from bot.domain.bulks import BulkAct, BulkVerb, Item
from bot.domain.client_requests import Acceptance, ClientRequest, SnoozedFor
from bot.domain.ids import ChannelId, ClientNumber, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.request_types import Answer
from bot.domain.tasks import Task, TaskStatus

#: Of what a change of the client replaces: the card is moved back, and the tasks with it.
AUDIENCE = "audience"


def standing(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in READ if hasattr(item, name)}


def replaced(item: Item, before: Mapping[str, Any]) -> dict[str, Any]:
    """What of that is not so any more, as JSON holds it."""
    return {name: _plain(value) for name, value in before.items() if getattr(item, name) != value}


def restore(item: Item, was: Mapping[str, Any]) -> None:
    """All but its audience."""
    for name, value in was.items():
        read = _TASK_STATUS if name == "status" and isinstance(item, Task) else READ[name]
        if name != AUDIENCE:
            setattr(item, name, None if value is None else read(value))


def audience_of(was: Mapping[str, Any]) -> ChannelId | None:
    return ChannelId(was[AUDIENCE]) if was[AUDIENCE] is not None else None


def do(item: Item, act: BulkAct, *, by: UserId, at: datetime) -> None:
    """Where its card stands is another matter."""
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
        case BulkVerb.MOVE | BulkVerb.CLIENT | BulkVerb.TYPE | BulkVerb.PRIORITY:
            assert isinstance(item, ClientRequest), "it is no matter of tasks: see hindrance"
            _do_to_request(item, act)
        case _:
            assert_never(act.verb)


def _do_to_request(request: ClientRequest, act: BulkAct) -> None:
    match act.verb:
        case BulkVerb.CLIENT:
            request.client_number, request.client_words = act.client, None
        case BulkVerb.TYPE:
            request.put_under(under(request, act).of_type)
        case BulkVerb.PRIORITY:
            assert act.priority is not None, "it is asked for"
            request.priority = act.priority
        case _:
            assert act.queue is not None, "it is asked for"
            request.move_to(act.queue)


def _cancel(item: Item, act: BulkAct, by: UserId, at: datetime) -> None:
    if isinstance(item, ClientRequest):
        item.cancel(by=by, at=at, cause=act.cause or Cause.OTHER, why=act.why)
    else:
        item.cancel(by=by, at=at, why=act.why)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return [list(answer) for answer in value] if isinstance(value, tuple) else value


def _answers(kept: Any) -> tuple[Answer, ...]:
    return tuple(Answer(*answer) for answer in kept)


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
        "client_number": ClientNumber,
        "client_words": str,
        AUDIENCE: ChannelId,
        "type_name": str,
        "type_label": str,
        "type_version": int,
        "answers": _answers,
        "priority": Priority,
    }
)
