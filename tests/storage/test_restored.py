"""A machine that goes back to an earlier state, as a virtual one does that is restored from its snapshot: claims of the
other time line count for nothing, and no id is given twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, RowMapping, delete, insert, select

from bot.domain.outbox import Accepted, MessageState, NotSent
from storage.delivery import SqlOutbox
from storage.outbox import outbox as outbox_table
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say, StateOf
from tests.storage.steps import POSTED, claim_one, intend, record, send
from tests.storage.taps import looking_on


@dataclass
class Snapshot:
    """The outbox as it was; what processes remember goes on."""

    engine: Engine
    rows: Sequence[RowMapping] = ()

    def take(self) -> None:
        with looking_on(self.engine).connect() as connection:
            self.rows = connection.execute(select(outbox_table)).mappings().all()

    def restore(self) -> None:
        with looking_on(self.engine).begin() as connection:
            connection.execute(delete(outbox_table))
            connection.execute(insert(outbox_table), [dict(row) for row in self.rows])


@pytest.fixture
def snapshot(engine: Engine) -> Snapshot:
    return Snapshot(engine)


def test_what_was_being_posted_is_looked_for_and_not_posted_again(
    *, say: Say, outbox: SqlOutbox, snapshot: Snapshot, database_time: DatabaseTime, state_of: StateOf
) -> None:
    id_ = say(make.message())
    before = claim_one(outbox)
    assert intend(outbox, before)
    snapshot.take()
    assert record(outbox, before, Accepted(POSTED))
    snapshot.restore()
    database_time.passes(31)
    after = claim_one(outbox)
    assert (after.id, after.is_unclear) == (id_, True)
    assert not record(outbox, before, NotSent("of the other time line"))
    assert record(outbox, after, Accepted(POSTED))
    assert state_of(id_)[0] is MessageState.SENT


def test_no_id_is_given_twice(say: Say, outbox: SqlOutbox, snapshot: Snapshot) -> None:
    """Or a message of the other time line would be taken for one of this."""
    say(make.message(key="before"))
    snapshot.take()
    there = say(make.message(key="again", about="R-2"))
    snapshot.restore()
    assert say(make.message(key="again", about="R-2")) != there


def test_a_claim_of_the_other_time_line_holds_nothing(
    *, say: Say, outbox: SqlOutbox, snapshot: Snapshot, database_time: DatabaseTime, state_of: StateOf
) -> None:
    id_ = say(make.message())
    snapshot.take()
    there = claim_one(outbox)
    snapshot.restore()
    assert not intend(outbox, there)
    database_time.passes(2)
    send(outbox, Accepted(POSTED))
    assert not record(outbox, there, NotSent("late"))
    assert state_of(id_)[0] is MessageState.SENT
