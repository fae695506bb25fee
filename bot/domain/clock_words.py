"""Reading a time of day out of tokens: 4pm, 16:00, half past 4, noon, tonight."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from bot.domain.date_phrase import Clock, DayEnd, Part
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import COUNTS, DAY_ENDS, NOON, PARTS

Read = tuple[Clock | DayEnd, int] | None


def read_clock(tokens: Tokens, index: int) -> tuple[Clock | DayEnd, int] | None:
    """The time that starts here, and the index behind it."""
    readers: tuple[Callable[[Tokens, int], Read], ...] = (_named, _past_or_to, _colon, _dotted, _plain)
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
    if word == "first" and tokens[index + 1].word == "thing":
        return Part("morning"), index + 2
    return (Part(word), index + 1) if word in PARTS else None


def _named(tokens: Tokens, index: int) -> Read:
    word = tokens[index].word
    if word in NOON:
        return Clock(12, exact=True), index + 1
    if word == "midnight":
        return Clock(24, exact=True), index + 1
    if word in DAY_ENDS:
        return DayEnd(), index + 1
    at = index + (3 if tokens[index + 2].word == "the" else 2)
    if tokens.words(index, "end", "of") and tokens[at].word == "day":
        return DayEnd(), at + 1
    if (
        tokens[index].word == "close"
        and tokens[index + 1].word == "of"
        and tokens[index + 2].word in {"business", "play"}
    ):
        return DayEnd(), index + 3
    return None


def _past_or_to(tokens: Tokens, index: int) -> Read:
    """Half past 4, half 4 (as Britons say it), quarter to 5, ten past 4, 20 minutes to 5."""
    minutes = _minutes(tokens, index)
    at = index + 1
    at += tokens[at].word in {"min", "mins", "minutes"}
    word = tokens[at].word
    is_half = tokens[index].word == "half"
    hour = tokens[at + 1] if word in {"past", "to"} else tokens[at]
    if minutes is None or hour.number is None or not (word in {"past", "to"} or is_half) or hour.digits > 2:
        return None
    at += 2 if word in {"past", "to"} else 1
    if word == "to":
        return _with_half(tokens, at, Clock((hour.number - 1) % 12 or 12, 60 - minutes), index)
    return _with_half(tokens, at, Clock(hour.number, minutes), index)


def _minutes(tokens: Tokens, index: int) -> int | None:
    token = tokens[index]
    if token.word in {"half", "quarter"}:
        return 30 if token.word == "half" else 15
    minutes = token.number if token.number is not None else COUNTS.get(token.word)
    return minutes if minutes is not None and 0 < minutes < 60 else None


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


def _dotted(tokens: Tokens, index: int) -> Read:
    hour, dot, minute = tokens[index], tokens[index + 1], tokens[index + 2]
    if dot.word != "." or not dot.glued or hour.number is None or minute.number is None or not minute.glued:
        return None
    if hour.digits > 2 or minute.digits != 2 or (tokens[index + 3].word == "." and tokens[index + 4].glued):
        return None
    exact = tokens.text[hour.start] == "0"
    return _with_half(tokens, index + 3, Clock(hour.number, minute.number, exact=exact, dotted=True), index)


def _plain(tokens: Tokens, index: int) -> Read:
    """9, 09, 930, 1600."""
    token = tokens[index]
    if token.number is None or token.digits > 4 or (tokens[index + 1].word in {":", "/"} and tokens[index + 1].glued):
        return None
    exact = token.digits == 4 or (token.word[0] == "0" and token.digits == 2)
    if token.digits > 2:
        hour, minute = divmod(token.number, 100)
        return _with_half(tokens, index + 1, Clock(hour, minute, exact=exact, digits=token.digits), index)
    return _with_half(tokens, index + 1, Clock(token.number, exact=exact, digits=token.digits), index)


def _with_half(tokens: Tokens, index: int, clock: Clock, start: int) -> tuple[Clock, int]:
    half, at = _read_half(tokens, index)
    at = _past_hour_word(tokens, at, clock)
    text = tokens.text[tokens[start].start : tokens[at - 1].end]
    digits = clock.digits if at == index else 0
    dotted = clock.dotted and half is None
    return replace(clock, half=half, exact=clock.exact and half is None, digits=digits, dotted=dotted, text=text), at


def _read_half(tokens: Tokens, index: int) -> tuple[Literal["am", "pm"] | None, int]:
    word = tokens[index].word
    if word in {"am", "a"} and (word == "am" or _is_letter_alone(tokens, index)):
        return "am", _past_dots(tokens, index)
    if word in {"pm", "p"} and (word == "pm" or _is_letter_alone(tokens, index)):
        return "pm", _past_dots(tokens, index)
    return None, index


def _is_letter_alone(tokens: Tokens, index: int) -> bool:
    """`4p` and `4 p.m.`, but not `4 a day`."""
    return tokens[index].glued or tokens.words(index + 1, ".", "m")


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
    return index + 1 if clock.exact and word in {"h", "hrs", "hours"} else index
