"""After an older copy of the database was brought back: what is looked for before it is sent, and what is not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bot.domain.holds import MARK, NothingToHold, mark
from bot.domain.ids import MessageTs
from bot.domain.outbox import Accepted, Lane, MessageKind, MessageState, NotSent, NotThere
from storage.delivery import SqlOutbox
from storage.holds import HoldDesk
from storage.outbox import outbox as outbox_table
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say, StateOf
from tests.storage.make import ANA, NOW, OWN_WORK, T2, HandClock
from tests.storage.steps import LEASE, POSTED, claim_one, home, intend, record, send
from tests.storage.taps import looking_on

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(engine: Engine) -> HoldDesk:
    return HoldDesk(engine)


@pytest.fixture
def worked(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    """Something was sent before the copy was made."""
    say(make.message(key="before"))
    send(outbox, Accepted(POSTED))
    database_time.passes(2)


def unclear(outbox: SqlOutbox) -> list[bool]:
    claimed = outbox.claim(limit=10, lease=LEASE)
    assert all(row.is_unclear == (row.held_since is not None) for row in claimed)
    return [row.is_unclear for row in claimed]


@pytest.mark.parametrize(
    ("waiting", "held"),
    [
        pytest.param(make.message(), True, id="due"),
        pytest.param(make.message(due_at=NOW - DAY, expires_at=NOW - HOUR), True, id="too late meanwhile"),
        pytest.param(make.message(thread_ts=MessageTs("9.1"), lane=Lane.DIGEST), True, id="in a thread"),
        pytest.param(make.message(due_at=NOW + HOUR), False, id="due later"),
        pytest.param(home(), False, id="a Home"),
    ],
)
@pytest.mark.usefixtures("worked")
def test_what_waits(say: Say, desk: HoldDesk, outbox: SqlOutbox, clock: HandClock, *, waiting: Any, held: bool) -> None:
    say(waiting)
    assert desk.begin(clock.now()).held == held
    clock.pass_(HOUR)
    assert unclear(outbox) == [held]


@pytest.mark.parametrize(
    ("planned", "held"),
    [
        pytest.param(make.message(due_at=NOW - HOUR), True, id="for a moment before"),
        pytest.param(make.message(due_at=NOW + HOUR), False, id="for one after"),
        pytest.param(make.message(kind=MessageKind.NOTICE, due_at=NOW + HOUR), True, id="what is told of it"),
        pytest.param(make.message(kind=MessageKind.NOTICE, due_at=NOW + DAY + HOUR), False, id="told the day after"),
        pytest.param(home(due_at=NOW - HOUR), False, id="a Home"),
        pytest.param(make.message(kind=MessageKind.NOTICE, alert="x"), False, id="told once an hour"),
    ],
)
@pytest.mark.usefixtures("worked")
def test_what_is_planned_anew(
    say: Say, desk: HoldDesk, outbox: SqlOutbox, clock: HandClock, *, planned: Any, held: bool
) -> None:
    desk.begin(clock.now())
    say(planned)
    clock.pass_(2 * DAY)
    assert unclear(outbox) == [held]


@pytest.mark.usefixtures("worked")
def test_a_change_of_a_message_is_not_held(engine: Engine, say: Say, desk: HoldDesk, outbox: SqlOutbox) -> None:
    with looking_on(engine).connect() as connection:
        card = connection.execute(select(outbox_table.c.id)).scalar_one()
    say(make.message(key="edit:1", edits=card))
    assert desk.begin(NOW).held == 0
    say(make.message(key="edit:2", edits=card, due_at=NOW - HOUR))
    assert unclear(outbox) == [False]


@pytest.mark.usefixtures("worked")
def test_each_workspace_is_held(say: Say, desk: HoldDesk, outbox: SqlOutbox) -> None:
    say(make.message(), T2)
    assert desk.begin(NOW).held == 1
    say(make.message(key="anew"), T2)
    assert unclear(outbox) == [True, True]


@pytest.mark.usefixtures("worked")
def test_what_somebody_had_in_hand_is_taken_from_them(say: Say, desk: HoldDesk, outbox: SqlOutbox) -> None:
    say(make.message())
    before = claim_one(outbox)
    desk.begin(NOW)
    assert not intend(outbox, before)
    assert claim_one(outbox).is_unclear


@pytest.mark.usefixtures("worked")
def test_found_it_is_sent_and_not_found_it_goes_out(
    *, say: Say, desk: HoldDesk, outbox: SqlOutbox, database_time: DatabaseTime, state_of: StateOf
) -> None:
    found, lost = say(make.message(key="found")), say(make.message(key="lost"))
    desk.begin(NOW)
    looked = {row.id: row for row in outbox.claim(limit=10, lease=LEASE)}
    assert [row.mark for row in looked.values()] == [mark(row.team_id, key) for row, key in _keys(looked, found, lost)]
    assert record(outbox, looked[found], Accepted(POSTED))
    assert record(outbox, looked[lost], NotThere())
    assert state_of(found)[0] is MessageState.SENT
    database_time.passes(2)
    again = claim_one(outbox)
    assert (again.id, again.is_unclear, again.held_since) == (lost, False, None)


def _keys(looked: Any, found: str, lost: str) -> list[tuple[Any, str]]:
    return [(row, {found: "found", lost: "lost"}[id_]) for id_, row in looked.items()]


@pytest.mark.usefixtures("worked")
def test_a_look_that_came_to_nothing_leaves_it_held(
    say: Say, desk: HoldDesk, outbox: SqlOutbox, database_time: DatabaseTime
) -> None:
    say(make.message())
    desk.begin(NOW)
    assert record(outbox, claim_one(outbox), NotSent("looking took too long"))
    database_time.passes(10)
    assert claim_one(outbox).held_since is not None


@pytest.fixture
def number(store: SqlStore) -> Any:
    def next_one() -> int:
        with store.begin(OWN_WORK) as tx:
            return tx.tasks.next_number()

    return next_one


@pytest.mark.usefixtures("worked")
def test_the_same_copy_held_twice_is_one_hold(
    say: Say, desk: HoldDesk, outbox: SqlOutbox, number: Any, engine: Engine
) -> None:
    assert number() == 1
    say(make.message())
    moment = _database_moment(engine)
    first, second = desk.begin(moment), desk.begin(moment + HOUR)
    assert (first.held, first.skipped_numbers, second.held, second.skipped_numbers) == (1, True, 1, False)
    assert second.hold.since == first.hold.since
    assert number() == 1001
    assert unclear(outbox) == [True]


@pytest.mark.usefixtures("worked")
def test_the_next_copy_is_another_hold(say: Say, desk: HoldDesk, number: Any, engine: Engine) -> None:
    """What the first one has not found yet is looked for as far back as before."""
    assert number() == 1
    say(make.message())
    first = desk.begin(_database_moment(engine) - DAY)
    say(make.message(key="later", due_at=NOW - 2 * HOUR))
    second = desk.begin(_database_moment(engine))
    assert second.skipped_numbers
    assert second.hold.since == first.hold.since
    assert number() == 2001


def _database_moment(engine: Engine) -> datetime:
    """The newest trace is of the database's clock, not of the one that people feel."""
    with looking_on(engine).connect() as connection:
        newest = connection.execute(select(func.max(outbox_table.c.ended_at))).scalar_one()
    assert newest is not None
    return newest + HOUR


@pytest.mark.usefixtures("worked")
def test_how_far_back_is_looked(desk: HoldDesk, engine: Engine) -> None:
    newest = _database_moment(engine) - HOUR
    assert desk.begin(NOW).hold.since == newest
    assert desk.begin(NOW, newest + HOUR).hold.since == newest, "a copy is no older than what is in it"
    assert desk.begin(NOW, newest - DAY).hold.since == newest - DAY


def test_a_database_that_was_never_used(desk: HoldDesk) -> None:
    with pytest.raises(NothingToHold):
        desk.begin(NOW)


def test_a_mark_says_nothing_of_what_it_marks() -> None:
    said = mark(T2, f"card:R-12:{ANA}")
    assert (len(said), said) == (MARK, mark(T2, f"card:R-12:{ANA}"))
    assert said != mark(make.T1, f"card:R-12:{ANA}")
