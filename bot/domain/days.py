"""A person's day: the sections that it falls into, what of it they want to see, and a line of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Acceptance
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.teams import OfTeam
from bot.domain.wall_clock import instant_of


class Section(StrEnum):
    """In the order in which they stand. Of what is theirs, `WAITING` holds whatever is paused, however late it is;
    `GIVEN` is with others who have not said yes.
    """

    OVERDUE = "overdue"
    TODAY = "today"
    WAITING = "waiting"
    PROMISED = "promised"
    LATER = "later"
    UNOWNED = "unowned"
    GIVEN = "given"
    REMINDERS = "reminders"


class Kind(StrEnum):
    REQUEST = "request"
    TASK = "task"
    REMINDER = "reminder"


LETTERS = {Kind.REQUEST: "R", Kind.TASK: "T", Kind.REMINDER: "N"}


@dataclass(frozen=True)
class Filters:
    """What is shown of a day; None is everything."""

    client: ClientNumber | None = None
    priority: Priority | None = None
    kind: Kind | None = None
    section: Section | None = None

    @property
    def is_set(self) -> bool:
        return self != EVERYTHING


EVERYTHING = Filters()


@dataclass(eq=False, kw_only=True)
class DayView(OfTeam):
    """How a person wants to see their day, kept until they want it otherwise."""

    user_id: UserId
    client: ClientNumber | None = None
    priority: Priority | None = None
    kind: Kind | None = None
    section: Section | None = None
    version: int = 1

    @property
    def filters(self) -> Filters:
        return Filters(self.client, self.priority, self.kind, self.section)

    def show(self, filters: Filters) -> None:
        self.client, self.priority = filters.client, filters.priority
        self.kind, self.section = filters.kind, filters.section


@dataclass(frozen=True)
class Day:
    """Whose day is asked for, until when it lasts where they are, and what of it."""

    user: UserId
    now: datetime
    ends: datetime
    filters: Filters = EVERYTHING


@dataclass(frozen=True)
class DayLine:
    """One thing in a day, as far as a list shows it. `client` is a name, also of none that we know; `until` when what
    waits comes back.
    """

    section: Section
    kind: Kind
    number: int
    title: str
    due_at: datetime | None
    acceptance: Acceptance = Acceptance.NOT_ASKED
    owner: UserId | None = None
    priority: Priority | None = None
    status: RequestStatus | None = None
    until: datetime | None = None
    why: str = ""
    client: str | None = None
    request_number: RequestNumber | None = None
    about: str | None = None

    @property
    def label(self) -> str:
        return f"{LETTERS[self.kind]}-{self.number}"


def day_of(user: UserId, now: datetime, zone: ZoneInfo, filters: Filters = EVERYTHING) -> Day:
    """The day ends at the next local midnight, which a change of the clocks may have moved."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return Day(user, now, instant_of(datetime.combine(tomorrow, time()), zone).at, filters)


def overlapped(counts: Mapping[Section, int], offset: int, size: int) -> tuple[tuple[Section, ...], int]:
    """The sections that a page shows something of, and how many lines of the first of them stand before it."""
    sections: list[Section] = []
    skip = at = 0
    for section in Section:
        before, at = at, at + counts[section]
        if counts[section] and at > offset and before < offset + size:
            skip = skip if sections else offset - before
            sections.append(section)
    return tuple(sections), max(skip, 0)


def page_start(offset: int, total: int, size: int) -> int:
    """Of the page that holds the line asked for; of the last one when there are fewer by now."""
    return min(max(offset, 0), max(total - 1, 0)) // size * size
