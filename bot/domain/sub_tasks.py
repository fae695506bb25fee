"""The tasks that a request or a task is made of: how far they are, and what becomes of open ones when it is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.tasks import Task, TaskStatus

#: Letters of a department's name.
DEPARTMENT_LIMIT = 40


class Fate(StrEnum):
    """Of what is open when that which it belongs to is closed."""

    LEAVE = "leave"
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Closing:
    """What somebody has chosen in view of the open ones, and their reason. `shown` tells those from others."""

    fate: Fate
    why: str = ""
    shown: str | None = None


@dataclass(frozen=True)
class Progress:
    """Cancelled ones were not needed, so they do not count."""

    done: int
    total: int

    @classmethod
    def of(cls, parts: Iterable[Task]) -> "Progress":
        needed = [part for part in parts if part.status is not TaskStatus.CANCELLED]
        return cls(sum(part.status is TaskStatus.DONE for part in needed), len(needed))


NO_PARTS = Progress(0, 0)
