"""Searches kept under a name: saved, run again, renamed, removed and brought back, by whoever saved them."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, FieldRefused
from bot.domain.finds import Kind
from bot.domain.origins import Gesture
from bot.domain.saved_searches import MOST, SavedSearch, name_of
from bot.domain.text import folded
from bot.services.ports import Store, Transaction


class SavedSearchService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, by: Gesture) -> Sequence[SavedSearch]:
        with self._store.read(by.team_id) as tx:
            return tx.saved_searches.of(by.user_id)

    def one(self, by: Gesture, number: int) -> SavedSearch:
        with self._store.read(by.team_id) as tx:
            return tx.saved_searches.for_change(number, seen_by=by.user_id)

    def save(self, by: Gesture, kind: Kind, text: str, typed: str) -> str:
        """The name that it has now."""
        name = name_of(typed)
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            _must_fit(tx, by, name, but=None)
            tx.saved_searches.add(
                SavedSearch(
                    team_id=by.team_id,
                    number=tx.saved_searches.next_number(),
                    user_id=by.user_id,
                    name=name,
                    kind=kind,
                    text=text,
                    saved_at=self._clock.now(),
                )
            )
        return name

    def rename(self, by: Gesture, number: int, typed: str) -> SavedSearch:
        name = name_of(typed)

        def change(saved: SavedSearch, tx: Transaction) -> None:
            _must_fit(tx, by, name, but=saved)
            saved.rename(name)

        return self._change(by, number, change)

    def remove(self, by: Gesture, number: int) -> SavedSearch:
        return self._change(by, number, lambda saved, _: saved.remove(self._clock.now()))

    def restore(self, by: Gesture, number: int) -> SavedSearch:
        def change(saved: SavedSearch, tx: Transaction) -> None:
            _must_fit(tx, by, saved.name, but=saved)
            saved.restore()

        return self._change(by, number, change)

    def _change(self, by: Gesture, number: int, change: Callable[[SavedSearch, Transaction], None]) -> SavedSearch:
        try:
            with self._store.begin(by) as tx:
                saved = tx.saved_searches.for_change(number, seen_by=by.user_id)
                change(saved, tx)
        except AlreadyDone:
            return self.one(by, number)
        return saved


def _must_fit(tx: Transaction, by: Gesture, name: str, *, but: SavedSearch | None) -> None:
    others = [one for one in tx.saved_searches.of(by.user_id) if but is None or one.number != but.number]
    if any(folded(one.name) == folded(name) for one in others):
        raise FieldRefused("name", "taken", name)
    if len(others) >= MOST:
        raise FieldRefused("name", "too_many", str(MOST))
