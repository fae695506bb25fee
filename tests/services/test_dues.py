"""A due date moved and put back on a store of its own: what waits to be said and to ring, and what comes twice."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.client_requests import Due
from bot.domain.edits import fingerprints
from bot.domain.errors import DueChangedSince
from bot.domain.ids import RequestNumber, UserId
from bot.domain.item_watchers import ItemWatcher
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind, MessageState
from bot.services.dues import DueService
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Edit, Logged, fields_of
from storage.outbox import outbox
from tests.services.office import NobodyElse, Office
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

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


def edit(office: Office, by: Gesture, due: Due, owner: UserId | None = None) -> Logged:
    shown = fingerprints(fields_of(office.requests.one(office.by(), R1)))
    asked = frozenset({"due", "owner"} if owner else {"due"})
    wanted = Draft(title="poster", due=due, owner=owner)
    return office.requests.edit(Edit(by=by, number=R1, shown=shown, wanted=wanted, asked=asked, due_why="it rains"))


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
    assert [dues.undo(undo, "R-1", done.undo).item.due for _ in range(2)] == [FIRST, FIRST]
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
    assert dues.undo(office.by(), "R-1", last or "").item.due == FIRST


def test_a_reason_that_was_given_to_others_is_not_put_back(office: Office, dues: DueService) -> None:
    """The date is: those who see the request by now know it."""
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).audience = PRIVATE
    dues.move(office.by(), "R-1", SECOND, "the board is selling")
    move = dues.move(office.by(), "R-1", None, "it snows").undo
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).audience = PUBLIC
    item = dues.undo(office.by(), "R-1", move or "").item
    assert (item.due, item.due_why) == (SECOND, "")


def test_another_zone_and_reason_are_put_back_too(office: Office, dues: DueService) -> None:
    berlin = replace(SECOND, zone_name="Europe/Berlin")
    dues.move(office.by(), "R-1", berlin, "it rains")
    move = dues.move(office.by(), "R-1", None, "it snows").undo
    item = dues.undo(office.by(), "R-1", move or "").item
    assert (item.due, item.due_why) == (berlin, "it rains")


def test_an_edit_that_comes_twice_is_answered_the_same_and_names_its_own_move_alone(
    office: Office, dues: DueService
) -> None:
    move = office.by()
    first, again = (edit(office, move, SECOND).due_undo for _ in range(2))
    assert first == again
    assert first is not None
    assert edit(office, office.by(), SECOND, owner=CAT).due_undo is None
    assert dues.undo(office.by(), "R-1", first).item.due == FIRST


def test_what_else_an_edit_tells_is_told_though_its_date_is_put_back(office: Office, dues: DueService) -> None:
    """Cat, who watches it, was not told yet that it has come to Ana."""
    with office.store.begin(OWN_WORK) as tx:
        tx.item_watchers.add(ItemWatcher(team_id=T1, label="R-1", user_id=CAT, added_by=CAT, added_at=NOW))
    move = edit(office, office.by(), SECOND, owner=ANA).due_undo
    (told,) = (key for to, key in rows(office, MessageKind.CHANGED) if to == CAT)
    assert told.endswith("/due/due_zone/why/owner_was/owner")
    back = dues.undo(office.by(), "R-1", move or "")
    assert (back.item.owner, back.item.due, back.others_stay) == (ANA, FIRST, True)
    (rest,) = (key for to, key in rows(office, MessageKind.CHANGED) if to == CAT)
    assert rest.endswith(":by/owner_was/owner")
