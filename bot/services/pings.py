"""What was held back because its reader had enough messages on that day: told in their next digest, or in a message of
its own where they have none.
"""

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.catch_up import Waiting
from bot.domain.clock import Clock
from bot.domain.errors import NotFound
from bot.domain.ids import NudgeNumber, OutboxId, RequestNumber, TeamId, UserId
from bot.domain.item_questions import ItemQuestion
from bot.domain.nudges import Nudge
from bot.domain.origins import OwnWork
from bot.domain.outbox import Message, MessageKind
from bot.domain.pings import digest_at, folded_from, rank, told_at
from bot.domain.priority import Priority
from bot.domain.tasks import Task
from bot.services import cards, chases, digest_parts, rungs
from bot.services.holding import hours_of
from bot.services.people import PeopleService
from bot.services.ping_ports import Folded, Settings
from bot.services.ports import Store, Teams, Transaction

#: Each may need a block of its own.
LINES = 35
#: As long as a change may go unseen that is none of what was set: somebody moved to another zone, say.
AGAIN = timedelta(minutes=5)


class Sweep(Protocol):
    def with_folded(self, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, UserId, Settings]]:
        """People for whom something waits that was held back."""
        ...


class Since(StrEnum):
    """What has become of an item since a message about it was held back."""

    SAME = "same"
    NOT_THEIRS = "not_theirs"
    DUE_ELSE = "due_else"
    WAITS = "waits"


@dataclass(frozen=True)
class Held:
    """One of them as it is now. `item` is None where it is about none, or its reader may not see it any more."""

    row: Waiting
    item: cards.Item | None
    question: ItemQuestion | None
    since: Since = Since.SAME


@dataclass(frozen=True)
class Waits:
    """Until when something is held back that was to come on `day`: in the reader's digest, or in a message of its own.
    `sent` is how many they had that day, where that concerns whoever asks.
    """

    day: date
    until: datetime
    is_for_digest: bool
    sent: int | None = None


@dataclass(frozen=True)
class Why:
    """On which days it was held back, and how many messages there had been on the last of them."""

    days: tuple[date, ...]
    sent: int

    @classmethod
    def of(cls, facts: Mapping[str, str]) -> "Why":
        return cls(tuple(map(date.fromisoformat, json.loads(facts["held_on"]))), int(facts["held_after"]))


@dataclass(frozen=True)
class Told:
    """A message that tells what was held back."""

    held: tuple[Held, ...]
    why: Why
    zone: ZoneInfo


@dataclass(frozen=True)
class Look:
    """When somebody was looked at, for whom it is not time before `until`, unless the clock is set back, or what they
    have set is not the same any more.
    """

    at: datetime
    until: datetime
    settings: Settings

    def holds(self, now: datetime, settings: Settings) -> bool:
        return self.at <= now < self.until and settings == self.settings


class PingService:
    """`teams` are those to plan for."""

    def __init__(
        self, store: Store[Transaction], sweep: Sweep, people: PeopleService, clock: Clock, teams: Teams
    ) -> None:
        self._store = store
        self._sweep = sweep
        self._people = people
        self._clock = clock
        self._teams = teams
        self._looks: dict[tuple[TeamId, UserId], Look] = {}

    def plan_due(self) -> int:
        """Says how many people are told. A failure of one is raised after the others have had their turn."""
        now, done = self._clock.now(), list[int]()
        waiting = {(team, user): settings for team, user, settings in self._sweep.with_folded(self._teams())}
        looks = {whose: self._looks.get(whose) for whose in waiting}
        self._looks = {whose: look for whose, look in looks.items() if look and look.holds(now, waiting[whose])}
        with ExitStack() as turns:
            for (team, user), settings in waiting.items():
                if (team, user) not in self._looks:
                    turns.callback(lambda *whom: done.append(self._plan(now, *whom)), team, user, settings)
        return sum(done)

    def told(self, team: TeamId, to: UserId, message: OutboxId, facts: Mapping[str, str]) -> Told:
        with self._store.read(team) as tx:
            held = tuple(held_in(tx, to, message, self._clock.now()))
        return Told(held, Why.of(facts), self._people.zone_of(team, to))

    def _plan(self, now: datetime, team: TeamId, user: UserId, settings: Settings) -> int:
        with self._store.read(team) as tx:
            until = self._waits_until(tx, user, tx.pings.folded(user), now)
        if until is not None:
            self._looks[team, user] = Look(now, min(until, now + AGAIN), settings)
            return 0
        with self._store.begin(OwnWork(team_id=team)) as tx:
            folded = by_importance(tx, tx.pings.for_gathering(user))
            if not folded or self._waits_until(tx, user, folded, now):
                return 0
            slices = [folded[start : start + LINES] for start in range(0, len(folded), LINES)]
            ids = digest_parts.queue(tx.outbox, [_message(tx, user, some, now) for some in slices])
            for some, id_ in zip(slices, ids, strict=True):
                tx.catch_up.gather([one.row for one in some], id_)
        return 1

    def _waits_until(self, tx: Transaction, user: UserId, folded: Sequence[Folded], now: datetime) -> datetime | None:
        """None where it is to be told now, or there is nothing."""
        if not folded:
            return None
        digest, at = _told(tx, user, folded, self._people.workspace_zone, now)
        return digest or (at if at > now else None)


