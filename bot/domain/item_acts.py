"""A line that does one thing with one item: `ask R-12 which format?`, `due T-4 fri 4pm because …`, `watch R-12`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.domain.ids import UserId
from bot.domain.moments import DateRefused, Moment

ASK, DUE, WATCH, UNWATCH, HISTORY = "ask", "due", "watch", "unwatch", "history"
VERBS = (ASK, DUE, WATCH, UNWATCH, HISTORY)

_VERB = (
    r"(?P<verb>ask(?:\s+about)?|due(?:\s+date)?(?:\s+of)?|reschedule|unwatch|stop\s+watching|watch|history(?:\s+of)?)"
)
_LABEL = r"(?:(?P<letter>[RT])\s?-?\s?|(?P<sign>#))(?P<number>[0-9]{1,9})(?![\w-])"
_BEFORE = re.compile(rf"{_VERB}\s+{_LABEL}[\s,:]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_BARE = re.compile(rf"{_VERB}\s+(?P<number>[0-9]{{1,9}})(?P<rest>(?:\s+<@[^<>]{{1,120}}>)*)", re.IGNORECASE)
_SPOKEN = {"stop": UNWATCH, "reschedule": DUE}
_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
#: What stands between a moment and its reason.
_BECAUSE = re.compile(
    r"(?:\s*[,;]?\s+(?:because(?:\s+of)?|since|cause|cos|due\s+to|reason:?|as)\s+|\s+[-–—]+\s+|\s*[;:(]\s*(?![0-9])|,\s+)",
    re.IGNORECASE,
)
_NO_DATE = re.compile(r"(?:none|never|no\s+(?:due\s+)?date|nothing|remove|clear|away)", re.IGNORECASE)
_LEAD = re.compile(r"(?:(?:is|now|moved?|to|by|on|=|->|→)\s+)+", re.IGNORECASE)
#: Words of a line that are tried as a moment.
_MOST_WORDS = 12


@dataclass(frozen=True)
class ItemAct:
    verb: str
    label: str
    rest: str

    @property
    def people(self) -> list[UserId]:
        return [UserId(one) for one in dict.fromkeys(_PERSON.findall(self.rest))]

    @property
    def is_only_people(self) -> bool:
        return not _PERSON.sub("", self.rest).strip(" ,.")


@dataclass(frozen=True)
class DueAsked:
    """`moment` None takes the date away. `why` is empty where nothing was said."""

    moment: Moment | None
    why: str


def act_meant(text: str, own: str) -> ItemAct | None:
    """`own` is the letter of the command's items. Only a line that names an item: `watch the delivery` names none."""
    found = _BEFORE.fullmatch(text.strip()) or _BARE.fullmatch(text.strip())
    if found is None:
        return None
    verb = found["verb"].split()[0].lower()
    label = f"{(found.groupdict().get('letter') or own).upper()}-{int(found['number'])}"
    return ItemAct(_SPOKEN.get(verb, verb), label, found["rest"].strip())


def due_asked(typed: str, read: Callable[[str], Moment]) -> DueAsked:
    """`read` raises DateRefused; what it says of the likeliest part is raised when no part is a moment."""
    lead = _LEAD.match(typed)
    rest = typed[lead.end() :] if lead else typed
    refused: DateRefused | None = None
    for when, why in _splits(rest):
        if _NO_DATE.fullmatch(when):
            return DueAsked(None, why)
        try:
            return DueAsked(read(when), why)
        except DateRefused as error:
            refused = refused or error
    assert refused is not None, "at least the whole of it is tried"
    raise refused


def _splits(rest: str) -> Iterator[tuple[str, str]]:
    """A moment and a reason: as a word between them says it, then by the longest beginning that is a moment."""
    yield rest, ""
    for found in _BECAUSE.finditer(rest):
        yield rest[: found.start()].strip(), _reason(rest[found.end() :])
    words = rest.split()
    for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        yield " ".join(words[:count]), _reason(" ".join(words[count:]))


def _reason(words: str) -> str:
    return words.strip(" .)(,;:-–—").strip()
