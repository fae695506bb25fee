"""A person's day, in their Home and wherever else they ask for it: a page of it, and how they want to see it."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.days import EVERYTHING, Day, DayLine, DayView, Filters, Section, day_of, overlapped, page_start
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import ClientNumber, TeamId, UserId
from bot.domain.origins import Gesture, OwnWork, Told
from bot.domain.people import PersonKind
from bot.domain.text import folded
from bot.domain.zones import zone_or
from bot.services import cards
from bot.services.outbox_ports import Outbox
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

#: Lines on a page: far from the Home's 100 blocks, and still read from top to bottom.
PAGE = 20
#: As many clients as a menu offers at once; what is typed there finds the others.
CLIENTS = 99


class HomeOutbox(Outbox, Protocol):
    def home_offset(self, user: UserId) -> int:
        """Of the page that was last asked for."""
        ...


class HomeTransaction(Transaction, Protocol):
    @property
    def outbox(self) -> HomeOutbox: ...


@dataclass(frozen=True)
class Home:
    """A page of somebody's day. `is_member` is False for those who may not work here.

    `client` is the name of the one that the filters name. `closed` is what they have just closed, or found closed, so
    that it can be opened again.
    """

    user: UserId
    is_member: bool
    zone: ZoneInfo
    at: datetime
    counts: Mapping[Section, int]
    filters: Filters = EVERYTHING
    client: str = ""
    lines: tuple[DayLine, ...] = ()
    offset: int = 0
    size: int = PAGE
    closed: cards.Item | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


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
            person = tx.people.for_change(user)
            if person is not None and person.home_opened_at is None:
                person.home_opened_at = now
            self._publish(tx, user, {"offset": "0"})

    def turn(self, by: Gesture, offset: int) -> None:
        """To another page. A refresh that waits for the same Home is one with it, and shows that page."""
        with contextlib.suppress(AlreadyDone), self._store.begin(by) as tx:
            self._publish(tx, by.user_id, {"offset": str(offset)})

    def filter(self, by: Gesture, change: Callable[[Filters], Filters]) -> None:
        """From now on it is seen like this, from its top. Raises NotFound for a client that they may not see."""
        with contextlib.suppress(AlreadyDone), self._store.begin(by) as tx:
            view = _view(tx, by)
            filters = change(view.filters)
            if filters.client is not None:
                tx.clients.one(filters.client, seen_by=by.user_id)
            view.show(filters)
            person = tx.people.one(by.user_id)
            if person is not None and person.home_opened_at is not None:
                self._publish(tx, by.user_id, {"offset": "0"})

    def clients(self, by: Gesture, typed: str) -> Sequence[tuple[ClientNumber, str]]:
        """To choose one of: number and name."""
        with self._store.read(by.team_id) as tx:
            return tx.days.clients(folded(typed), seen_by=by.user_id, most=CLIENTS)

    def labels(self, by: Gesture, *, most: int) -> Sequence[str]:
        """Of the requests and tasks on all pages of their day, as they want to see it."""
        with self._store.read(by.team_id) as tx:
            person = tx.people.one(by.user_id)
            zone = zone_or(person.zone_name if person else None, self._people.workspace_zone).zone
            filters, _ = _filters(tx, by.user_id)
            sections = [one for one in Section if one is not Section.REMINDERS]
            day = day_of(by.user_id, self._clock.now(), zone, filters)
            return [line.label for line in tx.days.lines(day, sections, offset=0, limit=most)]

    def is_of_one_client(self, by: Gesture) -> bool:
        """Whether they want to see what is for one client only."""
        with self._store.read(by.team_id) as tx:
            return _filters(tx, by.user_id)[0].client is not None

    def say(self, team: TeamId, user: UserId, notice: str, *, about: str) -> None:
        """With a line on top. `about` is the label of what it is about, or empty."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            self._publish(tx, user, {"notice": notice, "about": about})

    def of(self, team: TeamId, user: UserId, *, offset: int | None = None, size: int = PAGE, about: str = "") -> Home:
        """The page that their Home is on, unless another is asked for. `about` is what the notice on top is about."""
        now = self._clock.now()
        with self._store.read(team) as tx:
            person = tx.people.one(user)
            zone = zone_or(person.zone_name if person else None, self._people.workspace_zone).zone
            if person is None or person.kind is not PersonKind.MEMBER:
                return Home(user, is_member=False, zone=zone, at=now, counts={})
            filters, client = _filters(tx, user)
            asked = tx.outbox.home_offset(user) if offset is None else offset
            day = day_of(user, now, zone, filters)
            closed = _closed(tx, about, user)
            return replace(_page(tx, day, zone, asked, size), client=client, closed=closed)

    def _publish(self, tx: Transaction, user: UserId, facts: Mapping[str, str]) -> None:
        cards.publish_home(tx.outbox, user, now=self._clock.now(), facts=facts)


def _view(tx: Transaction, by: Gesture) -> DayView:
    if tx.days.view(by.user_id) is None:
        tx.days.add_view(DayView(team_id=by.team_id, user_id=by.user_id))
    view = tx.days.view(by.user_id)
    assert view is not None, "made here or by somebody else in this very moment"
    return view


def _filters(tx: Transaction, user: UserId) -> tuple[Filters, str]:
    """As kept, with the client's name; a client that they may not see any more is no filter."""
    view = tx.days.view(user)
    filters = view.filters if view else Filters()
    if filters.client is None:
        return filters, ""
    try:
        return filters, tx.clients.one(filters.client, seen_by=user).name
    except NotFound:
        return replace(filters, client=None), ""


def _page(tx: Transaction, day: Day, zone: ZoneInfo, asked: int, size: int) -> Home:
    """Only what stands on it is read, and how many there are."""
    counts = tx.days.counts(day)
    offset = page_start(asked, sum(counts.values()), size)
    sections, skip = overlapped(counts, offset, size)
    lines = tx.days.lines(day, sections, offset=skip, limit=size)
    return Home(
        day.user,
        is_member=True,
        zone=zone,
        at=day.now,
        counts=counts,
        filters=day.filters,
        lines=tuple(lines),
        offset=offset,
        size=size,
    )


def _closed(tx: Transaction, label: str, user: UserId) -> cards.Item | None:
    try:
        item = cards.item(tx, label, seen_by=user) if label else None
    except NotFound:
        return None
    return None if item is None or item.is_open else item
