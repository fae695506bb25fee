"""A typed line as a task: marks in any order, the rest is the title."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.dates import DAY_END, MORNING
from bot.domain.ids import UserId
from bot.domain.quick_client import TakenClient
from bot.domain.quick_due import When, take_due
from bot.domain.quick_line import Reader, checked, owners_with, people_asked, titled, with_title
from bot.domain.quick_marks import (
    Line,
    plain,
    take_me,
    take_numbers,
    take_workers,
)
from bot.domain.quick_parts import take_parts
from bot.domain.quick_results import (
    Ambiguity,
    PersonName,
    QuickTask,
    TwoRequests,
)


def parse_task(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    me: UserId | None = None,
    people: Sequence[PersonName] = (),
    day_end: time = DAY_END,
    morning: time = MORNING,
) -> QuickTask:
    """`@ana prepare the proof by thu 3pm for R-12`; `me` is who types it."""
    typed, _ = checked(text)
    reader = Reader(When(now, zone, day_end, morning), for_asks=False)

    def read(head: str, details: str) -> QuickTask:
        line = Line(head)
        is_mine = me is not None and take_me(line)
        who = take_workers(line, people)
        owners = owners_with(who, me if is_mine else None)
        parts = take_parts(line)
        numbers = () if parts.parent else take_numbers(line)
        due = take_due(line, reader.when)
        title, _ = titled(line, TakenClient(), details)
        asked: list[Ambiguity] = [TwoRequests(numbers)] if len(numbers) > 1 else []
        return QuickTask(
            title=title,
            details=plain(details),
            owner=owners[0] if owners else None,
            owner_words=who.unresolved[0].words if who.unresolved else None,
            due=due.moment,
            due_refused=due.refused,
            request_number=numbers[0] if numbers else None,
            parent_number=parts.parent,
            department=parts.department,
            ambiguities=(*asked, *due.ambiguities, *people_asked(replace(who, owners=owners))),
        )

    return with_title(read, *reader.split(typed))
