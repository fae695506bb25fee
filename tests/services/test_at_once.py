"""Closed by one and passed on by another in the same moment (reliability.md 5, case 95): either order is right, and
whatever came of it is known afterwards.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from bot.domain.errors import AlreadyClosed, DomainError
from bot.domain.ids import RequestNumber
from bot.services import request_drafts, task_drafts
from bot.services.histories import HistoryService
from tests.engines import kept_engine
from tests.patience import PATIENCE
from tests.services.office import ONE, Office
from tests.storage.make import BEN, CAT

R1 = RequestNumber(1)
Does = Callable[[], Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Office]:
    engine = kept_engine(request.getfixturevalue(f"empty_{request.param}_url"))
    yield Office(engine)
    engine.dispose()


def a_request(office: Office) -> tuple[str, Does, Does]:
    """What it is called, how it is closed and how it is passed on."""
    office.requests.log(request_drafts.Log(by=office.by(), draft=request_drafts.Draft(title="Proof", owner=BEN)))
    closing, passing = office.by(BEN), office.by()
    return "R-1", lambda: office.requests.finish(closing, R1), lambda: office.requests.assign(passing, R1, CAT)


def a_task(office: Office) -> tuple[str, Does, Does]:
    office.tasks.give(office.by(), task_drafts.Draft(title="Plates", owner=BEN))
    closing, passing = office.by(BEN), office.by()
    return "T-1", lambda: office.tasks.finish(closing, ONE), lambda: office.tasks.assign(passing, ONE, CAT)


ITEMS = [pytest.param(a_request, id="request"), pytest.param(a_task, id="task")]


def outcome(does: Does) -> str:
    try:
        does()
    except DomainError as refused:
        return type(refused).__name__
    return "done"


def audited(office: Office, label: str) -> list[str]:
    """What its history says of these two, oldest first."""
    changes = HistoryService(office.store).of(office.by(), label).changes
    told = {"owner": "passed on", "status": "closed"}
    return [what for change in reversed(changes[:-1]) for field, what in told.items() if change.has(field)]


@pytest.mark.parametrize("item", ITEMS)
def test_passed_on_and_then_closed_both_are_in_its_history(either: Office, item: Callable[[Office], Any]) -> None:
    label, close, pass_on = item(either)
    pass_on()
    close()
    assert audited(either, label) == ["passed on", "closed"]


@pytest.mark.parametrize("item", ITEMS)
def test_closed_first_it_is_not_passed_on(either: Office, item: Callable[[Office], Any]) -> None:
    label, close, pass_on = item(either)
    close()
    with pytest.raises(AlreadyClosed):
        pass_on()
    assert audited(either, label) == ["closed"]


@pytest.mark.parametrize("item", ITEMS)
def test_in_the_same_moment_one_of_the_two_orders_comes_about(either: Office, item: Callable[[Office], Any]) -> None:
    label, close, pass_on = item(either)
    both = Barrier(2, timeout=PATIENCE)

    def attempt(does: Does) -> str:
        both.wait()
        return outcome(does)

    with ThreadPoolExecutor(2) as threads:
        closing, passing = threads.submit(attempt, close), threads.submit(attempt, pass_on)
        ended = (closing.result(), passing.result())
    known = {("done", "done"): ["passed on", "closed"], ("done", "AlreadyClosed"): ["closed"]}
    assert audited(either, label) == known[ended]
