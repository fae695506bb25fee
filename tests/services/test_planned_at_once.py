"""Reminders that are planned while somebody else changes what they follow from: what is planned last is what holds."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.errors import NotFound
from bot.domain.ids import OutboxId
from bot.domain.ladders import Snooze
from bot.domain.people import PersonKind
from bot.services.ladders import LadderService
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Log
from storage.outbox import outbox
from tests.services.interleaved import in_the_midst
from tests.services.office import NobodyElse, Office
from tests.services.test_ladders import LONDON, R1, due, ladder_of, reschedule, waiting
from tests.services.test_many_at_once import Does
from tests.services.test_rungs import has_come
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NEWS, PRIVATE

NEXT = "2026-03-20T16:00Z"


@pytest.fixture
def given(server: Office) -> Office:
    """R-1, from Ana to Ben, whose reminder at the due moment has come."""
    server.requests.log(Log(by=server.by(), draft=Draft(title="logo", owner=BEN, due=due())))
    has_come(server)
    return server


def put_off(office: Office) -> Does:
    with office.engine.connect() as connection:
        sent = OutboxId(connection.scalars(select(outbox.c.id).where(outbox.c.key.endswith(":due"))).one())
    people = PeopleService(office.store, NobodyElse(), office.clock, LONDON)
    gesture = office.by(BEN)
    return lambda: LadderService(office.store, people, office.clock).snooze(gesture, sent, Snooze.HOUR)


def leaves(office: Office) -> Does:
    people = PeopleService(office.store, NobodyElse(), office.clock, LONDON)
    gone: Any = make.person(user_id=BEN, name=BEN, kind=PersonKind.DEACTIVATED)
    return lambda: people.changed(NEWS, gone)


def test_put_off_while_its_due_moment_moves(given: Office) -> None:
    ends = in_the_midst(given.engine, put_off(given), lambda: reschedule(given), of="client_request")
    assert ends == ["done", "done"]
    assert waiting(given) == ladder_of(BEN, day=NEXT)


def test_given_to_somebody_else_while_its_owner_leaves(given: Office) -> None:
    gesture = given.by()
    ends = in_the_midst(
        given.engine, leaves(given), lambda: given.requests.assign(gesture, R1, CAT), of="client_request"
    )
    assert ends == ["done", "done"]
    assert waiting(given) == ladder_of(CAT)


def test_put_off_by_whoever_may_not_see_it_any_more(given: Office) -> None:
    with given.store.begin(NEWS) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).audience = PRIVATE
        tx.channels.set_members(PRIVATE, [ANA])
        tx.client_requests.for_change(R1, seen_by=ANA).owner = CAT
    with pytest.raises(NotFound):
        put_off(given)()
