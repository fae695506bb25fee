"""People's own digests: begun for whoever has something to do, planned once a local date, read again when sent."""

import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import NudgeNumber, TeamId, UserId
from bot.domain.mornings import Morning, Pile, first, part_key, piled
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture, OwnWork
from bot.domain.outbox import Message, MessageKind
from bot.domain.people import PersonKind
from bot.domain.recurrence import Rule
from bot.domain.schedules import Kind, Late, Occurrence, late
from bot.services import cards, digest_parts, pings
from bot.services.holding import hours_of
from bot.services.people import PeopleService
from bot.services.ping_ports import Folded
from bot.services.ports import Store, Teams, Transaction

log = logging.getLogger(__name__)

#: Each may need a block of its own, and headings, heading and footer must still fit into Slack's 50.
LINES = 35
LOOKED_AHEAD = timedelta(days=500)


class Sweep(Protocol):
    def without_morning(self, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, UserId]]:
        """Members who have something open and of whom it was never said when they want to hear of it."""
        ...

    def due(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, UserId]]: ...


@dataclass(frozen=True)
class Line:
    """`item` is None when its reader may not see it any more."""

    pile: Pile
    label: str
    item: cards.Item | Nudge | None


@dataclass(frozen=True)
class Part:
    """One message of a morning's digest as it reads now; `counts` are those of the whole, `told` what was held back."""

    day: date
    zone: ZoneInfo
    due_at: datetime
    rule: Rule
    counts: Mapping[Pile, int]
    lines: tuple[Line, ...]
    part: int
    parts: int
    told: pings.Told | None = None


class MorningService:
    """`teams` are those to plan for."""

    def __init__(
        self, store: Store[Transaction], sweep: Sweep, people: PeopleService, clock: Clock, teams: Teams
    ) -> None:
        self._store = store
        self._sweep = sweep
        self._people = people
        self._clock = clock
        self._teams = teams

    def of(self, by: Gesture) -> Morning | None:
        with self._store.read(by.team_id) as tx:
            return tx.mornings.one(by.user_id)

    def comes_at(self, by: Gesture) -> datetime | None:
        """Their next one; None where none comes for longer than any leave."""
        with self._store.read(by.team_id) as tx:
            hours = hours_of(tx, by.user_id, self._people.workspace_zone, by_default=False).hours
            morning = tx.mornings.one(by.user_id)
        return morning.comes_at(hours, self._clock.now() + LOOKED_AHEAD) if morning is not None else None

    def set(self, by: Gesture, rule: Rule) -> Morning:
        """From now on at this time on these days, on the clock of wherever this person is."""
        return self._changed(by, lambda tx, morning: self._set(tx, morning, rule))

    def switch(self, by: Gesture, *, on: bool) -> Morning:
        def change(tx: Transaction, morning: Morning) -> None:
            if on:
                self._set(tx, morning, morning.rule)
            morning.is_on = on

        return self._changed(by, change)

    def plan_due(self) -> int:
        """Says how many it began, moved or queued. A failure of one is raised after the others have had their turn."""
        now, teams, done = self._clock.now(), self._teams(), list[int]()
        with ExitStack() as turns:
            for team, user in self._sweep.without_morning(teams):
                turns.callback(lambda team, user: done.append(self._begin(team, user, now)), team, user)
            for team, user in self._sweep.due(now, teams):
                turns.callback(lambda team, user: done.append(self._plan(team, user, now)), team, user)
        return sum(done)

    def part(
        self,
        team: TeamId,
        user: UserId,
        due_at: datetime,
        facts: Mapping[str, str],
        told: pings.Told | None = None,
        *,
        stands: bool = False,
    ) -> Part | None:
        """None when it was switched off, or nothing of it is left to be done. What `stands` already is shown anew."""
        listed = [(Pile(pile), label) for pile, label in json.loads(facts["listed"])]
        with self._store.read(team) as tx:
            morning = tx.mornings.one(user)
            if morning is None or (not morning.is_on and not stands):
                return None
            lines = tuple(Line(pile, label, _read(tx, label, user)) for pile, label in listed)
        day, zone = date.fromisoformat(facts["day"]), self._people.zone_of(team, user)
        lines = tuple(line for line in lines if line.pile is not Pile.REMINDERS or _is_on(line.item, day, zone))
        if told is None and not any(line.item is not None and _is_waiting(line.item) for line in lines):
            return None
        return Part(
            day=day,
            zone=zone,
            due_at=due_at,
            rule=morning.rule,
            counts={Pile(pile): count for pile, count in json.loads(facts["counts"]).items()},
            lines=lines,
            part=int(facts["part"]),
            parts=int(facts["parts"]),
            told=told,
        )

    def _set(self, tx: Transaction, morning: Morning, rule: Rule) -> None:
        """There is one a day, also when it is set to a later hour of a day that has had its own, or far behind it."""
        morning.set(rule, self._clock.now())
        while tx.mornings.has_come(morning.user_id, morning.next_date):
            morning.leave_out()

    def _changed(self, by: Gesture, change: "Change") -> Morning:
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            if tx.mornings.one(by.user_id) is None:
                tx.mornings.add(first(by.team_id, by.user_id, by.zone, self._clock.now()))
            morning = tx.mornings.for_change(by.user_id)
            assert morning is not None, "made here or by somebody else in this very moment"
            change(tx, morning)
        kept = self.of(by)
        assert kept is not None, "made by this delivery, now or before"
        return kept

    def _begin(self, team: TeamId, user: UserId, now: datetime) -> int:
        zone = self._people.zone_of(team, user)
        with self._store.begin(OwnWork(team_id=team)) as tx:
            if tx.mornings.one(user) is None:
                tx.mornings.add(first(team, user, zone, now))
        return 1

    def _plan(self, team: TeamId, user: UserId, now: datetime) -> int:
        zone = self._people.zone_of(team, user)
        with self._store.begin(OwnWork(team_id=team)) as tx:
            morning = tx.mornings.for_change(user)
            if morning is None or morning.follow(zone, now):
                return 1
            due = morning.take_due(now)
            if due is None:
                return 0
            self._queue(tx, user, due, now)
        return 1

    def _queue(self, tx: Transaction, user: UserId, due: Occurrence, now: datetime) -> None:
        """None on a day off. The time is one that somebody chose, so only quiet hours hold it."""
        hours = hours_of(tx, user, self._people.workspace_zone, by_default=False).hours
        person = tx.people.one(user)
        if person is None or person.kind is not PersonKind.MEMBER or not hours.is_working_day(due.local_date):
            return
        if tx.mornings.has_come(user, due.local_date):
            return
        at = hours.after_quiet(due.at_utc)
        if late(Kind.DIGEST, at, now) is Late.TOO_LATE:
            log.warning("the digest of %s in %s was due at %s: too late, skipped", user, person.team_id, at)
            return
        listed, held = _listed(tx, user, now, hours.zone), pings.by_importance(tx, tx.pings.for_gathering(user))
        parts = [*_parts(tx, user, Occurrence(due.local_date, at), [*listed, *held])]
        ids = digest_parts.queue(tx.outbox, [message for message, _ in parts])
        for id_, (_, folded) in zip(ids, parts, strict=True):
            tx.catch_up.gather([one.row for one in folded], id_)


