"""`every day 9:00` in a reminder, which comes once."""

import re

from bot.domain.date_words import WEEKDAYS
from bot.domain.quick_marks import Line
from bot.domain.quick_results import Repeats
from bot.domain.quick_words import TAKEN

_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_UNITS = r"hour|day|week ?day|work(?:ing)? ?day|week|weekend|fortnight|month|quarter|year"
_PARTS = r"morning|afternoon|evening|night|lunchtime"
_EVERY = re.compile(
    rf"(?<!\S)(?:every|each)\s+(?:(?:other|single|second|\d{{1,3}})\s+)?(?:(?P<unit>{_UNITS})|{_DAYS}|{_PARTS})s?(?!\w)",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    rf"(?<!\S)(?:(?P<unit>hourly|daily|everyday|weekly|fortnightly|monthly|weekdays|workdays|weekends)|"
    rf"(?:{_DAYS})s)(?!\w)",
    re.IGNORECASE,
)
_CLOCK_OR_END = re.compile(r"\s*,?\s*(?:(?:at|@|from)\s*)?(?:\d|noon|midday|midnight|[.!?]*\s*$)", re.IGNORECASE)
_DESCRIBED = re.compile(r"(?:^|\s)(?:the|a|an|our|my|your|his|her|their|this|next|last)\s*$", re.IGNORECASE)
_BEFORE = 10


def take_repetition(line: Line) -> Repeats | None:
    """Beside the moment, at the beginning or at the end; a weekday's name stays, as the first moment."""
    for pattern in (_EVERY, _OFTEN):
        for match in pattern.finditer(line.seen):
            if _counts(line, match, opens=pattern is _EVERY):
                typed = match[0]
                _take(line, match)
                return Repeats(typed)
    return None


def _counts(line: Line, match: re.Match[str], *, opens: bool) -> bool:
    before = line.seen[: match.start()].rstrip(" ,:")
    if opens and (not before or before.endswith(TAKEN)):
        return True
    described = _DESCRIBED.search(line.seen[max(match.start() - _BEFORE, 0) : match.start()])
    return described is None and _CLOCK_OR_END.match(line.seen, match.end()) is not None


def _take(line: Line, match: re.Match[str]) -> None:
    if match["unit"]:
        line.take(match.start(), match.end())
        return
    day = match[0].split()[-1]
    start = match.end() - len(day)
    line.take(match.start(), start)
    if day.lower() not in WEEKDAYS and day.endswith(("s", "S")):
        line.take(match.end() - 1, match.end())
