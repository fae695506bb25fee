"""What stands in a Home, and on which page."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.domain.days import Section
from bot.domain.ids import ChannelId, NudgeNumber, RequestNumber, TaskNumber, TeamId, UserId
from bot.domain.outbox import Accepted, Claimed, MessageKind
from bot.domain.people import Channel, Person, PersonKind
from bot.domain.request_states import RequestStatus
from bot.services.homes import PAGE, HomeService
from bot.services.people import PeopleService
from storage.delivery import SqlOutbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PUBLIC, T1, HandClock
from tests.storage.steps import record


class NobodyElse:
    """A directory of a workspace in which everybody is known already."""

    def person(self, team: TeamId, user: UserId) -> Person | None:
        return None

    def people(self, team: TeamId) -> Sequence[Person]:
        return ()

    def channels(self, team: TeamId) -> Sequence[Channel]:
        return ()

    def members(self, channel: ChannelId) -> Sequence[UserId]:
        return ()


class Office:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = SqlStore(self.engine, lambda: None)
        self.clock = HandClock(NOW)
        people = PeopleService(self.store, NobodyElse(), self.clock, ZoneInfo("Europe/London"))
        self.homes = HomeService(self.store, people, self.clock)
        with self.store.begin(OWN_WORK) as tx:
            tx.people.add(make.person(zone_name="America/New_York"))
            tx.people.add(make.person(user_id=BEN, name="Ben", kind=PersonKind.GUEST))
            tx.channels.add(make.channel())

    def requests(self, count: int, owner: UserId | None = ANA) -> None:
        with self.store.begin(OWN_WORK) as tx:
            for number in range(1, count + 1):
                tx.client_requests.add(make.request(number=RequestNumber(number), owner=owner, audience=PUBLIC))

    def rows(self) -> list[Claimed]:
        """What is due, in the order in which it is delivered: one Home after the other."""
        found: list[Claimed] = []
        outbox = SqlOutbox(self.engine, self.clock, 0, make.teams)
        while claimed := outbox.claim(limit=20, lease=timedelta(days=1)):
            for row in claimed:
                record(outbox, row, Accepted(None))
            found += claimed
        return found


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


@pytest.mark.parametrize(
    ("count", "offset", "start", "shown"),
    [(0, 20, 0, 0), (1, 20, 0, 1), (PAGE, PAGE, 0, PAGE), (PAGE + 1, PAGE, PAGE, 1), (101, 5_000, 100, 1)],
)
def test_pages(office: Office, count: int, offset: int, start: int, shown: int) -> None:
    office.requests(count)
    home = office.homes.of(T1, ANA, offset=offset)
    assert (home.total, home.offset, len(home.lines)) == (count, start, shown)
    assert home.counts[Section.LATER] == count


def test_every_line_is_on_one_page(office: Office) -> None:
    office.requests(101)
    pages = [office.homes.of(T1, ANA, offset=offset) for offset in range(0, 101, PAGE)]
    found = [line.label for page in pages for line in page.lines]
    assert sorted(found) == sorted(f"R-{number}" for number in range(1, 102))


def test_today_is_where_the_person_is(office: Office) -> None:
    """23:30 in New York is tomorrow in London."""
    late = datetime(2026, 3, 5, 4, 30, tzinfo=UTC)
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(owner=ANA, audience=PUBLIC, due_at=late, due_zone="UTC"))
        tx.tasks.add(make.task(owner=ANA, audience=PUBLIC, due_at=NOW - timedelta(minutes=1), due_zone="UTC"))
        tx.tasks.add(make.task(number=TaskNumber(2), given_by=CAT, audience=PUBLIC))
        waiting = tx.outbox.add(make.message(kind=MessageKind.NUDGE, key="n", due_at=NOW + timedelta(days=1)))
        tx.nudges.add(make.nudge(number=NudgeNumber(1), user_id=ANA))
        tx.nudge_occurrences.add(make.occurrence(message=waiting))
    home = office.homes.of(T1, ANA)
    assert [(line.section, line.label) for line in home.lines] == [
        (Section.OVERDUE, "T-1"),
        (Section.TODAY, "R-1"),
        (Section.UNOWNED, "T-2"),
        (Section.REMINDERS, "N-1"),
    ]


@pytest.mark.parametrize("user", [BEN, CAT], ids=["a guest", "a stranger"])
def test_nothing_for_others(office: Office, user: UserId) -> None:
    office.requests(3, owner=None)
    home = office.homes.of(T1, user)
    assert not home.is_member
    assert home.lines == ()


def test_opening_it_again_publishes_it_again(office: Office) -> None:
    office.homes.opened(make.NEWS, ANA)
    office.homes.opened(make.NEWS, ANA)
    assert [(row.kind, row.to) for row in office.rows()] == [(MessageKind.HOME, ANA)]
    office.clock.pass_(timedelta(hours=1))
    office.homes.opened(make.NEWS, ANA)
    assert len(office.rows()) == 1
    with office.store.read(T1) as tx:
        ana = tx.people.for_change(ANA)
        assert ana is not None
        assert ana.home_opened_at == NOW


def test_a_page_and_a_notice_are_one_with_the_refresh_that_waits(office: Office) -> None:
    office.homes.opened(make.NEWS, ANA)
    by = make.gesture(key="click:1")
    office.homes.turn(by, PAGE)
    office.homes.turn(by, PAGE)
    office.homes.say(T1, ANA, "R-1 is yours.", about="R-1")
    office.homes.say(T1, ANA, "R-2 is yours.", about="R-2")
    office.homes.opened(make.NEWS, ANA)
    assert [row.facts for row in office.rows()] == [{"offset": "0", "notice": "R-2 is yours.", "about": "R-2"}]


def test_it_stays_on_its_page_until_it_is_opened_again(office: Office) -> None:
    office.requests(3 * PAGE)
    assert office.homes.of(T1, ANA).offset == 0
    office.homes.opened(make.NEWS, ANA)
    office.homes.turn(make.gesture(key="click:1"), 2 * PAGE)
    assert office.homes.of(T1, ANA).offset == 2 * PAGE
    office.homes.say(T1, ANA, "R-1 is yours.", about="R-1")
    office.rows()
    assert office.homes.of(T1, ANA).offset == 2 * PAGE
    office.homes.opened(make.NEWS, ANA)
    assert office.homes.of(T1, ANA).offset == 0


@pytest.mark.parametrize(
    ("status", "about", "offered"),
    [
        pytest.param(RequestStatus.DONE, "R-1", "R-1", id="closed"),
        pytest.param(RequestStatus.NEW, "R-1", None, id="open"),
        pytest.param(RequestStatus.DONE, "R-2", None, id="no such"),
        pytest.param(RequestStatus.DONE, "", None, id="about nothing"),
    ],
)
def test_what_a_notice_is_about_can_be_opened_again(
    office: Office, status: RequestStatus, about: str, offered: str | None
) -> None:
    with office.store.begin(OWN_WORK) as tx:
        request = make.request(owner=ANA, audience=PUBLIC)
        if status is RequestStatus.DONE:
            request.finish(by=ANA, at=NOW)
        tx.client_requests.add(request)
    closed = office.homes.of(T1, ANA, about=about).closed
    assert (closed.label if closed else None) == offered


def test_a_stranger_who_opens_it_is_left_alone(office: Office) -> None:
    office.homes.opened(make.NEWS, CAT)
    assert office.rows() == []


def test_what_changes_while_a_home_is_being_published_is_published_next(office: Office) -> None:
    """Also at one and the same moment of the clock."""
    office.homes.opened(make.NEWS, ANA)
    outbox = SqlOutbox(office.engine, office.clock, 0, make.teams)
    (row,) = outbox.claim(limit=5, lease=timedelta(days=1))
    office.homes.opened(make.NEWS, ANA)
    assert record(outbox, row, Accepted(None))
    assert len(office.rows()) == 1
