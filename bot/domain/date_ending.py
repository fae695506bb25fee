"""The date that a line ends with, without a word in front that asks for one."""

from dataclasses import replace

from bot.domain.date_candidate import (
    Candidate,
    is_clear,
    is_name,
    is_number_first,
    is_numbered,
    is_step,
    made,
    misspelt,
    past_emphasis,
)
from bot.domain.date_phrase import Clock, Phrase
from bot.domain.date_reader import read_phrase
from bot.domain.date_slips import slip_at
from bot.domain.date_tokens import Tokens
from bot.domain.date_uncounted import doubt_before, uncounted
from bot.domain.date_words import (
    CLOSING_SIGNS,
    DAYS,
    DEADLINES,
    DESCRIBING,
    DOUBTFUL_DAYS,
    MINUS,
    MONTHS,
    NAMED_DAYS,
    ORDINALS,
    PLACES,
    PLEASANTRIES,
)

_LONGEST = 16
_SLIP_WORDS = 3


def ending(tokens: Tokens) -> Candidate | None:
    """The longest date that nothing follows."""
    stop = len(tokens)
    while stop > 0 and (tokens[stop - 1].word in CLOSING_SIGNS or tokens[stop - 1].word in PLEASANTRIES):
        stop -= 1
    found = _ending_at(tokens, stop) or _nearly(tokens, stop)
    names_day = found is not None and found.phrase is not None and found.phrase.day is not None
    return (None if names_day else _misspelt_ending(tokens, stop)) or found or uncounted(tokens, stop)


def _misspelt_ending(tokens: Tokens, stop: int) -> Candidate | None:
    """Without a word in front, only beside an hour: `reprint firday 4pm`."""
    for at in range(max(stop - _SLIP_WORDS, 0), stop):
        for index in range(max(at - _SLIP_WORDS, 0), at + 1):
            slip = slip_at(tokens, at, index)
            clock = slip.phrase.clock if slip and slip.phrase.stop >= stop else None
            if slip and clock is not None and not (isinstance(clock, Clock) and clock.is_loose):
                return misspelt(tokens, index, slip)
    return None


def _ending_at(tokens: Tokens, stop: int) -> Candidate | None:
    for start in range(max(stop - _LONGEST, 0), stop):
        phrase = read_phrase(tokens, start)
        if phrase is None or past_emphasis(tokens, phrase.stop) < stop or is_name(tokens, phrase):
            continue
        if is_step(tokens, start):
            continue
        doubt = doubt_before(tokens, start, phrase)
        if doubt is not None:
            return None if is_described(tokens, doubt) else _asked(tokens, doubt, phrase)
        if is_numbered(tokens, start) or is_number_first(tokens, start, phrase) or not is_clear(tokens, phrase):
            continue
        if is_described(tokens, start) or _is_doubtful(tokens, phrase):
            return None
        if _is_twofold(tokens, start):
            return _asked(tokens, start, phrase)
        return made(tokens, start, phrase, asked=False, clear=True)
    return None


def _nearly(tokens: Tokens, stop: int) -> Candidate | None:
    """`fri 3pm-ish`, and `3ish` without a day."""
    end = stop - (2 if tokens[stop - 2].word == "-" else 1)
    if tokens[stop - 1].word != "ish":
        return None
    for start in range(max(end - _LONGEST, 0), end):
        phrase = read_phrase(tokens, start)
        if phrase is not None and phrase.stop == end and not is_numbered(tokens, start):
            return None if is_described(tokens, start) else _asked(tokens, start, replace(phrase, stop=stop))
    return None


def _asked(tokens: Tokens, start: int, phrase: Phrase) -> Candidate:
    if tokens[start - 1].word in DEADLINES | PLACES:
        start -= 1
    return Candidate(tokens[start].start, tokens[phrase.stop - 1].end, None, asked=True, clear=False)


def _is_twofold(tokens: Tokens, start: int) -> bool:
    """`phase 2 march 12`: the twelfth, or the second at noon."""
    first, month, last = tokens[start], tokens[start + 1], tokens[start + 2]
    numbers = first.number is not None and last.number is not None and last.digits <= 2
    goes_on = tokens[start + 3].glued or tokens[start + 3].word in {"am", "pm"}
    return start > 0 and numbers and month.word in MONTHS and not goes_on


def is_described(tokens: Tokens, start: int) -> bool:
    """`minutes of monday`, `monday/tuesday`, `the Friday`, `black friday`; the letter of `appendix 3a` says nothing."""
    before = tokens[start - 1]
    describes = before.word in DESCRIBING and not (before.is_word and before.glued) and not _is_set_off(tokens, start)
    names = (before.word, tokens[start].word) in NAMED_DAYS
    is_glued = tokens[start].glued and before.word != "("
    return describes or names or is_glued or _has_article(tokens, start)


def _is_set_off(tokens: Tokens, start: int) -> bool:
    """`logo - fri`, but neither `monday-tuesday` nor `24 dec - fri` nor `9am - noon`."""
    dash, before = tokens[start - 1], tokens[start - 2]
    is_dash = dash.word in MINUS and not dash.glued and not tokens[start].glued
    return is_dash and before.number is None and before.word not in DAYS | ORDINALS | {"am", "pm"}


def _is_doubtful(tokens: Tokens, phrase: Phrase) -> bool:
    return phrase.is_day_alone and phrase.stop == phrase.start + 1 and tokens[phrase.start].word in DOUBTFUL_DAYS


def _has_article(tokens: Tokens, index: int) -> bool:
    """`the Friday` is described further; `the 28th of february` is not."""
    return tokens[index].word == "the" and tokens[index + 1].number is None
