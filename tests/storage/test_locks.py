"""Every test looks on in which order rows are locked: here that it sees what is wrong."""

from collections.abc import Callable

import pytest

from bot.domain.ids import NudgeNumber, RequestNumber, TaskNumber
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import ANA, BEN, OWN_WORK

R1, R2 = map(RequestNumber, (1, 2))


def two_requests(tx: SqlTransaction) -> None:
    tx.client_requests.for_change(R2, seen_by=ANA)
    tx.client_requests.for_change(R1, seen_by=ANA)


def task_before_request(tx: SqlTransaction) -> None:
    tx.tasks.for_change(TaskNumber(1), seen_by=ANA)
    tx.client_requests.several([R1, R2], seen_by=ANA)


def reminder_before_task(tx: SqlTransaction) -> None:
    tx.nudges.for_planning(NudgeNumber(1))
    tx.tasks.of_request(R1)


def person_after_request(tx: SqlTransaction) -> None:
    tx.client_requests.for_change(R1, seen_by=ANA)
    tx.people.for_change(ANA)


def morning_before_reminder(tx: SqlTransaction) -> None:
    tx.mornings.for_change(ANA)
    tx.nudges.for_planning(NudgeNumber(1))


def only_read(tx: SqlTransaction) -> None:
    tx.mornings.one(ANA)
    tx.nudges.waiting_for(ANA)
    tx.people.one(ANA)


def person_not_locked(tx: SqlTransaction) -> None:
    tx.people.members()[0].name = "Another"


def not_locked(tx: SqlTransaction) -> None:
    tx.client_requests.one(R1, seen_by=ANA).title = "Another"


def once_more(tx: SqlTransaction) -> None:
    tx.client_requests.several([R1, R2], seen_by=ANA)
    tx.tasks.of_requests([R1, R2])
    tx.client_requests.for_change(R1, seen_by=ANA).title = "Another"


CASES: dict[Callable[[SqlTransaction], None], list[str]] = {
    two_requests: ["R-1 after R-2"],
    task_before_request: ["R-1 after T-1"],
    reminder_before_task: ["T-1 after N-1"],
    person_after_request: [f"P-{ANA} after R-1"],
    morning_before_reminder: [f"N-1 after M-{ANA}"],
    only_read: [],
    person_not_locked: [f"P-{ANA} is changed and not locked"],
    not_locked: ["R-1 is changed and not locked"],
    once_more: [],
}


@pytest.mark.parametrize("locks", CASES)
def test_what_is_out_of_order_is_seen(
    store: SqlStore, orderly: list[str], locks: Callable[[SqlTransaction], None]
) -> None:
    with store.begin(OWN_WORK) as tx:
        for user in (ANA, BEN):
            tx.people.add(make.person(user_id=user))
        for number in (R1, R2):
            tx.client_requests.add(make.request(number=number))
        tx.tasks.add(make.task(request_number=R1))
        tx.nudges.add(make.nudge(user_id=ANA, rule="every day"))
        tx.mornings.add(make.morning())
    with store.begin(OWN_WORK) as tx:
        locks(tx)
    assert orderly == CASES[locks]
    orderly.clear()
