"""Digests: one schedule in a channel, one occurrence a day, and what may be listed where."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.digests import Items
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, ScheduleNumber, TaskNumber
from bot.domain.request_states import RequestStatus
from bot.services.digest_contents import work_of
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import NOW, OWN_WORK, OWN_WORK_OF_T2, PRIVATE, PUBLIC, T1, T2, UNHEARD

ONE, TODAY = ScheduleNumber(1), date(2026, 3, 4)
ITEMS = Items(overdue=("R-1", "T-2"), unowned=("R-3",))
TEAM_ROOM, OTHER_ROOM = ChannelId("CTEAM"), ChannelId("COTHER")


def test_the_one_that_is_on(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule(is_on=False))
        tx.digests.add(make.schedule(number=ScheduleNumber(2)))
        tx.digests.add(make.schedule(number=ScheduleNumber(3), channel_id=PRIVATE, is_on=False))
    with store.begin(OWN_WORK) as tx:
        standing = tx.digests.in_channel(PUBLIC)
        assert standing is not None
        assert standing.number == 2
        assert tx.digests.in_channel(PRIVATE) is None
    with pytest.raises(NotFound), store.read(T1) as tx:
        tx.digests.one(ScheduleNumber(404))


def test_two_in_one_channel_are_refused(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule())
    with pytest.raises(IntegrityError), store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule(number=ScheduleNumber(2)))


def test_one_can_follow_another_in_one_change(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule())
    with store.begin(OWN_WORK) as tx:
        tx.digests.one(ONE).is_on = False
        tx.digests.add(make.schedule(number=ScheduleNumber(2)))
    with store.read(T1) as tx:
        there = tx.digests.in_channel(make.PUBLIC)
    assert there is not None
    assert there.number == 2


def test_a_date_has_one_occurrence(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule())
        assert tx.digests.add_occurrence(ONE, TODAY, ITEMS, NOW)
    with store.begin(OWN_WORK) as tx:
        assert not tx.digests.add_occurrence(ONE, TODAY, Items(), NOW)
        assert tx.digests.add_occurrence(ONE, TODAY + timedelta(days=1), Items(), NOW)
    with store.read(T1) as tx:
        assert tx.digests.items_of(ONE, TODAY) == ITEMS
        assert tx.digests.items_of(ONE, TODAY + timedelta(days=1)).is_empty
    with pytest.raises(NotFound), store.read(T1) as tx:
        tx.digests.items_of(ONE, TODAY - timedelta(days=1))


def test_of_planners_at_once_one_wins(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule())
    start = Barrier(3)

    def plan(_: int) -> bool:
        start.wait()
        with store.begin(OWN_WORK) as tx:
            return tx.digests.add_occurrence(ONE, TODAY, ITEMS, NOW)

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(plan, range(3))) == [False, False, True]


def test_due_in_the_teams_that_are_asked_for(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule(next_at=NOW))
        tx.digests.add(make.schedule(number=ScheduleNumber(2), channel_id=PRIVATE, next_at=NOW + timedelta(seconds=1)))
        tx.digests.add(make.schedule(number=ScheduleNumber(3), is_on=False, next_at=NOW))
    with store.begin(OWN_WORK_OF_T2) as tx:
        tx.digests.add(make.schedule(team_id=T2, next_at=NOW - timedelta(days=1)))
    assert store.due_digests(NOW, [T1, T2]) == [(T2, ONE), (T1, ONE)]
    assert store.due_digests(NOW, [T1]) == [(T1, ONE)]
    assert store.due_digests(NOW, []) == []


@pytest.fixture
def stocked(store: SqlStore) -> SqlStore:
    """R-1 and T-1 in a client's public channel, 2 in its private one, 3 nowhere, 4 in one unheard of, 5 in the team's
    room; R-9 is closed.
    """
    audiences = (PUBLIC, PRIVATE, None, UNHEARD, TEAM_ROOM)
    with store.begin(OWN_WORK) as tx:
        for channel in (PUBLIC, TEAM_ROOM, OTHER_ROOM):
            tx.channels.add(make.channel(channel_id=channel))
        tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
        for number, channel in enumerate((PUBLIC, PRIVATE), start=1):
            tx.clients.add(make.client(number=ClientNumber(number), channel_id=channel))
        for number, audience in enumerate(audiences, start=1):
            tx.client_requests.add(make.request(number=RequestNumber(number), audience=audience))
            tx.tasks.add(make.task(number=TaskNumber(number), audience=audience))
        closed = {"status": RequestStatus.DONE, "closed_at": NOW}
        tx.client_requests.add(make.request(number=RequestNumber(9), audience=PUBLIC, **closed))
    return store


@pytest.mark.parametrize(
    ("channel", "labels", "restricted"),
    [
        pytest.param(PUBLIC, ["R-1", "T-1"], 0, id="a client's public channel"),
        pytest.param(PRIVATE, ["R-2", "T-2"], 0, id="a client's private channel"),
        pytest.param(TEAM_ROOM, ["R-1", "R-5", "T-1", "T-5"], 6, id="a channel of no client"),
        pytest.param(OTHER_ROOM, ["R-1", "R-5", "T-1", "T-5"], 6, id="one without items of its own"),
    ],
)
def test_what_a_channel_may_list(stocked: SqlStore, channel: ChannelId, labels: list[str], restricted: int) -> None:
    with stocked.read(T1) as tx:
        items = work_of(tx).of_channel(channel, since=NOW, now=NOW, zone=ZoneInfo("UTC"))
    assert sorted([*items.overdue, *items.today, *items.unowned, *items.others]) == labels
    assert items.counts.restricted == restricted


def test_entries_in_the_order_asked_for(stocked: SqlStore) -> None:
    with stocked.read(T1) as tx:
        entries = tx.digests.entries(["T-2", "R-9", "R-404", "R-1"])
        assert [item.label for item in entries] == ["T-2", "R-9", "R-1"]
        assert list(tx.digests.entries([])) == []