def why(tx: Transaction, user: UserId, folded: Sequence[Folded]) -> Mapping[str, str]:
    """The facts of a message that tells these."""
    days = sorted({one.day for one in folded})
    sent = tx.pings.sent_on(user, days[-1])
    return {"held_on": json.dumps([day.isoformat() for day in days]), "held_after": str(sent)}


def waits(tx: Transaction, nudge: Nudge, asker: UserId, at: rungs.At) -> Waits | None:
    """None where this reminder does not wait for its reader's next digest."""
    to = nudge.user_id
    if to is None or nudge.cancelled_at is not None:
        return None
    found = _waits(tx, to, nudge.label, at) or _comes(tx, to, nudge.label)
    return replace(found, sent=tx.pings.sent_on(to, found.day)) if found is not None and to == asker else found


def _waits(tx: Transaction, to: UserId, label: str, at: rungs.At) -> Waits | None:
    folded = tx.pings.folded(to)
    found = next((one for one in folded if one.row.about == label), None)
    if found is None:
        return None
    digest, until = _told(tx, to, folded, at.zone, at.now)
    return Waits(found.day, digest or max(until, at.now), digest is not None)


def _comes(tx: Transaction, to: UserId, label: str) -> Waits | None:
    """With a message that is made already."""
    coming = tx.pings.in_digest(to, label)
    return Waits(coming.day, coming.due_at, coming.kind is MessageKind.MORNING) if coming is not None else None


def held_in(tx: Transaction, user: UserId, message: OutboxId, now: datetime) -> Iterator[Held]:
    """As they are now, most important first."""
    for row in _sorted(tx, tx.catch_up.gathered(message)):
        item = _item(tx, row.about, user)
        yield Held(row, item, _question(tx, row), _since(tx, row, item, user, now) if item else Since.SAME)


def by_importance(tx: Transaction, folded: Sequence[Folded]) -> list[Folded]:
    rows = {one.row.id: one for one in folded}
    return [rows[row.id] for row in _sorted(tx, [one.row for one in folded])]


def _sorted(tx: Transaction, rows: Sequence[Waiting]) -> list[Waiting]:
    return sorted(rows, key=lambda row: (rank(_priority(tx, row.about)), row.due_at))


def _priority(tx: Transaction, label: str) -> Priority:
    """A task has that of its request, a reminder that of what it is about."""
    if label.startswith("N-"):
        nudge = tx.nudges.known(NudgeNumber(int(label[2:])))
        return _priority(tx, nudge.about) if nudge is not None and nudge.about else Priority.NORMAL
    item = next(iter(tx.digests.entries([label])), None)
    if isinstance(item, Task):
        return _of_request(tx, item.request_number)
    return item.priority if item is not None else Priority.NORMAL


def _of_request(tx: Transaction, number: RequestNumber | None) -> Priority:
    return _priority(tx, f"R-{number}") if number is not None else Priority.NORMAL


def _told(
    tx: Transaction, user: UserId, folded: Sequence[Folded], zone: ZoneInfo, now: datetime
) -> tuple[datetime | None, datetime]:
    """When the digest comes that tells it, None without one; and when it is told then."""
    hours, morning = hours_of(tx, user, zone, by_default=True).hours, tx.mornings.one(user)
    first = min(folded_from(one.row.due_at, one.day, hours.zone) for one in folded)
    off = hours_of(tx, user, zone, by_default=False).hours
    return digest_at(morning, off, first), told_at(hours, first, now)


def _since(tx: Transaction, row: Waiting, item: cards.Item, reader: UserId, now: datetime) -> Since:
    """What would not be sent any more if it came by itself."""
    match row.kind:
        case MessageKind.RUNG:
            return _since_reminded(item, row.facts, now)
        case MessageKind.CHASE if not chases.is_for(tx, item, reader):
            return Since.NOT_THEIRS
        case MessageKind.CHASE if datetime.fromisoformat(row.facts["until"]) not in chases.moments_of(item):
            return Since.WAITS
        case MessageKind.REQUEST_FOR_OWNER | MessageKind.TASK_FOR_OWNER if item.owner != reader:
            return Since.NOT_THEIRS
        case _:
            return Since.SAME


def _since_reminded(item: cards.Item, facts: Mapping[str, str], now: datetime) -> Since:
    if item.owner != facts["owner"]:
        return Since.NOT_THEIRS
    if item.due_at != datetime.fromisoformat(facts["due"]):
        return Since.DUE_ELSE
    held = rungs.held_until(item)
    is_snoozed = held is not None and held > now
    return Since.WAITS if is_snoozed or rungs.is_on_hold(item) or rungs.is_paused(item) else Since.SAME


def _item(tx: Transaction, label: str, user: UserId) -> cards.Item | None:
    if label.startswith("N-"):
        return None
    try:
        return cards.item(tx, label, seen_by=user)
    except NotFound:
        return None


def _question(tx: Transaction, row: Waiting) -> ItemQuestion | None:
    if row.kind is not MessageKind.QUESTION:
        return None
    return tx.item_questions.one(row.about, int(row.facts["number"]))


def _message(tx: Transaction, user: UserId, folded: Sequence[Folded], now: datetime) -> Message:
    return Message(
        kind=MessageKind.HELD_BACK,
        about=user,
        to=user,
        key=f"held_back:{uuid.uuid4().hex}",
        due_at=now,
        facts=why(tx, user, folded),
    )
