"""What stands around a date, or in place of one, so that no single moment is meant."""

from bot.domain.date_candidate import Candidate
from bot.domain.date_phrase import Clock, Phrase, Weekday
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import (
    ABOUT,
    COUNTS,
    DEADLINES,
    MINUS,
    RAISED,
    RESIZING,
    TIME_LEADS,
    UNCOUNTED,
    UNITS,
    WEEKDAYS,
    WEEKS,
)

_MOST_DAYS = 7
_MOST_WORDS = 8
_LAST_HOUR = 12
_CHANGED_WORDS = 8
#: Letters of a plural.
_PLURAL = 4
_NUMBERED = frozenset({"v", "ver", "version", "build", "release", "chapter", "section", "page", "no", "item"})
#: In front of the first word of a sentence; nothing is in front of a line's.
_STARTS = frozenset({"", ":", ".", ",", ";"})
_OFTEN = frozenset({"once", "twice", "times"})


def doubt_before(tokens: Tokens, start: int, phrase: Phrase) -> int | None:
    """Where `3ish tomorrow`, `around 3 tomorrow`, `7.30 fri`, `2-4pm friday`, `a week friday`, `next fri week`,
    `week of 4 jan` or `mon, tue, wed` begins, of which the last words alone would be a date.
    """
    readers = (_roughly, _priced, _range_begins, _week_of, _week_before, _listed)
    return next((first for reader in readers if (first := reader(tokens, start, phrase)) is not None), None)


def _roughly(tokens: Tokens, start: int, phrase: Phrase) -> int | None:
    if phrase.day is None:
        return None
    before = tokens[start - 1]
    if before.word == "ish":
        first = start - (3 if tokens[start - 2].word in MINUS else 2)
        return first if tokens[first].number is not None else None
    is_hour = before.number is not None and before.number <= _LAST_HOUR
    return start - 2 if is_hour and tokens[start - 2].word in ABOUT else None


def _priced(tokens: Tokens, start: int, phrase: Phrase) -> int | None:
    """The 7.30 of `dinner 7.30 fri` may be an hour or a price."""
    clock = phrase.clock
    is_dotted = isinstance(clock, Clock) and clock.dotted and clock.hour < 24 and clock.minute < 60
    if not is_dotted or not phrase.number_first or phrase.day is None or start == 0 or tokens[start].glued:
        return None
    return None if tokens[start - 1].word in _NUMBERED else start


def _week_of(tokens: Tokens, start: int, _: Phrase) -> int | None:
    return start - 2 if tokens[start - 1].word == "of" and tokens[start - 2].word in {"week", "wk"} else None


def _range_begins(tokens: Tokens, start: int, phrase: Phrase) -> int | None:
    clock = phrase.clock
    if phrase.day is None or not isinstance(clock, Clock) or clock.is_loose or tokens[start - 1].word not in MINUS:
        return None
    first = start - 2
    while tokens[first].glued and first > 0:
        first -= 1
    return first if tokens[start].glued and tokens[first].number is not None else None


def _week_before(tokens: Tokens, start: int, phrase: Phrase) -> int | None:
    if not isinstance(phrase.day, Weekday):
        return None
    if phrase.day.week == "after" and tokens[start - 1].word == "next":
        return start - 1
    is_length = tokens[start - 1].word in WEEKS and _counts(tokens, start - 2) and tokens[start - 3].word not in _OFTEN
    return start - 2 if is_length and tokens[start].word in WEEKDAYS else None


def _listed(tokens: Tokens, start: int, phrase: Phrase) -> int | None:
    if not isinstance(phrase.day, Weekday):
        return None
    first = start
    for _ in range(_MOST_DAYS):
        before = first - 2 if tokens[first - 1].word == "," else first - 1
        if tokens[before].word not in WEEKDAYS or tokens[before].glued:
            break
        first = before
    return first if first < start else None


def uncounted(tokens: Tokens, stop: int) -> Candidate | None:
    """`in 10 working days`, `in 2-3 days`, `in a few days`, `within a day or two`, up to the end of the line."""
    last = stop - 3 if tokens[stop - 2].word == "or" and tokens[stop - 1].word in {"so", "two"} else stop - 1
    if tokens[last].word not in UNITS or len(tokens[last].word) == 1:
        return None
    start = last - 1
    while start > last - _MOST_WORDS and (_counts(tokens, start) or tokens[start].word in UNCOUNTED):
        start -= 1
    if tokens[start].word not in {"in", "within"} or not any(_counts(tokens, at) for at in range(start, last)):
        return None
    start -= tokens[start - 1].word in DEADLINES
    return Candidate(tokens[start].start, tokens[stop - 1].end, None, asked=True, clear=False)


def _counts(tokens: Tokens, index: int) -> bool:
    return tokens[index].number is not None or tokens[index].word in {*COUNTS, "few", "couple"}


def counts_what_follows(tokens: Tokens, phrase: Phrase) -> bool:
    """The 5 of `fri 5 proofs to check` may be an hour or a number of proofs; `fri 5 James` is an hour."""
    behind = tokens[phrase.stop]
    following = tokens.text[behind.start : behind.end]
    is_bare = isinstance(phrase.clock, Clock) and phrase.clock.digits > 0 and tokens[phrase.stop - 1].number is not None
    is_led = phrase.part is not None or phrase.lead in TIME_LEADS or tokens[phrase.stop - 2].word in TIME_LEADS
    is_plural = (
        len(following) >= _PLURAL and following.islower() and following[-1] == "s" and following[-2] not in "suia"
    )
    return is_bare and not is_led and is_plural


def is_amount(tokens: Tokens, start: int, phrase: Phrase) -> bool:
    """`raise the price by 12.50` names no hour, or not surely."""
    clock = phrase.clock
    is_bare = isinstance(clock, Clock) and clock.half is None and (clock.digits > 0 or clock.dotted)
    is_bare = is_bare and tokens[start].word == "by"
    return is_bare and any(_resizes(tokens, at) for at in range(max(start - _CHANGED_WORDS, 0), start))


def _resizes(tokens: Tokens, index: int) -> bool:
    """`up the budget`, but neither `follow up` nor `set-up`."""
    at = index + (2 if tokens[index + 1].word in {"a", "an", "the"} else 1)
    if tokens[at].word in RAISED:
        return False
    return tokens[index].word in RESIZING or (tokens[index].word == "up" and tokens[index - 1].word in _STARTS)
