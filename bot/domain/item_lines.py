"""A line that names one item and what to do with it, such as `done R-2`, asks for that item and logs nothing new."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.slips import slips

#: What people may want with an item that is there already.
_VERBS = frozenset(
    {"done", "do", "finish", "finished", "complete", "completed", "close", "closed", "resolve", "resolved", "cancel"}
    | {"cancelled", "canceled", "delete", "remove", "drop", "undo", "show", "view", "see", "open", "find", "get"}
    | {"display", "status", "edit", "change", "update", "rename", "reopen", "reopened", "reassign", "take", "claim"}
    | {"accept", "decline", "assign", "unassign", "give", "release", "remind", "help"}
    | {"wait", "waiting", "waits", "hold", "pause", "paused", "resume", "resumed", "history"}
)
#: `waiting on client`
_WAITS = frozenset({"wait", "waiting", "waits"})
_WAITED_FOR = frozenset({"client", "customer", "provider", "supplier", "vendor", "them", "for"})
#: Stand around a verb and a label without saying more.
_FILLERS = frozenset({"a", "as", "is", "it", "mark", "me", "of", "on", "please", "set", "the", "to"})
_NOUNS = {"R": frozenset({"request", "requests"}), "T": frozenset({"task", "tasks"})}
_MENTION = re.compile(r"<@[^<>]{1,120}>")
_BETWEEN = re.compile(r"[\s,.:;!?]+")
_LABEL = re.compile(r"(?<!\S)(?:(?P<letter>[RT])[ -]?|(?P<sign>#))(?P<number>[0-9]{1,9})(?!\S)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\S)(?P<number>[0-9]{1,9})(?!\S)")
_LONGEST = 120
#: A shorter word is too near to others to be taken for a slip of the finger.
_SLIP_LENGTH = 4


@dataclass(frozen=True)
class ItemMeant:
    """`letter` is R or T; `wants` says that the line asks for more than to see it."""

    letter: str
    number: int
    wants: bool


def always_new(text: str, verbs: Collection[str]) -> bool:
    """`new list of suppliers` is no list; in `new logo for Acme` the word belongs to what is asked for."""
    verb, _, rest = text.partition(" ")
    first = rest.split(maxsplit=1)[0] if rest.strip() else ""
    if verb.lower() != "new" or not first:
        return False
    is_a_word = first.isalpha() and first.islower()
    return not is_a_word or first in verbs or first in _VERBS


def item_meant(text: str, own: str) -> ItemMeant | None:
    """`own` is the letter of the command's items: `#2` and a bare number are of that kind."""
    if len(text) > _LONGEST or "\n" in text:
        return None
    words = " ".join(_BETWEEN.split(_MENTION.sub(" ", text))).strip()
    labels = list(_LABEL.finditer(words)) or list(_NUMBER.finditer(words))
    if len(labels) != 1:
        return None
    found = labels[0].groupdict()
    letter = (found.get("letter") or own).upper()
    rest = f"{words[: labels[0].start()]} {words[labels[0].end() :]}".lower().split()
    said = [word for word in rest if word not in _FILLERS | _NOUNS[letter]]
    is_given = letter != own and _MENTION.search(text)  # `/task @ana close R-2` gives Ana something to do
    is_mere_number = "letter" not in found and rest and not said
    if is_given or is_mere_number or not _is_one_verb(said, slips_too=bool(found.get("letter"))):
        return None
    return ItemMeant(letter, int(found["number"]), bool(said))


def _is_one_verb(said: list[str], *, slips_too: bool) -> bool:
    """Or nothing, which asks to see it."""
    if said and said[0] in _WAITS and set(said[1:]) <= _WAITED_FOR:
        return True
    return not said or (len(said) == 1 and _is_verb(said[0], slips_too=slips_too))


def _is_verb(word: str, *, slips_too: bool) -> bool:
    if word in _VERBS:
        return True
    return slips_too and len(word) >= _SLIP_LENGTH and any(slips(word, verb, 1) <= 1 for verb in _VERBS)
