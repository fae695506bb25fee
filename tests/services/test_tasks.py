"""Tasks on a store of their own: deliveries that come twice, and who may see a task of a request that moves."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.errors import AlreadyTaken, NotAMember, NotFound
from bot.domain.ids import ChannelId, RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.tasks import Task
from bot.services import cards
from bot.services.pages import Which
from bot.services.task_drafts import Draft
from bot.services.tasks import TaskService
from tests.services.office import GUS, ONE, Office
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC


def test_the_same_delivery_again_gives_one_task_and_one_answer(office: Office) -> None:
    by, draft = office.by(), Draft(title="Proof", owner=BEN, request_number=office.request(PUBLIC))

    first, again = office.tasks.give(by, draft), office.tasks.give(by, draft)

    assert again.task.number == first.task.number
    assert (again.place, again.in_thread) == (first.place, first.in_thread)
    assert office.tasks.page(office.by(), Which.OPEN).total == 1
    assert office.messages(MessageKind.TASK_FOR_OWNER) == [BEN]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda tasks, by: tasks.accept(by, ONE), id="accept"),
        pytest.param(lambda tasks, by: tasks.decline(by, ONE, "away"), id="decline"),
        pytest.param(lambda tasks, by: tasks.finish(by, ONE), id="finish"),
        pytest.param(lambda tasks, by: tasks.cancel(by, ONE), id="cancel"),
        pytest.param(lambda tasks, by: tasks.assign(by, ONE, CAT), id="assign"),
    ],
)
def test_the_same_click_again_is_answered_alike(office: Office, change: Callable[[TaskService, Gesture], Task]) -> None:
    """Also to somebody who, having declined, may not see the task any more."""
    office.tasks.give(office.by(channel_id=None), Draft(title="Proof", owner=BEN))
    click = office.by(BEN)

    first, again = change(office.tasks, click), change(office.tasks, click)

    assert (again.label, again.title, again.status, again.owner, again.version) == (
        first.label,
        first.title,
        first.status,
        first.owner,
        first.version,
    )


@pytest.mark.parametrize(
    ("audience", "place", "in_thread"),
    [
        pytest.param(PUBLIC, PUBLIC, True, id="public"),
        pytest.param(PRIVATE, PRIVATE, True, id="private"),
        pytest.param(None, ANA, True, id="nowhere, by whoever logged it"),
    ],
)
def test_a_task_has_its_requests_audience(
    office: Office, audience: ChannelId | None, place: str, *, in_thread: bool
) -> None:
    given = office.tasks.give(office.by(), Draft(title="Proof", request_number=office.request(audience)))

    assert (given.task.audience, given.place.to, given.in_thread) == (audience, place, in_thread)


def test_a_task_of_a_request_in_a_channel_that_takes_no_cards_any_more_is_for_its_people(office: Office) -> None:
    number = office.request(PRIVATE)
    with office.store.begin(OWN_WORK) as tx:
        channel = tx.channels.for_change(PRIVATE)
        assert channel is not None
        channel.is_archived = True
    given = office.tasks.give(office.by(), Draft(title="Proof", request_number=number))
    assert (given.task.audience, given.place.to, given.in_thread) == (PRIVATE, ANA, False)
    assert office.tasks.one(office.by(BEN), given.task.number).title == "Proof"


def test_what_somebody_else_gives_of_a_request_that_is_in_no_channel_is_in_their_own_messages(office: Office) -> None:
    """And not in the thread under its card, which is in somebody else's."""
    number = office.request(None)
    office.requests.assign(office.by(), number, BEN)
    given = office.tasks.give(office.by(BEN), Draft(title="Proof", request_number=number))
    assert (given.place.to, given.in_thread) == (BEN, False)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda office: office.tasks.accept(office.by(BEN), ONE), id="accepted"),
        pytest.param(lambda office: office.tasks.assign(office.by(ANA), ONE, BEN, "soon"), id="given again"),
        pytest.param(lambda office: office.tasks.finish(office.by(ANA), ONE), id="done"),
    ],
)
def test_whoever_has_it_is_not_given_it_again_by_another_change(
    office: Office, change: Callable[[Office], object]
) -> None:
    office.tasks.give(office.by(), Draft(title="Proof", owner=BEN))
    change(office)
    assert office.messages(MessageKind.TASK_FOR_OWNER) == [BEN]


def test_a_request_that_one_may_not_see_gets_no_task(office: Office) -> None:
    hidden = office.request(PRIVATE)
    for number in (hidden, RequestNumber(99)):
        with pytest.raises(NotFound):
            office.tasks.give(office.by(CAT), Draft(title="Proof", request_number=number))
    assert office.tasks.page(office.by(ANA), Which.OPEN).total == 0


def test_a_task_follows_its_request_to_a_private_channel(office: Office) -> None:
    number = office.request(PUBLIC)
    office.tasks.give(office.by(), Draft(title="Proof", request_number=number))
    assert office.tasks.one(office.by(CAT), ONE).title == "Proof"

    with office.store.begin(OWN_WORK) as tx:
        request = tx.client_requests.for_change(number, seen_by=ANA)
        place = cards.Place(PRIVATE, PRIVATE)
        request.audience = PRIVATE
        request.card = cards.post_card(tx.outbox, request, place, asker=ANA, now=NOW)
        cards.move_tasks(tx, request, place, asker=ANA, now=NOW)

    with pytest.raises(NotFound):
        office.tasks.one(office.by(CAT), ONE)
    assert office.messages(MessageKind.TASK_CARD) == [PUBLIC, PRIVATE]


@pytest.mark.parametrize("owner", [GUS, UserId("USTRANGER")])
def test_nobody_but_a_member_is_given_a_task(office: Office, owner: UserId) -> None:
    with pytest.raises(NotAMember):
        office.tasks.give(office.by(), Draft(title="Proof", owner=owner))
    assert office.tasks.page(office.by(), Which.OPEN).total == 0


def test_what_is_new_and_part_of_nothing_is_not_looked_for(office: Office) -> None:
    asked: list[str] = []

    def listen(*told: Any) -> None:
        asked.append(told[2])

    event.listen(office.engine, "before_cursor_execute", listen)
    office.tasks.give(office.by(), Draft(title="Proof"))
    event.remove(office.engine, "before_cursor_execute", listen)
    read = [re.findall(r"FROM (\w+)", statement)[0] for statement in asked if statement.startswith("SELECT")]
    assert sorted(read) == ["channel", "person"], "neither a message with its key nor its cards are looked for"


def test_whoever_takes_it_second_is_told_who_has_it(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Proof"))
    office.tasks.take(office.by(BEN), ONE)
    with pytest.raises(AlreadyTaken) as refused:
        office.tasks.take(office.by(CAT), ONE)
    assert refused.value.by == BEN


def test_only_who_did_not_give_it_to_themselves_is_told(office: Office) -> None:
    office.tasks.give(office.by(ANA), Draft(title="Proof", owner=ANA))
    assert office.messages(MessageKind.TASK_FOR_OWNER) == []
    office.tasks.assign(office.by(ANA), ONE, BEN)
    office.tasks.assign(office.by(BEN), ONE, ANA)
    assert office.messages(MessageKind.TASK_FOR_OWNER) == [BEN, ANA]


def test_a_list_that_became_shorter_shows_its_last_page(office: Office) -> None:
    for number in range(12):
        office.tasks.give(office.by(), Draft(title=f"Errand {number}"))

    page = office.tasks.page(office.by(), Which.OPEN, offset=40)

    assert (page.offset, len(page.items), page.total) == (10, 2, 12)
