"""What reaches people unasked: what of it counts, what must ring, and what folds into their next digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.hours import Hours
from bot.domain.ids import UserId, is_person
from bot.domain.ladders import SNOOZE
from bot.domain.mornings import Morning
from bot.domain.outbox import MessageKind
from bot.domain.priority import Priority
from bot.domain.schedules import Kind, Late, late

#: What can wait for the next digest of whoever it is for.
FOLDABLE = frozenset(
    {
        MessageKind.RUNG,
        MessageKind.NUDGE,
        MessageKind.CATCH_UP,
        MessageKind.CHASE,
        MessageKind.CHANGED,
        MessageKind.REQUEST_FOR_OWNER,
        MessageKind.TASK_FOR_OWNER,
        MessageKind.QUESTION,
    }
)
#: Somebody's silence, what came back or did not arrive, the answer that somebody waits for, and one message for many.
MUST_RING = frozenset(
    {
        MessageKind.UNOWNED,
        MessageKind.UNHEEDED,
        MessageKind.UNHEEDED_WEEK,
        MessageKind.NOTICE,
        MessageKind.ANSWER,
        MessageKind.BULK,
    }
)
#: A digest that is further away than a weekend is no place for what came today.
FAR = timedelta(days=4)
_MORE_URGENT_FIRST = (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)


class Ping(StrEnum):
    """How a message counts on its reader's day."""

    SENT = "sent"
    FOLDED = "folded"
    EXEMPT = "exempt"


class Unasked(Protocol):
    """What decides whether a message must ring."""

    @property
    def kind(self) -> MessageKind: ...
    @property
    def about(self) -> str: ...
    @property
    def fallback(self) -> UserId | None: ...
    @property
    def facts(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Tally:
    """So many of one cause on somebody's day, how they counted, and upon how many of them their reader has acted."""

    team_id: str
    user: str
    name: str
    kind: MessageKind
    ping: Ping
    count: int
    acted: int


def is_ping(kind: MessageKind, to: str) -> bool:
    """Answers to somebody's own gesture, and the digests that they have set, are none."""
    return kind in FOLDABLE | MUST_RING and is_person(to)


def must_ring(row: Unasked, to: str, *, is_urgent: bool) -> bool:
    """What is urgent, what somebody asked for themselves, and what tells of somebody else's silence."""
    if is_urgent or row.kind in MUST_RING:
        return True
    match row.kind:
        case MessageKind.NUDGE:
            return row.fallback == to
        case MessageKind.RUNG:
            return row.facts.get("rung", "").startswith(SNOOZE) or row.facts.get("owner") != to
        case MessageKind.CHASE:
            return "snoozed" in row.facts
        case _:
            return False


def rank(priority: Priority) -> int:
    return _MORE_URGENT_FIRST.index(priority)


def digest_at(morning: Morning | None, hours: Hours, folded_at: datetime) -> datetime | None:
    """When the digest comes in which what was folded then is told; None where it has none."""
    return morning.comes_at(hours, folded_at + FAR) if morning is not None else None


def folded_from(due_at: datetime, day: date, zone: ZoneInfo) -> datetime:
    """What was late is folded on a later day than that on which it was due."""
    return max(due_at, datetime.combine(day, time(), zone).astimezone(UTC))


def told_at(hours: Hours, folded_at: datetime, now: datetime) -> datetime:
    """Without a digest: at the end of the working day, or when the next one begins. Later than that it waits for the
    next hour of work.
    """
    at = hours.closing(folded_at) or hours.next_open(folded_at)
    return at if late(Kind.REMINDER, at, now) is Late.NO else hours.next_open(now)
