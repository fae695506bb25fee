"""What waits by hours that have changed is planned anew behind the answer, some at a time."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.domain.client_requests import Due
from bot.domain.hours import Span
from bot.domain.hours_words import Scope, SetWorking
from bot.domain.ids import UserId
from bot.domain.outbox import MessageKind, MessageState
from bot.services import task_drafts
from bot.services.replanning import BATCH
from storage.outbox import outbox
from tests.services.office import ONE, Office
from tests.storage.make import ANA, BEN, CAT, OWN_WORK, PUBLIC

FRIDAY = Due(datetime(2026, 3, 13, 16, tzinfo=UTC), "Europe/London")
FROM_TEN = SetWorking(frozenset(range(5)), (Span(10 * 60, 18 * 60),))
MANY = BATCH + 3


def due(office: Office, name: str) -> set[str]:
    """When the reminders of that name come, in UTC."""
    waits = (outbox.c.kind == MessageKind.RUNG, outbox.c.state == MessageState.PENDING)
    with office.engine.connect() as connection:
        rows = connection.scalars(select(outbox.c.due_at).where(*waits, outbox.c.key.endswith(f":{name}")))
        return {f"{at:%d %H:%M}" for at in rows}


def give(office: Office, to: UserId, count: int = 1) -> None:
    for number in range(count):
        office.tasks.give(office.by(), task_drafts.Draft(title=f"draw {number}", owner=to, due=FRIDAY))


def turns(office: Office) -> list[int]:
    return list(iter(office.replanning.plan_due, 0))


def test_of_a_workspace_in_batches_behind_the_answer(office: Office) -> None:
    for person in (BEN, CAT):
        give(office, person, MANY)
    before = due(office, "day-after")
    office.hours.change(office.by(), Scope.WORKSPACE, FROM_TEN)
    assert due(office, "day-after") == before
    done = turns(office)
    assert (max(done), sum(done)) == (BATCH, 2 * MANY)
    after = due(office, "day-after")
    assert len(before | after) == 2
    assert turns(office) == []


def test_a_turn_that_came_to_nothing_is_taken_again(office: Office) -> None:
    give(office, BEN, 3)
    office.hours.change(office.by(BEN), Scope.OWN, FROM_TEN)
    with suppress(ZeroDivisionError), office.store.begin(OWN_WORK) as tx:
        assert len(tx.replans.take(tx.replans.marked(BATCH))) == 3
        raise ZeroDivisionError
    assert turns(office) == [3]


def test_changed_again_meanwhile(office: Office) -> None:
    give(office, BEN, MANY)
    office.hours.change(office.by(BEN), Scope.OWN, FROM_TEN)
    office.replanning.plan_due()
    office.hours.change(office.by(BEN), Scope.OWN, FROM_TEN)
    assert sum(turns(office)) == MANY


@pytest.mark.parametrize(
    ("who", "scope", "count"),
    [
        pytest.param(BEN, Scope.OWN, 2, id="its owner"),
        pytest.param(ANA, Scope.OWN, 2, id="who gave it hears when it is not answered"),
        pytest.param(CAT, Scope.OWN, 0, id="somebody else"),
        pytest.param(CAT, Scope.CHANNEL, 0, id="a channel hears of no items"),
        pytest.param(CAT, Scope.WORKSPACE, 2, id="everybody"),
    ],
)
def test_whom_it_reaches(office: Office, who: UserId, scope: Scope, count: int) -> None:
    give(office, BEN, 2)
    office.hours.change(office.by(who, channel_id=PUBLIC), scope, FROM_TEN)
    assert sum(turns(office)) == count


def test_what_ended_meanwhile_is_left_alone(office: Office) -> None:
    give(office, BEN)
    office.hours.change(office.by(BEN), Scope.OWN, FROM_TEN)
    office.tasks.finish(office.by(BEN), ONE)
    assert turns(office) == [1]
    assert due(office, "day-after") == set()


def test_items_that_are_older_than_their_reminders_get_them(office: Office) -> None:
    give(office, BEN)
    before = due(office, "due")
    with office.store.begin(OWN_WORK) as tx:
        tx.ladders.replace("T-1", (), spare=None)
        tx.replans.mark_all()
    assert due(office, "due") == set()
    assert turns(office) == [1]
    assert due(office, "due") == before
