"""Dates and times as people type them: `understand` reads a whole field, `scan` finds one in a line."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.date_candidate import Candidate
from bot.domain.date_meaning import moment_of
from bot.domain.date_phrase import Around, Clock
from bot.domain.date_reader import read_phrase
from bot.domain.date_scan import candidates, inside, is_end, opening, past_lead
from bot.domain.date_slips import find_slip
from bot.domain.date_tokens import Tokens
from bot.domain.moments import (
    AfternoonAssumed,
    Ambiguous,
    AmbiguousZone,
    AtOnce,
    DateRefused,
    FoldFirst,
    GapMoved,
    InThePast,
    LongPast,
    Misspelt,
    Moment,
    NoSuchDate,
    NoSuchTime,
    Note,
    NotUnderstood,
    RolledToNextYear,
    RolledToTomorrow,
    TooFar,
    TooLong,
    TooVague,
    UnknownZone,
    ZoneGiven,
)
from bot.domain.text import one_line

__all__ = [
    "DAY_END",
    "FIELD_LIMIT",
    "MORNING",
    "AfternoonAssumed",
    "Ambiguous",
    "AmbiguousZone",
    "AtOnce",
    "DateRefused",
    "Doubtful",
    "FoldFirst",
    "Found",
    "GapMoved",
    "InThePast",
    "LongPast",
    "Misspelt",
    "Moment",
    "NoSuchDate",
    "NoSuchTime",
    "NotUnderstood",
    "Note",
    "RolledToNextYear",
    "RolledToTomorrow",
    "TooFar",
    "TooLong",
    "TooVague",
    "UnknownZone",
    "ZoneGiven",
    "anywhere",
    "leading",
    "scan",
    "understand",
]

FIELD_LIMIT = 120
DAY_END = time(17)
MORNING = time(9)
#: More dates than this in one line are not looked at.
_CANDIDATES = 8


@dataclass(frozen=True)
class Found:
    """Characters `start` to `end` of a line name `moment`. `asked`: a word such as `by` says that it is the due one.

    `timed`: an hour was typed, in signs that are nothing else.
    """

    moment: Moment
    start: int
    end: int
    asked: bool = False
    timed: bool = False


@dataclass(frozen=True)
class Doubtful:
    """Characters `start` to `end` of a line are meant as a date, but it is not clear as which."""

    refused: DateRefused
    start: int
    end: int
    asked: bool = False


def understand(
    typed: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    day_end: time = DAY_END,
    morning: time = MORNING,
    default_time: time | None = None,
) -> Moment:
    """The moment that the whole of `typed` names.

    A weekday is the next such day, today's name included while its time is ahead. `next fri` is the Friday of the
    next calendar week, Monday to Sunday. A day without a time gets `default_time`, or else the end of the working day.
    """
    if len(typed) > FIELD_LIMIT:
        raise TooLong(len(typed), FIELD_LIMIT)
    text = one_line(typed)
    tokens = Tokens(text)
    index, lead = past_lead(tokens, 0)
    phrase = read_phrase(tokens, index, lead)
    if phrase is None or not is_end(tokens, phrase.stop):
        slip = find_slip(tokens, index, phrase, lead)
        if slip and is_end(tokens, slip.phrase.stop):
            raise Misspelt(text, slip.meant(tokens, 0, len(tokens)))
        raise NotUnderstood(text)
    return moment_of(phrase, Around(now.astimezone(UTC), zone, day_end, morning, default_time or day_end, text))


def scan(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    day_end: time = DAY_END,
    morning: time = MORNING,
    default_time: time | None = None,
) -> Found | Doubtful | None:
    """The date in a line: behind by, due, before, until, on or at, or standing at the end.

    Time is linear in the length. Cleaned text is expected, because positions are those in `text`.
    """
    around = _around(now, zone, day_end, morning, default_time)
    for candidate in candidates(text)[:_CANDIDATES]:
        read = _read(candidate, text, around)
        if read is not None:
            return read
    return None


def leading(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    day_end: time = DAY_END,
    morning: time = MORNING,
    default_time: time | None = None,
) -> Found | Doubtful | None:
    """The date that a line begins with, as in `fri 9:00 call Acme`."""
    tokens = Tokens(text)
    index, lead = past_lead(tokens, 0)
    candidate = opening(tokens, index, lead)
    around = _around(now, zone, day_end, morning, default_time)
    return _read(candidate, text, around) if candidate else None


def anywhere(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    day_end: time = DAY_END,
    morning: time = MORNING,
    default_time: time | None = None,
) -> Found | Doubtful | None:
    """The date in the middle of a line that is known to need one."""
    candidate = inside(text)
    around = _around(now, zone, day_end, morning, default_time)
    return _read(candidate, text, around) if candidate else None


def _around(now: datetime, zone: ZoneInfo, day_end: time, morning: time, default_time: time | None) -> Around:
    return Around(now.astimezone(UTC), zone, day_end, morning, default_time or day_end, "")


def _read(candidate: Candidate, text: str, around: Around) -> Found | Doubtful | None:
    start, end, asked = candidate.start, candidate.end, candidate.asked
    # What was taken out of the middle has left its places empty.
    typed = one_line(text[start:end])
    if candidate.meant:
        return Doubtful(Misspelt(typed, one_line(candidate.meant)), start, end, asked)
    if candidate.phrase is None:
        return Doubtful(NotUnderstood(typed), start, end, asked)
    try:
        moment = moment_of(candidate.phrase, replace(around, typed=typed))
        clock = candidate.phrase.clock
        timed = clock is not None and not (isinstance(clock, Clock) and clock.is_loose)
        return Found(moment, start, end, asked, timed)
    except TooVague as refused:
        return Doubtful(refused, start, end, asked) if asked else None
    except DateRefused as refused:
        return Doubtful(refused, start, end, asked) if asked or candidate.clear else None
