"""Mornings planned: one a date, whoever plans and how often, for members who have something to do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from bot.domain.ids import RequestNumber, UserId
from bot.domain.mornings import Pile
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.services.mornings import LINES, MorningService
from bot.services.people import PeopleService
from storage.mornings import MorningSweep
from storage.outbox import outbox
from storage.store import SqlStore
from tests.services.office import NobodyElse
from tests.storage import make
from tests.storage.make import ANA, BEN, OWN_WORK, T1, HandClock

LONDON = ZoneInfo("Europe/London")
#: A Tuesday, 14:00 in London.
START = datetime(2026, 3, 3, 14, tzinfo=UTC)
BERLIN_MORNING = datetime(2026, 3, 4, 7, 30, tzinfo=UTC)


class Office:
    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock = engine, HandClock(START)
        self.store = SqlStore(engine, lambda: None)
        with self.store.begin(OWN_WORK) as tx:
            tx.people.add(make.person(zone_name="Europe/Berlin"))
            tx.channels.add(make.channel())
            tx.client_requests.add(make.request(owner=ANA))

    def service(self) -> MorningService:
        """As another process has it, with the same store."""
        people = PeopleService(self.store, NobodyElse(), self.clock, LONDON)
        return MorningService(self.store, MorningSweep(self.engine), people, self.clock, make.teams)

    def at(self, moment: datetime, services: int = 1) -> None:
        self.clock.moment = moment
        for service in [self.service() for _ in range(services)] * 2:
            while service.plan_due():
                pass

    def sent(self) -> list[str]:
        keys = select(outbox.c.key).where(outbox.c.kind == MessageKind.MORNING).order_by(outbox.c.sequence)
        with self.engine.connect() as connection:
            return list(connection.scalars(keys))


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def test_three_plan_and_one_is_sent(office: Office) -> None:
    office.at(START, 3)
    assert office.sent() == []
    office.at(BERLIN_MORNING, 3)
    office.at(BERLIN_MORNING + timedelta(hours=1), 3)
    assert office.sent() == [f"morning:{ANA}:2026-03-04:1"]


@pytest.mark.parametrize(
    ("later", "sent"),
    [(timedelta(hours=4), 1), (timedelta(hours=4, seconds=1), 0)],
    ids=["at the limit", "beyond it"],
)
def test_how_late_it_still_helps(office: Office, later: timedelta, sent: int) -> None:
    office.at(START)
    office.at(BERLIN_MORNING + later)
    assert len(office.sent()) == sent


@pytest.mark.parametrize("kind", [kind for kind in PersonKind if kind is not PersonKind.MEMBER])
def test_only_members_have_one(office: Office, kind: PersonKind) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.people.add(make.person(user_id=BEN, kind=kind))
        tx.client_requests.add(make.request(number=RequestNumber(2), owner=BEN))
    office.at(START)
    office.at(BERLIN_MORNING + timedelta(hours=2))
    assert {key.split(":")[1] for key in office.sent()} == {ANA}


def test_who_was_a_member_when_it_began_has_none_as_a_guest(office: Office) -> None:
    office.at(START)
    with office.store.begin(OWN_WORK) as tx:
        person = tx.people.for_change(UserId(ANA))
        assert person is not None
        person.kind = PersonKind.GUEST
    office.at(BERLIN_MORNING)
    assert office.sent() == []


def test_a_zone_that_nobody_knows_is_the_workspaces(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        person = tx.people.for_change(UserId(ANA))
        assert person is not None
        person.zone_name = "Mars/Olympus"
    office.at(START)
    office.at(BERLIN_MORNING)
    assert office.sent() == []
    office.at(BERLIN_MORNING + timedelta(hours=1))
    assert len(office.sent()) == 1


def test_over_the_change_of_the_clocks_there_is_one_a_day(office: Office) -> None:
    office.at(datetime(2026, 3, 25, tzinfo=UTC))
    for half in range(2 * 24 * 8):
        office.at(datetime(2026, 3, 25, tzinfo=UTC) + timedelta(minutes=30 * half))
    days = [key.split(":")[2] for key in office.sent()]
    assert days == ["2026-03-25", "2026-03-26", "2026-03-27", "2026-03-30", "2026-03-31", "2026-04-01"]


def test_a_long_one_comes_in_parts_one_after_the_other(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for number in range(2, 2 * LINES + 2):
            tx.client_requests.add(make.request(number=RequestNumber(number), owner=ANA))
    office.at(BERLIN_MORNING - timedelta(hours=1))
    office.at(BERLIN_MORNING)
    parts = select(outbox.c.id, outbox.c.after, outbox.c.facts).where(outbox.c.kind == MessageKind.MORNING)
    with office.engine.connect() as connection:
        first, second, third = connection.execute(parts.order_by(outbox.c.sequence)).all()
    assert (first.after, second.after, third.after) == (None, first.id, second.id)
    shown = [office.service().part(T1, ANA, BERLIN_MORNING, part.facts) for part in (first, second, third)]
    labels = [line.label for part in shown if part is not None for line in part.lines]
    assert labels == [f"R-{number}" for number in range(1, 2 * LINES + 2)]
    assert [part.counts[Pile.LATER] for part in shown if part is not None] == [2 * LINES + 1] * 3
