"""Lines that change several items at once: `bulk R-12 R-13 T-4 due fri 4pm because …`, `… assign @ana`, `… done`."""

import re
from dataclasses import dataclass

from bot.domain.bulks import BulkVerb
from bot.domain.ids import UserId
from bot.domain.priority import Priority
from bot.domain.text import one_line

_LABEL = r"(?:(?:[RT]\s?-?\s?|#)?[0-9]{1,9})(?![\w-])"
_JOINT = r"(?:\s*(?:,|;|&|\band\b)\s*|\s+)"
_LINE = re.compile(rf"bulk\s+(?P<labels>{_LABEL}(?:{_JOINT}{_LABEL})*)[\s,:]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ONE = re.compile(r"(?P<letter>[RT])?\s?-?\s?#?(?P<number>[0-9]{1,9})", re.IGNORECASE)
_ALONE = re.compile(r"bulk(?:\s+(?P<word>undo|help))?[.!?]?", re.IGNORECASE)
_ANY_CASE = re.IGNORECASE | re.DOTALL
_TO = r"(?:(?:move|put|set|make|change)\s+)?(?:(?:in)?to\s+|under\s+)?(?:the\s+)?"
_WAYS = (
    (BulkVerb.MOVE, re.compile(r"(?:move\s+(?:in)?to\s+)?(?:the\s+)?queue\b[\s:]*(?P<rest>.+)", _ANY_CASE)),
    (BulkVerb.CLIENT, re.compile(rf"{_TO}client\b[\s:]*(?P<rest>.+)", _ANY_CASE)),
    (BulkVerb.TYPE, re.compile(rf"{_TO}type\b\s*(?:to\b|:)?\s*(?P<rest>.+)", _ANY_CASE)),
    (BulkVerb.TYPE, re.compile(r"(?P<rest>#[^\s#]+)[.!]*", _ANY_CASE)),
    (BulkVerb.PRIORITY, re.compile(rf"{_TO}prio(?:rity)?\b\s*(?:to\b|:)?\s*(?P<rest>.+)", _ANY_CASE)),
    (BulkVerb.PRIORITY, re.compile(r"(?P<rest>urgent|high|normal|low)(?:\s+prio(?:rity)?)?[\s.!]*", _ANY_CASE)),
    (BulkVerb.DUE, re.compile(r"(?:due(?:\s+date)?|reschedule|move\s+to)\b\s*(?P<rest>.*)", _ANY_CASE)),
    (BulkVerb.SNOOZE, re.compile(r"snooze\b\s*(?:until\b|till\b|to\b)?\s*(?P<rest>.*)", _ANY_CASE)),
    (BulkVerb.ASSIGN, re.compile(r"(?:(?:re)?assign|give|hand)?\s*(?:to\s+)?(?P<rest><@.*|me\b.*)", _ANY_CASE)),
    (BulkVerb.ASSIGN, re.compile(r"(?:(?:re)?assign|give|hand)(?:\s+to)?\b\s*(?P<rest>.*)", _ANY_CASE)),
    (BulkVerb.DONE, re.compile(r"(?:done|finish(?:ed)?|close[d]?|complete[d]?)[\s.!]*(?P<rest>)", _ANY_CASE)),
    (BulkVerb.CANCEL, re.compile(r"(?:cancel(?:led)?|drop)\b[\s,:]*(?:because\b)?\s*(?P<rest>.*)", _ANY_CASE)),
)
_ME, _NONE = "me", frozenset({"none", "no", "nothing", "nobody"})
_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>[\s.!]*")


@dataclass(frozen=True)
class BulkLine:
    """`verb` None says nothing of what to do: then `rest` is what could not be read as that."""

    labels: tuple[str, ...]
    verb: BulkVerb | None
    rest: str

    def owner(self, me: UserId) -> UserId | None:
        """None for whoever cannot be read."""
        found = _PERSON.fullmatch(self.rest)
        if self.rest.lower().rstrip(" .!") == _ME:
            return me
        return UserId(found[1]) if found else None

    @property
    def word(self) -> str:
        """What is given, without the sign that a type is typed with; empty for none at all."""
        word = one_line(self.rest).rstrip(" .!")
        return "" if word.lower() in _NONE else word.removeprefix("#")

    def priority(self) -> Priority | None:
        """None for a word that is none."""
        return next((one for one in Priority if one.value == self.word.lower()), None)


def bulk_meant(text: str, own: str) -> BulkLine | None:
    """`own` is the letter of the command's items. Only a line that names items: `bulk order of paper` is none, nor are
    `bulk 500 leaflets` and `bulk 20 give away pens`: a number alone counts pages, unless all of the line can be read.
    """
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    labels, rest = _labels(found["labels"], own), found["rest"].strip()
    is_named = re.search(r"[RT#]", found["labels"], re.IGNORECASE) is not None
    for verb, way in _WAYS:
        said = way.fullmatch(rest)
        if said is not None and (is_named or len(labels) > 1 or _is_whole(said["rest"].strip())):
            return BulkLine(labels, verb, said["rest"].strip())
    return BulkLine(labels, None, rest) if is_named or not rest else None


def bulk_alone(text: str) -> str | None:
    """`undo`, or `help` for the bare word; None for a line that is neither."""
    found = _ALONE.fullmatch(text.strip())
    return None if found is None else (found["word"] or "help").lower()


def _is_whole(rest: str) -> bool:
    return not rest or rest.lower().rstrip(" .!") == _ME or _PERSON.fullmatch(rest) is not None


def _labels(typed: str, own: str) -> tuple[str, ...]:
    found = (f"{(one['letter'] or own).upper()}-{int(one['number'])}" for one in _ONE.finditer(typed))
    return tuple(dict.fromkeys(found))
