"""Reminders that are planned behind the answer, of an item and of what hangs on it: what is done at once even so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.domain.outbox import MessageKind, MessageState
from bot.domain.priority import Priority
from bot.services import rungs, task_drafts
from bot.services.request_drafts import Draft, Log
from storage.outbox import outbox
from tests.services.office import Office
from tests.services.test_ladders import LONDON, R1, due, ladder_of, waiting
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK

AT = rungs.At(NOW, LONDON)


@pytest.fixture
def given(office: Office) -> Office:
    """R-1, from Ana to Ben, with a task, and a reminder that has come."""
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=BEN, due=due())))
    office.tasks.give(office.by(), task_drafts.Draft(title="draw", owner=CAT, due=due(), request_number=R1))
    first = (outbox.c.about == "R-1", outbox.c.key.endswith(":day-before"))
    with office.engine.begin() as connection:
        sent = {"state": MessageState.SENT, "last_try_at": NOW, "ended_at": NOW}
        connection.execute(update(outbox).where(*first).values(sent))
    return office


def later(office: Office, change: Callable[[Any], object]) -> bool:
    with office.store.begin(OWN_WORK) as tx:
        item = tx.client_requests.for_change(R1, seen_by=ANA)
        before = rungs.Basis.of(item)
        change(item)
        return rungs.follow_later(tx, item, before, AT)


def without_buttons(office: Office) -> int:
    changed = select(func.count()).where(outbox.c.kind == MessageKind.RUNG, outbox.c.edits.is_not(None))
    with office.engine.connect() as connection:
        return connection.execute(changed).scalar_one()


def marked(office: Office) -> list[str]:
    with office.store.begin(OWN_WORK) as tx:
        return list(tx.replans.marked(9))


def give(item: Any) -> None:
    item.owner = CAT


def prioritise(item: Any) -> None:
    item.priority = Priority.URGENT


def move(item: Any) -> None:
    item.due_at += timedelta(days=1)


def retitle(item: Any) -> None:
    item.title = "logo in blue"


def finish(item: Any) -> None:
    item.finish(by=BEN, at=NOW)


LEFT = [one for one in ladder_of(BEN) if not one.endswith("day-before")]


@pytest.mark.parametrize(
    ("change", "is_to_be_planned", "left", "said"),
    [
        pytest.param(retitle, False, LEFT, 0, id="nothing that they follow from"),
        pytest.param(move, True, LEFT, 0, id="due later"),
        pytest.param(give, True, LEFT, 1, id="somebody else's"),
        pytest.param(finish, False, [], 1, id="done"),
    ],
)
def test_what_is_over_goes_at_once_and_what_stands_says_so(
    given: Office, change: Callable[[Any], object], is_to_be_planned: bool, left: list[str], said: int
) -> None:
    assert later(given, change) is is_to_be_planned
    assert waiting(given) == left
    assert without_buttons(given) == said


@pytest.mark.parametrize(("change", "planned_anew"), [(prioritise, ["T-1"]), (move, []), (retitle, [])])
def test_tasks_follow_how_urgent_it_is_and_nothing_else(
    given: Office, change: Callable[[Any], object], planned_anew: list[str]
) -> None:
    later(given, change)
    assert marked(given) == planned_anew
