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
    "due": re.compile(r"(?<![\w'-])deadline(?:\s+is(?=\s)|\s?[:=])", re.IGNORECASE),
    "till": re.compile(r"(?<!\w)'till?(?=\s)", re.IGNORECASE),
    "tmr": re.compile(r"(?<!\w)(?:2moro|2morrow|2mrw|2mro|tomoz)(?!\w)", re.IGNORECASE),
}
_BEFORE = re.compile(
    r"(?:(?<=[\s,;(–-])|^)(?:(?:is|are|it's|its)\s+)?(?:needed|wanted|required|deadline(?:\s+is)?|due\s+date|latest|needs\s+to\s+be\s+done)"
    r"\s*[:=]?\s*$",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?<![\w'])(?:not|never)\s+(?=(?:by|before|until|till?)\s)", re.IGNORECASE)
_LENGTH_BEFORE = re.compile(
    r"(?<!\w)(?:the\s+)?(?:(?:an?|one|two|three|few|\d{1,3})\s+)?"
    r"(?:days?|nights?|evening|morning|weeks?|months?|hours?|hrs?|mins?|minutes?)\s+(?=(?:before|by|b4)\s)",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(r"(?<!\w)(?:w/c|wc|wk\s+of|week\s+(?:commencing|beginning|of))\s*:?\s*$", re.IGNORECASE)
_WEEK_ENDING = re.compile(r"(?<!\w)(?:w/e|week\s+ending)\s*:?\s*$", re.IGNORECASE)
_OTHERS = re.compile(
    r"\s*(?:,?\s*(?:or|and|&amp;|to|until|till)\s+|[/–-]\s*|\s[–-]\s)(?:(?:by|on|at|latest)\s+)?", re.IGNORECASE
)
#: `by fri to the monday team` is no range.
_TO = re.compile(r"\bto\s", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_LUNCH = re.compile(r"\s+(?:at\s+|by\s+)?(?:lunch(?:time)?|tea\s?time|breakfast|ish)(?!\w)", re.IGNORECASE)
_HOUR = re.compile(r"(?:\d(?:\s?[ap]\.?m\.?|[:.]\d\d)|noon|midday|midnight)$", re.IGNORECASE)
_LONGEST = 60
_MOST_OTHERS = 7


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
    doubt = _WEEK_OF.search(text, max(start - _LONGEST, 0), start) or _turned(text, found.start)
    return with_others(text, replace(found, start=start), doubt.start() if doubt else None)


def with_others(text: str, found: Found | Doubtful, doubt: int | None = None) -> Found | Doubtful:
    """`by Fri or Mon` is asked about, and so is what begins at `doubt`."""
    end = _others_end(text, found.end)
    if isinstance(found, Doubtful) or (doubt is None and end == found.end):
        return found
    start = found.start if doubt is None else doubt
    return Doubtful(NotUnderstood(text[start:end].replace(TAKEN, " ").strip()), start, end, asked=True)


def _turned(text: str, start: int) -> re.Match[str] | None:
    """`not before fri` is no deadline, `the day before 12 dec` another one."""
    patterns = (_NOT, _LENGTH_BEFORE) if text.startswith("before", start) else (_NOT,)
    matches = [match for pattern in patterns for match in pattern.finditer(text, max(start - _LONGEST, 0))]
    return next((match for match in matches if match.end() == start), None)


def _others_end(text: str, end: int) -> int:
    for _ in range(_MOST_OTHERS):
        further = _other_end(text, end)
        if further == end:
            break
        end = further
    return end


def _other_end(text: str, end: int) -> int:
    """Behind `or Mon`, and behind `lunchtime` where no hour was said."""
    lunch = _LUNCH.match(text, end)
    if lunch and not _HOUR.search(text, max(end - _LONGEST, 0), end):
        return lunch.end()
    joining = _OTHERS.match(text, end) or _COMMA.match(text, end)
    if joining is None:
        return end
    tokens = Tokens(text[joining.end() : joining.end() + _LONGEST])
    phrase = read_phrase(tokens, 0, "by")
    if phrase is None or not is_clear(tokens, phrase) or (_TO.search(joining[0]) and tokens[phrase.stop].is_word):
        return end
    behind = joining.end() + tokens[phrase.stop - 1].end
    is_hour = _HOUR.search(text, max(end - _LONGEST, 0), end) is not None
    goes_on = joining[0].strip() != "," or _OTHERS.match(text, behind) is not None
    is_another = is_hour if phrase.day is None else goes_on or (phrase.clock is not None and not is_hour)
    return behind if is_another else end
