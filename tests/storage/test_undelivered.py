"""The outbox as an operator sees it: where each message stands, and what may be decided about it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from bot.domain.ids import OutboxId
from bot.domain.outbox import (
    UNCLEAR,
    Accepted,
    Dropped,
    Expired,
    Message,
    MessageState,
    NotSent,
    Outcome,
    Refused,
    Unclear,
)
from bot.domain.undelivered import NotDecided, Standing, Undelivered
from storage.delivery import SqlOutbox
from storage.undelivered import OutboxDesk
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say, StateOf
from tests.storage.make import NOW
from tests.storage.steps import POSTED, claim_one, home, intend, send

SOON = NOW + timedelta(seconds=30)
MUCH_LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk(engine: Engine) -> OutboxDesk:
    return OutboxDesk(engine)


def listed(desk: OutboxDesk) -> list[Undelivered]:
    return [row for standing in Standing for row in desk.newest(standing, SOON, 10)]


@pytest.mark.parametrize(
    ("message", "outcome", "standing"),
    [
        pytest.param(make.message(), None, Standing.PENDING, id="new"),
        pytest.param(make.message(due_at=NOW - timedelta(minutes=2)), None, Standing.LATE, id="due for long"),
        pytest.param(make.message(due_at=MUCH_LATER), None, Standing.PENDING, id="of tomorrow"),
        pytest.param(make.message(), NotSent("dns"), Standing.PENDING, id="waits after a failure"),
        pytest.param(make.message(), Unclear("reset"), Standing.UNKNOWN, id="may have arrived"),
        pytest.param(home(), Unclear("reset"), Standing.PENDING, id="a Home is just published again"),
        pytest.param(make.message(), Refused("is_archived"), Standing.FAILED, id="refused"),
        pytest.param(make.message(), Refused(UNCLEAR), Standing.FAILED, id="nobody may look"),
        pytest.param(make.message(), Accepted(POSTED), None, id="sent"),
        pytest.param(make.message(), Dropped("closed"), None, id="dropped"),
        pytest.param(make.message(), Expired(), None, id="too late"),
    ],
)
def test_where_it_stands(
    *,
    say: Say,
    outbox: SqlOutbox,
    desk: OutboxDesk,
    message: Message,
    outcome: Outcome | None,
    standing: Standing | None,
) -> None:
    say(message)
    if outcome is not None:
        send(outbox, outcome)
    assert desk.counts(SOON) == ({} if standing is None else {standing: 1})
    assert [row.standing for row in listed(desk)] == ([] if standing is None else [standing])


def test_what_is_listed(say: Say, outbox: SqlOutbox, desk: OutboxDesk) -> None:
    id_ = say(make.message(facts={"text": "the secret of Acme"}))
    send(outbox, Refused("is_archived"))
    (row,) = listed(desk)
    assert row == Undelivered(
        id=id_,
        team_id=make.T1,
        standing=Standing.FAILED,
        kind=make.message().kind,
        about="R-1",
        to=make.PUBLIC,
        due_at=NOW,
        attempt=1,
        reason="is_archived",
    )


def test_the_newest_come_first_and_no_more_than_asked_for(say: Say, desk: OutboxDesk) -> None:
    for number in range(3):
        say(make.message(key=f"m:{number}", about=f"R-{number}", due_at=NOW + timedelta(seconds=number)))
    assert [row.about for row in desk.newest(Standing.PENDING, SOON, 2)] == ["R-2", "R-1"]


@pytest.mark.parametrize("outcome", [Refused("is_archived"), Refused(UNCLEAR)], ids=["refused", "unclear"])
def test_a_failed_one_goes_out_again(
    *,
    say: Say,
    outbox: SqlOutbox,
    desk: OutboxDesk,
    state_of: StateOf,
    database_time: DatabaseTime,
    outcome: Outcome,
) -> None:
    id_ = say(make.message(expires_at=NOW + timedelta(hours=1)))
    send(outbox, outcome)
    desk.retry(id_)
    assert state_of(id_) == (MessageState.PENDING, None)
    database_time.passes(1)
    again = claim_one(outbox)
    assert (again.id, again.was_tried, again.expires_at) == (id_, False, None)


def test_one_that_waits_waits_no_longer(
    say: Say, outbox: SqlOutbox, desk: OutboxDesk, database_time: DatabaseTime
) -> None:
    id_ = say(make.message())
    send(outbox, NotSent("dns"))
    database_time.passes(1.1)
    send(outbox, NotSent("dns"))
    database_time.passes(1.1)
    assert outbox.claim(limit=1, lease=timedelta(seconds=30)) == []
    desk.retry(id_)
    assert claim_one(outbox).id == id_


@pytest.mark.parametrize("outcome", [None, NotSent("dns"), Unclear("reset"), Refused("is_archived")])
def test_one_that_is_discarded_is_listed_no_more(
    say: Say, outbox: SqlOutbox, desk: OutboxDesk, state_of: StateOf, outcome: Outcome | None
) -> None:
    id_ = say(make.message())
    if outcome is not None:
        send(outbox, outcome)
    desk.discard(id_, "told by phone")
    assert state_of(id_) == (MessageState.CANCELLED, "discarded: told by phone")
    assert (listed(desk), outbox.unfinished()) == ([], 0)


def refusals(desk: OutboxDesk, message: str) -> list[str]:
    why = []
    decisions: list[Callable[[], object]] = [lambda: desk.retry(message), lambda: desk.discard(message, "why")]
    for decide in decisions:
        with pytest.raises(NotDecided) as refused:
            decide()
        why.append(refused.value.why)
    return why


def test_what_cannot_be_decided(
    say: Say, outbox: SqlOutbox, desk: OutboxDesk, database_time: DatabaseTime, state_of: StateOf
) -> None:
    assert refusals(desk, "nothing") == ["missing"] * 2
    id_ = say(make.message())
    claimed = claim_one(outbox)
    assert refusals(desk, id_) == ["held"] * 2
    assert intend(outbox, claimed)
    database_time.passes(31)
    with pytest.raises(NotDecided, match="looked_for"):
        desk.retry(OutboxId(id_))
    desk.discard(id_, "why")
    assert refusals(desk, id_) == ["ended"] * 2
    assert state_of(id_)[0] is MessageState.CANCELLED


def test_what_a_newer_version_says_is_listed_in_its_words(say: Say, desk: OutboxDesk, engine: Engine) -> None:
    id_ = say(make.message())
    with engine.begin() as connection:
        newer = "update outbox set kind = 'hologram' where team_id = 'T1' and id = :id"
        connection.execute(text(newer), {"id": id_})
    assert [row.kind for row in listed(desk)] == ["hologram"]
    desk.discard(id_, "from a version that we left")
    assert listed(desk) == []
