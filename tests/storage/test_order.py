"""What waits for what, and what stands in another's place."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from bot.domain.delivery_sizes import Sizes
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import Accepted, Dropped, Expired, NotSent, Outcome, Posted, Refused, Throttled, Unclear
from bot.domain.pacing import Rate
from storage.delivery import SqlOutbox
from storage.outbox import outbox as table
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say
from tests.storage.make import OWN_WORK, PRIVATE, PUBLIC, T1, T2, HandClock
from tests.storage.steps import LEASE, POSTED, home, intend, record, send
from tests.storage.taps import looking_on

#: One post in twenty seconds: a slow machine does not make it two.
RATES = {"chat.postMessage": Rate(6, 3), "views.publish": Rate(60, 1)}


@pytest.fixture
def paced(engine: Engine, clock: HandClock) -> SqlOutbox:
    return SqlOutbox(engine, clock, 0, make.teams, rates=RATES)


def claimed(outbox: SqlOutbox, limit: int = 50) -> list[str]:
    return [row.about for row in outbox.claim(limit=limit, lease=LEASE)]


def say_many(say: Say, count: int, team: TeamId = T1) -> None:
    for number in range(count):
        say(make.message(key=f"m:{number}", about=f"R-{number}", to=ChannelId(f"C{number}")), team)


@pytest.mark.parametrize("outcome", [Accepted(POSTED), Refused("x"), Dropped("x"), Expired()], ids=repr)
def test_a_part_waits_for_the_one_before_it(say: Say, outbox: SqlOutbox, outcome: Outcome) -> None:
    first = say(make.message(key="part:1", about="1"))
    say(make.message(key="part:2", about="2", to=PRIVATE, after=first))
    (one,) = outbox.claim(limit=10, lease=LEASE)
    assert (claimed(outbox), one.about, outbox.unfinished()) == ([], "1", 1)
    assert intend(outbox, one)
    assert record(outbox, one, outcome)
    assert claimed(outbox) == ["2"]


@pytest.mark.parametrize("outcome", [Unclear("timeout"), Throttled("chat.postMessage", 30)], ids=repr)
def test_and_goes_on_waiting_while_that_one_is_not_settled(
    say: Say, outbox: SqlOutbox, database_time: DatabaseTime, outcome: Outcome
) -> None:
    first = say(make.message(key="part:1", about="1"))
    say(make.message(key="part:2", about="2", to=PRIVATE, after=first))
    send(outbox, outcome)
    assert claimed(outbox) == []
    database_time.passes(31)
    assert claimed(outbox) == ["1"]


def test_what_stands_in_the_place_of_a_message_is_edited_and_answered(
    say: Say, outbox: SqlOutbox, engine: Engine, database_time: DatabaseTime
) -> None:
    first = say(make.message(key="card"))
    send(outbox, Accepted(POSTED))
    second = say(make.message(key="again"))
    there = Posted(PUBLIC, MessageTs("2.2"))
    database_time.passes(2)
    send(outbox, Accepted(there))
    with looking_on(engine).begin() as connection:
        connection.execute(update(table).where(table.c.id == first).values(instead=second))
    say(make.message(key="edit", edits=first))
    say(make.message(key="answer", under=first, to=PRIVATE))
    edit, answer = outbox.claim(limit=10, lease=LEASE)
    assert (edit.edits, answer.thread_ts) == (there, there.ts)


def test_of_one_place_nothing_is_taken_while_another_delivery_is_at_it(say: Say, paced: SqlOutbox) -> None:
    for number in range(2):
        say(make.message(key=f"m:{number}", about=f"R-{number}"))
    first, second = paced.claim(limit=50, lease=LEASE), paced.claim(limit=50, lease=LEASE)
    assert [[row.about for row in rows] for rows in (first, second)] == [["R-0"], []]
    assert intend(paced, first[0])
    assert record(paced, first[0], Accepted(POSTED))
    assert claimed(paced) == ["R-1"]


@pytest.mark.parametrize("outcome", [Unclear("timeout"), NotSent("refused"), Accepted(POSTED)], ids=repr)
def test_in_a_thread_nothing_overtakes_what_may_stand_there(say: Say, paced: SqlOutbox, outcome: Outcome) -> None:
    thread = MessageTs("9.9")
    say(make.message(key="1", about="1", thread_ts=thread))
    say(make.message(key="2", about="2", thread_ts=thread))
    say(make.message(key="3", about="elsewhere", thread_ts=MessageTs("8.8")))
    (first,) = paced.claim(limit=1, lease=LEASE)
    assert intend(paced, first)
    assert record(paced, first, outcome)
    assert claimed(paced) == (["2"] if isinstance(outcome, Accepted) else ["elsewhere"])


def test_no_more_calls_of_a_method_than_its_rate(say: Say, paced: SqlOutbox, database_time: DatabaseTime) -> None:
    say_many(say, 8)
    assert claimed(paced) == ["R-0", "R-1", "R-2"]
    assert claimed(paced) == []
    database_time.passes(45)
    assert len(claimed(paced)) == 2


def test_each_method_and_each_team_has_a_rate_of_its_own(say: Say, paced: SqlOutbox) -> None:
    say_many(say, 4)
    say_many(say, 4, T2)
    say(home())
    taken = paced.claim(limit=50, lease=LEASE)
    assert sorted((row.team_id, row.kind.value) for row in taken) == sorted(
        [*((team, "request_card") for team in (T1, T2) for _ in range(3)), (T1, "home")]
    )


def test_after_a_refusal_the_method_is_called_half_as_often(
    say: Say, paced: SqlOutbox, database_time: DatabaseTime
) -> None:
    say_many(say, 20)
    (first, *others) = paced.claim(limit=50, lease=LEASE)
    assert intend(paced, first)
    second, *others = others
    assert intend(paced, second)
    for refused in (first, second):
        assert record(paced, refused, Throttled("chat.postMessage", 10))
    paced.put_back(others)
    database_time.passes(30)
    assert len(claimed(paced)) == 1, "nothing at once while it is slow"
    database_time.passes(25)
    assert claimed(paced) == []
    database_time.passes(20)
    assert len(claimed(paced)) == 1


@pytest.fixture
def resting(engine: Engine) -> SqlStore:
    return SqlStore(engine, lambda: None, rest=timedelta(seconds=10))


def changed(store: SqlStore, card: OutboxId, time: int) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message(key=f"edit:{time}", edits=card, merge_key="edit", facts={str(time): ""}))


def test_quick_changes_of_a_message_are_one(
    say: Say, resting: SqlStore, outbox: SqlOutbox, database_time: DatabaseTime
) -> None:
    card = say(make.message())
    send(outbox, Accepted(POSTED))
    for time in range(4):
        changed(resting, card, time)
        assert claimed(outbox) == [], "it rests, as others may follow"
        database_time.passes(8)
    database_time.passes(8)
    (edit,) = outbox.claim(limit=10, lease=LEASE)
    assert set(edit.facts) == {"0", "1", "2", "3"}


def test_changes_without_end_are_seen_all_the_same(
    say: Say, resting: SqlStore, outbox: SqlOutbox, engine: Engine
) -> None:
    card = say(make.message())
    send(outbox, Accepted(POSTED))
    changed(resting, card, 0)
    long_ago = datetime.now(UTC) - timedelta(seconds=51)
    with looking_on(engine).begin() as connection:
        connection.execute(update(table).where(table.c.edits == card).values(written_at=long_ago))
    changed(resting, card, 1)
    assert len(claimed(outbox)) == 1


def test_what_is_new_does_not_rest(resting: SqlStore, outbox: SqlOutbox) -> None:
    with resting.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message())
    assert claimed(outbox) == ["R-1"]


def test_a_change_that_may_come_late_is_not_overtaken(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    card = say(make.message())
    send(outbox, Accepted(POSTED))
    say(make.message(key="edit:1", edits=card, merge_key="edit"))
    (first,) = outbox.claim(limit=10, lease=LEASE)
    say(make.message(key="edit:2", about="newer", edits=card, merge_key="edit"))
    assert intend(outbox, first)
    assert record(outbox, first, Unclear("timeout"))
    database_time.passes(15)
    assert claimed(outbox) == []
    database_time.passes(6)
    assert claimed(outbox) == ["newer"]


def test_a_team_with_much_to_say_leaves_room_for_the_others(say: Say, outbox: SqlOutbox) -> None:
    say_many(say, 40)
    say_many(say, 3, T2)
    taken = outbox.claim(limit=10, lease=LEASE)
    shares = {team: sum(row.team_id == team for row in taken) for team in (T1, T2)}
    assert (shares[T1] >= 5, shares[T2]) == (True, 3)


def test_what_is_not_posted_after_all_counts_as_never_tried(
    say: Say, outbox: SqlOutbox, database_time: DatabaseTime
) -> None:
    say_many(say, 2)
    rows = outbox.claim(limit=10, lease=LEASE)
    assert outbox.intend(rows) == {row.id for row in rows}
    outbox.put_back(rows)
    database_time.passes(2)
    assert [(row.tried_ago, row.attempt) for row in outbox.claim(limit=10, lease=LEASE)] == [(None, 0)] * 2


def test_of_a_batch_only_those_are_recorded_that_are_still_held(
    say: Say, engine: Engine, clock: HandClock, database_time: DatabaseTime
) -> None:
    outbox = SqlOutbox(engine, clock, 0, make.teams, sizes=Sizes())
    say_many(say, 3)
    lost = outbox.claim(limit=2, lease=timedelta(seconds=5))
    database_time.passes(6)
    held = outbox.claim(limit=1, lease=LEASE)
    assert outbox.intend([*lost, *held]) == {held[0].id, lost[1].id}
