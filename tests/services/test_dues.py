"""A due date moved and put back on a store of its own: what waits to be said and to ring, and what comes twice."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.client_requests import Due
from bot.domain.errors import DueChangedSince
from bot.domain.ids import RequestNumber
from bot.domain.outbox import MessageKind, MessageState
from bot.services.dues import DueService
from bot.services.people import PeopleService
from storage.outbox import outbox
from tests.services.office import NobodyElse, Office
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

R1 = RequestNumber(1)
FIRST, SECOND = (Due(NOW + timedelta(days=days), "Europe/London") for days in (2, 4))


@pytest.fixture
def dues(office: Office) -> DueService:
    people = PeopleService(office.store, NobodyElse(), office.clock, ZoneInfo("Europe/London"))
    service = DueService(office.store, people, office.clock)
    office.request(PUBLIC)
    office.requests.assign(office.by(), R1, BEN)
    service.move(office.by(), "R-1", FIRST, "")
    return service


def rows(office: Office, kind: MessageKind) -> list[tuple[str, str]]:
    """Those that are to go out, by reader and key."""
    waiting = (outbox.c.team_id == T1, outbox.c.kind == kind, outbox.c.state == MessageState.PENDING)
    with office.engine.connect() as connection:
        found = connection.execute(select(outbox.c.recipient, outbox.c.key).where(*waiting))
        return sorted((to, key) for to, key in found)


def test_who_was_not_told_yet_is_told_nothing_and_the_former_reminders_wait_again(
    office: Office, dues: DueService
) -> None:
    told, reminders = rows(office, MessageKind.CHANGED), rows(office, MessageKind.RUNG)
    move = office.by()
    done, again = (dues.move(move, "R-1", SECOND, "it rains") for _ in range(2))
    assert done.undo == again.undo
    assert done.undo is not None
    assert len(rows(office, MessageKind.CHANGED)) == len(told) + 1
    assert rows(office, MessageKind.RUNG) != reminders
    undo = office.by()
    assert [dues.undo(undo, "R-1", done.undo).due for _ in range(2)] == [FIRST, FIRST]
    assert (rows(office, MessageKind.CHANGED), rows(office, MessageKind.RUNG)) == (told, reminders)
    with pytest.raises(DueChangedSince) as refused:
        dues.undo(office.by(), "R-1", done.undo)
    assert refused.value.is_undo


def test_only_the_last_move_is_taken_back_and_by_whoever_made_it(office: Office, dues: DueService) -> None:
    """Also where the date is the same again, by the same person and at the same moment."""
    first = dues.move(office.by(), "R-1", SECOND, "it rains").undo
    dues.move(office.by(), "R-1", FIRST, "it does not")
    last = dues.move(office.by(), "R-1", SECOND, "it rains").undo
    for by, move in ((office.by(), first), (office.by(BEN), last)):
        with pytest.raises(DueChangedSince) as refused:
            dues.undo(by, "R-1", move or "")
        assert (refused.value.by, refused.value.is_undo) == (ANA, False)
    assert dues.undo(office.by(), "R-1", last or "").due == FIRST


def test_a_reason_that_was_given_to_others_is_not_put_back(office: Office, dues: DueService) -> None:
    """The date is: those who see the request by now know it."""
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).audience = PRIVATE
    dues.move(office.by(), "R-1", SECOND, "the board is selling")
    move = dues.move(office.by(), "R-1", None, "it snows").undo
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).audience = PUBLIC
    item = dues.undo(office.by(), "R-1", move or "")
    assert (item.due, item.due_why) == (SECOND, "")


def test_another_zone_and_reason_are_put_back_too(office: Office, dues: DueService) -> None:
    berlin = replace(SECOND, zone_name="Europe/Berlin")
    dues.move(office.by(), "R-1", berlin, "it rains")
    move = dues.move(office.by(), "R-1", None, "it snows").undo
    item = dues.undo(office.by(), "R-1", move or "")
    assert (item.due, item.due_why) == (berlin, "it rains")
