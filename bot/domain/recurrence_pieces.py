"""The pieces of what people type for how often: every 2 weeks, monthly, the last friday, 24 dec, 9:00."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from bot.domain.clock_words import read_clock, read_part
from bot.domain.date_phrase import Calendar, Clock, DayOfMonth, Part, PeriodEnd
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import COUNTS, MONTHS, ORDINALS, UNITS, WEEKDAYS
from bot.domain.day_words import read_day
from bot.domain.recurrence import LAST, LAST_DAY
from bot.domain.schedules import BETWEEN, EVERY_DAY, read_days

Unit: TypeAlias = Literal["", "week", "month", "quarter", "year"]
EVERY = frozenset({"every", "each"})
FILLERS = (BETWEEN | {"once", "in", "of", "."}) - EVERY
_UNITS: MappingProxyType[str, tuple[Unit, int]] = MappingProxyType(
    {
        "weekly": ("week", 1),
        "fortnightly": ("week", 2),
        "monthly": ("month", 1),
        "quarterly": ("quarter", 1),
        "yearly": ("year", 1),
        "annually": ("year", 1),
    }
)
_NAMED: MappingProxyType[str, tuple[Unit, int]] = MappingProxyType(
    {
        "week": ("week", 1),
        "fortnight": ("week", 2),
        "month": ("month", 1),
        "quarter": ("quarter", 1),
        "year": ("year", 1),
    }
)
_NTHS = MappingProxyType({"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST})
#: Alone or before `day`.
_WORKDAYS = frozenset({"workday", "weekday"})
_WORKING = frozenset({"working", "business"})
_OTHER = frozenset({"other", "second"})


@dataclass(frozen=True)
class Said:
    """What was understood so far. `marked`: a word says that it recurs. `nth` is which weekday of a month,
    `workday` which of its working days.

    `counted`: `every` stands right before one of these, which may then count weeks or days as well.
    """

    unit: Unit = ""
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    nth: tuple[int, int] | None = None
    workday: int | None = None
    calendar: Calendar | None = None
    clock: Clock | None = None
    part: Part | None = None
    marked: bool = False
    counted: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Said(marked=self.marked)

    @property
    def kinds(self) -> int:
        """In how many ways a day is named; one is enough."""
        return sum(map(bool, (self.weekdays, self.days, self.nth, self.workday, self.calendar)))


Read: TypeAlias = tuple[Said, int] | None


def read_piece(tokens: Tokens, index: int, said: Said) -> Read:
    """The piece that starts here added to what was said, and the index behind it."""
    readers: tuple[Callable[[Tokens, int, Said], Read], ...] = (
        _interval,
        _unit,
        _nth,
        _date,
        _weekdays,
        _clock,
        _part,
        _filler,
    )
    for reader in readers:
        read = reader(tokens, index, said)
        if read is not None:
            return read
    return None


def _interval(tokens: Tokens, index: int, said: Said) -> Read:
    """`every 2 weeks`, `every other friday`, `every second week`. Of other units nothing is counted."""
    if tokens[index].word not in EVERY:
        return None
    counted, behind = tokens[index + 1], tokens[index + 2].word
    number = counted.number if counted.number is not None else COUNTS.get(counted.word)
    if number and behind in {"week", "weeks"}:
        return _recurs(said, "week", number), index + 3
    if counted.word in _OTHER and behind == "week":
        return _recurs(said, "week", 2), index + 3
    if counted.number == 2 and behind in ORDINALS and tokens[index + 3].word == "week":
        return _recurs(said, "week", 2), index + 4
    if counted.word == "other" and behind in WEEKDAYS:
        return _recurs(said, "week", 2), index + 2
    return None


def _unit(tokens: Tokens, index: int, said: Said) -> Read:
    """`monthly`, `every month`, `of every month`, `of the month`, `of month`, `once a year`."""
    if tokens[index].word in _UNITS:
        return _recurs(said, *_UNITS[tokens[index].word]), index + 1
    if tokens[index].word == "of" and tokens[index + 1].word in {"month", "quarter"}:
        return _recurs(said, *_NAMED[tokens[index + 1].word], marked=said.marked), index + 2
    at = index + (tokens[index].word in {"of", "in"})
    leads = EVERY | {"a", "per"} | ({"the"} if at > index else set())
    if tokens[at].word not in leads or tokens[at + 1].word not in _NAMED:
        return None
    return _recurs(said, *_NAMED[tokens[at + 1].word], marked=said.marked or tokens[at].word != "the"), at + 2


def _recurs(said: Said, unit: Unit, every: int, *, marked: bool = True) -> Said:
    if said.unit not in {"", unit} or said.every != 1:
        # `weekly … every month`: two answers to one question are none.
        every = 0
    return replace(said, unit=unit, every=every, marked=marked)


def _nth(tokens: Tokens, index: int, said: Said) -> Read:
    """`the last friday`, `2nd tuesday`, `last day`, `first working day`."""
    number, at = _ordinal(tokens, index)
    if number is None:
        return None
    word = tokens[at].word
    if word == "day":
        return replace(said, days=said.days | {LAST_DAY if number == LAST else number}), at + 1
    counted = tokens[index - 1].word in EVERY
    workday = _workday(tokens, at)
    if workday and said.workday is None:
        return replace(said, workday=number, counted=counted), workday
    if word not in WEEKDAYS or said.nth is not None:
        return None
    return replace(said, nth=(number, WEEKDAYS[word]), counted=counted), at + 1


def _workday(tokens: Tokens, index: int) -> int | None:
    """`workday`, `business day`: the index behind it."""
    if tokens[index].word in _WORKDAYS:
        return index + 1
    return index + 2 if tokens[index].word in _WORKING and tokens[index + 1].word == "day" else None


def _ordinal(tokens: Tokens, index: int) -> tuple[int | None, int]:
    token = tokens[index]
    if token.number is not None and tokens[index + 1].word in ORDINALS and tokens[index + 1].glued:
        return token.number, index + 2
    return _NTHS.get(token.word), index + 1


def _date(tokens: Tokens, index: int, said: Said) -> Read:
    """`24 dec`, `the 15th`, `end of the month`. A year would make it come once."""
    end = _end_of(tokens, index, said)
    if end is not None:
        return end
    read = read_day(tokens, index)
    match read:
        case Calendar(year=None) as day, at if said.calendar is None:
            return replace(said, calendar=day), at
        case DayOfMonth(day=number), at:
            return replace(said, days=said.days | {number}), at
        case PeriodEnd(unit="month", ahead=0), at if tokens[at - 1].word != "this":
            return replace(said, days=said.days | {LAST_DAY}), at
        case _:
            return None


def _end_of(tokens: Tokens, index: int, said: Said) -> Read:
    """`end of every month`, `end of the quarter`. `End of the month` may be this one."""
    if not tokens.words(index, "end", "of"):
        return None
    which, unit = tokens[index + 2].word, tokens[index + 3].word
    if unit == "quarter" and which in EVERY | {"the", "a"}:
        marked = said.marked or which != "the"
        return replace(_recurs(said, "quarter", 1, marked=marked), days=said.days | {LAST_DAY}), index + 4
    if unit == "month" and which in EVERY:
        return replace(_recurs(said, "month", 1), days=said.days | {LAST_DAY}), index + 4
    return None


def _weekdays(tokens: Tokens, index: int, said: Said) -> Read:
    found, at = read_days(tokens, index)
    marked = said.marked or tokens[index].word not in WEEKDAYS
    return (replace(said, weekdays=said.weekdays | found, marked=marked), at) if found else None


def _clock(tokens: Tokens, index: int, said: Said) -> Read:
    """The 3 of `every 3 days` is none, nor that of `every 3 mondays`."""
    read = read_clock(tokens, index)
    if read is None or said.clock is not None or not isinstance(read[0], Clock):
        return None
    behind = tokens[read[1]].word
    counts = behind in UNITS or behind in MONTHS or (tokens[index - 1].word in EVERY and read_days(tokens, read[1])[0])
    if read[0].digits and counts:
        return None
    return replace(said, clock=read[0]), read[1]


def _part(tokens: Tokens, index: int, said: Said) -> Read:
    """`every morning` is every day."""
    read = read_part(tokens, index)
    if read is None or said.part is not None or read[0].today:
        return None
    days = EVERY_DAY if tokens[index - 1].word in EVERY else frozenset[int]()
    return replace(said, part=read[0], weekdays=said.weekdays | days), read[1]


def _filler(tokens: Tokens, index: int, said: Said) -> Read:
    word = tokens[index].word
    if word in EVERY:
        return replace(said, marked=True), index + 1
    return (said, index + 1) if word in FILLERS else None
