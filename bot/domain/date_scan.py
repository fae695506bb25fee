"""Finding the date in a line that is about something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.domain.date_phrase import Calendar, Clock, DayEnd, MonthEnd, Near, PeriodEnd, Phrase, Slashed, Span, Weekday
from bot.domain.date_reader import read_phrase
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import DEADLINES, DESCRIBING, DOUBTFUL_DAYS, HINTS, PLACES, PLEASANTRIES

_LEAD_WORDS = 3
_MOST_LEADS = 50
_DAY_WORDS = 5
_HINT_WORDS = 4
_LONGEST_ENDING = 16
_LEADS = DEADLINES | PLACES | {"for"}
_AMOUNTS = frozenset("%€$£×")
_ENDINGS = frozenset(".,;!?)")
_TAILS = frozenset("'-/–:%&+_")


@dataclass(frozen=True)
class Candidate:
    """Characters `start` to `end` as a date. `phrase` is None when words run on where a date would have ended.

    `asked`: a word such as `by` stands in front, so that whatever is wrong with it is worth a question.
    """

    start: int
    end: int
    phrase: Phrase | None
    asked: bool
    clear: bool

    @property
    def rank(self) -> tuple[bool, int, int]:
        return self.asked, self.end - self.start, self.start


def candidates(text: str) -> list[Candidate]:
    """The dates in a line, the best first: behind a deadline's word, then the longest, then the last."""
    tokens = Tokens(text)
    found = list(_led(tokens))
    ending = _ending(tokens)
    if ending is not None and all(ending.end > one.end for one in found):
        found.append(ending)
    return sorted(found, key=lambda one: one.rank, reverse=True)


def opening(tokens: Tokens, phrase: Phrase) -> Candidate:
    """The date at the beginning of a line, whatever follows it."""
    return _candidate(tokens, 0, phrase, asked=True, clear=_is_clear(tokens, phrase))


def past_lead(tokens: Tokens, index: int) -> tuple[int, str]:
    """Behind `due by`, `due:` or `before`, and the word that counts."""
    lead = ""
    for _ in range(_LEAD_WORDS):
        word = tokens[index].word
        if word not in DEADLINES and word not in PLACES and not (lead and word == ":"):
            break
        lead = lead if word == ":" or lead in DEADLINES else word
        index += 1
    return index, lead


def is_end(tokens: Tokens, index: int) -> bool:
    return all(tokens[at].word in _ENDINGS for at in range(index, len(tokens)))


def _led(tokens: Tokens) -> Iterator[Candidate]:
    """No line that somebody means has more than a few such words; the others cost time only."""
    leads = islice((at for at in range(len(tokens)) if tokens[at].word in _LEADS), _MOST_LEADS)
    stop = 0
    for index in leads:
        if index >= stop:
            candidate, stop = _led_from(tokens, index)
            if candidate is not None:
                yield candidate


def _led_from(tokens: Tokens, start: int) -> tuple[Candidate | None, int]:
    index, lead = past_lead(tokens, start)
    if tokens[start].word == "for":
        index, lead = start + 1, "for"
    phrase = read_phrase(tokens, index, lead)
    if phrase is None:
        return _hinted(tokens, start, index, lead), index
    if _is_name(tokens, phrase) or _is_measure(phrase):
        return None, index
    if lead in PLACES:
        start, phrase = _with_day_before(tokens, start, phrase)
    asked = lead in DEADLINES
    fitting = _fitting(tokens, phrase)
    if fitting is None:
        return (_running_on(tokens, start, phrase) if asked and _runs_on(tokens, phrase.stop) else None), phrase.stop
    clear = _is_clear(tokens, fitting)
    if lead == "for" and not (clear and fitting.clock is not None):
        return None, fitting.stop
    return _candidate(tokens, start, fitting, asked=asked, clear=clear), fitting.stop


def _hinted(tokens: Tokens, start: int, index: int, lead: str) -> Candidate | None:
    """`by the weekend`, `before early next week`: a date is meant, though none that is understood."""
    if lead not in DEADLINES:
        return None
    for at in range(index, index + _HINT_WORDS):
        word = tokens[at].word
        if word in HINTS:
            return Candidate(tokens[start].start, tokens[at].end, None, asked=True, clear=False)
        if word in _LEADS or not tokens[at].is_word or word == "to":
            break
    return None


