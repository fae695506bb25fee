"""The reminders of requests and tasks: as they are sent, put off by their reader, and wanted or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound, NotYours
from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.ladders import CLOSE, SNOOZE, Rung, Snooze, is_of_the_day, is_superseded, snoozed_until
from bot.domain.origins import Gesture
from bot.domain.outbox import Dropped
from bot.domain.tasks import Task
from bot.services import cards, mornings, rungs, snoozes
from bot.services.cards import Item
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Reminder:
    """One that is to be said. `at` is when it was planned for, `is_last` that none follows; `waits` is the label of the
    request whose client can be waited for.
    """

    item: Item
    at: datetime
    zone: ZoneInfo
    is_for_owner: bool
    is_last: bool
    waits: str | None = None


@dataclass(frozen=True)
class Answered:
    """What became of a reminder that was sent; of an item that its reader may not see any more only the label.

    `by` and `at` say who has answered it and when; `request` is what a task is of, where its reader may see that.
    `has_moved`: somebody else has it by now, or nobody.
    """

    label: str
    item: Item | None
    until: datetime | None
    zone: ZoneInfo
    by: UserId | None = None
    at: datetime | None = None
    request: ClientRequest | None = None
    has_moved: bool = False


class LadderService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def reminder(
        self, team: TeamId, label: str, to: UserId, at: datetime, facts: Mapping[str, str]
    ) -> Reminder | Dropped:
        """As it is now. What the item or its reader has become may leave nothing to say."""
        next_at = datetime.fromisoformat(facts["next"]) if "next" in facts else None
        if is_superseded(at, next_at, self._clock.now()):
            return Dropped("late, and the next one says it")
        with self._store.read(team) as tx:
            try:
                item = cards.item(tx, label, seen_by=to)
            except NotFound:
                return Dropped("hidden")
            is_asked_for = facts["rung"].startswith(SNOOZE)
            if not is_asked_for and not rungs.wants(tx, tx.people.one(to), item):
                return Dropped("not wanted")
            due_at = datetime.fromisoformat(facts["due"])
            if is_of_the_day(facts["rung"], at, due_at) and self._has_read(tx, item, to, at):
                return Dropped("in their digest of that day")
            waits = cards.waits_with(tx, item, to)
        is_for_owner = item.owner == to
        why_not = _why_not(item, facts, self._clock.now(), is_for_owner=is_for_owner)
        if why_not is not None:
            return Dropped(why_not)
        is_last = facts["rung"] == Rung.THIRD_DAY_AFTER
        return Reminder(item, at, self._people.zone_of(team, to), is_for_owner, is_last, waits)

    def answered(self, team: TeamId, label: str, to: UserId, facts: Mapping[str, str]) -> Answered:
        until = datetime.fromisoformat(facts["until"]) if "until" in facts else None
        with self._store.read(team) as tx:
            try:
                item: Item | None = cards.item(tx, label, seen_by=to)
            except NotFound:
                item = None
            request = _request_of(tx, item, to)
        zone, by = self._people.zone_of(team, to), facts.get("by")
        at = datetime.fromisoformat(facts["at"]) if "at" in facts else None
        has_moved = item is not None and (item.owner or "") != facts["owner"]
        return Answered(label, item, until, zone, UserId(by) if by else None, at, request, has_moved)

    def snooze(self, by: Gesture, message: OutboxId, snooze: Snooze) -> bool:
        """Nothing happens to one that was answered before: False."""
        try:
            with self._store.begin(by) as tx:
                known = tx.ladders.one(message)
                if known is None or known.to != by.user_id:
                    return False
                item = snoozes.for_change(tx, known.about, by)
                rung = tx.ladders.for_change(message)
                if rung is None:
                    return False
                item.must_be_open()
                has_moved = by.user_id not in {item.owner, rungs.giver(item)} and item.owner != rung.facts["owner"]
                if has_moved or item.due_at is None:
                    raise NotYours(item.label, item.owner)
                tx.reactions.act(item.label, by.user_id, self._clock.now())
                until = self._put_off(tx, item, by.user_id, snooze)
                tx.outbox.add(rungs.changed(rung, self._clock.now(), {"until": until.isoformat()}))
        except AlreadyDone:
            return False
        return True

    def wants_reminders(self, by: Gesture) -> bool:
        with self._store.read(by.team_id) as tx:
            person = tx.people.one(by.user_id)
        return person is None or person.wants_reminders

    def set_reminders(self, by: Gesture, *, wanted: bool) -> None:
        try:
            with self._store.begin(by) as tx:
                person = tx.people.for_change(by.user_id)
                if person is not None and person.wants_reminders != wanted:
                    person.wants_reminders = wanted
                    tx.replans.mark_reaching(by.user_id)
        except AlreadyDone:
            return

    def _has_read(self, tx: Transaction, item: Item, user: UserId, at: datetime) -> bool:
        """What is urgent rings as well, and so does what is part of it."""
        if rungs.comes_anyway(tx, item):
            return False
        day = at.astimezone(self._people.zone_of(item.team_id, user)).date()
        return mornings.tells(tx, user, day, item.label, self._clock.now())

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _put_off(self, tx: Transaction, item: Item, user: UserId, snooze: Snooze) -> datetime:
        until = snoozed_until(snooze, self._clock.now(), rungs.calendar_of(tx, user, item, self._at))
        if not _comes_back_then(item, user, until, self._clock.now()):
            count = tx.ladders.snoozes(item.label, rungs.snoozes(item)) + 1
            tx.outbox.add(rungs.message(item, f"{SNOOZE}{count}", user, until))
        rungs.replan_one(tx, item, self._at)
        return until


def _comes_back_then(item: Item, user: UserId, until: datetime, now: datetime) -> bool:
    """What was out of sight is told to its owner by itself."""
    held = rungs.held_until(item)
    return user == item.owner and held is not None and held > now and abs(held - until) < CLOSE


def _request_of(tx: Transaction, item: Item | None, reader: UserId) -> ClientRequest | None:
    if not isinstance(item, Task) or item.request_number is None:
        return None
    try:
        return tx.client_requests.one(item.request_number, seen_by=reader)
    except NotFound:
        return None


def _why_not(item: Item, facts: Mapping[str, str], now: datetime, *, is_for_owner: bool) -> str | None:
    if not item.is_open:
        return "closed"
    if rungs.is_on_hold(item):
        return "on hold"
    if item.owner != facts["owner"]:
        return "no longer theirs"
    if is_for_owner and _is_put_away(item, facts, now):
        return "snoozed"
    return None if item.due_at == datetime.fromisoformat(facts["due"]) else "due at another time"


def _is_put_away(item: Item, facts: Mapping[str, str], now: datetime) -> bool:
    """Its owner hears that it is back instead. What they have asked for while it was out of sight comes."""
    held = rungs.held_until(item)
    if held is None:
        return False
    if not facts["rung"].startswith(SNOOZE):
        return held > now
    return facts.get(rungs.SNOOZED) != held.isoformat() and held + CLOSE > now
