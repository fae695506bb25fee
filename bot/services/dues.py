"""Moving the due date of a request or task, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.clock import Clock
from bot.domain.dates import DAY_END, understand
from bot.domain.dues import DueMove, had_company
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import ChannelId, UserId
from bot.domain.item_acts import DueAsked, due_asked
from bot.domain.origins import Gesture
from bot.domain.zones import zone_or
from bot.services import cards, due_moves, edits, item_changes, item_news, milestones, rungs
from bot.services.cards import Item
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.snoozes import for_change


@dataclass(frozen=True)
class Moved:
    """`was` stood before. `elsewhere` are those whom it concerns, with the clock that each goes by. `undo` names the
    move for whoever may take it back; nothing where nothing was moved.
    """

    item: Item
    was: Due | None
    elsewhere: Mapping[UserId | ChannelId, ZoneInfo]
    undo: str | None = None


@dataclass(frozen=True)
class PutBack:
    """`others_stay` says that more than the due date was edited, which is as it was left."""

    item: Item
    others_stay: bool


class DueService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, typed: str) -> DueAsked:
        """A day without a time means its end. Raises DateRefused."""
        now = self._clock.now()
        return due_asked(typed, lambda when: understand(when, now=now, zone=by.zone, default_time=DAY_END))

    def offer(self, by: Gesture, label: str) -> Item:
        with self._store.read(by.team_id) as tx:
            item = cards.item(tx, label, seen_by=by.user_id)
        item.must_be_open()
        return item

    def move(self, by: Gesture, label: str, due: Due | None, why: str, shown: Mapping[str, str] | None = None) -> Moved:
        """`shown` holds the fingerprint of the date that a form showed; a line means whatever stands."""
        try:
            with self._store.begin(by) as tx:
                item = for_change(tx, label, by)
                item.must_be_open()
                was = item.due
                if shown is not None:
                    edits.changed(tx, item, shown, {"due": edits.text_of(item.due)}, {"due": edits.text_of(due)})
                if (due and due.at) == (was and was.at):
                    return Moved(item, was, self._elsewhere(tx, by, item))
                self._set(tx, by, item, due, why)
                return Moved(item, was, self._elsewhere(tx, by, item), due_moves.undo_of(tx, by, item))
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                item = cards.item(tx, label, seen_by=by.user_id)
                return Moved(item, item.due, self._elsewhere(tx, by, item), due_moves.undo_of(tx, by, item))

    def undo(self, by: Gesture, label: str, move: str) -> PutBack:
        """As long as whoever moved it may still be looking at the answer, and nobody has moved it since."""
        try:
            with self._store.begin(by) as tx:
                item = for_change(tx, label, by)
                item.must_be_open()
                last = due_moves.last(tx, item)
                if last is None:
                    raise NotFound(label)
                last.must_be_undone(by.user_id, move, self._clock.now())
                self._put_back(tx, by, item, last)
                return PutBack(item, had_company(due_moves.changes(tx, item), move))
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                item = cards.item(tx, label, seen_by=by.user_id)
                return PutBack(item, had_company(due_moves.changes(tx, item), move))

    def _set(self, tx: Transaction, by: Gesture, item: Item, due: Due | None, why: str) -> None:
        before, was = item_changes.Before.of(item), item.due
        edits.move_due(item, due, why)
        item.changed_by = by.user_id
        item_changes.follow(tx, item, before, self._at)
        if isinstance(item, ClientRequest):
            milestones.offer(tx, item, was, by, self._at)

    def _put_back(self, tx: Transaction, by: Gesture, item: Item, move: DueMove) -> None:
        tx.histories.mark_undo()
        before, was = item_changes.Before.of(item), item.due
        item.set_due(move.was, move.was_why)
        item.changed_by = by.user_id
        item_changes.follow_untold(tx, item, before, self._at)
        item_news.take_back(tx, item, before.news, self._at.now)
        if isinstance(item, ClientRequest):
            milestones.offer(tx, item, was, by, self._at)

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _elsewhere(self, tx: Transaction, by: Gesture, item: Item) -> Mapping[UserId | ChannelId, ZoneInfo]:
        """Of its owner, of whoever asked for it, and of the channel's people where hours are set for them."""
        asker = item.asker if isinstance(item, ClientRequest) else None
        found: dict[UserId | ChannelId, ZoneInfo] = {}
        for user in filter(None, (item.owner, UserId(asker) if asker else None)):
            person = tx.people.one(user)
            if person is not None and user != by.user_id:
                found[user] = zone_or(person.zone_name, self._people.workspace_zone).zone
        hours = tx.hours.one(item.audience) if item.audience else None
        if hours is not None and not hours.is_empty and item.audience is not None:
            found[item.audience] = zone_or(hours.zone_name, self._people.workspace_zone).zone
        return found
