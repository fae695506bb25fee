"""Of several replicas one has a wrong clock: what it does it does by the database's."""

import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.domain.outbox import Accepted, MessageKind, Refused
from bot.services.follow_ups import follow_up
from bot.shared_clock import SharedClock
from storage.delivery import SqlOutbox
from storage.engine import clock_of, make_engine
from storage.outbox import outbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, NOW, OWN_WORK, T1, HandClock
from tests.storage.steps import POSTED, claim_one, intend, record, send
from tests.storage.taps import looking_on

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize("wrong", [HOUR, -HOUR, 5 * SECOND])
def test_a_wrong_clock_is_set_right_and_one_put_right_is_believed(
    wrong: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    machine = HandClock(NOW + wrong)
    clock = SharedClock(machine)
    for _ in range(3):
        clock.set_right(lambda: NOW)
    assert clock.now() == NOW
    machine.pass_(HOUR)
    assert clock.now() == NOW + HOUR
    machine.moment = NOW
    clock.set_right(lambda: NOW)
    assert clock.now() == NOW
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2


def test_a_second_is_nothing() -> None:
    clock = SharedClock(HandClock(NOW + SECOND))
    clock.set_right(lambda: NOW)
    assert clock.now() == NOW + SECOND


@pytest.mark.parametrize("trip", [3 * SECOND, -HOUR], ids=["slow", "set back meanwhile"])
def test_an_answer_that_took_long_says_nothing(trip: timedelta) -> None:
    machine = HandClock(NOW + HOUR)

    def theirs() -> datetime:
        machine.pass_(trip)
        return NOW

    clock = SharedClock(machine)
    clock.set_right(theirs)
    assert clock.now() == machine.moment


def test_what_a_fast_clock_tells_an_hour_later_is_due_by_the_databases(empty_postgresql_url: str) -> None:
    engine = make_engine(empty_postgresql_url)
    clock = SharedClock(HandClock(clock_of(engine) + HOUR))
    clock.set_right(lambda: clock_of(engine))
    try:
        at_once, in_the_next_hour = two_refused(engine, clock)
        assert at_once <= clock_of(engine) + SECOND
        assert at_once < in_the_next_hour <= clock_of(engine) + HOUR
    finally:
        engine.dispose()


def two_refused(engine: Engine, clock: SharedClock) -> list[datetime]:
    """When people are told of each: the first at once, the second in the next hour."""
    desk = SqlOutbox(engine, clock, 0, make.teams)
    due: list[datetime] = []
    for number in (1, 2):
        with SqlStore(engine, lambda: None).begin(OWN_WORK) as tx:
            tx.outbox.add(make.message(key=f"card:{number}", about=f"R-{number}", fallback=ANA))
        claimed = claim_one(desk)
        assert intend(desk, claimed)
        refused = Refused("is_archived")
        assert record(desk, claimed, refused, follow_up=follow_up(claimed, refused, clock.now(), lambda _team: None))
        with looking_on(engine).connect() as connection:
            its = (outbox.c.team_id == T1, outbox.c.kind == MessageKind.NOTICE, outbox.c.ended_at.is_(None))
            due.append(connection.scalars(select(outbox.c.due_at).where(*its)).one())
        if number == 1:
            send(desk, Accepted(POSTED))
    return due
