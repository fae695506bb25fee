"""Many requests and tasks changed at once: shown first, then done in one go, and taken back for ten minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.bulk_changes import do, replaced, standing
from bot.domain.bulks import MOST, MOST_MOVED, Bulk, BulkAct, BulkVerb, Picked
from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.digests import number_of
from bot.domain.errors import AlreadyDone, FieldRefused, NotAMember, NotApplied
from bot.domain.ids import UserId
from bot.domain.origins import Gesture
from bot.domain.people import PersonKind
from bot.domain.tasks import Task
from bot.services import (
    bulk_moves,
    bulk_news,
    bulk_shown,
    item_changes,
    merged_along,
    queues,
    rungs,
    snoozes,
    sub_tasks,
    watches,
)
from bot.services.bulk_judging import Judged, above, found, going_along, inner_first, judge, ready, to_leave
from bot.services.bulk_shown import Applied, Preview
from bot.services.cards import Item
from bot.services.merged_along import MergedInto
from bot.services.pages import Which
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Basis:
    """What an item was before."""

    changes: item_changes.Before
    owner: UserId | None
    queue: str | None
    was_watched: bool
    is_open: bool

    @classmethod
    def of(cls, item: Item) -> "Basis":
        was_watched = isinstance(item, ClientRequest) and item.is_up_for_grabs
        return cls(item_changes.Before.of(item), item.owner, _queue(item), was_watched, item.is_open)


class BulkService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def listed(self, by: Gesture, letter: str, which: Which, *, most: int) -> Sequence[Item]:
        """Of a list of requests (R) or tasks (T)."""
        with self._store.read(by.team_id) as tx:
            if letter == "T":
                return tx.tasks.page(which, seen_by=by.user_id, offset=0, limit=most).items
            return tx.client_requests.page(which, seen_by=by.user_id, offset=0, limit=most).items

    def named(self, by: Gesture, labels: Sequence[str]) -> Sequence[Item]:
        with self._store.read(by.team_id) as tx:
            return [*found(tx, labels, by.user_id).values()]

    def shown(self, by: Gesture, number: int) -> Preview:
        """As it was shown last."""
        with self._store.read(by.team_id) as tx:
            bulk = tx.bulks.for_change(number, seen_by=by.user_id)
            return bulk_shown.shown(tx, bulk, by.user_id)

    def preview(self, by: Gesture, labels: Sequence[str], act: BulkAct) -> Preview:
        """Changes none of them."""
        chosen = list(dict.fromkeys(labels))
        if not chosen:
            raise FieldRefused("items", "none_chosen")
        if len(chosen) > MOST:
            raise FieldRefused("items", "too_many_chosen", str(len(chosen)))
        if act.moves_cards and len(chosen) > MOST_MOVED:
            raise FieldRefused("items", "too_many_moved", str(len(chosen)))
        self._people.must_take_work(by.team_id, act.owner)
        with self._store.read(by.team_id) as tx:
            judged = judge(tx, chosen, ready(tx, act, by.user_id), by.user_id, self._at)
        try:
            with self._store.begin(by) as tx:
                bulk = self._new(tx, by, act, judged)
                tx.bulks.add(bulk)
                tx.remember(bulk.label)
                return bulk_shown.preview(tx, bulk, judged)
        except AlreadyDone as done:
            return self._shown_before(by, done)

    def apply(self, by: Gesture, number: int) -> Applied | Preview:
        """A preview once more, and nothing done, when one of them is not as it was shown."""
        return merged_along.settled(lambda: self._applied(by, number))

    def _applied(self, by: Gesture, number: int) -> Applied | Preview:
        try:
            with self._store.begin(by) as tx:
                bulk = tx.bulks.for_change(number, seen_by=by.user_id)
                if bulk.applied_at is not None:
                    return bulk_shown.as_it_is(tx, by, bulk)
                act = ready(tx, bulk.act, by.user_id)
                judged = judge(tx, bulk.labels, act, by.user_id, self._at)
                changed = bulk.look(judged.picked)
                if changed:
                    return bulk_shown.preview(tx, bulk, judged, changed)
                _must_still_fit(tx, bulk, self._clock.now())
                return self._apply(tx, by, bulk, act, judged)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return bulk_shown.as_it_is(tx, by, tx.bulks.for_change(number, seen_by=by.user_id))

    def undo(self, by: Gesture, number: int) -> Bulk:
        """Those that nobody has changed since are as they were."""
        return merged_along.settled(lambda: self._undone(by, number))

    def _undone(self, by: Gesture, number: int) -> Bulk:
        try:
            with self._store.begin(by) as tx:
                bulk = tx.bulks.for_change(number, seen_by=by.user_id)
                bulk.must_be_to_undo(self._clock.now())
                self._undo(tx, by, bulk)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return tx.bulks.for_change(number, seen_by=by.user_id)
        return bulk

    def undo_last(self, by: Gesture) -> Bulk:
        with self._store.read(by.team_id) as tx:
            last = tx.bulks.last_applied(seen_by=by.user_id)
        if last is None:
            raise NotApplied
        return self.undo(by, last.number)

    def _new(self, tx: Transaction, by: Gesture, act: BulkAct, judged: Judged) -> Bulk:
        return Bulk(
            team_id=by.team_id,
            number=tx.bulks.next_number(),
            made_by=by.user_id,
            made_at=self._clock.now(),
            verb=act.verb,
            owner=act.owner,
            due_at=act.due.at if act.due else None,
            due_zone=act.due.zone_name if act.due else None,
            cause=act.cause,
            why=act.why,
            queue=act.queue,
            client_number=act.client,
            type_name=act.type_name,
            priority=act.priority,
            picked=judged.picked,
        )

    def _shown_before(self, by: Gesture, done: AlreadyDone) -> Preview:
        with self._store.read(by.team_id) as tx:
            bulk = tx.bulks.for_change(number_of(done.reference or "B-0"), seen_by=by.user_id)
            return bulk_shown.shown(tx, bulk, by.user_id)

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _apply(self, tx: Transaction, by: Gesture, bulk: Bulk, act: BulkAct, judged: Judged) -> Applied:
        merged_along.must_be_all(tx, judged.merged, seen_by=by.user_id)
        tx.bulks.mark(bulk.label)
        free = {one.label: one for one in bulk.free}
        items = inner_first(judged.items[label] for label in free)
        before = self._begun(by, items)
        done = [self._do(tx, by, item, act, judged.merged) for item in items]
        self._follow(tx, items, before)
        changed = sorted(zip(items, before, strict=True), key=lambda pair: bulk.labels.index(pair[0].label))
        told = bulk_news.tell(tx, bulk, [(item, basis.owner) for item, basis in changed], self._clock.now())
        versions = tx.bulks.versions(items)
        picked = [one._replace(version=version) for one, version in zip(done, versions, strict=True)]
        bulk.applied(picked, told, self._clock.now())
        return bulk_shown.applied(tx, bulk, judged.items)

    def _do(self, tx: Transaction, by: Gesture, item: Item, act: BulkAct, merged: MergedInto) -> Picked:
        """As the change of a single one does. Says what it replaced."""
        before, along, now = standing(item), None, self._clock.now()
        do(item, act, by=by.user_id, at=now)
        if isinstance(item, ClientRequest) and act.verb is BulkVerb.PRIORITY:
            snoozes.fit(tx, item, self._at)
        if isinstance(item, ClientRequest) and act.verb is BulkVerb.CLIENT:
            client = tx.clients.known(act.client) if act.client is not None else None
            along = bulk_moves.move(tx, item, client, merged[item.number], asker=by.user_id, now=now)
        return Picked(item.label, item.version, was=replaced(item, before), along=along or None)

    def _undo(self, tx: Transaction, by: Gesture, bulk: Bulk) -> None:
        tx.bulks.mark(bulk.label)
        labels = [one.label for one in bulk.changed]
        wholes = above(tx, bulk)
        merged = going_along(tx, labels, bulk.verb, by.user_id)
        merged_along.must_be_all(tx, merged, seen_by=by.user_id)
        items = found(tx, labels, by.user_id)
        left = to_leave(tx, bulk, items, wholes)
        free = [one for one in bulk.changed if one.label not in left]
        to_restore = [items[one.label] for one in free]
        before = self._begun(by, to_restore)
        for one in free:
            self._put_back(tx, by, items[one.label], one, merged)
        self._follow(tx, to_restore, before)
        bulk.undone(left, self._clock.now())
        tx.bulks.versions(to_restore)
        bulk_news.take_back(tx, bulk, self._clock.now())

    def _put_back(self, tx: Transaction, by: Gesture, item: Item, picked: Picked, merged: MergedInto) -> None:
        asker, now = by.user_id, self._clock.now()
        bulk_moves.put_back(tx, item, picked.was or {}, asker=asker, now=now)
        if isinstance(item, ClientRequest):
            there = merged.get(item.number, ())
            bulk_moves.put_back_along(tx, item, picked.along or {}, there, asker=asker, now=now)

    def _begun(self, by: Gesture, items: Sequence[Item]) -> list[Basis]:
        before = [Basis.of(item) for item in items]
        for item in items:
            item.changed_by = by.user_id
        return before

    def _follow(self, tx: Transaction, items: Sequence[Item], before: Sequence[Basis]) -> None:
        """All that follows from each, but for what people are told."""
        for item, was in zip(items, before, strict=True):
            if isinstance(item, ClientRequest):
                watches.follow(tx, item, was_watched=was.was_watched, at=self._at)
                if item.queue != was.queue:
                    watches.moved(tx, item, self._at)
        changes = [(item, was.changes) for item, was in zip(items, before, strict=True)]
        item_changes.follow_many(tx, changes, self._at)
        ended = [item for item, was in zip(items, before, strict=True) if item.is_open != was.is_open]
        for task in _one_of_each_whole(ended):
            sub_tasks.show_above(tx, task, self._at)


def _queue(item: Item) -> str | None:
    return item.queue if isinstance(item, ClientRequest) else None


def _must_still_fit(tx: Transaction, bulk: Bulk, now: datetime) -> None:
    """However long ago it was shown: its new owner may have left since, its moment may have passed."""
    if bulk.owner is not None:
        person = tx.people.one(bulk.owner)
        if person is None:
            raise NotAMember(bulk.owner, PersonKind.UNKNOWN.value)
        person.must_be_member()
    bulk.act.must_be_ahead(now)
    if bulk.queue is not None:
        queues.must_be_one(tx, bulk.queue)


def _one_of_each_whole(items: Iterable[Item]) -> list[Task]:
    tasks = [item for item in items if isinstance(item, Task)]
    return list({(task.request_number, task.parent_number): task for task in tasks}.values())
