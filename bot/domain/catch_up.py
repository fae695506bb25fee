"""Reminders that come late, or too many at once, are told in one message: which, and how many of them it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import OutboxId, UserId
from bot.domain.ladders import is_superseded
from bot.domain.outbox import MessageKind
from bot.domain.schedules import Kind, Late, late

#: Of what may be told together with others like it.
GATHERED_KINDS = (MessageKind.NUDGE, MessageKind.RUNG)
#: Delivery takes its turn in each place; up to here nothing is late.
LATE_AFTER = timedelta(minutes=2)
#: More at once in one place would keep everything behind them waiting: it takes one message a second.
CROWD = 10
#: With a menu for each line, and as bare lines where there are more; the rest of very many stands on further pages.
WITH_MENUS, SHOWN = 20, 50


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A reminder in the outbox that was never tried."""

    id: OutboxId
    kind: MessageKind
    about: str
    due_at: datetime
    expires_at: datetime | None
    fallback: UserId | None
    facts: Mapping[str, str]


def to_gather(waiting: Sequence[Waiting], now: datetime) -> Sequence[Waiting]:
    """Of one place, oldest first: all when they are a crowd, otherwise those that are late; one alone goes alone, and
    so does what has nothing to say any more because the next one says it.
    """
    oldest_first = sorted((row for row in waiting if not _is_superseded(row, now)), key=lambda row: row.due_at)
    if len(oldest_first) > CROWD:
        return oldest_first
    are_late = [row for row in oldest_first if is_late(row.due_at, now)]
    return are_late if len(are_late) > 1 else ()


def _is_superseded(row: Waiting, now: datetime) -> bool:
    next_at = row.facts.get("next")
    return is_superseded(row.due_at, datetime.fromisoformat(next_at) if next_at else None, now)


def is_late(due_at: datetime, now: datetime) -> bool:
    return late(Kind.REMINDER, due_at, now) is not Late.NO


def expiry(rows: Sequence[Waiting]) -> datetime | None:
    """What is gathered goes out as long as none of it is too late; then it is sorted anew."""
    return min((row.expires_at for row in rows if row.expires_at is not None), default=None)
