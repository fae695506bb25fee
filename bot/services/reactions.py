"""Reminders upon which their reader does not act: the next person is told once, and each Monday whoever looks after
such things reads of all that nobody has acted upon.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.dates import MORNING
from bot.domain.errors import NotFound
from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.origins import OwnWork
from bot.domain.outbox import Dropped, Lane, Message, MessageKind
from bot.domain.people import PersonKind
from bot.domain.reactions import WEEK, monday_of, react_by
from bot.domain.schedules import once
from bot.domain.wall_clock import wall_time
from bot.services import cards, mornings, rungs, stand_ins
from bot.services.cards import Item
from bot.services.holding import hours_of
from bot.services.people import PeopleService
from bot.services.ping_ports import Unheeded
from bot.services.ports import Store, Teams, Transaction
from bot.services.rungs import At

#: As many lines as a message has room for.
LINES = 40


class Sweep(Protocol):
    def unheeded(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, OutboxId, str]]:
        """Reminders whose reader has had their time, each with its label."""
        ...

    def without_week(self, monday: date, teams: Collection[TeamId]) -> Sequence[TeamId]:
        """Workspaces in which the week that begins then was not begun by going through the one before it."""
        ...


@dataclass(frozen=True)
class PassedOn:
    """To the next person. `has_left`: who has it is no full member any more."""

    item: Item
    zone: ZoneInfo
    since: datetime
    is_due: bool
    has_left: bool


@dataclass(frozen=True)
class WeekLine:
    """`count` reminders that nobody acted upon, to `user`; `item` is None where it may not be seen any more."""

    label: str
    user: UserId
    count: int
    item: Item | None


class ReactionService:
    """Nobody else is told after 0 `days`. `teams` are those to plan for."""

    def __init__(
        self, store: Store[Transaction], sweep: Sweep, people: PeopleService, clock: Clock, teams: Teams, *, days: int
    ) -> None:
        self._store = store
        self._sweep = sweep
        self._people = people
        self._clock = clock
        self._teams = teams
        self._days = days

    def plan_due(self) -> int:
        """Says how much there was to do. A failure of one is raised after the others have had their turn."""
        at, teams, done = At(self._clock.now(), self._people.workspace_zone), self._teams(), list[int]()
        with ExitStack() as turns:
            monday = monday_of(wall_time(at.now, at.zone).date())
            for team in self._sweep.without_week(monday, teams):
                turns.callback(lambda team: done.append(self._tell_of_week(team, monday, at)), team)
            for team, message, label in self._sweep.unheeded(at.now, teams):
                turns.callback(
                    lambda team, message, label: done.append(self._look(team, message, label, at)), team, message, label
                )
        return sum(done)

    def passed_on(self, team: TeamId, label: str, to: UserId, facts: Mapping[str, str]) -> PassedOn | Dropped:
        """For rendering."""
        with self._store.read(team) as tx:
            try:
                item = cards.item(tx, label, seen_by=to)
            except NotFound:
                return Dropped("hidden")
            has_acted = tx.reactions.has_acted(OutboxId(facts["reminder"]))
            owner = tx.people.one(item.owner) if item.owner else None
        is_due = not has_acted and _is_asked_now(item, facts, self._clock.now())
        has_left = owner is not None and owner.kind is not PersonKind.MEMBER
        since = datetime.fromisoformat(facts["since"])
        return PassedOn(item, self._people.zone_of(team, to), since, is_due, has_left)

    def week(self, team: TeamId, to: UserId, facts: Mapping[str, str]) -> Sequence[WeekLine]:
        """As those items are now."""
        with self._store.read(team) as tx:
            return [
                WeekLine(label, UserId(user), count, _seen(tx, label, to))
                for label, user, count in json.loads(facts["listed"])
            ]

    def _look(self, team: TeamId, message: OutboxId, label: str, at: At) -> int:
        """The item is locked first, as by those who change it. Another process may have been faster."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            item = next(iter(tx.ladders.for_planning([label])), None)
            found = tx.reactions.unheeded(message, now=at.now)
            if found is None:
                return 0
            tx.reactions.note(message, _day_of(tx, found, at))
            by = self._react_by(tx, item, found, at) if item is not None and _is_asked(item, found.facts) else None
            if by is not None and by > at.now:
                tx.reactions.expect(message, by)
                return 1
            tx.reactions.pass_on(message, at.now)
            if by is not None and item is not None and _has_come(tx, found, at):
                _tell_next(tx, item, found, at)
        return 1

    def _react_by(self, tx: Transaction, item: Item, found: Unheeded, at: At) -> datetime | None:
        """At once where its reader is gone, though Slack took the message."""
        if not stand_ins.is_member(tx.people.one(found.to)):
            return at.now
        if not self._days:
            return None
        hours = hours_of(tx, found.to, at.zone, by_default=True).hours
        return react_by(hours, _since(item, found), self._days, is_urgent=rungs.comes_anyway(tx, item))

    def _tell_of_week(self, team: TeamId, monday: date, at: At) -> int:
        """Once for each week, however many processes there are, and also where there is nothing to tell."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            if not tx.reactions.begin_week(monday):
                return 0
            found = [one for one in tx.reactions.of_week(monday - WEEK) if self._days]
            for reader, told in _by_reader(tx, found, at).items():
                tx.outbox.add(_week_message(tx, reader, told, monday, at))
        return 1


def _is_asked(item: Item, facts: Mapping[str, str]) -> bool:
    """It still is what its reader was reminded of, and nobody has said that it waits."""
    is_same = item.owner == facts["owner"] and item.due_at == datetime.fromisoformat(facts["due"])
    return item.is_open and is_same and not rungs.is_paused(item) and not rungs.is_on_hold(item)


def _is_asked_now(item: Item, facts: Mapping[str, str], now: datetime) -> bool:
    """Nor is it out of sight, whoever put it there."""
    held = rungs.held_until(item)
    return _is_asked(item, facts) and (held is None or held <= now)


def _since(item: Item, found: Unheeded) -> datetime:
    """From when on its reader has had their time: what is out of sight leaves them none."""
    held = rungs.held_until(item)
    return found.sent_at if held is None else max(found.sent_at, held)


def _day_of(tx: Transaction, found: Unheeded, at: At) -> date:
    return wall_time(found.sent_at, hours_of(tx, found.to, at.zone, by_default=True).hours.zone).date()


def _has_come(tx: Transaction, found: Unheeded, at: At) -> bool:
    """The digest that was to say it may have failed since."""
    return not found.is_in_digest or mornings.told(tx, found.to, _day_of(tx, found, at), found.label)


def _tell_next(tx: Transaction, item: Item, found: Unheeded, at: At) -> None:
    """Once for as long as it has this owner and is due then."""
    reader = stand_ins.of_owner(tx, item, now=at.now, zone=at.zone)
    if reader is None:
        return
    hours = hours_of(tx, reader, at.zone, by_default=True).hours
    facts = {"reminder": found.message, "since": found.sent_at.isoformat()}
    tx.outbox.add(
        Message(
            kind=MessageKind.UNHEEDED,
            about=item.label,
            to=reader,
            key=f"unheeded:{rungs.prefix(item)}",
            due_at=at.now if rungs.comes_anyway(tx, item) else hours.next_open(at.now),
            lane=Lane.REMINDER,
            facts={**facts, "owner": found.facts["owner"], "due": found.facts["due"]},
        )
    )


_Listed = dict[tuple[str, UserId], int]


def _by_reader(tx: Transaction, found: Sequence[Unheeded], at: At) -> dict[UserId, _Listed]:
    told: dict[UserId, _Listed] = {}
    for one in found:
        item = next(iter(tx.digests.entries([one.label])), None)
        if item is None or not (_is_asked_now(item, one.facts, at.now) and _has_come(tx, one, at)):
            continue
        reader = stand_ins.of_owner(tx, item, now=at.now, zone=at.zone)
        if reader is not None:
            counts = told.setdefault(reader, {})
            counts[one.label, one.to] = counts.get((one.label, one.to), 0) + 1
    return told


def _week_message(tx: Transaction, reader: UserId, told: _Listed, monday: date, at: At) -> Message:
    hours = hours_of(tx, reader, at.zone, by_default=True).hours
    morning = once(datetime.combine(monday, MORNING), hours.zone)
    listed = [[label, user, count] for (label, user), count in told.items()]
    return Message(
        kind=MessageKind.UNHEEDED_WEEK,
        about=reader,
        to=reader,
        key=f"unheeded_week:{reader}:{monday.isoformat()}",
        due_at=hours.next_open(max(morning, at.now)),
        lane=Lane.REMINDER,
        facts={"listed": json.dumps(listed), "week": (monday - WEEK).isoformat()},
    )


def _seen(tx: Transaction, label: str, user: UserId) -> Item | None:
    try:
        return cards.item(tx, label, seen_by=user)
    except NotFound:
        return None
