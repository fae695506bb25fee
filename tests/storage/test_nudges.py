"""Reminders: who sees one, and which still wait."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import NudgeNumber, UserId
from bot.domain.outbox import Accepted
from storage.delivery import SqlOutbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PUBLIC, T1
from tests.storage.steps import POSTED, send


@pytest.fixture
def nudged(store: SqlStore) -> SqlStore:
    """1 later for Ben, 2 sooner for Ben, 3 for a channel, 4 cancelled, 5 from Ben for himself."""
    with store.begin(OWN_WORK) as tx:
        for number, days, changed in (
            (1, 2, {}),
            (2, 1, {}),
            (3, 3, {"user_id": None, "channel_id": PUBLIC}),
            (4, 1, {"cancelled_at": NOW}),
            (5, 4, {"set_by": BEN}),
        ):
            due_at = NOW + timedelta(days=days)
            message = tx.outbox.add(make.message(key=f"nudge:{number}", due_at=due_at))
            tx.nudges.add(make.nudge(number=NudgeNumber(number), due_at=due_at, **changed))
            tx.nudge_occurrences.add(make.occurrence(number=NudgeNumber(number), due_at=due_at, message=message))
    return store


@pytest.mark.parametrize(("viewer", "numbers"), [(ANA, [2, 1, 3]), (BEN, [2, 1, 5]), (CAT, [])])
def test_waiting_soonest_first(nudged: SqlStore, viewer: UserId, numbers: list[int]) -> None:
    with nudged.read(T1) as tx:
        page = tx.nudges.waiting(seen_by=viewer, offset=0, limit=2)
        assert ([nudge.number for nudge in page.items], page.total) == (numbers[:2], len(numbers))
        rest = tx.nudges.waiting(seen_by=viewer, offset=2, limit=2)
        assert [nudge.number for nudge in rest.items] == numbers[2:]


def test_one_that_was_sent_waits_no_more(nudged: SqlStore, outbox: SqlOutbox, clock: make.HandClock) -> None:
    clock.pass_(timedelta(days=1))
    send(outbox, Accepted(POSTED))
    with nudged.read(T1) as tx:
        assert [nudge.number for nudge in tx.nudges.waiting(seen_by=BEN, offset=0, limit=9).items] == [1, 4 + 1]


def test_waiting_for_whom_it_reaches(nudged: SqlStore) -> None:
    with nudged.begin(OWN_WORK) as tx:
        assert [nudge.number for nudge in tx.nudges.waiting_for(BEN)] == [2, 1, 5]
        assert list(tx.nudges.waiting_for(ANA)) == []


@pytest.mark.parametrize(("viewer", "sees"), [(ANA, True), (BEN, True), (CAT, False)])
def test_whoever_set_it_or_is_reached_by_it(nudged: SqlStore, viewer: UserId, sees: bool) -> None:
    with nudged.begin(OWN_WORK) as tx:
        for find in (tx.nudges.one, tx.nudges.for_change):
            if sees:
                assert find(NudgeNumber(1), seen_by=viewer).text == "Call back"
                continue
            with pytest.raises(NotFound) as caught:
                find(NudgeNumber(1), seen_by=viewer)
            assert caught.value.label == "N-1"
