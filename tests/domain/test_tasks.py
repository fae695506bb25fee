"""What may happen to a task, by whom, and what it says when it may not: the rules as tables."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.client_requests import Acceptance, Due
from bot.domain.errors import AlreadyClosed, AlreadyTaken, DomainError, NotYours, StillOpen
from bot.domain.ids import TaskNumber, TeamId, UserId
from bot.domain.tasks import Task, TaskStatus

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
ANA, BEN = UserId("U0ANA"), UserId("U0BEN")

Step = Callable[[Task], None]


def task(
    *,
    owner: UserId | None = None,
    acceptance: Acceptance = Acceptance.NOT_ASKED,
    status: TaskStatus = TaskStatus.OPEN,
) -> Task:
    is_open = status is TaskStatus.OPEN
    return Task(
        team_id=TeamId("T1"),
        number=TaskNumber(4),
        title="Proof",
        details="",
        status=status,
        acceptance=acceptance,
        request_number=None,
        owner=owner,
        given_by=BEN,
        given_at=NOW,
        due_at=None,
        due_zone=None,
        audience=None,
        card=None,
        closed_by=None if is_open else BEN,
        closed_at=None if is_open else NOW,
    )


STEPS: dict[str, Step] = {
    "take": lambda it: it.take(ANA),
    "assign": lambda it: it.assign(ANA, by=BEN),
    "accept": lambda it: it.accept(ANA),
    "decline": lambda it: it.decline(ANA, "away"),
    "release": lambda it: it.release(),
    "finish": lambda it: it.finish(by=ANA, at=NOW),
    "cancel": lambda it: it.cancel(by=ANA, at=NOW),
    "reopen": lambda it: it.reopen(),
}


@pytest.mark.parametrize(
    ("step", "owner", "then_owner", "acceptance"),
    [
        pytest.param(STEPS["take"], None, ANA, Acceptance.ACCEPTED, id="takes what nobody has"),
        pytest.param(STEPS["take"], ANA, ANA, Acceptance.ACCEPTED, id="takes what is theirs already"),
        pytest.param(STEPS["assign"], None, ANA, Acceptance.ASKED, id="is given it"),
        pytest.param(STEPS["assign"], BEN, ANA, Acceptance.ASKED, id="is given what another had"),
        pytest.param(lambda it: it.assign(ANA, by=ANA), None, ANA, Acceptance.ACCEPTED, id="gives it to themselves"),
        pytest.param(STEPS["accept"], ANA, ANA, Acceptance.ACCEPTED, id="accepts"),
        pytest.param(STEPS["decline"], ANA, None, Acceptance.NOT_ASKED, id="declines"),
        pytest.param(STEPS["release"], BEN, None, Acceptance.NOT_ASKED, id="goes back to the queue"),
    ],
)
def test_whose_it_is(step: Step, owner: UserId | None, then_owner: UserId | None, acceptance: Acceptance) -> None:
    it = task(owner=owner, acceptance=Acceptance.ASKED if owner else Acceptance.NOT_ASKED)
    step(it)
    assert (it.owner, it.acceptance, it.status) == (then_owner, acceptance, TaskStatus.OPEN)


@pytest.mark.parametrize(
    ("step", "status"), [(STEPS["finish"], TaskStatus.DONE), (STEPS["cancel"], TaskStatus.CANCELLED)]
)
def test_closing_says_who_and_when_and_reopening_forgets_it(step: Step, status: TaskStatus) -> None:
    it = task(owner=BEN, acceptance=Acceptance.ACCEPTED)
    step(it)
    assert (it.status, it.closed_by, it.closed_at) == (status, ANA, NOW)
    with pytest.raises(AlreadyClosed):
        it.reopen(NOW - timedelta(minutes=1))
    it.reopen(NOW)
    assert (it.status, it.closed_by, it.closed_at, it.owner) == (TaskStatus.OPEN, None, None, BEN)


@pytest.mark.parametrize("name", [name for name in STEPS if name != "reopen"])
@pytest.mark.parametrize("status", [TaskStatus.DONE, TaskStatus.CANCELLED])
def test_nothing_happens_to_what_is_closed(name: str, status: TaskStatus) -> None:
    it = task(owner=ANA, status=status)
    with pytest.raises(AlreadyClosed) as refused:
        STEPS[name](it)
    assert (refused.value.label, refused.value.how, refused.value.by) == ("T-4", status.value, BEN)
    assert (it.owner, it.status) == (ANA, status)


@pytest.mark.parametrize(
    ("name", "owner", "refusal"),
    [
        ("take", BEN, AlreadyTaken),
        ("accept", BEN, NotYours),
        ("accept", None, NotYours),
        ("decline", BEN, NotYours),
        ("decline", None, NotYours),
        ("reopen", ANA, StillOpen),
    ],
)
def test_what_is_another_s_is_refused(name: str, owner: UserId | None, refusal: type[DomainError]) -> None:
    it = task(owner=owner)
    with pytest.raises(refusal):
        STEPS[name](it)
    assert (it.owner, it.status) == (owner, TaskStatus.OPEN)


def test_a_due_moment_is_set_and_taken_away_whole() -> None:
    it = task()
    it.set_due(Due(NOW, "Europe/London"))
    assert it.due == Due(NOW, "Europe/London")
    it.set_due(None)
    assert [it.due_at, it.due_zone] == [None, None]
