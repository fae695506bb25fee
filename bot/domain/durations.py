"""Lengths of time as people type them: 1h30, 90m, half an hour, 2 days."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.date_phrase import Span
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import CLOCK_UNITS, COUNTS, DAY_UNITS, FRACTIONS, MONTH_UNITS, UNITS
from bot.domain.errors import DomainError
from bot.domain.text import one_line

LENGTH_LIMIT = 120
LONGEST = timedelta(days=366)
_DAY = 86_400
#: Years, months, weeks, days, hours, minutes and seconds.
_MOST_UNITS = 7


class DurationRefused(DomainError):
    """A length of time that is asked about instead of guessed."""


@dataclass(eq=False)
class NotADuration(DurationRefused):
    """`5mo` is one of them: a month has no length of its own."""

    typed: str


@dataclass(eq=False)
class DurationTooLong(DurationRefused):
    longest: timedelta


def parse_duration(typed: str) -> timedelta:
    """1h30, 1:30, 90m, 1.5h, 1h 30m 20s, ½h, half an hour, 2 days."""
    text = one_line(typed[: LENGTH_LIMIT + 1])
    tokens = Tokens(text)
    read = _hours_and_minutes(tokens) or read_span(tokens, 1 if tokens.words(0, "in") else 0)
    if len(typed) > LENGTH_LIMIT or read is None or read[1] != len(tokens) or read[0].months or read[0].doubtful:
        raise NotADuration(text[:LENGTH_LIMIT])
    span = read[0]
    if span.days > LONGEST.days or span.seconds > LONGEST.total_seconds():
        raise DurationTooLong(LONGEST)
    return timedelta(days=span.days, seconds=span.seconds)


def read_span(tokens: Tokens, index: int) -> tuple[Span, int] | None:
    """As many amounts with a unit as follow each other, and the index behind them."""
    first = _read_one(tokens, index)
    if first is None:
        return None
    span, index = first
    for _ in range(_MOST_UNITS - 1):
        more = _read_one(tokens, _past_and(tokens, index))
        if more is None:
            break
        span, index = _sum(span, more[0]), more[1]
    return _with_glued_minutes(tokens, index, span)


def _hours_and_minutes(tokens: Tokens) -> tuple[Span, int] | None:
    hours, colon, minutes = tokens[0], tokens[1], tokens[2]
    if colon.word != ":" or hours.number is None or minutes.number is None or minutes.digits != 2:
        return None
    return (Span(seconds=hours.number * 3600 + minutes.number * 60), 3) if minutes.number < 60 else None


def _read_one(tokens: Tokens, index: int) -> tuple[Span, int] | None:
    read = _read_amount(tokens, index)
    if read is None or tokens[read[1]].word not in UNITS:
        return None
    amount, at = read
    unit = tokens[at]
    is_clock = tokens[at + 1].word in {"past", "to"} and tokens[at + 2].number is not None
    if is_clock or _is_military(tokens, index):
        return None  # 20 minutes past 4, 1600 hours
    if tokens.words(at + 1, "and", "a", "half"):
        amount, at = amount + 0.5, at + 3
    span = _times(amount, unit.word)
    if span is None:
        return None
    return replace(span, doubtful=unit.word == "m" and not unit.glued), at + 1


def _is_military(tokens: Tokens, index: int) -> bool:
    return tokens[index].number is not None and tokens[index].digits == 4 and tokens[index + 1].word in CLOCK_UNITS


def _read_amount(tokens: Tokens, index: int) -> tuple[float, int] | None:
    token = tokens[index]
    if token.number is not None:
        return _read_decimal(tokens, index, token.number)
    if token.word in FRACTIONS:
        return FRACTIONS[token.word], index + 1
    if token.word == "half":
        return 0.5, index + (2 if tokens[index + 1].word in {"a", "an"} else 1)
    if token.word == "a" and tokens.words(index + 1, "couple", "of"):
        return 2, index + 3
    return (COUNTS[token.word], index + 1) if token.word in COUNTS else None


def _read_decimal(tokens: Tokens, index: int, whole: int) -> tuple[float, int]:
    following = tokens[index + 1]
    if following.word in FRACTIONS:
        return whole + FRACTIONS[following.word], index + 2
    tail = tokens[index + 2]
    if following.word == "." and following.glued and tail.glued and tail.number is not None:
        return whole + tail.number / 10**tail.digits, index + 3
    return whole, index + 1


def _times(amount: float, unit: str) -> Span | None:
    if unit in CLOCK_UNITS:
        return Span(seconds=round(amount * CLOCK_UNITS[unit]))
    if unit in DAY_UNITS:
        days, rest = divmod(amount * DAY_UNITS[unit], 1)
        return Span(days=int(days), seconds=round(rest * _DAY))
    months = amount * MONTH_UNITS[unit]
    return Span(months=int(months)) if months == int(months) else None


def _past_and(tokens: Tokens, index: int) -> int:
    return index + 1 if tokens[index].word in {"and", ","} else index


def _with_glued_minutes(tokens: Tokens, index: int, span: Span) -> tuple[Span, int]:
    """The 30 of 1h30."""
    token = tokens[index]
    if tokens[index - 1].word == "h" and token.glued and token.number is not None and token.digits == 2:
        following = tokens[index + 1]
        if token.number < 60 and not (following.glued and following.is_word):
            return replace(span, seconds=span.seconds + token.number * 60), index + 1
    return span, index


def _sum(one: Span, other: Span) -> Span:
    """Beside another unit, an m is minutes."""
    return Span(one.months + other.months, one.days + other.days, one.seconds + other.seconds)