def _with_day_before(tokens: Tokens, start: int, phrase: Phrase) -> tuple[int, Phrase]:
    """The whole of `28 feb at 4pm`, found by its `at`."""
    for index in range(max(start - _DAY_WORDS, 0), start if phrase.day is None else 0):
        longer = read_phrase(tokens, index, phrase.lead)
        if longer is not None and longer.stop >= phrase.stop and longer.day is not None:
            return index, longer
    return start, phrase


def _is_name(tokens: Tokens, phrase: Phrase) -> bool:
    """`by Tom` is no short form of tomorrow."""
    last = tokens[phrase.stop - 1]
    return phrase.is_day_alone and tokens.text[last.start : last.end] == "Tom"


def _is_measure(phrase: Phrase) -> bool:
    """`by 3D printing`, `at 2m height`: a length of time is led by `in` or `due`."""
    return isinstance(phrase.day, Span) and phrase.lead not in {"in", "due"}


def _ending(tokens: Tokens) -> Candidate | None:
    """The longest date that nothing follows."""
    stop = len(tokens)
    while stop > 0 and (tokens[stop - 1].word in _ENDINGS or tokens[stop - 1].word in PLEASANTRIES):
        stop -= 1
    for start in range(max(stop - _LONGEST_ENDING, 0), stop):
        phrase = read_phrase(tokens, start)
        if phrase is not None and _past_emphasis(tokens, phrase.stop) >= stop and not _is_name(tokens, phrase):
            describes = tokens[start - 1].word in DESCRIBING or tokens[start].glued or _has_article(tokens, start)
            clear = _is_clear(tokens, phrase) and not describes and not _is_doubtful(tokens, phrase)
            return _candidate(tokens, start, phrase, asked=False, clear=True) if clear else None
    return None


def _candidate(tokens: Tokens, start: int, phrase: Phrase, *, asked: bool, clear: bool) -> Candidate:
    stop = _past_emphasis(tokens, phrase.stop)
    return Candidate(tokens[start].start, tokens[stop - 1].end, phrase, asked, clear)


def _past_emphasis(tokens: Tokens, index: int) -> int:
    """`fri at the latest`, `4pm sharp`."""
    if tokens.words(index, "at", "the", "latest"):
        return index + 3
    return index + 1 if tokens[index].word in {"latest", "sharp"} else index


def _fitting(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    """The phrase up to where the line goes on: the 9 of `by fri 9 copies` belongs to the copies."""
    following = tokens[phrase.stop]
    goes_on = following.is_word or following.number is not None or following.word in _AMOUNTS
    if phrase.shorter is not None and goes_on:
        return None if phrase.shorter.is_empty else _fitting(tokens, phrase.shorter)
    return None if _runs_on(tokens, phrase.stop) else phrase


def _runs_on(tokens: Tokens, index: int) -> bool:
    """`9-ish`, `friday's`, `4pm-5pm`: something is glued to the end."""
    following, behind = tokens[index], tokens[index + 1]
    if not following.glued:
        return False
    return following.is_word or following.number is not None or (following.word in _TAILS and behind.glued)


def _running_on(tokens: Tokens, start: int, phrase: Phrase) -> Candidate:
    stop = phrase.stop
    while tokens[stop].glued:
        stop += 1
    return Candidate(tokens[start].start, tokens[stop - 1].end, None, asked=True, clear=False)


def _is_clear(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether it can hardly be anything but a date, even without a word in front."""
    clock = phrase.clock
    if isinstance(clock, DayEnd) or (isinstance(clock, Clock) and not clock.digits and (clock.exact or clock.half)):
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


def _is_doubtful(tokens: Tokens, phrase: Phrase) -> bool:
    return phrase.is_day_alone and phrase.stop == phrase.start + 1 and tokens[phrase.start].word in DOUBTFUL_DAYS


def _has_article(tokens: Tokens, index: int) -> bool:
    """`the Friday` is described further; `the 28th of february` is not."""
    return tokens[index].word == "the" and tokens[index + 1].number is None
