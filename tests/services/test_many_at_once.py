"""Changes of many, and merges, in the same moment as others (reliability.md 5, cases 39, 95 and 96): one order or the
other comes about, nobody's change is lost unseen, and nothing is closed over something open.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.client_requests import ClientRequest, Due
from bot.domain.errors import DomainError
from bot.domain.ids import RequestNumber, UserId
from bot.services.bulk_shown import Preview
from bot.services.merges import MergeService
from bot.services.task_drafts import Draft
from storage.engine import make_engine
from tests.patience import PATIENCE
from tests.services.office import Office
from tests.storage.make import ANA, BEN, CAT, NOW, PUBLIC, T1

R1, R2, R3 = map(RequestNumber, (1, 2, 3))
LABELS = ["R-1", "R-2", "R-3", "T-1", "T-2"]
Does = Callable[[], Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, patient: None) -> Iterator[Office]:
    engine = make_engine(request.getfixturevalue(f"empty_{request.param}_url"))
    yield Office(engine)
    engine.dispose()


@dataclass(frozen=True)
class Moment:
    """Each way to say what somebody does in it, made ready before."""

    office: Office

    def __post_init__(self) -> None:
        for _ in range(3):
            self.office.request(PUBLIC)

    def done(self, *labels: str, by: UserId = ANA) -> Does:
        return self._bulk(BulkAct(verb=BulkVerb.DONE), labels, by)

    def moved(self, *labels: str, by: UserId = ANA, days: int = 1) -> Does:
        due = Due(NOW + timedelta(days=days), "Europe/London")
        return self._bulk(BulkAct(verb=BulkVerb.DUE, due=due, why="away"), labels, by)

    def undone(self, by: UserId = ANA) -> Does:
        gesture = self.office.by(by)
        return lambda: self.office.bulks.undo(gesture, 1)

    def pressed(self, number: int = 1) -> Does:
        gesture = self.office.by()
        return lambda: self.office.bulks.apply(gesture, number)

    def merged(self, goes: RequestNumber, stays: RequestNumber, by: UserId = BEN) -> Does:
        gesture = self.office.by(by)
        return lambda: self._merging.merge(gesture, goes, stays)

    def split(self, number: RequestNumber) -> Does:
        gesture = self.office.by(CAT)
        return lambda: self._merging.split(gesture, number)

    def given(self, number: RequestNumber) -> Does:
        gesture = self.office.by(CAT)
        return lambda: self.office.tasks.give(gesture, Draft(title="Proof", request_number=number))

    def assigned(self, number: RequestNumber) -> Does:
        gesture = self.office.by(CAT)
        return lambda: self.office.requests.assign(gesture, number, CAT)

    def closed(self, number: RequestNumber) -> Does:
        gesture = self.office.by(CAT)
        return lambda: self.office.requests.finish(gesture, number)

    @property
    def _merging(self) -> MergeService:
        return MergeService(self.office.store, self.office.requests._people, self.office.clock)

    def _bulk(self, act: BulkAct, labels: tuple[str, ...], by: UserId) -> Does:
        number = self.office.bulks.preview(self.office.by(by), labels, act).bulk.number
        gesture = self.office.by(by)
        return lambda: self.office.bulks.apply(gesture, number)


def outcome(one: Does) -> str:
    try:
        found = one()
    except DomainError as refused:
        return type(refused).__name__
    return "shown anew" if isinstance(found, Preview) else "done"


def at_once(*does: Does) -> list[str]:
    """How each ended."""
    all_ = Barrier(len(does), timeout=PATIENCE)

    def attempt(one: Does) -> str:
        all_.wait()
        return outcome(one)

    with ThreadPoolExecutor(len(does)) as threads:
        return [one.result() for one in [threads.submit(attempt, one) for one in does]]


def nothing_is_open_below_what_is_closed(office: Office) -> bool:
    items = office.bulks.named(office.by(), LABELS)
    closed = {item.number for item in items if isinstance(item, ClientRequest) and not item.is_open}
    with office.store.read(T1) as tx:
        return not tx.tasks.open_below([RequestNumber(number) for number in closed], [])


def one_of_two(office: Office) -> tuple[Does, Does]:
    moment = Moment(office)
    return moment.moved("R-1", "R-2"), moment.done("R-2", "R-1", by=BEN)


def same_button(office: Office) -> tuple[Does, Does]:
    moment = Moment(office)
    office.bulks.preview(office.by(), ["R-1", "R-2"], BulkAct(verb=BulkVerb.DONE))
    return moment.pressed(), moment.pressed()


def two_undo(office: Office) -> tuple[Does, Does]:
    moment = Moment(office)
    moment.moved("R-1", "R-2")()
    return moment.undone(), moment.undone()


def undo_and_close(office: Office) -> tuple[Does, Does]:
    moment = Moment(office)
    moment.moved("R-1", "R-2")()
    return moment.undone(), moment.closed(R1)


def merge_and_split(office: Office) -> tuple[Does, Does]:
    moment = Moment(office)
    moment.merged(R2, R1)()
    return moment.split(R2), moment.merged(R1, R3)


Made = Callable[[Office], tuple[Does, ...]]
CASES: dict[str, tuple[Made, set[tuple[str, ...]]]] = {
    "two change the same crosswise": (one_of_two, {("done", "shown anew"), ("shown anew", "done")}),
    "one is pressed twice": (same_button, {("done", "done")}),
    "one is undone twice": (two_undo, {("done", "TakenBack"), ("TakenBack", "done")}),
    "undone and one of them closed": (undo_and_close, {("done", "done")}),
    "one of many is given on": (
        lambda office: ((moment := Moment(office)).done("R-1", "R-2"), moment.assigned(R1)),
        {("done", "AlreadyClosed"), ("shown anew", "done")},
    ),
    "one of many is given a task": (
        lambda office: ((moment := Moment(office)).done("R-1", "R-2"), moment.given(R1)),
        {("done", "AlreadyClosed"), ("done", "done"), ("shown anew", "done")},
    ),
    "one of many is merged": (
        lambda office: ((moment := Moment(office)).done("R-1", "R-2"), moment.merged(R2, R1)),
        {("done", "AlreadyClosed"), ("shown anew", "done")},
    ),
    "two merge into the same": (
        lambda office: ((moment := Moment(office)).merged(R2, R1), moment.merged(R3, R1, by=CAT)),
        {("done", "done")},
    ),
    "two merge in a row": (
        lambda office: ((moment := Moment(office)).merged(R2, R1), moment.merged(R1, R3, by=CAT)),
        {("done", "HasMerged"), ("AlreadyMerged", "done")},
    ),
    "what is merged is given a task": (
        lambda office: ((moment := Moment(office)).merged(R2, R1), moment.given(R2)),
        {("done", "done"), ("done", "AlreadyMerged")},
    ),
    "what is merged is given on": (
        lambda office: ((moment := Moment(office)).merged(R2, R1), moment.assigned(R2)),
        {("done", "done"), ("done", "AlreadyMerged")},
    ),
    "what was merged is split while it goes on": (merge_and_split, {("done", "done"), ("done", "HasMerged")}),
}


@pytest.mark.parametrize("case", CASES)
def test_in_the_same_moment_one_order_comes_about(either: Office, case: str) -> None:
    made, may_be = CASES[case]
    ended = at_once(*made(either))
    assert tuple(ended) in may_be
    assert nothing_is_open_below_what_is_closed(either)


def test_of_eight_who_move_the_same_one_does(either: Office) -> None:
    moment = Moment(either)
    ended = at_once(*(moment.moved("R-3", "R-1", "R-2", days=day) for day in range(1, 9)))
    assert sorted(ended) == ["done", *["shown anew"] * 7]
    dues = {item.due for item in either.bulks.named(either.by(), ["R-1", "R-2", "R-3"])}
    assert len(dues) == 1
