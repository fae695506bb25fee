"""A date of what has happened, at a place in a quick line."""

import re
from dataclasses import dataclass, replace

from bot.domain.date_phrase import Around, Near, Phrase, Span
from bot.domain.date_reader import read_phrase
from bot.domain.date_scan import fitting_phrase
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import DEADLINES
from bot.domain.moments import DateRefused, Moment, TooVague
from bot.domain.past_meaning import past_moment
from bot.domain.quick_due import When

_ABOUT = re.compile(
    r"(?:just |only |earlier |about |around |approx\.? |ca\.? |c\. ?|late |early |back )+", re.IGNORECASE
)
_LAST = re.compile(r"(?:last|this past)\s+", re.IGNORECASE)
_NOW = re.compile(r"(?:just|right)\s+now(?!\w)|a moment ago(?!\w)", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:(?:last|earlier this|this) (?:week|month|year|weekend)|(?:over|at|on) the weekend|the other day|recently"
    r"|a while ago|a few (?:days|hours) ago|ages ago)(?!\w)",
    re.IGNORECASE,
)
#: Behind it a number is an hour.
_AT = re.compile(r"(?:\bat|@)\s+$", re.IGNORECASE)
#: No date is longer.
_LONGEST = 80


@dataclass(frozen=True)
class PastDate:
    """Characters up to `end` name a past moment, or one that is asked about."""

    end: int
    moment: Moment | None = None
    refused: DateRefused | None = None


def phrase_at(text: str, start: int) -> tuple[Phrase | None, int]:
    tokens = Tokens(text[start : start + _LONGEST])
    if tokens[0].word in DEADLINES:
        return None, start
    read = read_phrase(tokens, 0, "at" if _AT.search(text, max(start - 4, 0), start) else "")
    phrase = fitting_phrase(tokens, read) if read else None
    if phrase is None:
        return None, start
    return phrase, start + tokens[phrase.stop - 1].end


def date_at(text: str, start: int, when: When, *, only_past: bool = False) -> PastDate | None:
    """`only_past`: only what can be nothing else, such as `yesterday` and `2 hours ago`."""
    now = _NOW.match(text, start)
    around = Around(when.now, when.zone, when.day_end, when.morning, when.morning, "")
    if now:
        return _read(Phrase(0, 0, day=Span()), around, text[start : now.end()], now.end())
    vague = _VAGUE.match(text, start)
    if vague:
        return PastDate(vague.end(), refused=TooVague(vague[0], ("yesterday 16:50", "2 hours ago")))
    about = _ABOUT.match(text, start)
    at = about.end() if about else start
    last = _LAST.match(text, at)
    phrase, end = phrase_at(text, last.end() if last else at)
    if phrase is None or (only_past and not (last or _is_past(phrase))):
        return None
    return _read(phrase, around, text[start:end], end, before_today=last is not None)


def _is_past(phrase: Phrase) -> bool:
    day = phrase.day
    if phrase.part is not None and phrase.part.today and phrase.part.name == "morning":
        return True
    return (isinstance(day, Near) and day.days < 0) or (isinstance(day, Span) and day.is_past)


def _read(phrase: Phrase, around: Around, typed: str, end: int, *, before_today: bool = False) -> PastDate:
    try:
        return PastDate(end, past_moment(phrase, replace(around, typed=typed.strip()), before_today=before_today))
    except DateRefused as refused:
        return PastDate(end, refused=refused)
