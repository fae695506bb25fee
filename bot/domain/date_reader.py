"""Reading a whole date phrase: its pieces in any order, each at most once."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.clock_words import hour_in_words, is_hour_with_minutes, is_in_hours, read_clock, read_part
from bot.domain.date_phrase import Calendar, Clock, DayOfMonth, Part, Phrase, Slashed, Span, Weekday
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import BEGINNINGS, BETWEEN, MINUS, TIME_LEADS
from bot.domain.day_words import is_letters_for_today, read_calendar, read_day, read_week_from, read_weekday
from bot.domain.durations import read_span
from bot.domain.zone_words import read_zone

_WORDS_BETWEEN = 3
#: `by 17h` is an hour, `due 17h` a length of time.
_HOUR_LEADS = TIME_LEADS - {"due"}


def read_phrase(tokens: Tokens, index: int, lead: str = "") -> Phrase | None:
    """The longest date that starts here."""
    first = tokens[_past_between(tokens, index)]
    if first.is_word and first.word not in BEGINNINGS:
        return None
    phrase = Phrase(index, index, lead)
    while (longer := _extended(tokens, phrase)) is not None:
        phrase = longer
    return None if phrase.is_empty else phrase


def _extended(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    index = _past_between(tokens, phrase.stop)
    lead = phrase.lead if index == phrase.stop or not phrase.is_empty else phrase.lead or tokens[index - 1].word
    phrase = phrase if phrase.lead == lead else replace(phrase, lead=lead)
    for reader in _READERS:
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


def _with_week_from(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    read = read_week_from(tokens, index) if phrase.day is None else None
    return replace(phrase, day=read[0], stop=read[1], shorter=None) if read else None


def _with_span(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    if phrase.day is not None or (is_in_hours(tokens, index) and tokens[index - 1].word in _HOUR_LEADS):
        return None
    before = tokens[index - 2].word if tokens[index - 1].word == "the" else tokens[index - 1].word
    is_negative = tokens[index].word in MINUS and tokens[index + 1].glued and not tokens[index].glued
    index += is_negative
    led = before in {"in", "within"} and index > phrase.start
    is_other = not led and (is_hour_with_minutes(tokens, index) or is_letters_for_today(tokens, index))
    read = None if is_other else read_span(tokens, index + (led and tokens[index].word == "next"))
    if read is None:
        return None
    span, stop = read[0], _past_from_now(tokens, read[1], led=led)
    led = led or tokens.words(read[1], "from", "now")
    if is_negative or tokens[stop].word == "ago":
        span, stop = span.ago(), stop + (tokens[stop].word == "ago")
    return replace(
        phrase, stop=stop, day=replace(span, doubtful=span.doubtful and not led), lead="in" if led else phrase.lead
    )


def _past_from_now(tokens: Tokens, index: int, *, led: bool) -> int:
    """`2 weeks from now`, `in 2 weeks' time`, `in a week's time`, `in 2 weeks time`."""
    tails = (("from", "now"), ("'", "time"), ("'", "s", "time"), *((("time",),) if led else ()))
    index += next((len(words) for words in tails if tokens.words(index, *words)), 0)
    return index + (tokens[index].word == "later")


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
    if phrase.clock is not None:
        return None
    read = read_clock(tokens, index) or _hour_alone(tokens, index) or _in_brackets(tokens, phrase, index)
    if read is None:
        return None
    clock, stop = read
    if isinstance(clock, Clock) and 0 < clock.digits <= 2 and tokens[index - 1].word == "," and not phrase.is_empty:
        return None
    is_loose = isinstance(clock, Clock) and clock.is_loose
    fragile = isinstance(clock, Clock) and (clock.digits > 0 or clock.form == "range")
    number_first = phrase.is_empty and is_loose
    if isinstance(clock, Clock) and 0 < clock.digits <= 2 and index == phrase.stop and _is_coming(phrase):
        clock = replace(clock, form="numbered")
    return replace(phrase, clock=clock, stop=stop, number_first=number_first, shorter=phrase if fragile else None)


def _in_brackets(tokens: Tokens, phrase: Phrase, index: int) -> tuple[Clock, int] | None:
    """The hour of `friday (3pm)`."""
    read = read_clock(tokens, index + 1) if tokens[index].word == "(" and phrase.day is not None else None
    if read is None or not isinstance(read[0], Clock) or read[0].is_loose or tokens[read[1]].word != ")":
        return None
    return read[0], read[1] + 1


def _is_coming(phrase: Phrase) -> bool:
    return isinstance(phrase.day, Weekday) and phrase.day.week == "coming"


def _hour_alone(tokens: Tokens, index: int) -> tuple[Clock, int] | None:
    """The four of `by four` and of `four o'clock`."""
    hour = hour_in_words(tokens[index]) if tokens[index].is_word else None
    if hour is None:
        return None
    behind = 1 if tokens[index + 1].word == "oclock" else 3 if tokens.words(index + 1, "o", "'", "clock") else 0
    if not behind and tokens[index - 1].word not in TIME_LEADS:
        return None
    stop = index + 1 + behind
    text = tokens.text[tokens[index].start : tokens[stop - 1].end]
    return Clock(hour, digits=0 if behind else 1, form="spoken" if behind else "", text=text), stop


def _with_part(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    """`first thing tomorrow morning` says it twice."""
    read = read_part(tokens, index) or _half_alone(tokens, phrase, index)
    if read is None or phrase.part not in {None, read[0]}:
        return None
    return replace(phrase, part=read[0], stop=read[1], shorter=None)


def _half_alone(tokens: Tokens, phrase: Phrase, index: int) -> tuple[Part, int] | None:
    """`tomorrow am`, `Monday pm` and `fri eve`, but not `fri Eve calls`."""
    word, half = tokens[index], {"am": "morning", "pm": "afternoon", "eve": "evening"}
    has_dots = word.word in {"a", "p"} and tokens.words(index + 1, ".", "m")
    part = half.get(f"{word.word}m" if has_dots else word.word)
    stands_apart = not word.glued and index == phrase.stop and tokens.text[word.start : word.end] != "Eve"
    if part is None or not stands_apart or phrase.clock is not None or phrase.day is None:
        return None
    return Part(part), index + (3 + (tokens[index + 3].word == ".") if has_dots else 1)


def _with_zone(tokens: Tokens, phrase: Phrase, index: int) -> Phrase | None:
    if phrase.zone is not None or phrase.is_empty or isinstance(phrase.day, Span):
        return None
    index += tokens[index].word == "sharp"
    read = read_zone(tokens, index, timed=phrase.clock is not None or phrase.part is not None)
    if read is None:
        return None
    return replace(phrase, zone=read.name, stop=read.stop, shorter=phrase if read.is_fragile else None)


_READERS: tuple[Callable[[Tokens, Phrase, int], Phrase | None], ...] = (
    _with_week_from,
    _with_span,
    _with_day,
    _with_clock,
    _with_part,
    _with_zone,
)
