"""Whether a message arrived is answered once, and only by whoever is asked."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.domain.errors import AlreadyAnswered
from bot.domain.ids import OutboxId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Outcome, Refused, Unclear
from bot.services.notices import NoticeService
from tests.services.test_delivery import Desk, accepted
from tests.storage import make
from tests.storage.make import ANA, BEN


@pytest.fixture
def desk(empty_store: Engine) -> Desk:
    return Desk(empty_store)


@pytest.fixture
def notices(desk: Desk) -> NoticeService:
    return NoticeService(desk.store, desk.clock)


@pytest.fixture
def unsure(desk: Desk) -> OutboxId:
    """A message of which Ana is asked."""
    answers: Iterator[Outcome] = iter([Unclear("timeout")])
    desk.slack.answer = lambda row: next(answers, accepted(row))
    message = desk.say(fallback=ANA)
    desk.works_off()
    desk.later()
    assert desk.told() == [(ANA, "request_card", "unclear")]
    desk.slack.posted.clear()
    return message


def by(user: UserId = ANA, key: str = "click:1") -> Gesture:
    return make.gesture(user_id=user, key=key)


def test_sent_again(desk: Desk, notices: NoticeService, unsure: OutboxId) -> None:
    notices.send_again(by(), unsure)
    desk.works_off()
    assert sorted(desk.slack.posted) == [("R-1", make.PUBLIC), ("R-1", ANA)], "the card, and the notice as it is now"
    assert {state for _, state in desk.states()} == {"sent"}


def test_counted_as_sent(desk: Desk, notices: NoticeService, unsure: OutboxId) -> None:
    notices.count_as_sent(by(), unsure)
    desk.works_off()
    assert desk.slack.posted == [("R-1", ANA)]
    assert {state for _, state in desk.states()} == {"sent"}


def test_a_second_answer_is_refused(notices: NoticeService, unsure: OutboxId) -> None:
    notices.count_as_sent(by(), unsure)
    with pytest.raises(AlreadyAnswered):
        notices.send_again(by(key="click:2"), unsure)


def test_the_same_click_again_is_no_second_answer(desk: Desk, notices: NoticeService, unsure: OutboxId) -> None:
    for _ in range(2):
        notices.send_again(by(), unsure)
    desk.works_off()
    assert sorted(desk.slack.posted) == [("R-1", make.PUBLIC), ("R-1", ANA)]


@pytest.mark.parametrize(
    ("user", "message"),
    [pytest.param(BEN, None, id="not asked"), pytest.param(ANA, OutboxId("0" * 32), id="no such message")],
)
def test_nobody_else_answers(
    desk: Desk, notices: NoticeService, unsure: OutboxId, user: UserId, message: OutboxId | None
) -> None:
    with pytest.raises(AlreadyAnswered):
        notices.send_again(by(user), message or unsure)
    desk.works_off()
    assert desk.slack.posted == []


def test_what_was_refused_for_certain_is_no_question(desk: Desk, notices: NoticeService) -> None:
    desk.slack.answer = lambda row: Refused("is_archived") if row.to == make.PUBLIC else accepted(row)
    message = desk.say(fallback=ANA)
    desk.works_off()
    with pytest.raises(AlreadyAnswered):
        notices.send_again(by(), message)
