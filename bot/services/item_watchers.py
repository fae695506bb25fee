"""Who watches a request or task: each by their own wish, or because somebody has asked them to."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, MayNotSee, NotWatched, NotYours
from bot.domain.ids import TeamId, UserId
from bot.domain.item_watchers import ItemWatcher
from bot.domain.origins import Gesture
from bot.domain.outbox import Dropped
from bot.services import cards
from bot.services.cards import Item
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.snoozes import for_change


@dataclass(frozen=True)
class Told:
    """`watches`: their reader may end that."""

    item: Item
    zone: ZoneInfo
    watches: bool


class ItemWatcherService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def of(self, team: TeamId, label: str) -> Sequence[UserId]:
        """For whoever sees the item itself."""
        with self._store.read(team) as tx:
            return [one.user_id for one in tx.item_watchers.of(label)]

    def watch(self, by: Gesture, label: str, users: Sequence[UserId] = ()) -> Item:
        """Oneself, or others who may see it; they are told once who asked them to."""
        users = users or [by.user_id]
        for user in users:
            self._people.must_take_work(by.team_id, user)
        try:
            with self._store.begin(by) as tx:
                item = for_change(tx, label, by)
                for user in users:
                    self._add(tx, by, item, user)
        except AlreadyDone:
            return self._as_it_is(by, label)
        return item

    def unwatch(self, by: Gesture, label: str, users: Sequence[UserId] = ()) -> Item:
        try:
            with self._store.begin(by) as tx:
                item = for_change(tx, label, by)
                there = {one.user_id: one for one in tx.item_watchers.of(label)}
                for user in users or [by.user_id]:
                    self._remove(tx, by, item, there.get(user), user)
        except AlreadyDone:
            return self._as_it_is(by, label)
        return item

    def told(self, team: TeamId, label: str, to: UserId) -> Told | Dropped:
        """For rendering."""
        with self._store.read(team) as tx:
            item = next(iter(tx.digests.entries([label])), None)
            if item is None or not cards.is_seen_by(tx, item, to):
                return Dropped("hidden")
            watches = to in {one.user_id for one in tx.item_watchers.of(label)}
        return Told(item, self._people.zone_of(team, to), watches)

    def _as_it_is(self, by: Gesture, label: str) -> Item:
        with self._store.read(by.team_id) as tx:
            return cards.item(tx, label, seen_by=by.user_id)

    def _add(self, tx: Transaction, by: Gesture, item: Item, user: UserId) -> None:
        if not cards.is_seen_by(tx, item, user):
            raise MayNotSee(item.label, user)
        now = self._clock.now()
        watcher = ItemWatcher(team_id=by.team_id, label=item.label, user_id=user, added_by=by.user_id, added_at=now)
        if tx.item_watchers.add(watcher) and user != by.user_id:
            facts = {"what": "watching", "by": by.user_id, "title": item.title}
            key = f"watching:{item.label}:{user}:{by.key}"
            cards.notice(tx.outbox, item.label, to=user, now=now, key=key, facts=facts)

    def _remove(self, tx: Transaction, by: Gesture, item: Item, there: ItemWatcher | None, user: UserId) -> None:
        if there is None:
            raise NotWatched(item.label, user)
        if not there.may_be_ended_by(by.user_id):
            raise NotYours(item.label, user)
        tx.item_watchers.remove(item.label, user)
