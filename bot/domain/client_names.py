"""Finding the client that somebody means among those that are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.domain.ids import ClientNumber
from bot.domain.slips import slips
from bot.domain.text import folded

_MOST_CANDIDATES = 5
_SHORTEST_PREFIX = 3
#: A shorter name may be mistyped by one letter, a longer one by two.
_LONG_NAME = 6
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
        """Whoever has exactly this name, spelling folded."""
        return self.meant_by(name) if folded(name) in self._by_key else None

    def meant_by(self, name: str) -> Meant:
        """One name folds alike: known. Several do, or some are alike: asked."""
        same = self._by_key.get(folded(name), [])
        if len(same) == 1:
            return KnownClient(same[0].number, same[0].name)
        alike = tuple(same or self._alike(folded(name)))[:_MOST_CANDIDATES]
        return NearlyKnown(name, alike) if alike else UnknownClient(name)

    def _alike(self, key: str) -> list[ClientName]:
        loose = _loosened(key)
        if not loose:
            return []
        return [client for known, client in self._by_letter.get(loose[0], ()) if _are_alike(loose, known)]

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[str, ClientName]]]:
        """Names that are alike begin with the same letter."""
        found: dict[str, list[tuple[str, ClientName]]] = {}
        for key, clients in self._by_key.items():
            loose = _loosened(key)
            found.setdefault(loose[:1], []).extend((loose, client) for client in clients)
        return found


def _loosened(key: str) -> str:
    """Without punctuation and legal forms: `Acme, Inc.` and `ACME` meet here."""
    words = "".join(sign if sign.isalnum() else " " for sign in key.replace(".", "")).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def _are_alike(one: str, other: str) -> bool:
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST_PREFIX and long.startswith(f"{short} "):
        return True
    return len(short) >= _SHORTEST_PREFIX and _is_slip(short, long)


def _is_slip(short: str, long: str) -> bool:
    """Whether one or two slips of the finger make one name of the other."""
    allowed = 2 if len(short) >= _LONG_NAME else 1
    if len(long) - len(short) > allowed or short[0] != long[0]:
        return False
    return slips(short, long, allowed) <= allowed
