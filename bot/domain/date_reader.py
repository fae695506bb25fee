"""Reading a whole date phrase: its pieces in any order, each at most once."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.clock_words import read_clock, read_part
from bot.domain.date_phrase import Calendar, Clock, DayOfMonth, Phrase, Slashed, Span, Weekday
from bot.domain.date_tokens import Token, Tokens
from bot.domain.date_words import BETWEEN
from bot.domain.day_words import read_calendar, read_day, read_weekday
from bot.domain.durations import read_span
from bot.domain.zones import is_city, is_zone

_WORDS_BETWEEN = 3
_CITY_WORDS = 3
_ZONE_SIGNS = frozenset("/_+-:")


def read_phrase(tokens: Tokens, index: int, lead: str = "") -> Phrase | None:
    """The longest date that starts here."""
    phrase = Phrase(index, index, lead)
    while (longer := _extended(tokens, phrase)) is not None:
        phrase = longer
    return None if phrase.is_empty else phrase


def _extended(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    index = _past_between(tokens, phrase.stop)
    lead = phrase.lead if index == phrase.stop or not phrase.is_empty else phrase.lead or tokens[index - 1].word
    phrase = replace(phrase, lead=lead)
    readers: tuple[Callable[[Tokens, Phrase, int], Phrase | None], ...] = (
        _with_span,
        _with_day,
        _with_clock,
        _with_part,
        _with_zone,
    )
    for reader in readers:
        longer = reader(tokens, phrase, index)
        if longer is not None:
            return longer
    return None


def _past_between(tokens: Tokens, index: int) -> int:
    for _ in range(_WORDS_BETWEEN):
        if tokens[index].word not in BETWEEN and not _is_iso_t(tokens, index):
            break
        index += 1
    return index


def _is_iso_t(tokens: Tokens, index: int) -> bool:
    """The letter inside 2026-03-05T16:00."""
    return tokens[index].word == "t" and tokens[index].glued and tokens[index + 1].glued


def _with_span(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    read = read_span(tokens, index) if phrase.day is None else None
    if read is None:
        return None
    span, stop = read
    led = tokens[index - 1].word == "in" and index > phrase.start
    stop += 2 if tokens.words(stop, "from", "now") or tokens.words(stop, "'", "time") else 0
    return replace(
        phrase, stop=stop, day=replace(span, doubtful=span.doubtful and not led), lead="in" if led else phrase.lead
    )


def _with_day(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    if phrase.day is None:
        read = read_day(tokens, index)
        if read is None:
            return None
        fragile = isinstance(read[0], DayOfMonth)
        return replace(phrase, day=read[0], stop=read[1], shorter=phrase if fragile else None)
    if phrase.weekday is None and isinstance(phrase.day, Calendar | Slashed):
        named = read_weekday(tokens, index)
        return replace(phrase, weekday=named[0], stop=named[1], shorter=None) if named else None
    if phrase.weekday is None and isinstance(phrase.day, Weekday) and phrase.day.week == "coming":
        dated = read_calendar(tokens, index)
        return replace(phrase, weekday=phrase.day, day=dated[0], stop=dated[1], shorter=None) if dated else None
    return None


def _with_clock(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    read = read_clock(tokens, index) if phrase.clock is None else None
    if read is None:
        return None
    clock, stop = read
    fragile = isinstance(clock, Clock) and clock.digits > 0
    return replace(phrase, clock=clock, stop=stop, shorter=phrase if fragile else None)


def _with_part(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    read = read_part(tokens, index) if phrase.part is None else None
    return replace(phrase, part=read[0], stop=read[1], shorter=None) if read else None


def _with_zone(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    if phrase.zone is not None or phrase.is_empty or isinstance(phrase.day, Span):
        return None
    for stop in _zone_ends(tokens, index):
        name = tokens.text[tokens[index].start : tokens[stop - 1].end]
        if is_zone(name) and not _is_a_word(name, tokens[index]):
            after = stop + 1 if tokens[stop].word == "time" else stop
            return replace(phrase, zone=name, stop=after, shorter=phrase if is_city(name) else None)
    return None


def _is_a_word(name: str, token: Token) -> bool:
    """`et`, `mt` and `z` are zones only as `4pm ET` and `16:00z`."""
    return (len(name) == 2 and name.islower()) or (len(name) == 1 and not token.glued)


def _zone_ends(tokens: Tokens, index: int) -> list[int]:
    """Behind one, two and three words from here, the most first; signs inside a word belong to it."""
    ends: list[int] = []
    while len(ends) < _CITY_WORDS and tokens[index].is_word:
        index += 1
        while tokens[index].glued and (tokens[index].word.isalnum() or _joins(tokens, index)):
            index += 1
        ends.append(index)
    return ends[::-1]


def _joins(tokens: Tokens, index: int) -> bool:
    return tokens[index].word in _ZONE_SIGNS and tokens[index + 1].glued and tokens[index + 1].word.isalnum()
