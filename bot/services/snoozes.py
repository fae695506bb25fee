"""Putting something out of sight until a moment or a reply, and back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.clock import Clock
from bot.domain.dates import MORNING, understand
from bot.domain.digests import number_of
from bot.domain.errors import AlreadyDone
from bot.domain.hours import Hours
from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.ladders import Calendar
from bot.domain.moments import Moment
from bot.domain.origins import Gesture
from bot.domain.snoozes import (
    OutOfSight,
    Snooze,
    exceeds,
    is_snoozed,
    latest,
    out_of_sight,
    priority_of,
    put_away,
    put_back,
)
from bot.services import cards, chases, edits, item_changes, rungs
from bot.services.cards import Item
from bot.services.holding import hours_of
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Offer:
    """What is put forward for an item, and until when it may be snoozed at most."""

    item: Item
    until: Due
    latest: Due


@dataclass(frozen=True)
class Snoozed:
    """`before` is how long it was out of sight already, which *Undo* goes back to."""

    item: Item
    before: OutOfSight | None = None


class SnoozeService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def moment(self, by: Gesture, typed: str) -> Moment:
        """A day without a time means its morning."""
        return understand(typed, now=self._clock.now(), zone=by.zone, default_time=MORNING)

    def offer(self, by: Gesture, label: str) -> Offer:
        """The next morning of whoever has it, or as late as its priority lets it."""
        with self._store.read(by.team_id) as tx:
            item = cards.item(tx, label, seen_by=by.user_id)
            hours = self._hours(tx, item)
        item.must_be_open()
        now = self._clock.now()
        most = latest(priority_of(item), now, hours)
        calendar = Calendar.within(hours)
        morning = calendar.morning(hours.working_day_after(calendar.local_date(now)))
        return Offer(item, Due(min(morning, most), by.zone.key), Due(most, by.zone.key))

    def snooze(self, by: Gesture, label: str, snooze: Snooze, shown: Mapping[str, str] | None = None) -> Snoozed:
        """`shown` is the fingerprint of until when it was out of sight on a form."""

        def may(tx: Transaction, item: Item) -> bool:
            item.must_be_open()
            edits.must_be_as_shown(tx, item, shown, snooze_fields(item), {"until": edits.text_of(snooze.until)})
            return True

        return self._put(by, label, snooze, may)

    def again(self, by: Gesture, label: str, until: Due) -> Snoozed:
        """Of what had come back: where somebody has snoozed it since, it stays as it is."""
        return self._put(by, label, Snooze(until), lambda _, item: not is_snoozed(item, self._clock.now()))

    def _put(self, by: Gesture, label: str, snooze: Snooze, may: Callable[[Transaction, Item], bool]) -> Snoozed:
        before: OutOfSight | None = None

        def change(tx: Transaction, item: Item) -> bool:
            nonlocal before
            before = out_of_sight(item)
            if not may(tx, item):
                return False
            put_away(item, snooze, self._clock.now(), self._hours(tx, item))
            return True

        item = self._change(by, label, change)
        return Snoozed(item, before if before != out_of_sight(item) else None)

    def wake(self, by: Gesture, label: str, shown: datetime | None = None, before: OutOfSight | None = None) -> Item:
        """Not where somebody has snoozed it since it was `shown` until when it was: then it stays as it is. What was
        out of sight `before`, and would be still, is so again.
        """

        def change(tx: Transaction, item: Item) -> bool:
            if shown is not None and item.snoozed_until not in {None, shown}:
                return False
            item.wake()
            if before is not None:
                put_back(item, before, self._clock.now(), self._hours(tx, item))
            return True

        return self._change(by, label, change)

    def _change(self, by: Gesture, label: str, change: Callable[[Transaction, Item], bool]) -> Item:
        at = rungs.At(self._clock.now(), self._people.workspace_zone)
        try:
            with self._store.begin(by) as tx:
                item = for_change(tx, label, by)
                before = item_changes.Before.of(item)
                if change(tx, item):
                    item.changed_by = by.user_id
                    item_changes.follow(tx, item, before, at)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return cards.item(tx, label, seen_by=by.user_id)
        return item

    def _hours(self, tx: Transaction, item: Item) -> Hours:
        return hours_of(tx, chases.reader_of(item), self._people.workspace_zone, by_default=True).hours


def snooze_fields(item: Item) -> dict[str, str]:
    """Until when it is out of sight, or was, as text to compare."""
    return {"until": edits.text_of(item.snoozed)}


def for_change(tx: Transaction, label: str, by: Gesture) -> Item:
    number = number_of(label)
    if label.startswith("T-"):
        return tx.tasks.for_change(TaskNumber(number), seen_by=by.user_id)
    return tx.client_requests.for_change(RequestNumber(number), seen_by=by.user_id)


def fit(tx: Transaction, request: ClientRequest, at: rungs.At) -> None:
    """After its priority has changed: what may not be out of sight for so long any more is in sight."""
    hours = hours_of(tx, chases.reader_of(request), at.zone, by_default=True).hours
    if exceeds(request, at.now, hours):
        request.wake()
