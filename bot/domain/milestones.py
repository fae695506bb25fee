"""Milestones of a request, counted back from the day on which it is due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.errors import DomainError
from bot.domain.hours import Hours
from bot.domain.ids import UserId
from bot.domain.schedules import once
from bot.domain.teams import OfTeam
from bot.domain.text import clean, one_line

#: As many as one block of boxes shows.
MOST_STEPS = 10
MOST_DAYS = 366
TITLE_LIMIT, NAME_LIMIT = 150, 24
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,23}")
_STEP = re.compile(
    r"[•*-]?\s*T(?:\s*-\s*(?P<count>\d{1,3})\s*(?P<unit>(?:working|business|work)[- ]?days?|workdays?|days?|weeks?)?)?"
    r"\s*[:–—]\s*(?P<title>\S.*)",
    re.IGNORECASE,
)


@dataclass(eq=False)
class NotAStep(DomainError):
    """`line` is its number."""

    line: int
    typed: str


@dataclass(eq=False)
class TooManySteps(DomainError):
    count: int
    limit: int


@dataclass(eq=False)
class NoTemplateName(DomainError):
    typed: str


@dataclass(eq=False)
class NoDueDate(DomainError):
    """There is nothing to count back from."""

    label: str


@dataclass(frozen=True)
class Offset:
    """How long before the due day."""

    days: int
    is_working: bool

    def __str__(self) -> str:
        return f"{self.days}{'w' if self.is_working else 'd'}"

    @classmethod
    def read(cls, stored: str) -> "Offset":
        return cls(int(stored[:-1]), stored[-1] == "w")

    def before(self, due: Due, hours: Hours) -> Due:
        """At the same time of day, on the clock on which the due moment was said."""
        zone = ZoneInfo(due.zone_name)
        local = due.at.astimezone(zone)
        day = self._day(local.date(), hours)
        if day == local.date():
            return due
        return Due(once(datetime.combine(day, local.time().replace(fold=0)), zone), due.zone_name)

    def _day(self, due: date, hours: Hours) -> date:
        """The due day itself is not counted, also when it is no working day."""
        if self.days == 0 or not self.is_working:
            return due - timedelta(days=self.days)
        return hours.working_day_before(due, self.days)


@dataclass(frozen=True)
class Step:
    offset: Offset
    title: str


@dataclass(eq=False, kw_only=True)
class MilestoneTemplate(OfTeam):
    """`steps` has a line for each, as it was typed. Every full member of the workspace may use and change it."""

    name: str
    steps: str
    set_by: UserId
    set_at: datetime
    version: int = 1

    @property
    def label(self) -> str:
        return self.name


def read_name(typed: str) -> str:
    name = one_line(typed).lower().replace(" ", "-")
    if not _NAME.fullmatch(name):
        raise NoTemplateName(typed)
    return name


def read_steps(text: str) -> tuple[Step, ...]:
    """`T-3 business days: proof to client` and `T: delivery`, one a line."""
    lines = [(number, one_line(line)) for number, line in enumerate(clean(text).split("\n"), start=1)]
    steps = tuple(_step(number, line) for number, line in lines if line)
    if len(steps) > MOST_STEPS:
        raise TooManySteps(len(steps), MOST_STEPS)
    return steps


def planned(steps: Sequence[Step], due: Due, hours: Hours) -> list[tuple[Step, Due]]:
    """In the order of their moments."""
    return sorted(((step, step.offset.before(due, hours)) for step in steps), key=lambda each: each[1].at)


def _step(number: int, line: str) -> Step:
    match = _STEP.fullmatch(line)
    if match is None or len(match["title"]) > TITLE_LIMIT:
        raise NotAStep(number, line)
    unit = (match["unit"] or "days").lower()
    days = int(match["count"] or 0) * (7 if unit.startswith("week") else 1)
    if days > MOST_DAYS:
        raise NotAStep(number, line)
    return Step(Offset(days, unit.startswith(("work", "business"))), match["title"])
