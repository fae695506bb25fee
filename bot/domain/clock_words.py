"""Reading a time of day out of tokens: 4pm, 16:00, 17h30, half past four, noon, tonight."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from bot.domain.date_phrase import Clock, DayEnd, Part
from bot.domain.date_tokens import Token, Tokens
from bot.domain.date_words import COUNTS, DAY_ENDS, NEAR_DAYS, NOON, PARTS, WEEKDAYS

Read = tuple[Clock | DayEnd, int] | None
_FIVE_MINUTES = 5
_O_CLOCK = frozenset({"o", "oclock"})
#: `fri 2h` may be two hours long, `fri 17h` is five o'clock.
_EARLY = range(1, 8)
#: With a colon rather meant as hours of the afternoon; people do rise at 7:15.
_NIGHT = range(1, 7)


def read_clock(tokens: Tokens, index: int) -> tuple[Clock | DayEnd, int] | None:
    """The time that starts here, and the index behind it."""
    readers: tuple[Callable[[Tokens, int], Read], ...] = (_named, _past_or_to, _colon, _dotted, _hours, _plain)
    for reader in readers:
        read = reader(tokens, index)
        if read is not None:
            return read
    return None


def read_part(tokens: Tokens, index: int) -> tuple[Part, int] | None:
    word = tokens[index].word
    if word == "tonight":
        return Part("night", today=True), index + 1
    if word == "this" and tokens[index + 1].word in PARTS:
        return Part(tokens[index + 1].word, today=True), index + 2
    if tokens.words(index, "first", "thing"):
        return Part("morning"), index + 2
    if tokens.words(index, "1", "st", "thing"):
        return Part("morning"), index + 3
    return (Part(word), index + 1) if word in PARTS else None


def _named(tokens: Tokens, index: int) -> Read:
    at = index + (tokens[index].number == 12)
    if tokens[at].word == "midnight":
        return Clock(24, exact=True), at + 1
    if tokens[at].word in NOON:
        return Clock(12, exact=True), at + 1
    middle = next((words for words in _MIDDAYS if tokens.words(index, *words)), ())
    return (Clock(12, exact=True), index + len(middle)) if middle else _day_end(tokens, index)


_MIDDAYS = (("mid", "day"), ("mid", "-", "day"))
_CLOSES = (("last", "thing"), *((word, "of", what) for word in ("close", "end") for what in ("business", "play")))


def _day_end(tokens: Tokens, index: int) -> Read:
    """The day of `end of friday` is left to be read."""
    if tokens[index].word in DAY_ENDS:
        return DayEnd(), index + 1
    at = index + (3 if tokens[index + 2].word == "the" else 2)
    if tokens.words(index, "end", "of") and tokens[at].word == "day":
        return DayEnd(), at + 1
    if tokens.words(index, "end", "of") and tokens[index + 2].word in {*NEAR_DAYS, *WEEKDAYS}:
        return DayEnd(), index + 2
    return next(((DayEnd(), index + len(words)) for words in _CLOSES if tokens.words(index, *words)), None)


def _past_or_to(tokens: Tokens, index: int) -> Read:
    """Half past 4, half 4 (as Britons say it), quarter to five, ten past 4, 20 minutes to 5."""
    start = index + (tokens[index].word == "a" and tokens[index + 1].word == "quarter")
    minutes, at = _minutes(tokens, start)
    word = tokens[at].word if tokens[at].word in {"past", "to"} else ""
    at += bool(word)
    hour = hour_in_words(tokens[at])
    if minutes is None or hour is None or not (word or tokens[start].word == "half"):
        return None
    clock = Clock(hour, minutes) if word != "to" else Clock((hour - 1) % 12 or 12, 60 - minutes)
    is_range = word == "to" and at == start + 2 and tokens[start].number is not None
    return _with_half(tokens, at + 1, replace(clock, form="range" if is_range else "spoken" if word else ""), index)


def _minutes(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """Without the word, only whole fives are minutes: `pages 4 to 6` are none."""
    token, at = tokens[index], index + 1
    if token.word in {"half", "quarter"}:
        return (30 if token.word == "half" else 15), at
    minutes = token.number if token.number is not None else COUNTS.get(token.word, 0)
    named = tokens[at].word in {"min", "mins", "minutes"}
    is_meant = 0 < minutes < 60 and (named or minutes % _FIVE_MINUTES == 0)
    return (minutes if is_meant else None), at + named


def hour_in_words(token: Token) -> int | None:
    """4 or four."""
    if token.number is not None:
        return token.number if token.digits <= 2 and token.number <= 24 else None
    hour = COUNTS.get(token.word, 0)
    return hour if 1 <= hour <= 12 and token.word not in {"a", "an"} else None


def _colon(tokens: Tokens, index: int) -> Read:
    hour, colon, minute = tokens[index], tokens[index + 1], tokens[index + 2]
    if colon.word != ":" or not colon.glued or hour.number is None or minute.number is None or not minute.glued:
        return None
    if hour.digits > 2 or minute.digits != 2:
        return None
    clock, at = Clock(hour.number, minute.number, exact=True), index + 3
    second = tokens[at + 1]
    if tokens[at].word == ":" and tokens[at].glued and second.number is not None and second.digits == 2:
        clock, at = replace(clock, second=second.number), at + 2
        return _with_half(tokens, at, clock, index)
    read, stop = _with_half(tokens, at, clock, index)
    is_bare = read.half is None and stop == at and not _is_iso(tokens, index)
    is_early = is_bare and hour.number in _NIGHT and hour.digits == 1
    return (replace(read, exact=False, form="colon") if is_early else read), stop


def _is_iso(tokens: Tokens, index: int) -> bool:
    """The hour of 2026-03-06 4:30."""
    day = index - (6 if tokens[index - 1].word == "t" else 5)
    return tokens[day].digits == 4 and tokens[day].number is not None and tokens[day + 1].word in {"-", "/"}


def _dotted(tokens: Tokens, index: int) -> Read:
    hour, dot, minute = tokens[index], tokens[index + 1], tokens[index + 2]
    if dot.word != "." or not dot.glued or hour.number is None or minute.number is None or not minute.glued:
        return None
    if hour.digits > 2 or minute.digits != 2 or (tokens[index + 3].word == "." and tokens[index + 4].glued):
        return None
    exact = tokens.text[hour.start] == "0"
    return _with_half(tokens, index + 3, Clock(hour.number, minute.number, exact=exact, dotted=True), index)


def _hours(tokens: Tokens, index: int) -> Read:
    """17h and 17h30, as on the Continent."""
    hour, minute, at = tokens[index], tokens[index + 2], index + 2
    if not is_in_hours(tokens, index) or hour.number is None:
        return None
    clock = Clock(hour.number, exact=tokens.text[hour.start] == "0" or hour.number not in _EARLY, form="hours")
    if minute.number is not None and minute.digits == 2 and minute.glued:
        clock, at = replace(clock, minute=minute.number, exact=True), at + 1
    return replace(clock, text=tokens.text[hour.start : tokens[at - 1].end]), at


def is_in_hours(tokens: Tokens, index: int) -> bool:
    """Whether it is written with an h: an hour of the day or a number of hours."""
    hour, sign, behind = tokens[index], tokens[index + 1], tokens[index + 2]
    if hour.number is None or hour.digits > 2 or hour.number > 24 or sign.word != "h" or not sign.glued:
        return False
    return not behind.glued or not (behind.is_word or behind.number is not None) or behind.digits == 2


def is_hour_with_minutes(tokens: Tokens, index: int) -> bool:
    """`15h30` and `16.30h` are times, `1h30` and `2.50h` lengths."""
    hour, sign, minute, behind = (tokens[index + at] for at in range(4))
    if not (sign.glued and minute.glued and minute.digits == 2) or hour.number is None or minute.number is None:
        return False
    is_dotted = sign.word == "." and behind.word == "h" and behind.glued and minute.number % 25 != 0
    return is_dotted or (sign.word == "h" and is_in_hours(tokens, index) and hour.number not in _EARLY)


def _plain(tokens: Tokens, index: int) -> Read:
    """9, 09, 930, 1600."""
    token = tokens[index]
    sign, behind = tokens[index + 1], tokens[index + 2]
    goes_on = sign.glued and (sign.word == "/" or (sign.word == ":" and behind.glued))
    if token.number is None or token.digits > 4 or goes_on or tokens.words(index + 1, "st", "thing"):
        return None
    exact = token.digits == 4 or (token.word[0] == "0" and token.digits == 2)
    if token.digits > 2:
        hour, minute = divmod(token.number, 100)
        return _with_half(tokens, index + 1, Clock(hour, minute, exact=exact, digits=token.digits), index)
    return _with_half(tokens, index + 1, Clock(token.number, exact=exact, digits=token.digits), index)


def _with_half(tokens: Tokens, index: int, clock: Clock, start: int) -> tuple[Clock, int]:
    half, at = _read_half(tokens, index, clock.hour)
    hour_word = _past_hour_word(tokens, at, clock)
    text = tokens.text[tokens[start].start : tokens[hour_word - 1].end]
    is_dotted = clock.dotted and half is None and hour_word == at
    found = replace(clock, half=half, exact=clock.exact and half is None, dotted=is_dotted)
    if half is not None and tokens[index].word in {"a", "p"} and at == index + 1:
        found = replace(found, form="letter")
    elif (half is not None and clock.form == "range") or (hour_word > at and tokens[at].word in _O_CLOCK):
        found = replace(found, form="spoken")
    return replace(found, digits=clock.digits if hour_word == index else 0, text=text), hour_word


def _read_half(tokens: Tokens, index: int, hour: int) -> tuple[Literal["am", "pm"] | None, int]:
    word = tokens[index].word
    if word in {"am", "a"} and (word == "am" or _is_letter_alone(tokens, index, hour)):
        return "am", _past_dots(tokens, index)
    if word in {"pm", "p"} and (word == "pm" or _is_letter_alone(tokens, index, hour)):
        return "pm", _past_dots(tokens, index)
    return None, index


def _is_letter_alone(tokens: Tokens, index: int, hour: int) -> bool:
    """`4p` and `4 p.m.`, but not `4 a day` and the 16 pages of `16p`."""
    return (tokens[index].glued and hour <= 12) or tokens.words(index + 1, ".", "m")


def _past_dots(tokens: Tokens, index: int) -> int:
    if not tokens.words(index + 1, ".", "m"):
        return index + 1
    return index + (4 if tokens[index + 3].word == "." else 3)


def _past_hour_word(tokens: Tokens, index: int, clock: Clock) -> int:
    word = tokens[index].word
    if word == "oclock":
        return index + 1
    if tokens.words(index, "o", "'", "clock"):
        return index + 3
    is_h = clock.dotted and word == "h" and tokens[index].glued
    return index + 1 if is_h or (clock.exact and word in {"h", "hrs", "hours"}) else index
