"""Many changed at once on a store of their own: deliveries that come twice, parts, and what hangs on others."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.bulk_judging import Hindrance
from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.client_requests import Due
from bot.domain.errors import FieldRefused, NoSuchQueue, NotAMember, NotFound
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.moments import InThePast
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.services.bulk_shown import Applied, Preview
from bot.services.task_drafts import Draft
from storage.outbox import outbox
from tests.services.office import GUS, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1
from tests.storage.taps import looking_on

DONE = BulkAct(verb=BulkVerb.DONE)
MOVE = BulkAct(verb=BulkVerb.DUE, due=Due(NOW + timedelta(days=3), "Europe/London"), why="away")


def test_the_same_gestures_again_change_nothing_more(office: Office) -> None:
    for _ in range(3):
        office.request(PUBLIC)
    look, press, undo = office.by(), office.by(), office.by()
    first, again = (office.bulks.preview(look, ["R-1", "R-2"], MOVE) for _ in range(2))
    assert first.bulk.number == again.bulk.number == 1
    done, twice, other = (office.bulks.apply(by, 1) for by in (press, press, office.by()))
    assert isinstance(done, Applied)
    assert isinstance(twice, Applied)
    assert isinstance(other, Applied)
    versions = [office.requests.one(office.by(), item.number).version for item in done.items.values()]  # type: ignore[arg-type]
    assert versions == [one.version for one in twice.bulk.changed] == [one.version for one in other.bulk.changed]
    assert office.bulks.undo(undo, 1).undone_at == office.bulks.undo(undo, 1).undone_at


def test_parts_that_are_chosen_too_are_closed_first_and_opened_again(office: Office) -> None:
    number = office.request(PUBLIC)
    task = office.tasks.give(office.by(), Draft(title="Proof", request_number=number)).task
    office.tasks.give(office.by(), Draft(title="Print", parent_number=task.number))
    alone = office.bulks.preview(office.by(), ["R-1", "T-1"], DONE)
    assert [one.hindrance for one in alone.bulk.picked] == [Hindrance.PARTS, Hindrance.PARTS]
    whole = office.bulks.preview(office.by(), ["R-1", "T-1", "T-2"], DONE)
    done = office.bulks.apply(office.by(), whole.bulk.number)
    assert isinstance(done, Applied)
    assert not any(item.is_open for item in done.items.values())
    undone = office.bulks.undo(office.by(), whole.bulk.number)
    assert not any(one.left for one in undone.changed)
    assert all(item.is_open for item in office.bulks.named(office.by(), ["R-1", "T-1", "T-2"]))


def test_a_task_is_not_opened_again_below_something_closed(office: Office) -> None:
    number = office.request(PUBLIC)
    office.tasks.give(office.by(), Draft(title="Proof", request_number=number))
    done = office.bulks.preview(office.by(), ["T-1"], DONE)
    office.bulks.apply(office.by(), done.bulk.number)
    office.requests.finish(office.by(BEN), number)
    assert [one.left for one in office.bulks.undo(office.by(), done.bulk.number).changed] == ["closed_above"]


def test_what_is_hidden_meanwhile_is_not_changed_and_a_bulk_is_its_makers(office: Office) -> None:
    office.request(PRIVATE)
    number = office.bulks.preview(office.by(BEN), ["R-1"], MOVE).bulk.number
    with pytest.raises(NotFound):
        office.bulks.apply(office.by(), number)
    with office.store.begin(office.by()) as tx:
        tx.channels.remove_member(PRIVATE, BEN)
    shown = office.bulks.apply(office.by(BEN), number)
    assert isinstance(shown, Preview)
    assert (shown.changed, shown.bulk.picked[0].hindrance, dict(shown.items)) == (["R-1"], Hindrance.HIDDEN, {})
    assert office.bulks.named(office.by(CAT), ["R-1"]) == []


def test_requests_whose_milestones_stay_are_named(office: Office) -> None:
    for _ in range(2):
        number = office.request(PUBLIC)
    task = office.tasks.give(office.by(), Draft(title="Proof", request_number=number)).task
    with office.store.begin(office.by()) as tx:
        tx.tasks.for_change(task.number, seen_by=ANA).milestone = "2 days"
    look = office.bulks.preview(office.by(), ["R-1", "R-2"], MOVE)
    done = office.bulks.apply(office.by(), look.bulk.number)
    assert isinstance(done, Applied)
    assert done.milestones == ["R-2"]


def test_new_owners_have_one_message_and_nobody_else(office: Office) -> None:
    for _ in range(2):
        office.request(PUBLIC)
    given = office.bulks.preview(office.by(), ["R-1", "R-2"], BulkAct(verb=BulkVerb.ASSIGN, owner=BEN))
    done = office.bulks.apply(office.by(), given.bulk.number)
    assert isinstance(done, Applied)
    assert [(one.user, one.labels) for one in done.bulk.told] == [(BEN, ("R-1", "R-2"))]
    assert office.messages(MessageKind.REQUEST_FOR_OWNER, "R-1") == []
    taken = office.bulks.preview(office.by(BEN), ["R-1", "R-2"], MOVE)
    alone = office.bulks.apply(office.by(BEN), taken.bulk.number)
    assert isinstance(alone, Applied)
    assert alone.bulk.told == ()
    office.bulks.undo(office.by(), given.bulk.number)
    told = select(outbox.c.fallback).where(outbox.c.team_id == T1, outbox.c.kind == MessageKind.BULK)
    with looking_on(office.engine).connect() as connection:
        assert list(connection.scalars(told)) == [ANA, ANA], "who hears of it if it cannot be delivered"


@pytest.mark.parametrize("count", [0, 501])
def test_none_and_too_many_are_refused(office: Office, count: int) -> None:
    with pytest.raises(FieldRefused):
        office.bulks.preview(office.by(), [f"R-{number}" for number in range(1, count + 1)], DONE)


def test_a_preview_is_not_applied_once_its_owner_has_left_or_its_moment_has_passed(office: Office) -> None:
    office.request(PUBLIC)
    given = office.bulks.preview(office.by(), ["R-1"], BulkAct(verb=BulkVerb.ASSIGN, owner=CAT))
    moved = office.bulks.preview(office.by(), ["R-1"], MOVE)
    with office.store.begin(OWN_WORK) as tx:
        person = tx.people.for_change(CAT)
        assert person is not None
        person.kind = PersonKind.DEACTIVATED
    with pytest.raises(NotAMember):
        office.bulks.apply(office.by(), given.bulk.number)
    office.clock.pass_(timedelta(days=3, minutes=1))
    with pytest.raises(InThePast):
        office.bulks.apply(office.by(), moved.bulk.number)
    assert office.bulks.named(office.by(), ["R-1"])[0].due is None


def test_who_may_not_be_given_work_is_given_none(office: Office) -> None:
    office.request(PUBLIC)
    with pytest.raises(NotAMember):
        office.bulks.preview(office.by(), ["R-1"], BulkAct(verb=BulkVerb.ASSIGN, owner=GUS))
    assert office.bulks.named(office.by(ANA), ["R-1"])[0].owner is None


def test_more_than_thirty_do_not_go_to_another_client_at_once(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), channel_id=None))
    for _ in range(31):
        office.request(PUBLIC)
    labels = [f"R-{number}" for number in range(1, 32)]
    act = BulkAct(verb=BulkVerb.CLIENT, client=ClientNumber(1))
    with pytest.raises(FieldRefused) as refused:
        office.bulks.preview(office.by(), labels, act)
    assert refused.value.reason == "too_many_moved"
    assert len(office.bulks.preview(office.by(), labels[1:], act).bulk.free) == 30
    assert len(office.bulks.preview(office.by(), labels, BulkAct(verb=BulkVerb.CLIENT)).bulk.picked) == 31


def test_a_client_that_is_hidden_and_a_queue_that_is_gone_meanwhile_are_refused(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), channel_id=PRIVATE))
    office.request(PUBLIC)
    act = BulkAct(verb=BulkVerb.CLIENT, client=ClientNumber(1))
    with pytest.raises(NotFound):
        office.bulks.preview(office.by(CAT), ["R-1"], act)
    number = office.bulks.preview(office.by(BEN), ["R-1"], act).bulk.number
    with office.store.begin(OWN_WORK) as tx:
        tx.channels.remove_member(PRIVATE, BEN)
    with pytest.raises(NotFound):
        office.bulks.apply(office.by(BEN), number)

    queue = """
