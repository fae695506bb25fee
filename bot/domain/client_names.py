"""Finding the client that somebody means among those that are known."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.domain.ids import ClientNumber
from bot.domain.slips import slips
from bot.domain.text import folded

_MOST_CANDIDATES = 5
_SHORTEST_PREFIX = 3
#: Of a name's first word; of the later ones any beginning will do.
_SHORTEST_PART = 4
_NAMING_SIGNS = frozenset("&+#@%")
_SEPARATING = frozenset(",/_")
#: A shorter name may be mistyped by one letter, a longer one by two.
_LONG_NAME = 6
#: Letters that no accent is taken from.
_UNBARRED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
_LEGAL_FORMS = frozenset(
    {"ltd", "limited", "inc", "llc", "llp", "plc", "co", "corp", "gmbh", "ag", "kg", "ug", "sa", "bv"}
)


@dataclass(frozen=True)
class ClientName:
    number: ClientNumber
    name: str


@dataclass(frozen=True)
class KnownClient:
    number: ClientNumber
    name: str


@dataclass(frozen=True)
class NearlyKnown:
    """`name` as typed; the candidates are known clients with a name like it."""

    name: str
    candidates: tuple[ClientName, ...]


@dataclass(frozen=True)
class UnknownClient:
    name: str


Meant: TypeAlias = KnownClient | NearlyKnown | UnknownClient


class ClientNames:
    """The known names, looked up by how people write them."""

    def __init__(self, clients: Sequence[ClientName]) -> None:
        self._by_key: dict[str, list[ClientName]] = {}
        for client in clients:
            self._by_key.setdefault(folded(client.name), []).append(client)

    def known(self, name: str) -> Meant | None:
        """Whoever has exactly this name, spelling folded and punctuation left out."""
        return self.meant_by(name) if self._same(name) else None

    def meant_by(self, name: str) -> Meant:
        """One name folds alike: known. Several do, or some are alike: asked."""
        same = self._same(name)
        if len(same) == 1:
            return KnownClient(same[0].number, same[0].name)
        alike = tuple(same or self._alike(folded(name)))[:_MOST_CANDIDATES]
        return NearlyKnown(name, alike) if alike else UnknownClient(name)

    def _same(self, name: str) -> list[ClientName]:
        key = folded(name)
        return self._by_key.get(key) or self._by_words.get(_unpointed(key), [])

    def _alike(self, key: str) -> list[ClientName]:
        loose = _loosened(key)
        if not loose:
            return []
        found = [(known, client) for known, client in self._by_letter.get(loose[0], ()) if _are_alike(loose, known)]
        return [client for _, client in sorted(found, key=lambda one: not one[0].startswith(loose))]

    @cached_property
    def _by_words(self) -> dict[str, list[ClientName]]:
        found: dict[str, list[ClientName]] = {}
        for key, clients in self._by_key.items():
            found.setdefault(_unpointed(key), []).extend(clients)
        found.pop("", None)
        return found

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[str, ClientName]]]:
        """Names that are alike begin with the same letter."""
        found: dict[str, list[tuple[str, ClientName]]] = {}
        for key, clients in self._by_key.items():
            loose = _loosened(key)
            found.setdefault(loose[:1], []).extend((loose, client) for client in clients)
        return found


def _unpointed(key: str) -> str:
    """Without punctuation: `Cedar & Co.` and `cedar&co` meet here, `Brown & Sons` and `Brown Sons` do not."""
    if key.replace(" ", "").isalnum():
        return key
    return " ".join("".join(map(_without_point, key)).split())


def _without_point(sign: str) -> str:
    if sign in _NAMING_SIGNS:
        return f" {sign} " if sign == "&" else sign
    category = unicodedata.category(sign)
    if not category.startswith("P"):
        return sign
    return " " if category == "Pd" or sign in _SEPARATING else ""


def _loosened(key: str) -> str:
    """Without accents, punctuation and legal forms: `Acme, Inc.` and `ACME` meet here, `Église` and `eglise` too."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", key) if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in bare.translate(_UNBARRED).replace(".", "")).split()
    kept = [word for word in words if word not in _LEGAL_FORMS and word != "and"]
    return " ".join(kept or words)


def _are_alike(typed: str, known: str) -> bool:
    if typed == known or typed.replace(" ", "") == known.replace(" ", ""):
        return True
    if known.startswith(typed) and (" " in typed or len(typed) >= _SHORTEST_PART):
        return True
    short, long = sorted((typed, known), key=len)
    if len(short) >= _SHORTEST_PREFIX and long.startswith(f"{short} "):
        return True
    return len(short) >= _SHORTEST_PREFIX and _is_slip(short, long)


def _is_slip(short: str, long: str) -> bool:
    """Whether one or two slips of the finger make one name of the other."""
    allowed = 2 if len(short) >= _LONG_NAME else 1
    if len(long) - len(short) > allowed or short[0] != long[0]:
        return False
    return slips(short, long, allowed) <= allowed
