"""A stretch of a line that may be a date, and what speaks for and against it."""

from dataclasses import dataclass

from bot.domain.date_phrase import Calendar, Clock, DayEnd, MonthEnd, Near, PeriodEnd, Phrase, Slashed, Span, Weekday
from bot.domain.date_slips import Slip
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import DAYS, TIME_LEADS

_LAST_HOUR = 24
_CLEAR_FORMS = frozenset({"spoken", "colon"})


@dataclass(frozen=True)
class Candidate:
    """Characters `start` to `end` as a date. `phrase` is None when words run on where a date would have ended.

    `asked`: a word such as `by` stands in front, so that whatever is wrong with it is worth a question. `meant` is
    the same without a slip of the finger, if there was one.
    """

    start: int
    end: int
    phrase: Phrase | None
    asked: bool
    clear: bool
    meant: str = ""

    @property
    def rank(self) -> tuple[bool, int, int]:
        return self.asked, self.end - self.start, self.start


def made(tokens: Tokens, start: int, phrase: Phrase, *, asked: bool, clear: bool) -> Candidate:
    stop = past_emphasis(tokens, phrase.stop)
    return Candidate(tokens[start].start, tokens[stop - 1].end, phrase, asked, clear)


def past_emphasis(tokens: Tokens, index: int) -> int:
    """`fri at the latest`, `4pm sharp`."""
    if tokens.words(index, "at", "the", "latest"):
        return index + 3
    return index + 1 if tokens[index].word in {"latest", "sharp"} else index


def is_clear(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether it can hardly be anything but a date, even without a word in front."""
    clock = phrase.clock
    if isinstance(clock, DayEnd):
        return True
    if isinstance(clock, Clock) and not clock.is_loose and (clock.exact or clock.half or clock.form in _CLEAR_FORMS):
        return True
    if phrase.part is not None and (phrase.part.today or phrase.day is not None):
        return True
    if isinstance(phrase.day, Span):
        return phrase.lead == "in" and not phrase.day.doubtful
    if isinstance(phrase.day, Slashed | Calendar):
        return phrase.day.year is not None or _has_letters(tokens, phrase)
    return isinstance(phrase.day, Near | Weekday | PeriodEnd | MonthEnd)


def _has_letters(tokens: Tokens, phrase: Phrase) -> bool:
    return any(tokens[index].is_word for index in range(phrase.start, phrase.stop))


def is_name(tokens: Tokens, phrase: Phrase) -> bool:
    """`by Tom` is no short form of tomorrow."""
    last = tokens[phrase.stop - 1]
    return phrase.is_day_alone and tokens.text[last.start : last.end] == "Tom"


def misspelt(tokens: Tokens, start: int, slip: Slip) -> Candidate:
    first, last = tokens[start], tokens[slip.phrase.stop - 1]
    meant = slip.meant(tokens, start, slip.phrase.stop)
    return Candidate(first.start, last.end, slip.phrase, asked=True, clear=False, meant=meant)


def is_number_first(tokens: Tokens, start: int, phrase: Phrase) -> bool:
    """Whether the number belongs to what stands before it: order 12 tomorrow, a table for 4 today, 60 by 90 on fri."""
    in_span = tokens[start].word == "in" and isinstance(phrase.day, Span)
    if not phrase.number_first or start == 0 or in_span:
        return False
    if phrase.lead not in TIME_LEADS:
        return not phrase.is_clock_alone
    no_hour = isinstance(phrase.clock, Clock) and phrase.clock.hour > _LAST_HOUR
    return no_hour and tokens[start - 1].number is not None


def is_numbered(tokens: Tokens, index: int) -> bool:
    """The 2 of `v2` and of `10-2`, the comma behind it."""
    return tokens[index].glued and not tokens[index].is_word and tokens[index - 1].word != "("


def is_step(tokens: Tokens, index: int) -> bool:
    """Step by step, one by one."""
    before, behind = tokens[index - 1], tokens[index + 1]
    return tokens[index].word == "by" and before.is_word and before.word == behind.word and before.word not in DAYS
