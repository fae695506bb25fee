"""A request or task that comes again by a rule: what it is made after, and when the next one is logged."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.dates import DAY_END
from bot.domain.errors import AlreadyClosed, DomainError
from bot.domain.hours import Hours
from bot.domain.ids import ChannelId, ClientNumber, SeriesNumber, UserId
from bot.domain.priority import Priority
from bot.domain.recurrence import Rule, restored, stored
from bot.domain.schedules import Occurrence, next_after, next_after_date, occurrence_on, once
from bot.domain.teams import OfTeam

#: Of those that were missed while Liaison was away: older ones are left out, and whoever set it is told how many.
MOST_MISSED = 31
#: A longer time to do it would outlast most of the next ones.
MOST_DAYS = 366


class SeriesKind(StrEnum):
    REQUEST = "request"
    TASK = "task"


@dataclass(eq=False)
class NotDueIn(DomainError):
    """Not of the form `3 working days`."""

    typed: str


@dataclass(frozen=True)
class DueIn:
    """Counted from the day on which it is logged."""

    days: int
    is_working: bool

    def __post_init__(self) -> None:
        if not 0 <= self.days <= MOST_DAYS:
            raise NotDueIn(str(self.days))

    def on(self, day: date, hours: Hours) -> date:
        if not self.is_working or self.days == 0:
            return date.fromordinal(day.toordinal() + self.days)
        return hours.working_day_after(day, self.days)


_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_NUMBER = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT = r"(?P<unit>(?:working|business|work)[- ]?days?|workdays?|days?|weeks?)"
DUE_IN = re.compile(rf"(?:{_NUMBER}\s*{_UNIT}|(?P<same>(?:the\s+)?same\s+day))", re.IGNORECASE)
DUE_IN_LINE = re.compile(
    rf"(?<!\S)due\s+(?:in\s+|within\s+|after\s+)?(?P<due>{DUE_IN.pattern})(?:\s+(?:later|after))?(?![\w-])",
    re.IGNORECASE,
)


def read_due_in(typed: str) -> DueIn | None:
    """`3 working days`, `2 weeks`, `same day`; None for nothing."""
    words = " ".join(typed.split()).removeprefix("in ")
    if not words:
        return None
    match = DUE_IN.fullmatch(words)
    if match is None:
        raise NotDueIn(typed)
    if match["same"]:
        return DueIn(0, is_working=False)
    count, unit = match["count"].lower(), match["unit"].lower()
    number = int(count) if count.isdigit() else _COUNTS[count]
    is_week, is_working = unit.startswith("week"), unit.startswith(("work", "business"))
    return DueIn(number * 7 if is_week else number, is_working=is_working)


@dataclass(eq=False, kw_only=True)
class Series(OfTeam):
    """`rule` as `recurrence.stored` writes it is the truth, `typed` how it was said; `next_date` is the first local
    date that has not had its turn and `next_at` what it means today.

    `audience` as in ClientRequest: whoever may see the series may see all that it makes. `checklist` and `parts` hold a
    line for each item and each task of what is made.
    """

    number: SeriesNumber
    kind: SeriesKind
    title: str
    details: str
    priority: Priority
    client_number: ClientNumber | None
    client_words: str | None
    owner: UserId | None
    department: str
    due_days: int | None
    due_working: bool
    checklist: str
    parts: str
    rule: str
    typed: str
    next_date: date
    next_at: datetime
    audience: ChannelId | None
    set_by: UserId
    set_at: datetime
    is_on: bool = True
    stopped_by: UserId | None = None
    stopped_at: datetime | None = None
    changed_by: UserId | None = None
    version: int = 1

    @property
    def label(self) -> str:
        return f"S-{self.number}"

    @property
    def recurrence(self) -> Rule:
        return restored(self.rule)

    @property
    def due_in(self) -> DueIn | None:
        return None if self.due_days is None else DueIn(self.due_days, self.due_working)

    @property
    def is_paused(self) -> bool:
        return not self.is_on and self.stopped_at is None

    def due_of(self, day: date, hours: Hours, zone: ZoneInfo) -> Due | None:
        """At the end of the day, as a date without a time is meant in a line."""
        if self.due_in is None:
            return None
        return Due(once(datetime.combine(self.due_in.on(day, hours), DAY_END), zone), zone.key)

    def follow(self, rule: Rule, typed: str, now: datetime) -> None:
        """From now on, whatever it was before."""
        self.rule, self.typed = stored(rule), typed
        self.expect(next_after(rule, now))

    def expect(self, occurrence: Occurrence) -> None:
        self.next_date, self.next_at = occurrence.local_date, occurrence.at_utc

    def work_out_again(self, rule: Rule) -> None:
        """The same local date, after the zone data have changed."""
        self.expect(occurrence_on(rule, self.next_date) or next_after_date(rule, self.next_date))

    def skip(self, rule: Rule, shown: date | None = None) -> bool:
        """The next one is not logged. False where another date was `shown` as that: it has had its turn."""
        self.must_stand()
        if shown not in {None, self.next_date}:
            return False
        self.rule = stored(rule)
        self.leave_out(rule)
        return True

    def leave_out(self, rule: Rule) -> None:
        """The next one."""
        self.expect(next_after_date(rule, self.next_date))

    def pause(self) -> None:
        self.must_stand()
        self.is_on = False

    def resume(self, rule: Rule, now: datetime) -> None:
        """What would have come meanwhile was not wanted."""
        self.must_stand()
        if not self.is_on:
            self.is_on = True
            self.expect(next_after(rule, now))

    def stop(self, *, by: UserId, at: datetime) -> None:
        self.must_stand()
        self.is_on, self.stopped_by, self.stopped_at = False, by, at

    def must_stand(self) -> None:
        if self.stopped_at is not None:
            raise AlreadyClosed(self.label, "cancelled", self.stopped_by, self.stopped_at)


@dataclass(eq=False, kw_only=True)
class SeriesItem(OfTeam):
    """What a local date has brought; without `about` it was left out."""

    number: SeriesNumber
    local_date: date
    about: str | None
    planned_at: datetime


def missed(rule: Rule, first: date, now: datetime) -> tuple[list[Occurrence], Occurrence]:
    """Those that are due by now, the oldest first, and the one that follows them."""
    due: list[Occurrence] = []
    coming = occurrence_on(rule, first) or next_after_date(rule, first)
    while coming.at_utc <= now:
        due.append(coming)
        coming = next_after_date(rule, coming.local_date)
    return due, coming


def in_zone(rule: Rule, zone: ZoneInfo) -> Rule:
    return replace(rule, zone=zone.key)
