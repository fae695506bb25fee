"""What people saw, append-only and written before the app gets its answer: the judge of who saw what and how often."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from sandbox.errors import Json


@dataclass(frozen=True, kw_only=True)
class Sight:
    """`what` is message, edit, deletion, ephemeral, home, modal or error; `to` are the ids of who could see it.

    `words` is all that a person reads in it.
    """

    n: int
    at: datetime
    what: str
    by: str
    to: frozenset[str]
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    text: str = ""
    blocks: Sequence[Json] = ()
    metadata: Json | None = None
    words: str = ""


class Truth(Sequence[Sight]):
    def __init__(self) -> None:
        self._sights: list[Sight] = []

    def add(self, sight: Sight) -> None:
        self._sights.append(sight)

    def clear(self) -> None:
        self._sights.clear()

    def seen_by(self, user_id: str, *, after: int = 0) -> list[Sight]:
        return [sight for sight in self._sights[after:] if user_id in sight.to]

    def private_answer(self, user_id: str, *, after: int) -> Sight | None:
        """The newest ephemeral message that this person got since there were `after` sights."""
        private = (s for s in reversed(self._sights[after:]) if s.what == "ephemeral" and user_id in s.to)
        return next(private, None)

    def __len__(self) -> int:
        return len(self._sights)

    def __iter__(self) -> Iterator[Sight]:
        return iter(tuple(self._sights))

    @overload
    def __getitem__(self, index: int) -> Sight: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sight]: ...
    def __getitem__(self, index: int | slice) -> Sight | Sequence[Sight]:
        return self._sights[index]


def as_json(sights: Iterable[Sight]) -> list[Json]:
    return [{**vars(s), "at": s.at.isoformat(), "to": sorted(s.to), "blocks": list(s.blocks)} for s in sights]
