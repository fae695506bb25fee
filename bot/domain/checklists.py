"""What is to be ticked off on a request or task: lines of text, and who ticked each of them when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import FieldRefused
from bot.domain.ids import UserId
from bot.domain.text import folded, one_line

#: Longer lists are hard to read in a form, and longer lines are no longer shown whole.
MOST, LONGEST = 30, 75
FIELD = "checklist"


@dataclass(frozen=True)
class Check:
    """Without `by` it is still to be done."""

    text: str
    by: UserId | None = None
    at: datetime | None = None

    @property
    def is_ticked(self) -> bool:
        return self.by is not None


Checklist = tuple[Check, ...]


def read_lines(typed: str, field: str = FIELD) -> tuple[str, ...]:
    """An item for each line; the same words count once, whatever stands before them as a bullet."""
    lines = (one_line(line).lstrip("•*-– ").strip() for line in typed.split("\n"))
    found = tuple({folded(line): line for line in lines if line}.values())
    if len(found) > MOST:
        raise FieldRefused(field, "too_many_items", f"{len(found):,}", MOST)
    longest = max(found, key=len, default="")
    if len(longest) > LONGEST:
        raise FieldRefused(field, "long_item", longest[:20])
    return found


def rewritten(list_: Checklist, lines: Sequence[str]) -> Checklist:
    """What was ticked stays ticked as long as its words stay."""
    there = {folded(check.text): check for check in list_}
    return tuple(replace(there.get(folded(line), Check(line)), text=line) for line in lines)


def ticked(list_: Checklist, *, shown: Collection[str], wanted: Collection[str], by: UserId, at: datetime) -> Checklist:
    """`shown` are the texts that the form showed as ticked, `wanted` those that it sent back: only what this person
    has changed is changed, so that two can tick at the same time.
    """
    on, off = set(wanted) - set(shown), set(shown) - set(wanted)

    def one(check: Check) -> Check:
        if check.text in on and not check.is_ticked:
            return replace(check, by=by, at=at)
        return Check(check.text) if check.text in off else check

    return tuple(map(one, list_))


def count_ticked(list_: Checklist) -> int:
    return sum(check.is_ticked for check in list_)