[[queue]]
name = "{name}"
people = ["UANA"]
lead = "UANA"
"""
    office.rules.load(T1, queue.format(name="Print"), "somebody")
    number = office.bulks.preview(office.by(), ["R-1"], BulkAct(verb=BulkVerb.MOVE, queue="Print")).bulk.number
    office.rules.load(T1, queue.format(name="Press"), "somebody")
    with pytest.raises(NoSuchQueue):
        office.bulks.apply(office.by(), number)
    assert office.requests.one(office.by(), RequestNumber(1)).queue is None


def test_what_is_hidden_by_then_is_said_to_be_so(office: Office) -> None:
    office.request(PRIVATE)
    office.bulks.apply(office.by(BEN), office.bulks.preview(office.by(BEN), ["R-1"], MOVE).bulk.number)
    with office.store.begin(OWN_WORK) as tx:
        tx.channels.remove_member(PRIVATE, BEN)
    assert [one.left for one in office.bulks.undo(office.by(BEN), 1).changed] == ["hidden"]


def leaves(office: Office, user: UserId, kind: PersonKind = PersonKind.DEACTIVATED) -> None:
    with office.store.begin(OWN_WORK) as tx:
        person = tx.people.for_change(user)
        assert person is not None
        person.kind = kind


@pytest.mark.parametrize("kind", [PersonKind.DEACTIVATED, PersonKind.GUEST], ids=str)
def test_nothing_goes_back_to_somebody_who_has_left(office: Office, kind: PersonKind) -> None:
    """Nor is anything changed or taken back by them."""
    for _ in range(2):
        office.requests.assign(office.by(), office.request(PUBLIC), CAT)
    office.requests.assign(office.by(), RequestNumber(2), ANA)
    given = office.bulks.preview(office.by(), ["R-1", "R-2"], BulkAct(verb=BulkVerb.ASSIGN, owner=BEN)).bulk
    office.bulks.apply(office.by(), given.number)
    moved = office.bulks.preview(office.by(), ["R-1"], MOVE).bulk
    leaves(office, CAT, kind)
    assert [one.left for one in office.bulks.undo(office.by(), given.number).changed] == ["left", ""]
    assert [item.owner for item in office.bulks.named(office.by(), ["R-1", "R-2"])] == [BEN, ANA]
    leaves(office, ANA, kind)
    shown = office.bulks.apply(office.by(), moved.number)
    assert isinstance(shown, Preview)
    assert [one.hindrance for one in shown.bulk.picked] == [Hindrance.HIDDEN]


CHANNELS: list[tuple[str, dict[str, bool]]] = [
    ("archived", {"is_archived": True}),
    ("left by Liaison", {"is_member": False}),
    ("shared with another company", {"is_shared": True}),
]


@pytest.mark.parametrize("changed", [one[1] for one in CHANNELS], ids=[one[0] for one in CHANNELS])
def test_a_place_that_is_gone_meanwhile_takes_no_card_and_loses_none(office: Office, changed: dict[str, bool]) -> None:
    """Of the client that it is put under, and of where it comes from."""
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), channel_id=PRIVATE))
    office.request(PUBLIC)
    act = BulkAct(verb=BulkVerb.CLIENT, client=ClientNumber(1))
    number = office.bulks.preview(office.by(), ["R-1"], act).bulk.number
    with office.store.begin(OWN_WORK) as tx:
        channel = tx.channels.for_change(PRIVATE)
        assert channel is not None
        for name, value in changed.items():
            setattr(channel, name, value)
    assert isinstance(office.bulks.apply(office.by(), number), Applied)
    request = office.requests.one(office.by(), RequestNumber(1))
    assert (request.client_number, request.audience) == (1, PUBLIC)
    assert office.bulks.undo(office.by(), number).changed[0].left == ""
    assert office.requests.one(office.by(), RequestNumber(1)).client_number is None
