"""Of whom and of what the budget is: what tells several, two workspaces, those nobody knows, what stands already."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.pings import Ping
from bot.domain.priority import Priority
from bot.services.pings import by_importance
from storage.delivery import SqlOutbox
from storage.outbox import FOLDED
from storage.ping_budget import TAKEN_APART, PingBudget
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, OWN_WORK_OF_T2, T1, T2, HandClock
from tests.storage.steps import LEASE, claim_one
from tests.storage.test_ping_budget import BERLIN, HOUR, MOST, Desk, ping


@pytest.fixture
def desk(engine: Engine, store: SqlStore, clock: HandClock) -> Desk:
    return Desk(engine, store, clock)


def late(number: int) -> Message:
    return ping(number, kind=MessageKind.NUDGE, about=f"N-{number}", due_at=NOW - HOUR, facts={"text": "call"})


def together(desk: Desk, *numbers: int, urgent: tuple[int, ...] = ()) -> None:
    """Late reminders, told in one message."""
    with desk.store.begin(OWN_WORK) as tx:
        for number in urgent:
            tx.nudges.add(make.nudge(number=number, is_urgent=True, user_id=BEN))
    desk.say(*(late(number) for number in numbers))
    assert desk.catch_up.gather() == len(numbers)


def spent(desk: Desk) -> None:
    desk.say(*(ping(number) for number in range(1, MOST + 1)))
    assert desk.deliver() == MOST


def stands(desk: Desk, *labels: str) -> dict[str, tuple[Any, ...]]:
    rows = [row for row in desk.standing() if row.about in labels and row.kind is not MessageKind.CATCH_UP]
    return {row.about: (row.state, row.reason, row.ping, row.instead) for row in rows}


def bundles(desk: Desk) -> list[tuple[Any, ...]]:
    return [(row.state, row.reason, row.ping) for row in desk.standing() if row.kind is MessageKind.CATCH_UP]


def test_beyond_it_each_waits_for_itself_and_what_must_ring_comes_alone(desk: Desk) -> None:
    spent(desk)
    together(desk, 30, 31, 32, urgent=(32,))
    assert desk.deliver() == 1
    waits = (MessageState.CANCELLED, FOLDED, Ping.FOLDED, None)
    came = (MessageState.SENT, None, Ping.EXEMPT, None)
    assert stands(desk, "N-30", "N-31", "N-32") == {"N-30": waits, "N-31": waits, "N-32": came}
    assert bundles(desk) == [(MessageState.CANCELLED, TAKEN_APART, None)]
    assert {row.pinged_on for row in desk.standing() if row.reason == FOLDED} == {NOW.date()}


@pytest.mark.parametrize(
    ("urgent", "counts"),
    [
        pytest.param((30, 31), Ping.EXEMPT, id="all must ring"),
        pytest.param((30,), Ping.SENT, id="one of them must"),
        pytest.param((), Ping.SENT, id="none must"),
    ],
)
def test_what_tells_several_rings_when_all_of_them_must(desk: Desk, urgent: tuple[int, ...], counts: Ping) -> None:
    together(desk, 30, 31, urgent=urgent)
    assert desk.deliver() == 1
    assert bundles(desk) == [(MessageState.SENT, None, counts)]


def test_what_tells_nothing_any_more_must_not_ring(desk: Desk) -> None:
    spent(desk)
    desk.say(ping(30, kind=MessageKind.CATCH_UP))
    assert desk.deliver() == 0


def test_what_another_delivery_has_in_hand_by_now_is_let_be(desk: Desk) -> None:
    spent(desk)
    together(desk, 30, 31)
    mine = claim_one(desk.outbox)
    gathered = stands(desk, "N-30", "N-31")
    assert desk.outbox.intend([replace(mine, token="lost")]) == set()
    assert stands(desk, "N-30", "N-31") == gathered
    assert bundles(desk) == [(MessageState.SENDING, None, None)]


def test_each_workspace_has_its_own_people_and_requests(desk: Desk) -> None:
    """Of the other one everything is urgent, and bears the same numbers."""
    with desk.store.begin(OWN_WORK_OF_T2) as tx:
        tx.client_requests.add(make.request(team_id=T2, priority=Priority.URGENT))
        tx.nudges.add(make.nudge(team_id=T2, number=8, is_urgent=True, user_id=BEN))
        tx.nudges.add(make.nudge(team_id=T2, number=9, about="R-1", user_id=BEN))
    with desk.store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request())
        tx.tasks.add(make.task(number=7, request_number=1, owner=BEN))
        for number in (8, 9):
            tx.nudges.add(make.nudge(number=number, user_id=BEN))
    spent(desk)
    nudge: dict[str, Any] = {"kind": MessageKind.NUDGE, "facts": {"text": "call"}}
    desk.say(
        ping(1, kind=MessageKind.REQUEST_FOR_OWNER, about="R-1"),
        ping(7),
        *(ping(number, about=f"N-{number}", **nudge) for number in (8, 9)),
    )
    assert desk.deliver() == 0


def test_those_that_are_posted_together_count_each_in_their_workspace(desk: Desk) -> None:
    spent(desk)
    desk.say(ping(9))
    with desk.store.begin(OWN_WORK_OF_T2) as tx:
        tx.outbox.add(ping(9))
    claimed = {row.team_id: row for row in desk.outbox.claim(limit=10, lease=LEASE)}
    assert desk.outbox.intend([claimed[T1], claimed[T2]]) == {claimed[T2].id}


def test_whoever_nobody_knows_has_the_days_of_the_workspace(desk: Desk) -> None:
    """Half past eleven at night in London, and the next day in Berlin."""
    desk.clock.moment = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    desk.say(ping(1, to=CAT), ping(2, to=ANA))
    assert desk.deliver() == 2
    assert {row.recipient: row.pinged_on for row in desk.standing()} == {CAT: date(2026, 3, 5), ANA: date(2026, 3, 4)}


def test_what_changes_a_message_that_stands_is_no_other_one(desk: Desk) -> None:
    spent(desk)
    first = desk.standing()[0]
    desk.say(ping(1, edits=first.id, key="changed:T-1"))
    assert desk.deliver() == 1
    assert desk.counts() == {Ping.SENT: MOST, None: 1}


def test_what_must_ring_takes_no_place_of_what_comes_behind_it(desk: Desk) -> None:
    desk.say(*(ping(number, kind=MessageKind.NOTICE, key=f"notice:{number}") for number in range(MOST)))
    assert desk.deliver() == MOST
    spent(desk)
    assert desk.counts() == {Ping.EXEMPT: MOST, Ping.SENT: MOST}


def test_what_is_part_of_something_or_about_it_is_as_important_as_that(desk: Desk) -> None:
    """Otherwise what was due first stands first."""
    with desk.store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(priority=Priority.HIGH, owner=BEN))
        tx.tasks.add(make.task(number=7, request_number=1, owner=BEN))
        tx.nudges.add(make.nudge(number=8, about="R-1", user_id=BEN))
    spent(desk)
    due = {f"T-{number}": NOW - number * HOUR for number in (5, 6, 7)}
    desk.say(*(ping(int(label[2:]), due_at=at) for label, at in due.items()))
    desk.say(ping(8, kind=MessageKind.NUDGE, about="N-8", facts={"text": "call"}))
    assert desk.deliver() == 0
    with desk.store.begin(OWN_WORK) as tx:
        assert [one.row.about for one in by_importance(tx, tx.pings.folded(BEN))] == ["T-7", "N-8", "T-6", "T-5"]


def test_none_is_the_most(desk: Desk) -> None:
    desk.say(*(ping(number) for number in range(1, MOST + 3)))
    unlimited = SqlOutbox(desk.engine, desk.clock, 0, make.teams, pings=PingBudget(0, BERLIN))
    assert desk.deliver(unlimited) == MOST + 2
    assert desk.counts() == {Ping.SENT: MOST + 2}
