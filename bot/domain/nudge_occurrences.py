"""One coming of a reminder: its message, and what somebody answered to it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import NudgeNumber, OutboxId, UserId
from bot.domain.teams import OfTeam

_REFERENCE = re.compile(r"N-(\d{1,9})\.(\d{1,9})")


class Settled(StrEnum):
    """What was answered. `item_done` also closed the item that the reminder is about."""

    DONE = "done"
    ITEM_DONE = "item_done"
    SNOOZED = "snoozed"
    HANDED = "handed"


@dataclass(frozen=True)
class Coming:
    """`N-3.2`: the second coming of N-3."""

    number: NudgeNumber
    sequence: int

    def __str__(self) -> str:
        return f"N-{self.number}.{self.sequence}"


def read_coming(reference: str) -> Coming | None:
    read = _REFERENCE.fullmatch(reference)
    return Coming(NudgeNumber(int(read[1])), int(read[2])) if read else None


@dataclass(eq=False, kw_only=True)
class NudgeOccurrence(OfTeam):
    """`local_date` is there when a rule made it. `until` is when it comes again, once it was snoozed; `handed_to` who
    was reminded instead, once it was handed on.
    """

    number: NudgeNumber
    sequence: int
    due_at: datetime
    message: OutboxId
    local_date: date | None = None
    settled: Settled | None = None
    settled_by: UserId | None = None
    settled_at: datetime | None = None
    until: datetime | None = None
    handed_to: UserId | None = None
    version: int = 1

    @property
    def coming(self) -> Coming:
        return Coming(self.number, self.sequence)

    def settle(self, how: Settled, *, by: UserId, at: datetime, until: datetime | None = None) -> bool:
        """The first answer counts; False for every later one."""
        if self.settled is not None:
            return False
        self.settled, self.settled_by, self.settled_at, self.until = how, by, at, until
        return True

    def hand_over(self, to: UserId, *, by: UserId, at: datetime) -> bool:
        """As `settle`."""
        is_news = self.settle(Settled.HANDED, by=by, at=at)
        if is_news:
            self.handed_to = to
        return is_news
