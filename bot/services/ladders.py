"""The reminders of requests and tasks: as they are sent, put off by their reader, and wanted or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound, NotYours
from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.ladders import Rung, Snooze, is_superseded, snoozed_until
from bot.domain.origins import Gesture, OwnWork
from bot.domain.outbox import Dropped
from bot.services import cards, rungs
from bot.services.cards import Item
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Reminder:
    """One that is to be said. `at` is when it was planned for, `is_last` that none follows."""

    item: Item
    at: datetime
    zone: ZoneInfo
    is_for_owner: bool
    is_last: bool


@dataclass(frozen=True)
class Answered:
    """What became of a reminder that was sent; of an item that its reader may not see any more only the label."""

    label: str
    item: Item | None
    until: datetime | None
    zone: ZoneInfo


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
            is_asked_for = facts["rung"].startswith(rungs.SNOOZE)
            if not is_asked_for and not rungs.wants(tx.people.one(to), item):
                return Dropped("not wanted")
        why_not = _why_not(item, facts)
        if why_not is not None:
            return Dropped(why_not)
        is_for_owner = facts["rung"] != Rung.UNANSWERED
        is_last = facts["rung"] == Rung.THIRD_DAY_AFTER
        return Reminder(item, at, self._people.zone_of(team, to), is_for_owner, is_last)

    def answered(self, team: TeamId, label: str, to: UserId, facts: Mapping[str, str]) -> Answered:
        until = datetime.fromisoformat(facts["until"]) if "until" in facts else None
        with self._store.read(team) as tx:
            try:
                item: Item | None = cards.item(tx, label, seen_by=to)
            except NotFound:
                item = None
        return Answered(label, item, until, self._people.zone_of(team, to))

    def snooze(self, by: Gesture, message: OutboxId, snooze: Snooze) -> None:
        """Nothing happens to one that was answered before."""
        try:
            with self._store.begin(by) as tx:
                rung = tx.ladders.one(message)
                if rung is None or rung.to != by.user_id:
                    return
                item = cards.item(tx, rung.about, seen_by=by.user_id)
                item.must_be_open()
                if item.owner != by.user_id or item.due_at is None:
                    raise NotYours(item.label, item.owner)
                until = self._put_off(tx, item, by.user_id, snooze)
                tx.outbox.add(rungs.changed(rung, self._clock.now(), {"until": until.isoformat()}))
        except AlreadyDone:
            return

    def wants_reminders(self, by: Gesture) -> bool:
        with self._store.read(by.team_id) as tx:
            person = tx.people.one(by.user_id)
        return person is None or person.wants_reminders

    def set_reminders(self, by: Gesture, *, wanted: bool) -> None:
        try:
            with self._store.begin(by) as tx:
                person = tx.people.one(by.user_id)
                if person is not None and person.wants_reminders != wanted:
                    person.wants_reminders = wanted
                    rungs.replan(tx, by.user_id, self._at)
        except AlreadyDone:
            return

    def replan(self, team: TeamId, user: UserId) -> None:
        """After this person's hours have changed."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            rungs.replan(tx, user, self._at)

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _put_off(self, tx: Transaction, item: Item, user: UserId, snooze: Snooze) -> datetime:
        until = snoozed_until(snooze, self._clock.now(), rungs.calendar_of(tx, user, item, self._at))
        count = tx.ladders.snoozes(item.label, rungs.snoozes(item)) + 1
        tx.outbox.add(rungs.message(item, f"{rungs.SNOOZE}{count}", user, until))
        rungs.replan_one(tx, item, self._at)
        return until


def _why_not(item: Item, facts: Mapping[str, str]) -> str | None:
    if not item.is_open:
        return "closed"
    if item.owner != facts["owner"]:
        return "no longer theirs"
    return None if item.due_at == datetime.fromisoformat(facts["due"]) else "due at another time"
