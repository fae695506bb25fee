"""What services ask of the store about requests that were merged into others."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.ids import OutboxId, RequestNumber
from bot.domain.merges import Apart, Merge
from bot.domain.outbox import Posted


class Merges(Protocol):
    def add(self, merge: Merge) -> None: ...
    def of(self, number: RequestNumber) -> Merge | None:
        """Of the one that went into another; locked where it is read to be changed."""
        ...

    def stands_in(self, number: RequestNumber) -> RequestNumber:
        """The one that it was merged into, else itself. Locks nothing."""
        ...

    def into(self, number: RequestNumber) -> Sequence[Merge]:
        """What was merged into it."""
        ...

    def tell_apart(self, apart: Apart) -> bool:
        """False when somebody has said so before."""
        ...

    def told_apart(self, number: RequestNumber) -> Collection[RequestNumber]:
        """Those of which somebody said that they are not the same as this one."""
        ...

    def end(self, number: RequestNumber) -> None:
        """Of the one that went into another."""
        ...

    def posted(self, message: OutboxId) -> Posted | None:
        """Where a message stands, once it does."""
        ...
