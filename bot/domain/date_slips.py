"""A day or a month with a slip of the finger in it: asked about, never guessed."""

from dataclasses import dataclass
from functools import lru_cache

from bot.domain.date_phrase import Phrase
from bot.domain.date_reader import read_phrase
from bot.domain.date_tokens import Tokens
from bot.domain.date_words import BETWEEN, MONTHS, NEAR_DAYS, WEEKDAYS
from bot.domain.slips import slips

_SHORTEST = 4
#: Shorter names are too near to other words: a match is no March. Their letters may only have changed places.
_CLEAR_LENGTH = 6
_LONG_LENGTH = 8
_MOST_SLIPS = 2
_BEFORE = BETWEEN | {"next", "this", "coming", "end", "of"}
_WORDS_BEFORE = 4
#: With the words that are as near to a name as a slip, and mean something else.
_KNOWN = frozenset({*WEEKDAYS, *MONTHS, *NEAR_DAYS, "frida", "augusta", "sundry", "sundae"})
_NAMES = tuple(
    name
    for name in (*WEEKDAYS, *MONTHS, "today", "tonight", "tomorrow")
    if name.endswith("day") or (len(name) >= _SHORTEST and name not in {"tues", "weds", "thur", "thurs", "sept"})
)
_LONGEST = max(map(len, _NAMES)) + _MOST_SLIPS
#: Each word of a line is asked about several times, and people's words recur.
_REMEMBERED = 1024
_CLOCK_SIGNS = frozenset({":", ".", "am", "pm"})


@dataclass(frozen=True)
class Slip:
    """`phrase` is what would be read if the token `at` were `name`."""

    phrase: Phrase
    at: int
    name: str

    def meant(self, tokens: Tokens, start: int, stop: int) -> str:
        """Tokens `start` to `stop` as typed, that one put right."""
        wrong, text = tokens[self.at], tokens.text
        name = self.name if self.name in NEAR_DAYS else self.name.capitalize()
        return text[tokens[start].start : wrong.start] + name + text[wrong.end : tokens[stop - 1].end]


def find_slip(tokens: Tokens, index: int, phrase: Phrase | None, lead: str = "") -> Slip | None:
    """Behind what was understood of the date that starts here, as long as that names no day."""
    if phrase is not None and phrase.day is not None:
        return None
    at = index if phrase is None else phrase.stop
    for _ in range(_WORDS_BEFORE):
        if tokens[at].word not in _BEFORE:
            break
        at += 1
    return slip_at(tokens, at, index, lead)


def slip_at(tokens: Tokens, at: int, index: int, lead: str = "") -> Slip | None:
    """The date from `index` on, if the word at `at` is nearly the name of a day or month and would be part of it."""
    name = _meant(tokens, at)
    if name is None:
        return None
    phrase = read_phrase(tokens.with_word(at, name), index, lead)
    if phrase is None or phrase.day is None or not phrase.start <= at < phrase.stop:
        return None
    return Slip(phrase, at, name)


def _meant(tokens: Tokens, at: int) -> str | None:
    typed = tokens[at].word
    if not tokens[at].is_word or not _SHORTEST <= len(typed) <= _LONGEST or typed in _KNOWN:
        return None
    numbered = _is_day(tokens, at - 1) or (_is_day(tokens, at + 1) and tokens[at + 2].word not in _CLOCK_SIGNS)
    return _nearest(typed, numbered=numbered)


def _is_day(tokens: Tokens, index: int) -> bool:
    return tokens[index].number is not None and tokens[index].digits <= 2


@lru_cache(_REMEMBERED)
def _nearest(typed: str, *, numbered: bool) -> str | None:
    return next((name for name in _NAMES if _is_near(typed, name, numbered=numbered)), None)


def _is_near(typed: str, name: str, *, numbered: bool) -> bool:
    if abs(len(typed) - len(name)) > _MOST_SLIPS or typed[0] not in name[:2]:
        return False
    far = slips(typed, name, _MOST_SLIPS)
    if far <= 1:
        return numbered or len(name) >= _CLEAR_LENGTH or sorted(typed) == sorted(name)
    return far <= _MOST_SLIPS and len(name) >= _LONG_LENGTH and typed[0] == name[0]
