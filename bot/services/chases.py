"""What waits for somebody, is on hold or snoozed comes back to whoever has it when they said that it should."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.errors import NotFound
from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.ladders import Calendar
from bot.domain.origins import Gesture
from bot.domain.outbox import Dropped, Lane, Message, MessageKind
from bot.services import cards, rungs, stand_ins
from bot.services.cards import Item
from bot.services.holding import hours_of
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

#: Working days that whoever is asked is given to answer, unless another day is named.
PATIENCE = 2


@dataclass(frozen=True)
class Basis:
    """What of an item its coming back follows from."""

    reader: UserId
    status: str
    moments: tuple[datetime, ...]

    @classmethod
    def of(cls, item: Item) -> "Basis":
        return cls(reader_of(item), item.status.value, moments_of(item))


@dataclass(frozen=True)
class Chase:
    """`is_due` while it still waits as it did when this was planned; `was_snoozed`: this is the end of a snooze.
    `waits` is the label of the request whose client can be waited for.
    """

    item: Item
    zone: ZoneInfo
    is_due: bool
    was_snoozed: bool
    waits: str | None = None


def reader_of(item: Item) -> UserId:
    return item.owner or giver_of(item)


def giver_of(item: Item) -> UserId:
    return item.logged_by if isinstance(item, ClientRequest) else item.given_by


def is_for(tx: Transaction, item: Item, user: UserId) -> bool:
    """Or for somebody who has left, so that it comes to the next person."""
    reader = reader_of(item)
    return user == reader or not stand_ins.is_member(tx.people.one(reader))


def moments_of(item: Item) -> tuple[datetime, ...]:
    """When it comes back: what is snoozed not before that is over."""
    snoozed = item.snoozed_until
    paused = item.paused_until if isinstance(item, ClientRequest) else None
    if snoozed is None or (paused is not None and paused > snoozed):
        return tuple(at for at in (snoozed, paused) if at is not None)
    return (snoozed,)


def follow(tx: Transaction, item: Item, before: Basis, at: rungs.At) -> None:
    """After a change. What was planned for another moment or person finds at its time that it is not wanted."""
    basis = Basis.of(item)
    if basis != before and basis.moments:
        _plan(tx, item, at)


def replan(tx: Transaction, item: Item, at: rungs.At) -> None:
    """After the clock or the hours of whoever it comes back to have changed, or they have left."""
    if item.is_open and moments_of(item):
        for message, moment in _plan(tx, item, at):
            tx.outbox.postpone(message, due_at=moment, expires_at=None)


def _plan(tx: Transaction, item: Item, at: rungs.At) -> list[tuple[OutboxId, datetime]]:
    """Each message, and when it comes. One that was planned before stays as it was; what has come to somebody who left
    since does not come again.
    """
    reader, moments = reader_of(item), moments_of(item)
    if stand_ins.is_member(tx.people.one(reader)):
        return [_planned(tx, item, reader, moment, at) for moment in moments]
    next_one = stand_ins.of_owner(tx, item, now=at.now, zone=at.zone)
    still = [moment for moment in moments if moment > at.now]
    return [_planned(tx, item, next_one, moment, at) for moment in still] if next_one is not None else []


def _planned(tx: Transaction, item: Item, reader: UserId, moment: datetime, at: rungs.At) -> tuple[OutboxId, datetime]:
    giver, label, due_at = giver_of(item), item.label, _comes_at(tx, item, reader, moment, at)
    message = tx.outbox.add(
        Message(
            kind=MessageKind.CHASE,
            about=label,
            to=reader,
            key=f"chase:{label}:{reader}:{moment:%Y-%m-%dT%H:%M:%SZ}",
            due_at=due_at,
            lane=Lane.REMINDER,
            fallback=None if reader == giver else giver,
            facts={"until": moment.isoformat(), **({"snoozed": "1"} if moment == item.snoozed_until else {})},
        )
    )
    return message, due_at


def _comes_at(tx: Transaction, item: Item, reader: UserId, moment: datetime, at: rungs.At) -> datetime:
    if moment == item.snoozed_until and rungs.comes_anyway(tx, item):
        return moment
    return hours_of(tx, reader, at.zone, by_default=True).hours.next_open(moment)


class ChaseService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def default_until(self, by: Gesture) -> datetime:
        """The morning on which to ask again, unless somebody knows better."""
        with self._store.read(by.team_id) as tx:
            hours = hours_of(tx, by.user_id, self._people.workspace_zone, by_default=True).hours
        calendar = Calendar.within(hours)
        return calendar.morning(hours.working_day_after(calendar.local_date(self._clock.now()), PATIENCE))

    def chase(self, team: TeamId, label: str, to: UserId, facts: Mapping[str, str]) -> Chase | Dropped:
        with self._store.read(team) as tx:
            try:
                item = cards.item(tx, label, seen_by=to)
            except NotFound:
                return Dropped("hidden")
            waits = cards.waits_with(tx, item, to)
            is_theirs = is_for(tx, item, to)
        until = datetime.fromisoformat(facts["until"])
        is_due = item.is_open and until in moments_of(item) and is_theirs
        return Chase(item, self._people.zone_of(team, to), is_due, until == item.snoozed_until, waits)
