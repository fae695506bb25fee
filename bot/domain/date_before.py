"""The day that stands in front of an hour which was found by the word that leads it."""

from dataclasses import replace

from bot.domain.date_candidate import is_clear, is_numbered
from bot.domain.date_ending import is_described
from bot.domain.date_phrase import Phrase, Span
from bot.domain.date_reader import read_phrase
from bot.domain.date_tokens import Tokens

_DAY_WORDS = 5


def with_day_before(tokens: Tokens, start: int, phrase: Phrase) -> tuple[int, Phrase]:
    """The whole of `28 feb at 4pm` and `tonight at 8`, found by its `at`."""
    for index in range(max(start - _DAY_WORDS, 0), start if phrase.day is None else 0):
        longer = read_phrase(tokens, index, phrase.lead)
        if longer is None or longer.number_first or is_numbered(tokens, index):
            continue
        if longer.stop >= phrase.stop and (longer.day is not None or longer.part is not None):
            return index, longer
    return start, phrase


def with_day_in_front(tokens: Tokens, start: int, phrase: Phrase) -> tuple[int, Phrase]:
    """The whole of `tomorrow by 5` and `fri, before noon`, but not of `minutes of monday by 5`."""
    for index in range(max(start - _DAY_WORDS, 0), start if phrase.day is None and phrase.clock else 0):
        day = read_phrase(tokens, index, phrase.lead)
        if day is None or not _is_day(tokens, index, day):
            continue
        if day.stop == phrase.stop:
            return index, day
        if day.clock is None and day.stop == start - (tokens[start - 1].word == ","):
            fragile = None if phrase.shorter is None else day
            return index, replace(day, stop=phrase.stop, clock=phrase.clock, zone=phrase.zone, shorter=fragile)
    return start, phrase


def _is_day(tokens: Tokens, index: int, day: Phrase) -> bool:
    is_fit = not isinstance(day.day, Span | None) and not day.number_first and is_clear(tokens, day)
    return is_fit and not is_described(tokens, index) and not is_numbered(tokens, index)
