"""Who is asked about a request, who answers, and who reads either."""

from collections.abc import Callable

import pytest

from bot.domain.errors import AlreadyAnswered, NobodyToAsk
from bot.domain.ids import ChannelId, RequestNumber, UserId
from bot.domain.outbox import Dropped
from bot.domain.people import PersonKind
from bot.services.item_questions import Asked, ItemQuestionService
from bot.services.request_drafts import Draft, Log
from tests.services.office import Office
from tests.storage.make import ANA, BEN, CAT, OWN_WORK, PRIVATE, PUBLIC, T1

ONE = RequestNumber(1)


@pytest.fixture
def given(office: Office) -> Office:
    """R-1, which Ana has logged where Cat is not, and which Ben has."""
    office.requests.log(Log(by=office.by(ANA, channel_id=PRIVATE), draft=Draft(title="Proof", owner=BEN)))
    return office


@pytest.fixture
def asked(given: Office) -> ItemQuestionService:
    questions = ItemQuestionService(given.store, given.clock)
    questions.ask(given.by(BEN), "R-1", "Which paper?")
    return questions


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        pytest.param(ANA, None, id="whoever is asked"),
        pytest.param(CAT, "hidden", id="whoever may not see the request"),
        pytest.param(PRIVATE, None, id="its channel"),
        pytest.param(PUBLIC, "moved", id="a channel that is not its own any more"),
    ],
)
def test_who_reads_it(asked: ItemQuestionService, reader: UserId | ChannelId, reads: str | None) -> None:
    shown = asked.shown(T1, "R-1", 1, reader)
    assert isinstance(shown, Asked) if reads is None else shown == Dropped(reads)


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda questions, by: questions.question(by, "R-1", 1), id="to read it"),
        pytest.param(lambda questions, by: questions.answer(by, "R-1", 1, "Any"), id="to answer it"),
    ],
)
def test_nobody_else_answers_it(
    given: Office, asked: ItemQuestionService, act: Callable[[ItemQuestionService, object], object]
) -> None:
    with pytest.raises(AlreadyAnswered):
        act(asked, given.by(BEN))
    assert asked.answer(given.by(ANA), "R-1", 1, "The thick one")[1].answer == "The thick one"


def test_once_whoever_gave_it_has_left_whoever_logged_it_is_asked(given: Office) -> None:
    questions = ItemQuestionService(given.store, given.clock)
    with given.store.begin(OWN_WORK) as tx:
        tx.channels.set_members(PRIVATE, [ANA, BEN, CAT])
    given.requests.assign(given.by(CAT), ONE, ANA)
    given.requests.assign(given.by(CAT), ONE, BEN)
    found = [questions.offer(given.by(BEN), "R-1")[1]]
    for user in (CAT, ANA):
        with given.store.begin(OWN_WORK) as tx:
            person = tx.people.for_change(user)
            assert person is not None
            person.kind = PersonKind.DEACTIVATED
        if user == CAT:
            found.append(questions.offer(given.by(BEN), "R-1")[1])
    assert found == [CAT, ANA]
    with pytest.raises(NobodyToAsk):
        questions.offer(given.by(BEN), "R-1")
