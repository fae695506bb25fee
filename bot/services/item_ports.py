"""What services ask of the store about what hangs on requests and tasks."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.bulks import Bulk, Item
from bot.domain.ids import UserId
from bot.domain.item_questions import ItemQuestion
from bot.domain.item_watchers import ItemWatcher


class ItemQuestions(Protocol):
    def of(self, label: str) -> Sequence[ItemQuestion]:
        """Oldest first."""
        ...

    def one(self, label: str, number: int) -> ItemQuestion | None:
        """Locked where it is read to be changed."""
        ...

    def add(self, question: ItemQuestion) -> None: ...


class ItemWatchers(Protocol):
    def of(self, label: str) -> Sequence[ItemWatcher]:
        """In the order in which they came."""
        ...

    def of_several(self, labels: Sequence[str]) -> Sequence[ItemWatcher]: ...
    def add(self, watcher: ItemWatcher) -> bool:
        """False when they watch it already."""
        ...

    def add_each(self, watchers: Sequence[ItemWatcher]) -> None:
        """Of one item, which is locked; whoever watches it already goes on as they are."""
        ...

    def remove(self, label: str, user: UserId) -> None: ...
    def remove_each(self, label: str, users: Collection[UserId]) -> None: ...


class Bulks(Protocol):
    """Each is one person's."""

    def next_number(self) -> int: ...
    def add(self, bulk: Bulk) -> None: ...
    def for_change(self, number: int, *, seen_by: UserId) -> Bulk: ...
    def last_applied(self, *, seen_by: UserId) -> Bulk | None: ...
    def known(self, number: int) -> Bulk | None:
        """For rendering what was addressed already."""
        ...

    def mark(self, label: str) -> None:
        """What changes from now on in this transaction is part of it, and the audit says so."""
        ...

    def versions(self, changed: Sequence[Item]) -> Sequence[int]:
        """Of these items, as this transaction leaves them."""
        ...


class ItemTransaction(Protocol):
    @property
    def item_questions(self) -> ItemQuestions: ...
    @property
    def item_watchers(self) -> ItemWatchers: ...
    @property
    def bulks(self) -> Bulks: ...
