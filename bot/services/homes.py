"""The Home: one person's open work, what nobody has yet, and the reminders that wait for them."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.digests import sorted_into
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import ClientNumber, TeamId, UserId
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture, OwnWork, Told
from bot.domain.people import PersonKind
from bot.domain.tasks import Task
from bot.services import cards
from bot.services.people import PeopleService
from bot.services.ports import Outbox, Store, Tasks, Transaction

#: Lines on a page: far from the Home's 100 blocks, and still read from top to bottom.
PAGE = 20


class UnownedTasks(Tasks, Protocol):
    def unowned(self, *, seen_by: UserId) -> Sequence[Task]: ...


class HomeOutbox(Outbox, Protocol):
    def home_offset(self, user: UserId) -> int:
        """Of the page that was last asked for."""
        ...


class HomeTransaction(Transaction, Protocol):
    @property
    def tasks(self) -> UnownedTasks: ...
    @property
    def outbox(self) -> HomeOutbox: ...


class Section(StrEnum):
    """In the order in which they stand."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    UNOWNED = "unowned"
    REMINDERS = "reminders"


@dataclass(frozen=True)
class Line:
    section: Section
    what: ClientRequest | Task | Nudge


@dataclass(frozen=True)
class Home:
    """A page of what stands in somebody's Home. `is_member` is False for those who may not work here.

    `closed` is what they have just closed, or found closed, so that it can be opened again.
    """

    user: UserId
    is_member: bool
    zone: ZoneInfo
    at: datetime
    counts: dict[Section, int]
    clients: dict[ClientNumber, str]
    lines: tuple[Line, ...] = ()
    offset: int = 0
    total: int = 0
    closed: cards.Item | None = None


class HomeService:
    def __init__(self, store: Store[HomeTransaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def opened(self, told: Told, user: UserId) -> None:
        """From now on it is kept fresh; time has passed since, so it is published anew each time, from its top."""
        if self._people.known(told.team_id, user) is None:
            return
        now = self._clock.now()
        with contextlib.suppress(AlreadyDone), self._store.begin(told) as tx:
            person = tx.people.one(user)
            if person is not None and person.home_opened_at is None:
                person.home_opened_at = now
            self._publish(tx, user, {"offset": "0"})

    def turn(self, by: Gesture, offset: int) -> None:
        """To another page. A refresh that waits for the same Home is one with it, and shows that page."""
        with contextlib.suppress(AlreadyDone), self._store.begin(by) as tx:
            self._publish(tx, by.user_id, {"offset": str(offset)})

    def say(self, team: TeamId, user: UserId, notice: str, *, about: str) -> None:
        """With a line on top. `about` is the label of what it is about, or empty."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            self._publish(tx, user, {"notice": notice, "about": about})

    def of(self, team: TeamId, user: UserId, *, offset: int | None = None, about: str = "") -> Home:
        """The page that they are on, unless another is asked for. `about` is what the notice on top is about."""
        zone, now = self._people.zone_of(team, user), self._clock.now()
        with self._store.read(team) as tx:
            person = tx.people.one(user)
            if person is None or person.kind is not PersonKind.MEMBER:
                return Home(user, is_member=False, zone=zone, at=now, counts={}, clients={})
            lines = _lines(tx, user, now, zone)
            clients = {client.number: client.name for client in tx.clients.all(seen_by=user)}
            start = _start(tx.outbox.home_offset(user) if offset is None else offset, len(lines))
            closed = _closed(tx, about, user)
        sections = [line.section for line in lines]
        return Home(
            user,
            is_member=True,
            zone=zone,
            at=now,
            counts={section: sections.count(section) for section in Section},
            clients=clients,
            lines=tuple(lines[start : start + PAGE]),
            offset=start,
            total=len(lines),
            closed=closed,
        )

    def _publish(self, tx: Transaction, user: UserId, facts: Mapping[str, str]) -> None:
        cards.publish_home(tx.outbox, user, now=self._clock.now(), facts=facts)


def _lines(tx: HomeTransaction, user: UserId, now: datetime, zone: ZoneInfo) -> list[Line]:
    mine: list[cards.Item] = [*tx.client_requests.owned_by(user), *tx.tasks.owned_by(user)]
    nobodys: list[cards.Item] = [*tx.client_requests.unowned(seen_by=user), *tx.tasks.unowned(seen_by=user)]
    by_label = {item.label: item for item in (*mine, *nobodys)}
    piles = sorted_into(mine, now=now, zone=zone)
    unowned = sorted_into(nobodys, now=now, zone=zone)
    labels = {
        Section.OVERDUE: piles.overdue,
        Section.TODAY: piles.today,
        Section.LATER: piles.others,
        Section.UNOWNED: (*unowned.overdue, *unowned.today, *unowned.unowned),
    }
    items = [Line(section, by_label[label]) for section, pile in labels.items() for label in pile]
    reminders = sorted(tx.nudges.waiting_for(user), key=lambda nudge: nudge.due_at)
    return [*items, *(Line(Section.REMINDERS, nudge) for nudge in reminders)]


def _closed(tx: Transaction, label: str, user: UserId) -> cards.Item | None:
    try:
        item = cards.item(tx, label, seen_by=user) if label else None
    except NotFound:
        return None
    return None if item is None or item.is_open else item


def _start(offset: int, total: int) -> int:
    """The page that holds the line asked for; the last one when there are fewer by now."""
    last = max(total - 1, 0)
    return min(max(offset, 0), last) // PAGE * PAGE
