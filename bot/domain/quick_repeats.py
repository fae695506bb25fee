"""`every day 9:00` in a reminder: by a rule that can be kept, or by one that cannot."""

import re
from dataclasses import dataclass, replace

from bot.domain.date_tokens import Tokens
from bot.domain.date_words import WEEKDAYS
from bot.domain.moments import DateRefused
from bot.domain.quick_due import When
from bot.domain.quick_marks import Line
from bot.domain.quick_results import Ambiguity, Repeats, RepeatsUnclear
from bot.domain.quick_words import TAKEN
from bot.domain.recurrence import Rule
from bot.domain.recurrence_words import DoubtfulRule, FoundRule, parse_zoned_rule, rule_in
from bot.domain.schedules import ScheduleRefused
from bot.domain.zone_words import ZoneRead, read_zone

_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_UNITS = r"hour|day|week ?day|work(?:ing)? ?day|week|weekend|fortnight|month|quarter|year"
_PARTS = r"morning|afternoon|evening|night|lunchtime"
_COUNTS = r"other|single|second|third|fourth|first|last|two|three|four|few|couple\s+of|\d{1,3}(?:st|nd|rd|th)?"
_EVERY = re.compile(
    rf"(?<!\S)(?:every|each)\s+(?:(?:{_COUNTS})\s+)?(?:(?P<unit>{_UNITS})|{_DAYS}|{_PARTS})s?(?!\w)",
    re.IGNORECASE,
)
_OFTEN_WORDS = "daily|everyday|weekly|fortnightly|monthly|yearly|weekdays|workdays|weekends"
_OFTEN = re.compile(
    rf"(?<!\S)(?:(?P<unit>hourly|bi-?weekly|bi-?monthly|quarterly|half-?yearly|{_OFTEN_WORDS})|"
    rf"(?!(?:tues|weds|thurs)(?!\w))(?:{_DAYS})s)(?!\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<!\S)(?P<unit>(?:once|twice|thrice|(?:two|three|four|\d{1,2})\s+times)\s+(?:a|per|each|every)\s+"
    r"(?:hour|day|week|fortnight|month|quarter|year))(?!\w)",
    re.IGNORECASE,
)
#: Behind a rule it says for how long, or when not.
_LIMIT = re.compile(
    r"\s*,?\s*(?:for\s+(?:the\s+next\s+)?\d{1,3}\s+(?:day|week|month|time|year)s?(?!\w)|"
    r"(?:but\s+not|not|except|excluding|until|till|through|starting|beginning)(?!\w)(?:\s+on)?(?:\s+\w+)?)",
    re.IGNORECASE,
)
_CLOCK_OR_END = re.compile(
    r"\s*,?\s*(?:on\s|(?:(?:at|@|from)\s*)?(?:\d|noon|midday|midnight|[.!?]*\s*$))", re.IGNORECASE
)
_DESCRIBED = re.compile(r"(?:^|\s)(?:the|a|an|our|my|your|his|her|their|this|next|last)\s*$", re.IGNORECASE)
#: Without one of these nothing recurs, and to look closely at a long line takes its time.
_MARK = re.compile(rf"\b(?:every|each|{_OFTEN_WORDS}|month|quarter|year|annually|(?:{_DAYS})s)", re.IGNORECASE)
_ADVERB = re.compile(rf"\b(?:{_OFTEN_WORDS}|annually|weekday|workday|each|every)\b", re.IGNORECASE)
#: Of a longer line only the beginning is looked at: it is a text, with what it is for in front.
_LONG, _HEAD = 600, 300
_MORE = re.compile(r"\s*\w")
_BEFORE = 10


@dataclass(frozen=True)
class TakenRule:
    """What was found of how often a reminder comes."""

    rule: Rule | None = None
    typed: str = ""
    refused: DateRefused | None = None
    ambiguities: tuple[Ambiguity, ...] = ()

    @property
    def is_with_time(self) -> bool:
        """So that no moment is to be looked for."""
        return bool(self.typed)


def take_rule(line: Line, when: When) -> TakenRule:
    """As a whole, with its time."""
    seen = line.dated
    found = _rule_in(seen, when) if _MARK.search(seen) else None
    if found is None:
        repeats = _take_repetition(line)
        return TakenRule(ambiguities=(repeats,)) if repeats else TakenRule()
    zone = _zone_behind(seen, found) if isinstance(found, FoundRule) and found.timed else None
    end = zone.stop if zone else found.end
    limit = _LIMIT.match(seen, end)
    if limit is not None:
        line.take_date(found.start, end)
        limited = seen[found.start : limit.end()]
        return TakenRule(typed=limited, ambiguities=(Repeats(limited),))
    if _describes(seen, found.start, end):
        return TakenRule()
    typed = seen[found.start : end]
    line.take_date(found.start, end)
    if isinstance(found, FoundRule):
        return _on_that_clock(typed, when) if zone else TakenRule(found.rule, typed)
    if isinstance(found.refused, DateRefused):
        return TakenRule(typed=typed, refused=found.refused, ambiguities=(found.refused,))
    return TakenRule(typed=typed, ambiguities=(RepeatsUnclear(typed, found.refused),))


def _zone_behind(seen: str, found: FoundRule) -> ZoneRead | None:
    """`every day 9:00 Berlin time`; `stop` is an index of the line."""
    tokens = Tokens(seen[found.end : found.end + _HEAD])
    read = read_zone(tokens, 0, timed=True)
    return replace(read, stop=found.end + tokens[read.stop - 1].end) if read else None


def _on_that_clock(typed: str, when: When) -> TakenRule:
    try:
        rule = parse_zoned_rule(typed, zone=when.zone.key, now=when.now, default_time=when.morning)
    except DateRefused as refused:
        return TakenRule(typed=typed, refused=refused, ambiguities=(refused,))
    except ScheduleRefused as refused:
        return TakenRule(typed=typed, ambiguities=(RepeatsUnclear(typed, refused),))
    return TakenRule(rule, typed)


def _rule_in(seen: str, when: When) -> FoundRule | DoubtfulRule | None:
    text = f"{seen[:_HEAD]} x" if len(seen) > _LONG else seen
    return rule_in(text, zone=when.zone.key, now=when.now, default_time=when.morning)


def _describes(seen: str, start: int, end: int) -> bool:
    """`the weekly`, `daily stand-up`: a word of what is to be said."""
    often = _ADVERB.search(seen, start, end)
    if often is None or _EVERY.search(seen, start, end):
        return False
    stands_last = not seen[often.end() : end].strip()
    return bool(_DESCRIBED.search(seen[: often.start()])) or (stands_last and bool(_MORE.match(seen, end)))


def _take_repetition(line: Line) -> Repeats | None:
    """Beside the moment, at the beginning or at the end; a weekday's name stays, as the first moment."""
    for pattern in (_EVERY, _TIMES, _OFTEN):
        for match in pattern.finditer(line.seen):
            if _counts(line, match, opens=pattern is not _OFTEN):
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
