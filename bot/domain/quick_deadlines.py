"""The words around the due date of a quick line: `no later than fri`, `deadline: fri 4pm`, `by Fri or Mon`, `asap`."""

import re
from dataclasses import replace

from bot.domain.date_candidate import is_clear
from bot.domain.date_reader import read_phrase
from bot.domain.date_tokens import Tokens
from bot.domain.dates import Doubtful, Found
from bot.domain.moments import NotUnderstood
from bot.domain.quick_words import TAKEN

#: Words that mean what others mean, none longer than what it stands for: every sign keeps its place.
_MEANT = {
    "by": re.compile(
        r"(?<![\w'])(?:not?\s+later\s+than|b4|on\s+or\s+before|at\s+the\s+latest\s+by)(?=\s)", re.IGNORECASE
    ),
    "tmr": re.compile(r"(?<!\w)(?:2moro|2morrow|2mrw|2mro|tomoz)(?!\w)", re.IGNORECASE),
}
_BEFORE = re.compile(
    r"(?:(?<=[\s,;(–-])|^)(?:(?:is|are|it's|its)\s+)?(?:needed|wanted|required|deadline(?:\s+is)?|due\s+date|latest|needs\s+to\s+be\s+done)"
    r"\s*[:=]?\s*$",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(r"(?<!\w)(?:w/c|wc|wk\s+of|week\s+(?:commencing|beginning|of))\s*:?\s*$", re.IGNORECASE)
_WEEK_ENDING = re.compile(r"(?<!\w)(?:w/e|week\s+ending)\s*:?\s*$", re.IGNORECASE)
_OTHERS = re.compile(
    r"\s*(?:,?\s*(?:or|and|&amp;|to|until|till)\s+|[/–-]\s*|\s[–-]\s)(?:(?:by|on|at|latest)\s+)?", re.IGNORECASE
)
_LUNCH = re.compile(r"\s+(?:at\s+|by\s+)?(?:lunch(?:time)?|tea\s?time|breakfast|ish)(?!\w)", re.IGNORECASE)
_HOUR = re.compile(r"\d(?:\s?[ap]\.?m\.?|[:.]\d\d)$", re.IGNORECASE)
_LONGEST = 60


def deadlines(text: str) -> str:
    """With the usual words in place of rarer ones, each sign where it was."""
    for word, pattern in _MEANT.items():
        text = pattern.sub(lambda match, word=word: word.ljust(len(match[0])), text)  # type: ignore[misc]
    return text


def with_neighbours(text: str, found: Found | Doubtful) -> Found | Doubtful:
    """What stands beside the date and belongs to it; what makes it two dates or none is asked about."""
    start = found.start
    for pattern in (_WEEK_ENDING, _BEFORE):
        before = pattern.search(text, max(start - _LONGEST, 0), start)
        start = before.start() if before else start
    week = _WEEK_OF.search(text, max(start - _LONGEST, 0), start)
    end = _other_end(text, found.end)
    if isinstance(found, Found) and (week or end > found.end):
        start = week.start() if week else start
        typed = text[start:end].replace(TAKEN, " ").strip()
        return Doubtful(NotUnderstood(typed), start, end, asked=True)
    return replace(found, start=start)


def _other_end(text: str, end: int) -> int:
    """Behind `or Mon`, and behind `lunchtime` where no hour was said."""
    lunch = _LUNCH.match(text, end)
    if lunch and not _HOUR.search(text, max(end - _LONGEST, 0), end):
        return lunch.end()
    joining = _OTHERS.match(text, end)
    if joining is None:
        return end
    tokens = Tokens(text[joining.end() : joining.end() + _LONGEST])
    phrase = read_phrase(tokens, 0, "by")
    if phrase is None or phrase.day is None or not is_clear(tokens, phrase):
        return end
    return joining.end() + tokens[phrase.stop - 1].end
