"""Which of a client's requests may be the same as a new one, by their titles.

A title is its words without those that say nothing, each in one spelling and in the singular. Two words are alike as
far as their trigrams are, and wholly so when one is short for the other. What is rare among the client's titles counts
for more than what stands in many. Two titles are as alike as their words find each other, read from both sides; where
each names a number, a month or a quarter and they share none, they are about different things.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Generic, TypeAlias, TypeVar

from bot.domain.search_words import words_of

T = TypeVar("T")
Words: TypeAlias = frozenset[str]

#: What is less alike is not shown, and no more than so many are.
ENOUGH, MOST = 0.6, 3
#: How alike two words are when one is short for the other, and from where on those that are merely alike count.
SHORT_FOR, NEARLY = 0.85, 0.45
#: Of what is left when both name a number and none is the same.
OTHER_NUMBERS = 0.55
_SHORTEST = 3
#: Words of which the one spelling is kept at hand.
_KEPT = 20_000

_SAY_NOTHING = frozenset(
    words_of(
        "a an the of for to in on at by with from and or is are be as it its our their this that we need needs want "
        "wants please new make made do does doesn doesnt don dont t s can could get have has not about another request"
    )
)
#: `5,000` is one number.
_THOUSANDS = re.compile(r"(?<=[0-9])[,.](?=[0-9]{3}(?![0-9]))")
#: Said in short in a way that is no beginning of the word.
_IN_SHORT = {
    "mtg": "meeting",
    "rpt": "report",
    "qtr": "quarter",
    "pkg": "package",
    "ppt": "powerpoint",
    "pos": "point sale",
    "ar": "augmented reality",
    "dept": "department",
    "acct": "account",
    "hr": "personnel",
    "no": "number",
    "e": "",
    "px": "",
}
_QUARTERS = {"first": "q1", "second": "q2", "third": "q3", "fourth": "q4"}
_MONTHS = frozenset(words_of("january february march april may june july august september october november december"))
#: British and American spelling become one; so do the two ways to write what ends alike.
_SPELLINGS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"^(jewel)le?ry$", r"\1ry"),
        (r"^gray", "grey"),
        (r"yoghurt", "yogurt"),
        (r"(?<=[a-z]{2})ou(?=r)", "o"),
        (r"(?<=[a-z]{3})is(?=(?:e|ed|er|ers|ing|ation|ations)$)", "iz"),
        (r"(?<=[nlb])ogue(?=s?$)", "og"),
        (r"(?<=gram)me(?=s?$)", ""),
        (r"(?<=[bnt])re(?=s?$)", "er"),
        (r"(?<=[a-z]l)l(?=(?:ed|ing|er)$)", ""),
        (r"(?<=licen)c(?=e)", "s"),
        (r"(?<=[a-z]{3})ies$", "y"),
        (r"(?<=[a-z]{2}(?:x|z))es$|(?<=[a-z]{2}(?:ch|sh|ss))es$", ""),
        (r"(?<=[a-z]{2})(?<![su])s$", ""),
    )
)


@dataclass(frozen=True)
class Alike(Generic[T]):
    """`score` is between 0 and 1."""

    what: T
    score: float


def likely(title: str, among: Iterable[tuple[str, T]], *, most: int = MOST, enough: float = ENOUGH) -> list[Alike[T]]:
    """The likeliest first; of two that are equally likely the one that came first."""
    wanted, candidates = tokens(title), [(tokens(other), what) for other, what in among]
    found = Counter(word for words, _ in candidates for word in words)
    weigh, near = _rarity(found, len(candidates)), _near(wanted, found)
    scored = [Alike(what, _likeness(wanted, words, near, weigh)) for words, what in candidates]
    return sorted((one for one in scored if one.score >= enough), key=lambda one: -one.score)[:most]


def tokens(title: str) -> Words:
    """Those that say nothing count where there are no others."""
    words = words_of(_THOUSANDS.sub("", title))
    parts = (part for one in _quarters(words) for part in _IN_SHORT.get(one, one).split())
    return frozenset(map(_spelt, [part for part in parts if part not in _SAY_NOTHING] or words))


@lru_cache(_KEPT)
def _spelt(typed: str) -> str:
    """In one spelling and in the singular."""
    for pattern, instead in _SPELLINGS:
        typed = pattern.sub(instead, typed)
    return typed


def _quarters(words: Sequence[str]) -> Iterable[str]:
    """`third quarter` as people write it in short."""
    for one, after in zip_longest(words, words[1:], fillvalue=""):
        if after == "quarter" and one in _QUARTERS:
            yield _QUARTERS[one]
        elif one != "quarter":
            yield one


def _rarity(found: Counter[str], total: int) -> Callable[[str], float]:
    return lambda one: math.log(1 + (total + 1) / (found[one] + 1))


def _near(wanted: Words, found: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
    """Of each word that is wanted those that are like it, and how much."""
    having = defaultdict[str, list[str]](list)
    for one in found:
        for trigram in _trigrams(one):
            having[trigram].append(one)
    return {one: dict(_like(one, having)) for one in wanted}


def _like(one: str, having: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, float]]:
    yield one, 1.0
    if _is_mark(one):
        return
    mine = _trigrams(one)
    shared = Counter(other for trigram in mine for other in having.get(trigram, ()))
    for other, count in shared.items():
        if other == one or _is_mark(other):
            continue
        short, long = sorted((one, other), key=len)
        score = 2 * count / (len(mine) + len(_trigrams(other)))
        if len(short) >= _SHORTEST and long.startswith(short):
            yield other, max(score, SHORT_FOR)
        elif score >= NEARLY:
            yield other, score


def _likeness(
    wanted: Words, words: Words, near: Mapping[str, Mapping[str, float]], weigh: Callable[[str], float]
) -> float:
    here = {one: max((near[one].get(other, 0.0) for other in words), default=0.0) for one in wanted}
    if not any(here.values()):
        return 0.0
    there = {other: max(near[one].get(other, 0.0) for one in wanted) for other in words}
    marks, other_marks = _marks(wanted), _marks(words)
    is_other = bool(marks and other_marks and not marks & other_marks)
    return (_covered(here, weigh) + _covered(there, weigh)) / 2 * (OTHER_NUMBERS if is_other else 1.0)


def _covered(found: Mapping[str, float], weigh: Callable[[str], float]) -> float:
    """How much of what the one says the other says too."""
    weights = {one: weigh(one) for one in found}
    return sum(weights[one] * score for one, score in found.items()) / sum(weights.values())


def _marks(words: Words) -> Words:
    """What tells one of a series from the next."""
    return frozenset(filter(_is_mark, words))


def _is_mark(one: str) -> bool:
    return one in _MONTHS or any(map(str.isdigit, one))


@lru_cache(_KEPT)
def _trigrams(one: str) -> frozenset[str]:
    padded = f"  {one} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
