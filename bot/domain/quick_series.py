"""`"Monthly report" first working day of the month 9:00 @ana due in 3 working days`: what comes again, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, ClientNames, Meant
from bot.domain.dates import DAY_END, MORNING
from bot.domain.ids import UserId
from bot.domain.priority import Priority
from bot.domain.quick_client import TakenClient, take_client
from bot.domain.quick_due import When
from bot.domain.quick_line import must_fit
from bot.domain.quick_marks import Line, People, take_people, take_priorities
from bot.domain.quick_parts import take_department
from bot.domain.quick_repeats import take_rule
from bot.domain.quick_results import Ambiguity, TwoOwners
from bot.domain.recurrence import Rule
from bot.domain.series import DUE_IN_LINE, DueIn, read_due_in
from bot.domain.text import clean


@dataclass(frozen=True, kw_only=True)
class QuickSeries:
    """`repeats` says that the line tells how often, clearly or not: `rule` is None where it is not clear, and then
    `typed` is what was said of it.
    """

    title: str
    rule: Rule | None
    typed: str
    repeats: bool
    client: Meant | None = None
    owner: UserId | None = None
    priority: Priority = Priority.NORMAL
    department: str = ""
    due_in: DueIn | None = None
    ambiguities: tuple[Ambiguity, ...] = ()


def parse_series(
    text: str, *, now: datetime, zone: ZoneInfo, clients: Sequence[ClientName] | None = None
) -> QuickSeries:
    """`clients` are None for a task, which is for none."""
    must_fit(text)
    line = Line(clean(text).replace("\n", " "))
    # First, or `3 working days` would be read as how often.
    due_in = _take_due_in(line)
    who = take_people(line, (), for_asks=False)
    priorities = take_priorities(line)
    department = take_department(line) if clients is None else ""
    rule = take_rule(line, When(now, zone, DAY_END, MORNING, default_time=MORNING))
    taken = TakenClient() if clients is None else take_client(line, ClientNames(clients))
    return QuickSeries(
        title=line.words(),
        rule=None if rule.ambiguities else rule.rule,
        typed=rule.typed,
        repeats=rule.rule is not None or bool(rule.ambiguities),
        client=taken.client,
        owner=who.owners[0].user if who.owners else None,
        priority=priorities.first,
        department=department,
        due_in=due_in,
        ambiguities=(*taken.asked, *rule.ambiguities, *priorities.doubtful, *_people_asked(who)),
    )


def _take_due_in(line: Line) -> DueIn | None:
    match = DUE_IN_LINE.search(line.seen)
    if match is None:
        return None
    line.take(match.start(), match.end())
    return read_due_in(match["due"])


def _people_asked(who: People) -> tuple[Ambiguity, ...]:
    several = (TwoOwners(who.owners),) if len(who.owners) > 1 else ()
    return (*several, *who.unresolved)
