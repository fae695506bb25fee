"""What is closed with its whole is closed as by itself: it keeps the reason, and those concerned hear who did it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.client_requests import Due
from bot.domain.errors import AlreadyClosed, NotFound
from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.item_watchers import ItemWatcher
from bot.domain.outbox import MessageKind
from bot.domain.sub_tasks import Closing, Fate
from bot.services.sub_tasks import SubTaskService
from bot.services.task_drafts import Draft
from tests.services.office import ONE, Office
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

R1 = RequestNumber(1)
FORCED = Closing(Fate.LEAVE, "the client has it printed elsewhere")


@pytest.fixture
def part(office: Office) -> TaskNumber:
    """Of a request; Ben has taken it, and it is due in two days."""
    due = Due(NOW + timedelta(days=2), "Europe/London")
    given = office.tasks.give(office.by(), Draft(title="Plates", request_number=office.request(PUBLIC), due=due))
    return office.tasks.take(office.by(BEN), given.task.number).number


def told(office: Office, kind: MessageKind) -> list[tuple[str, str]]:
    """To whom, and who did it."""
    with office.store.read(T1) as tx:
        return sorted((one.to, one.facts.get("by", "")) for one in tx.outbox.news("T-1", kind))


@pytest.mark.parametrize("fate", [Fate.FINISH, Fate.CANCEL])
def test_those_who_watch_a_part_hear_of_it_and_its_owner_is_reminded_no_more(
    office: Office, part: TaskNumber, fate: Fate
) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for user in (ANA, BEN, CAT):
            tx.item_watchers.add(ItemWatcher(team_id=T1, label="T-1", user_id=user, added_by=user, added_at=NOW))
    assert told(office, MessageKind.RUNG) != []

    office.requests.finish(office.by(), R1, Closing(fate, "all in one go"))

    assert told(office, MessageKind.CHANGED) == [(BEN, ANA), (CAT, ANA)]
    assert told(office, MessageKind.RUNG) == []
    assert office.tasks.one(office.by(), part).why == "all in one go"


@pytest.fixture
def below_closed(office: Office) -> Office:
    """An open task of a request that was closed over it, and a closed one; Cat sees none of them."""
    for title in ("Plates", "Ink"):
        office.tasks.give(
            office.by(), Draft(title=title, request_number=R1 if title == "Ink" else office.request(PRIVATE))
        )
    office.tasks.finish(office.by(), TaskNumber(2))
    office.requests.finish(office.by(), R1, FORCED)
    return office


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda office, by: office.tasks.give(by, Draft(title="Proof", parent_number=ONE)), id="added"),
        pytest.param(lambda office, by: office.tasks.reopen(by, TaskNumber(2)), id="opened again"),
    ],
)
def test_nothing_is_opened_below_a_closed_request_and_others_do_not_hear_that_it_is(
    below_closed: Office, act: Callable[..., Any]
) -> None:
    with pytest.raises(AlreadyClosed) as refused:
        act(below_closed, below_closed.by())
    assert refused.value.label == "R-1"
    with pytest.raises(NotFound):
        act(below_closed, below_closed.by(CAT))


def test_only_its_direct_parts_are_named_to_each_as_far_as_they_see_them(office: Office) -> None:
    """Ana gave the whole to Ben in private; Ben gave a part of it to Cat."""
    whole = office.tasks.give(office.by(channel_id=None), Draft(title="Whole", owner=BEN)).task
    office.tasks.give(office.by(BEN, channel_id=None), Draft(title="Secret", parent_number=ONE, owner=CAT))
    parts = SubTaskService(office.store).parts
    assert [[part.label for part in parts(office.by(user), whole)] for user in (ANA, BEN)] == [[], ["T-2"]]


def test_only_the_card_that_counts_a_part_is_drawn_anew(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Whole", request_number=office.request(PUBLIC)))
    office.tasks.give(office.by(), Draft(title="Plates", parent_number=ONE))
    office.clock.pass_(timedelta(minutes=1))

    office.tasks.finish(office.by(), TaskNumber(2))

    with office.store.read(T1) as tx:
        shown = {
            label: max(one.facts.get("at", "") for one in tx.outbox.news(label, kind))
            for label, kind in (("R-1", MessageKind.REQUEST_CARD), ("T-1", MessageKind.TASK_CARD))
        }
    assert shown == {"R-1": NOW.isoformat(), "T-1": office.clock.now().isoformat()}
