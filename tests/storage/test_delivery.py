"""Claims, intents and outcomes: who may go on with a row, and what becomes of it."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, select, update

from bot.domain.ids import ChannelId
from bot.domain.outbox import (
    Accepted,
    Dropped,
    Expired,
    Message,
    MessageState,
    NotSent,
    Outcome,
    Refused,
    Result,
    Throttled,
    Unclear,
)
from storage.delivery import SqlOutbox
from storage.outbox import outbox as outbox_table
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say, StateOf
from tests.storage.make import ANA, T1
from tests.storage.steps import LEASE, POSTED, claim_one, home, intend, record, send
from tests.storage.taps import looking_on


def test_a_lost_claim_is_taken_over_after_its_lease(
    say: Say, outbox: SqlOutbox, state_of: StateOf, database_time: DatabaseTime
) -> None:
    say(make.message())
    lost = claim_one(outbox)
    database_time.passes(31)
    taken_over = claim_one(outbox)
    assert (taken_over.id, taken_over.was_tried) == (lost.id, False)
    assert not intend(outbox, lost)
    assert not record(outbox, lost, Accepted(POSTED), follow_up=make.message(key="follow_up"))
    assert intend(outbox, taken_over)
    assert record(outbox, taken_over, Accepted(POSTED))
    assert state_of(lost.id)[0] is MessageState.SENT
    assert outbox.unfinished() == 0, "what the loser wanted to say was not written"


def test_a_row_that_was_tried_says_so(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    say(make.message())
    assert intend(outbox, claim_one(outbox))
    database_time.passes(31)
    again = claim_one(outbox)
    assert (again.was_tried, again.attempt) == (True, 1)


def test_the_intent_begins_the_lease_anew(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    say(make.message())
    claimed = claim_one(outbox)
    database_time.passes(29)
    assert intend(outbox, claimed)
    database_time.passes(29)
    assert outbox.claim(limit=10, lease=LEASE) == []


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        pytest.param(Accepted(POSTED), MessageState.SENT, None, id="accepted"),
        pytest.param(Accepted(None), MessageState.SENT, None, id="accepted without a place"),
        pytest.param(Refused("is_archived"), MessageState.FAILED, "is_archived", id="refused"),
        pytest.param(Dropped("closed"), MessageState.CANCELLED, "closed", id="dropped"),
        pytest.param(Expired(), MessageState.EXPIRED, None, id="expired"),
    ],
)
def test_an_outcome_that_ends_it(
    *,
    say: Say,
    outbox: SqlOutbox,
    state_of: StateOf,
    database_time: DatabaseTime,
    outcome: Outcome,
    state: MessageState,
    reason: str | None,
) -> None:
    id_ = say(make.message())
    send(outbox, outcome)
    database_time.passes(3600)
    assert state_of(id_) == (state, reason)
    assert (outbox.claim(limit=10, lease=LEASE), outbox.unfinished()) == ([], 0)


@pytest.mark.parametrize(
    ("message", "outcome", "waits", "was_tried", "attempt"),
    [
        pytest.param(make.message(), NotSent("dns"), 1, False, 1, id="not sent"),
        pytest.param(make.message(), Throttled("chat.postMessage", 7), 7, False, 0, id="throttled"),
        pytest.param(make.message(), Unclear("reset"), 20, True, 1, id="unclear"),
        pytest.param(home(), Unclear("reset"), 20, True, 1, id="unclear and repeatable"),
        pytest.param(home(), NotSent("dns"), 1, False, 1, id="a Home not sent"),
    ],
)
def test_an_outcome_that_waits(
    *,
    say: Say,
    outbox: SqlOutbox,
    database_time: DatabaseTime,
    message: Message,
    outcome: Outcome,
    waits: float,
    was_tried: bool,
    attempt: int,
) -> None:
    say(message)
    send(outbox, outcome)
    assert outbox.unfinished() == (waits <= 3), "nothing can be done about it for longer than anybody waits"
    database_time.passes(waits - 0.5)
    assert (outbox.claim(limit=10, lease=LEASE), outbox.unfinished()) == ([], 1)
    database_time.passes(0.6)
    assert outbox.unfinished() == 1
    again = claim_one(outbox)
    assert (again.was_tried, again.attempt) == (was_tried, attempt)


def test_backoff_doubles_up_to_a_minute(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    say(make.message())
    for waits in (1, 2, 4, 8, 16, 32, 60, 60):
        send(outbox, NotSent("refused"))
        database_time.passes(waits - 0.5)
        assert outbox.claim(limit=10, lease=LEASE) == []
        database_time.passes(0.6)
    assert claim_one(outbox).attempt == 8


def test_throttling_keeps_that_an_earlier_try_may_have_arrived(
    say: Say, outbox: SqlOutbox, database_time: DatabaseTime
) -> None:
    say(home())
    send(outbox, Unclear("reset"))
    database_time.passes(21)
    send(outbox, Throttled("views.publish", 1))
    database_time.passes(2)
    assert claim_one(outbox).was_tried


@pytest.mark.parametrize("outcome", [NotSent("dns"), Throttled("views.publish", 5), Unclear("reset")], ids=repr)
def test_what_would_wait_again_gives_way_to_the_one_that_came_since(
    say: Say,
    outbox: SqlOutbox,
    state_of: StateOf,
    database_time: DatabaseTime,
    outcome: Outcome,
) -> None:
    first = say(home())
    claimed = claim_one(outbox)
    second = say(home(key="home:2"))
    assert intend(outbox, claimed)
    assert record(outbox, claimed, outcome)
    assert (state_of(first)[0], state_of(second)[0]) == (MessageState.CANCELLED, MessageState.PENDING)
    database_time.passes(25)
    assert claim_one(outbox).id == second


def test_what_would_wait_again_gives_way_to_one_that_is_just_coming(
    say: Say, outbox: SqlOutbox, store: SqlStore, state_of: StateOf
) -> None:
    first = say(home())
    claimed = claim_one(outbox)
    with ThreadPoolExecutor(1) as threads:
        with store.begin(make.OWN_WORK) as tx:
            tx.outbox.add(home(key="home:2"))
            recording = threads.submit(record, outbox, claimed, NotSent("dns"))
            wait([recording], timeout=0.2)
            assert not recording.done(), "it waits for what is being written"
        assert recording.result()
    assert state_of(first) == (MessageState.CANCELLED, "merged")


def test_a_follow_up_is_written_with_the_outcome(say: Say, outbox: SqlOutbox) -> None:
    say(make.message())
    claimed = claim_one(outbox)
    assert record(
        outbox, claimed, Refused("is_archived"), follow_up=make.message(key="follow_up:1", about="told", to=ANA)
    )
    assert claim_one(outbox).about == "told"


def test_a_cancelled_claim_is_noticed_before_the_call(say: Say, outbox: SqlOutbox, store: SqlStore) -> None:
    id_ = say(make.message())
    claimed = claim_one(outbox)
    with store.begin(make.OWN_WORK) as tx:
        assert tx.outbox.cancel(id_)
    assert not intend(outbox, claimed)
    assert outbox.unfinished() == 0


def tries_of(engine: Engine) -> tuple[datetime | None, datetime | None]:
    with looking_on(engine).connect() as connection:
        row = connection.execute(select(outbox_table.c.first_try_at, outbox_table.c.last_try_at)).one()
        return row.first_try_at, row.last_try_at


@pytest.mark.parametrize(
    ("first", "second", "is_kept"),
    [
        pytest.param(Unclear("reset"), NotSent("dns"), True, id="the first may have arrived"),
        pytest.param(NotSent("dns"), NotSent("dns"), False, id="none has arrived"),
        pytest.param(NotSent("dns"), Unclear("reset"), True, id="the second may have arrived"),
    ],
)
def test_the_first_try_that_may_have_arrived_is_kept(
    *,
    say: Say,
    outbox: SqlOutbox,
    engine: Engine,
    database_time: DatabaseTime,
    first: Outcome,
    second: Outcome,
    is_kept: bool,
) -> None:
    say(home())
    send(outbox, first)
    tried = tries_of(engine)
    database_time.passes(25)
    send(outbox, second)
    assert (tries_of(engine)[0] is not None) is is_kept
    if tried[0] is not None:
        assert tries_of(engine)[0] == tried[0]


def test_results_are_recorded_together_and_each_by_itself(say: Say, outbox: SqlOutbox, state_of: StateOf) -> None:
    ids = [say(make.message(key=f"m:{number}", to=ChannelId(f"C{number}"))) for number in range(3)]
    rows = outbox.claim(limit=10, lease=LEASE)
    assert outbox.intend(rows) == set(ids)
    lost = replace(rows[1], token="another's")
    results = [Result(rows[0], Accepted(POSTED)), Result(lost, Accepted(POSTED)), Result(rows[2], Refused("x"))]
    assert outbox.record(results) == {ids[0], ids[2]}
    assert [state_of(id_)[0] for id_ in ids] == [MessageState.SENT, MessageState.SENDING, MessageState.FAILED]


def test_a_row_that_was_tried_for_a_month_is_tried_on(
    say: Say, outbox: SqlOutbox, engine: Engine, database_time: DatabaseTime
) -> None:
    say(make.message())
    with engine.begin() as connection:
        connection.execute(update(outbox_table).where(outbox_table.c.team_id == T1).values(attempt=32_767))
    send(outbox, NotSent("dns"))
    database_time.passes(60)
    send(outbox, Accepted(POSTED))
