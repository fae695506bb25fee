"""Pages, Homes and twins: what is listed, in which order."""

from datetime import timedelta

import pytest

from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.people import PersonKind
from bot.domain.request_states import RequestStatus
from bot.domain.tasks import TaskStatus
from bot.services.pages import Which
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PUBLIC, T1

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture
def stocked(store: SqlStore) -> SqlStore:
    due = [None, LATER, SOON, LATER, None]
    closed = {"closed_by": ANA, "closed_at": NOW}
    with store.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel())
        tx.people.add(make.person())
        tx.people.add(make.person(user_id=BEN, name="Ben"))
        for number, due_at in enumerate(due, start=1):
            owner = BEN if number % 2 else None
            item = {"due_at": due_at, "owner": owner, "audience": PUBLIC}
            tx.client_requests.add(make.request(number=RequestNumber(number), **item))
            tx.tasks.add(make.task(number=TaskNumber(number), **item))
        done = make.request(number=RequestNumber(9), owner=BEN, status=RequestStatus.DONE, **closed)
        tx.client_requests.add(done)
        tx.tasks.add(make.task(number=TaskNumber(9), owner=BEN, status=TaskStatus.CANCELLED, **closed))
    return store


def test_pages_soonest_first_and_undated_last(stocked: SqlStore) -> None:
    with stocked.read(T1) as tx:
        for port in (tx.client_requests, tx.tasks):
            first = port.page(Which.OPEN, seen_by=ANA, offset=0, limit=3)
            rest = port.page(Which.OPEN, seen_by=ANA, offset=3, limit=3)
            assert [item.number for item in (*first.items, *rest.items)] == [3, 2, 4, 1, 5]
            assert (first.offset, first.total, rest.offset, rest.total) == (0, 5, 3, 5)


@pytest.mark.parametrize(
    ("offset", "start", "numbers"), [(5, 3, [1, 5]), (6, 3, [1, 5]), (999_999, 3, [1, 5]), (-3, 0, [3, 2, 4])]
)
def test_a_page_that_is_gone_is_the_last_one(stocked: SqlStore, offset: int, start: int, numbers: list[int]) -> None:
    with stocked.read(T1) as tx:
        for port in (tx.client_requests, tx.tasks):
            page = port.page(Which.OPEN, seen_by=ANA, offset=offset, limit=3)
            assert (page.offset, [item.number for item in page.items]) == (start, numbers)
            assert port.page(Which.MINE, seen_by=make.CAT, offset=offset, limit=3).offset == 0


def test_mine(stocked: SqlStore) -> None:
    with stocked.read(T1) as tx:
        for port in (tx.client_requests, tx.tasks):
            mine = port.page(Which.MINE, seen_by=BEN, offset=0, limit=9)
            assert [item.number for item in mine.items] == [3, 1, 5]
            assert [item.number for item in port.owned_by(BEN)] == [3, 1, 5]
            assert port.page(Which.MINE, seen_by=ANA, offset=0, limit=9).total == 0
            assert list(port.owned_by(ANA)) == []


def test_unowned(stocked: SqlStore) -> None:
    with stocked.read(T1) as tx:
        for port in (tx.client_requests, tx.tasks):
            assert [item.number for item in port.unowned(seen_by=ANA)] == [2, 4]
            assert list(port.unowned(seen_by=make.CAT)) == []


def test_tasks_of_a_request(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request())
        for number in (2, 1):
            tx.tasks.add(make.task(number=TaskNumber(number), request_number=RequestNumber(1)))
        tx.tasks.add(make.task(number=TaskNumber(3)))
    with store.read(T1) as tx:
        assert [task.number for task in tx.tasks.of_request(RequestNumber(1))] == [1, 2]
        assert list(tx.tasks.of_request(RequestNumber(2))) == []


@pytest.mark.parametrize(
    ("changed", "is_twin"),
    [
        pytest.param({}, True, id="the same"),
        pytest.param({"title": "new logo"}, False, id="other title"),
        pytest.param({"logged_by": BEN}, False, id="other person"),
        pytest.param({"logged_at": NOW - timedelta(minutes=3)}, False, id="earlier"),
        pytest.param({"undone": True}, False, id="undone"),
    ],
)
def test_twins(store: SqlStore, changed: dict[str, object], is_twin: bool) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(**changed))
    with store.read(T1) as tx:
        twin = tx.client_requests.twin_of("New logo", logged_by=ANA, since=NOW - timedelta(minutes=2))
    assert (twin is not None) is is_twin


def test_people(stocked: SqlStore) -> None:
    with stocked.begin(OWN_WORK) as tx:
        tx.people.add(make.person(user_id=make.CAT, name="Aaron", kind=PersonKind.GUEST))
    with stocked.read(T1) as tx:
        assert [person.name for person in tx.people.members()] == ["Ana", "Ben"]
        assert [person.name for person in tx.people.of([BEN, make.CAT])] == ["Aaron", "Ben"]
        assert list(tx.people.of([])) == []


def test_members_are_replaced(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.channels.set_members(PUBLIC, [ANA, BEN, ANA])
        tx.channels.set_members(PUBLIC, [BEN])
        tx.channels.set_members(make.PRIVATE, [ANA])
        assert tx.channels.has_member(PUBLIC, BEN)
        assert not tx.channels.has_member(PUBLIC, ANA)
        tx.channels.set_members(PUBLIC, [])
        assert not tx.channels.has_member(PUBLIC, BEN)
        assert tx.channels.has_member(make.PRIVATE, ANA)


def test_what_was_logged_of_a_message_is_found_by_those_who_may_see_it(stocked: SqlStore) -> None:
    link, hidden = "https://x.slack.com/archives/C1/p1", "https://x.slack.com/archives/C1/p2"
    with stocked.begin(OWN_WORK) as tx:
        for number, undone in ((10, False), (11, False), (12, True)):
            one = make.request(number=RequestNumber(number), source_permalink=link, audience=PUBLIC, undone=undone)
            tx.client_requests.add(one)
        tx.client_requests.add(make.request(number=RequestNumber(13), source_permalink=hidden, logged_by=BEN))
    with stocked.read(T1) as tx:
        found = tx.client_requests.logged_from(link, seen_by=ANA)
        assert found is not None
        assert found.number == 11
        assert tx.client_requests.logged_from(hidden, seen_by=ANA) is None
        assert tx.client_requests.logged_from("https://x.slack.com/", seen_by=ANA) is None