def tells(tx: Transaction, user: UserId, day: date, label: str, now: datetime) -> bool:
    """Whether this person's digest of that day has told them of the item, or is just about to."""
    morning = tx.mornings.one(user)
    if morning is None or not morning.is_on:
        return False
    if morning.next_date == day and morning.next_at <= now:
        return late(Kind.DIGEST, morning.next_at, now) is not Late.TOO_LATE
    return told(tx, user, day, label)


def told(tx: Transaction, user: UserId, day: date, label: str) -> bool:
    """Whether this person's digest of that day names the item; not one that did not arrive."""
    parts = tx.mornings.parts(user, day)
    return any(label == listed for facts in parts for _pile, listed in json.loads(facts["listed"]))


class Change(Protocol):
    def __call__(self, tx: Transaction, morning: Morning, /) -> None: ...


Listed = tuple[Pile, str]


def _parts(
    tx: Transaction, user: UserId, due: Occurrence, lines: Sequence[Listed | Folded]
) -> Iterator[tuple[Message, Sequence[Folded]]]:
    """Each message, and what it tells that was held back."""
    piles = [Pile.HELD if isinstance(line, Folded) else line[0] for line in lines]
    counts = {pile: count for pile in Pile if (count := piles.count(pile))}
    slices = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    for number, some in enumerate(slices, start=1):
        listed, held = (
            [one for one in some if not isinstance(one, Folded)],
            [one for one in some if isinstance(one, Folded)],
        )
        why = pings.why(tx, user, held) if held else {}
        facts = {"day": due.local_date.isoformat(), "part": str(number), "parts": str(len(slices))}
        message = Message(
            kind=MessageKind.MORNING,
            about=user,
            to=user,
            key=part_key(user, due.local_date, number),
            due_at=due.at_utc,
            facts={**facts, **why, "listed": json.dumps(listed), "counts": json.dumps(counts)},
        )
        yield message, held


def _listed(tx: Transaction, user: UserId, now: datetime, zone: ZoneInfo) -> list[Listed]:
    """Also what they logged themselves and nobody has taken: until somebody has it, it is theirs to look after.

    Reminders alone make no digest: each comes by itself.
    """
    unowned = [request for request in tx.client_requests.unowned(seen_by=user) if request.logged_by == user]
    owned: list[cards.Item] = [*tx.client_requests.owned_by(user), *tx.tasks.owned_by(user)]
    items = piled(owned, unowned, now, zone)
    today = now.astimezone(zone).date()
    waiting = [nudge for nudge in tx.nudges.waiting_for(user) if nudge.due_at > now and _is_on(nudge, today, zone)]
    reminders = [(Pile.REMINDERS, nudge.label) for nudge in sorted(waiting, key=lambda nudge: nudge.due_at)]
    return [*items, *reminders] if items else []


def _read(tx: Transaction, label: str, user: UserId) -> cards.Item | Nudge | None:
    try:
        if label.startswith("N-"):
            return tx.nudges.one(NudgeNumber(int(label[2:])), seen_by=user)
        return cards.item(tx, label, seen_by=user)
    except NotFound:
        return None


def _is_on(item: cards.Item | Nudge | None, day: date, zone: ZoneInfo) -> bool:
    """One that recurs has moved on to another day once it has come."""
    return isinstance(item, Nudge) and item.due_at.astimezone(zone).date() == day


def _is_waiting(item: cards.Item | Nudge) -> bool:
    return item.cancelled_at is None if isinstance(item, Nudge) else item.is_open
