"""What has happened to an item, as far as its reader may know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.ids import UserId

#: Of what takes a change back, in the place of the label of a change of many.
UNDO = "undo"


@dataclass(frozen=True, kw_only=True)
class Change:
    """`before` and `after` hold the fields that changed, as JSON holds them. What one `transaction` wrote may have
    come in several steps. Of a `sealed` one only the names of the fields are to be read. `of` is the label of the
    merged item that it happened to, `batch` that of the change of many that it was part of, or UNDO.
    """

    at: datetime
    by: UserId
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    transaction: str
    sealed: bool = False
    of: str = ""
    batch: str = ""

    def was(self, field: str) -> Any:
        return self.before.get(field)

    def has(self, field: str) -> bool:
        return field in self.after


def as_one(oldest_first: Iterable[Change]) -> Iterator[Change]:
    """What one change has written in several steps, and nothing that the last of them took back."""
    last: Change | None = None
    for change in oldest_first:
        if last is None:
            last = change
        elif change.transaction == last.transaction:
            last = replace(last, before={**change.before, **last.before}, after={**last.after, **change.after})
        else:
            yield last
            last = change
    if last is not None:
        yield last


def with_reasons(oldest_first: Iterable[Change]) -> Iterator[Change]:
    """Each move of a due date with its reason: one given twice running is written once."""
    why: Any = None
    for change in oldest_first:
        why = change.after.get("due_why", why)
        yield replace(change, after={**change.after, "due_why": why}) if change.has("due_at") else change


def sealed(oldest_first: Sequence[Change]) -> Iterator[Change]:
    """What was said before it came to those who see it now was said to others."""
    moves = [n for n, change in enumerate(oldest_first) if change.action == "changed" and change.has("audience")]
    since = moves[-1] if moves else 0
    for n, change in enumerate(oldest_first):
        yield replace(change, sealed=True) if n < since else change
