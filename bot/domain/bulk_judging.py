"""Which of many may be changed, and what stands in the way of the others."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from bot.domain.bulks import BulkAct, BulkVerb, Item
from bot.domain.client_requests import ClientRequest
from bot.domain.dues import is_moved
from bot.domain.request_states import NEXT, RequestStatus
from bot.domain.request_types import Fitted, fitted


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
    LACKS = "lacks"
    LOSES = "loses"


@dataclass(frozen=True)
class Around:
    """What of the store stands in an item's way: how many open parts it has, which answers its type misses, and until
    when it may be snoozed.
    """

    open_parts: int = 0
    lacks: tuple[str, ...] = ()
    latest: datetime | None = None


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
        case BulkVerb.MOVE | BulkVerb.CLIENT | BulkVerb.TYPE | BulkVerb.PRIORITY:
            return _of_request(item, act) if isinstance(item, ClientRequest) else Hindrance.NO_REQUEST
        case _:
            assert_never(act.verb)


def under(request: ClientRequest, act: BulkAct) -> Fitted:
    """As it would be of the type that is given."""
    assert act.types is not None, "those in force are asked for"
    return fitted(request.of_type, act.types.named(act.type_name), act.types.version)


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


def _of_request(request: ClientRequest, act: BulkAct) -> Hindrance | None:
    if _is_so(request, act):
        return Hindrance.SAME
    return _of_type(under(request, act)) if act.verb is BulkVerb.TYPE else None


def _is_so(request: ClientRequest, act: BulkAct) -> bool:
    match act.verb:
        case BulkVerb.CLIENT:
            return request.client_number == act.client and not request.client_words
        case BulkVerb.TYPE:
            return request.type_name == act.type_name
        case BulkVerb.PRIORITY:
            return request.priority is act.priority
        case _:
            return request.queue == act.queue


def _of_type(would_be: Fitted) -> Hindrance | None:
    """Nothing that was answered goes without a word."""
    if would_be.lost:
        return Hindrance.LOSES
    return Hindrance.LACKS if would_be.missing else None
