"""A typed line as a reminder: for whom, when and what."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.dates import DAY_END, MORNING
from bot.domain.quick_due import TakenDue, When, take_when
from bot.domain.quick_line import checked
from bot.domain.quick_marks import (
    Line,
    plain,
    said,
    take_numbers,
    take_urgent,
)
from bot.domain.quick_repeats import take_rule
from bot.domain.quick_results import (
    Ambiguity,
    Me,
    NothingToLog,
    NoTime,
    PersonName,
    QuickNudge,
    Target,
)
from bot.domain.quick_target import take_target
from bot.domain.quick_words import TAKEN

_SAYING = re.compile(r"^[\s,;:–—-]*(?:to|that)\s+")


def parse_nudge(
    text: str,
    *,
    now: datetime,
    zone_of: Callable[[Target], ZoneInfo],
    people: Sequence[PersonName] = (),
    day_end: time = DAY_END,
    morning: time = MORNING,
) -> QuickNudge:
    """`@ana fri 9:00 call Acme`, `me in 2h to call Acme`, `#acme tomorrow 9:00 about R-12`.

    The moment is in the recipient's zone; a day without a time means its morning. Without anybody named it is for
    the one who typed it, whose zone also holds while a name is unresolved.
    """
    typed, _ = checked(text)
    line = Line(typed)
    target, asked = take_target(line, people)
    numbers = take_numbers(line)
    is_urgent = take_urgent(line)
    when = When(now, zone_of(target or Me()), day_end, morning, default_time=morning)
    taken = take_rule(line, when)
    due = TakenDue() if taken.is_with_time else take_when(line, when)
    words = _said(line.left)
    if not words and not numbers:
        raise NothingToLog
    missing: tuple[Ambiguity, ...] = () if due.moment or due.refused or taken.ambiguities or taken.rule else (NoTime(),)
    return QuickNudge(
        target=target,
        text=words,
        moment=due.moment,
        refused=due.refused or taken.refused,
        rule=taken.rule,
        rule_typed=taken.typed if taken.rule else "",
        is_urgent=is_urgent,
        request_number=numbers[0] if numbers else None,
        ambiguities=(*asked, *due.ambiguities, *taken.ambiguities, *missing),
    )


def _said(left: str) -> str:
    """The text of a reminder, its further lines as they were typed."""
    first, _, rest = left.partition("\n")
    return f"{_SAYING.sub('', said(first))}\n{plain(rest.replace(TAKEN, ' '))}".strip()
