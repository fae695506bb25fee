"""What somebody may do now with a request or a task: read fresh each time it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.client_requests import Acceptance
from bot.domain.ids import TeamId, UserId
from bot.services import cards
from bot.services.cards import Item
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Look:
    """An item as `reader` finds it; without a reader as everybody in a channel does. `watchers`
    are known where somebody has asked for all of it.
    """

    item: Item
    reader: UserId | None = None
    watchers: Sequence[UserId] = ()

    @property
    def is_owner(self) -> bool:
        return self.reader is not None and self.item.is_open and self.item.owner == self.reader

    @property
    def is_asked(self) -> bool:
        """The reader was given it and has not said yes or no."""
        return self.is_owner and self.item.acceptance is Acceptance.ASKED


class MoreService:
    def __init__(self, store: Store[Transaction]) -> None:
        self._store = store

    def look(self, team: TeamId, reader: UserId, label: str) -> Look:
        """Raises NotFound also for what this person may not see."""
        with self._store.read(team) as tx:
            item = cards.item(tx, label, seen_by=reader)
            return Look(item, reader, [one.user_id for one in tx.item_watchers.of(label)])
