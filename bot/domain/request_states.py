"""The states of a client request, from which it may go to which, and what is said of one that waits or is closed."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class RequestStatus(StrEnum):
    NEW = "new"
    WORKING = "working"
    WAITING_ON_CLIENT = "waiting_on_client"
    WAITING_ON_PROVIDER = "waiting_on_provider"
    ON_HOLD = "on_hold"
    DONE = "done"
    CANCELLED = "cancelled"


class Cause(StrEnum):
    """Why one is closed without being done."""

    NOT_NEEDED = "not_needed"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"
    NO_ANSWER = "no_answer"
    MISTAKE = "mistake"
    OTHER = "other"


WAITING = frozenset({RequestStatus.WAITING_ON_CLIENT, RequestStatus.WAITING_ON_PROVIDER})
#: Nobody is at work on it for now.
PAUSED = WAITING | {RequestStatus.ON_HOLD}
CLOSED = frozenset({RequestStatus.DONE, RequestStatus.CANCELLED})

_WORK = frozenset({RequestStatus.NEW, RequestStatus.WORKING})
#: What is not here is refused: what is closed is opened again first, so that its story has no gap.
NEXT: Mapping[RequestStatus, frozenset[RequestStatus]] = MappingProxyType(
    {
        RequestStatus.NEW: _WORK | PAUSED | CLOSED,
        RequestStatus.WORKING: _WORK | PAUSED | CLOSED,
        RequestStatus.WAITING_ON_CLIENT: _WORK | PAUSED | CLOSED,
        RequestStatus.WAITING_ON_PROVIDER: _WORK | PAUSED | CLOSED,
        RequestStatus.ON_HOLD: _WORK | PAUSED | {RequestStatus.CANCELLED},
        RequestStatus.DONE: _WORK,
        RequestStatus.CANCELLED: _WORK,
    }
)
