"""A due date that others count on is not moved without a word, and moved by mistake it is put back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.client_requests import Due
from bot.domain.errors import DueChangedSince, DueStands, FieldRefused
from bot.domain.histories import UNDO, Change, as_one, sealed
from bot.domain.ids import UserId

#: Under which the reason is asked for.
FIELD = "due_why"
UNDO_WINDOW = timedelta(minutes=10)
#: What a move of it writes.
_ITS_OWN = frozenset({"due_at", "due_zone", "due_why", "changed_by"})


def is_moved(standing: Due | None, wanted: Due | None) -> bool:
    """The first one is set, and moves nothing."""
    return standing is not None and (wanted is None or wanted.at != standing.at)


def must_have_reason(standing: Due | None, wanted: Due | None, why: str) -> None:
    if is_moved(standing, wanted) and not why:
        raise FieldRefused(FIELD, "missing")


@dataclass(frozen=True)
class DueMove:
    """The last move of an item's due date, as its history says. `transaction` tells it from every other."""

    label: str
    transaction: str
    by: UserId
    at: datetime
    was: Due | None
    was_why: str
    is_undo: bool

    def must_be_undone(self, by: UserId, transaction: str, now: datetime) -> None:
        """Raises DueChangedSince and DueStands."""
        if self.transaction != transaction or self.by != by:
            raise DueChangedSince(self.label, self.by, is_undo=self.is_undo)
        if now - self.at > UNDO_WINDOW:
            raise DueStands(self.label, int(UNDO_WINDOW.total_seconds() // 60))


def last_move(label: str, oldest_first: Iterable[Change], now: Due | None, why: str | None) -> DueMove | None:
    """What the history does not name has not changed: it is as it is `now`. A reason that others were given than those
    who see the item by now stays with them.
    """
    found = [change for change in sealed([*as_one(oldest_first)]) if change.action == "changed"]
    last = next((change for change in reversed(found) if change.has("due_at")), None)
    if last is None:
        return None
    zone = last.before.get("due_zone", now.zone_name if now else None)
    return DueMove(
        label=label,
        transaction=last.transaction,
        by=last.by,
        at=last.at,
        was=_due(last.was("due_at"), zone),
        was_why="" if last.sealed and last.has("due_why") else last.before.get("due_why", why) or "",
        is_undo=last.batch == UNDO,
    )


def had_company(oldest_first: Iterable[Change], transaction: str) -> bool:
    """Whether something else of the item was changed together with its due date."""
    moves = (change for change in as_one(oldest_first) if change.transaction == transaction)
    return any(change.after.keys() - _ITS_OWN for change in moves)


def _due(at: Any, zone: Any) -> Due | None:
    return Due(datetime.fromisoformat(at), zone) if at and zone else None
