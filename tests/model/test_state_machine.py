"""The real outbox, store and delivery, through whatever Slack, crashes, clocks and people do to them."""

import logging
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from bot.services import delivery
from tests.model.outbox_machine import Event, OutboxMachine, Saying
from tests.model.outbox_slack import LAG, Answer, Look, Point
from tests.storage.conftest import kept_sqlite, migrated_file, migrated_postgres, postgresql, sqlite
from tests.storage.make import ANA, PUBLIC, T1

__all__ = ["kept_sqlite", "migrated_file", "migrated_postgres", "postgresql", "sqlite"]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "bot.services.delivery")


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("database", "examples"), [("sqlite", 120), ("postgresql", 30)])
def test_whatever_happens(
    database: str, examples: int, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Engine = request.getfixturevalue(database)

    class Machine(OutboxMachine):
        def __init__(self) -> None:
            super().__init__(engine)
            monkeypatch.setattr(delivery, "time", self.time)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            # A shorter way to a failure would take minutes to be found; the long one says it too.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    "event",
    [Event.KILLED, Event.SLOW, Event.STOPPED, Event.OVERTAKEN, Event.CANCELLED, Event.CHANGED, Event.OUTDATED],
    ids=lambda event: event.name,
)
@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_at_each_point_whatever_slack_did(
    database: str, event: Event, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a random walk meets seldom: each way a call may end, with the worker hit in each place."""
    engine: Engine = request.getfixturevalue(database)
    answers = Answer if database == "sqlite" else (Answer.LATE, Answer.THROTTLED)
    for point, answer in product(Point, answers):
        machine = OutboxMachine(engine)
        monkeypatch.setattr(delivery, "time", machine.time)
        machine.empty()
        machine.slack_changes(lag=LAG, team=T1)
        machine.works(answer=answer, look=Look.SEES, event=event, at=point, then=2)
        machine.says(saying=Saying.EDIT, team=T1, other=0, due=0, expires=None, to=PUBLIC, fallback=ANA)
        machine.works(answer=answer, look=Look.SEES, event=event, at=point, then=2)
        machine.teardown()
