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
from bot.domain.recurrence import LAST
from bot.domain.schedules import BETWEEN, EVERY_DAY, read_days

Unit: TypeAlias = Literal["", "week", "month", "year"]
EVERY = frozenset({"every", "each"})
FILLERS = (BETWEEN | {"once", "in", "of", "."}) - EVERY
_LAST_DAY = 31
_UNITS: MappingProxyType[str, tuple[Unit, int]] = MappingProxyType(
    {
        "weekly": ("week", 1),
        "fortnightly": ("week", 2),
        "monthly": ("month", 1),
        "yearly": ("year", 1),
        "annually": ("year", 1),
    }
)
_NAMED: MappingProxyType[str, tuple[Unit, int]] = MappingProxyType(
    {"week": ("week", 1), "fortnight": ("week", 2), "month": ("month", 1), "year": ("year", 1)}
)
_NTHS = MappingProxyType({"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST})
_OTHER = frozenset({"other", "second"})


@dataclass(frozen=True)
class Said:
    """What was understood so far. `marked`: a word says that it recurs. `nth` is which weekday of a month.

    `counted`: `every` stands right before the nth, which may then count weeks as well.
    """

    unit: Unit = ""
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    nth: tuple[int, int] | None = None
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
        return sum(map(bool, (self.weekdays, self.days, self.nth, self.calendar)))


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
    """`monthly`, `every month`, `of every month`, `of the month`, `once a year`."""
    if tokens[index].word in _UNITS:
        return _recurs(said, *_UNITS[tokens[index].word]), index + 1
    at = index + (tokens[index].word in {"of", "in"})
    leads = EVERY | {"a", "per"} | ({"the"} if at > index else set())
    if tokens[at].word not in leads or tokens[at + 1].word not in _NAMED:
        return None
    found = _recurs(said, *_NAMED[tokens[at + 1].word])
    return replace(found, marked=said.marked or tokens[at].word != "the"), at + 2


def _recurs(said: Said, unit: Unit, every: int) -> Said:
    if said.unit not in {"", unit} or said.every != 1:
        # `weekly … every month`: two answers to one question are none.
        return replace(said, unit=unit, every=0, marked=True)
    return replace(said, unit=unit, every=every, marked=True)


def _nth(tokens: Tokens, index: int, said: Said) -> Read:
    """`the last friday`, `2nd tuesday`, `last day`."""
    number, at = _ordinal(tokens, index)
    if number is None:
        return None
    word = tokens[at].word
    if word == "day":
        return replace(said, days=said.days | {_LAST_DAY if number == LAST else number}), at + 1
    if word not in WEEKDAYS or said.nth is not None:
        return None
    counted = tokens[index - 1].word in EVERY
    return replace(said, nth=(number, WEEKDAYS[word]), counted=counted), at + 1


def _ordinal(tokens: Tokens, index: int) -> tuple[int | None, int]:
    token = tokens[index]
    if token.number is not None and tokens[index + 1].word in ORDINALS and tokens[index + 1].glued:
        return token.number, index + 2
    return _NTHS.get(token.word), index + 1


def _date(tokens: Tokens, index: int, said: Said) -> Read:
    """`24 dec`, `the 15th`, `end of the month`. A year would make it come once."""
    if tokens.words(index, "end", "of") and tokens[index + 2].word in EVERY and tokens[index + 3].word == "month":
        return replace(_recurs(said, "month", 1), days=said.days | {_LAST_DAY}), index + 4
    read = read_day(tokens, index)
    match read:
        case Calendar(year=None) as day, at if said.calendar is None:
            return replace(said, calendar=day), at
        case DayOfMonth(day=number), at:
            return replace(said, days=said.days | {number}), at
        case PeriodEnd(unit="month", ahead=0), at if tokens[at - 1].word != "this":
            return replace(said, days=said.days | {_LAST_DAY}), at
        case _:
            return None


def _weekdays(tokens: Tokens, index: int, said: Said) -> Read:
    found, at = read_days(tokens, index)
    marked = said.marked or tokens[index].word not in WEEKDAYS
    return (replace(said, weekdays=said.weekdays | found, marked=marked), at) if found else None


def _clock(tokens: Tokens, index: int, said: Said) -> Read:
    """The 3 of `every 3 days` is none."""
    read = read_clock(tokens, index)
    if read is None or said.clock is not None or not isinstance(read[0], Clock):
        return None
    behind = tokens[read[1]].word
    if read[0].digits and (behind in UNITS or behind in MONTHS):
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
