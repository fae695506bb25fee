"""What services ask of the store about what hangs on requests and tasks."""

from collections.abc import Sequence
from typing import Protocol

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

    def add(self, watcher: ItemWatcher) -> bool:
        """False when they watch it already."""
        ...

    def remove(self, label: str, user: UserId) -> None: ...


class ItemTransaction(Protocol):
    @property
    def item_questions(self) -> ItemQuestions: ...
    @property
    def item_watchers(self) -> ItemWatchers: ...
