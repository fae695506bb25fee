"""What somebody looks for among requests and tasks: words and what the items must be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ClientNumber, UserId
from bot.domain.priority import Priority
from bot.domain.search_words import Term


class State(StrEnum):
    """As people say it: `waiting` is for whomever."""

    OPEN = "open"
    NEW = "new"
    WORKING = "working"
    WAITING = "waiting"
    WAITING_ON_CLIENT = "waiting on client"
    WAITING_ON_PROVIDER = "waiting on provider"
    ON_HOLD = "on hold"
    DONE = "done"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    REQUESTS = "requests"
    TASKS = "tasks"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """All of it at once, but any of several `states` or `priorities`. `since` and `until` bound when it was logged or
    given; `late_at` asks for what is open and was due before then.
    """

    terms: tuple[Term, ...] = ()
    states: frozenset[State] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    owner: UserId | None = None
    is_unowned: bool = False
    asker: UserId | None = None
    client: ClientNumber | None = None
    since: datetime | None = None
    until: datetime | None = None
    late_at: datetime | None = None
