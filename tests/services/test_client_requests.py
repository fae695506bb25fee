"""Client requests on a store of their own: deliveries that come twice, and people who are quicker than each other."""

import threading

import pytest

from bot.domain.edits import fingerprints
from bot.domain.errors import AlreadyTaken, LoggedAMomentAgo, NotAMember
from bot.domain.ids import RequestNumber, UserId
from bot.services.pages import Which
from bot.services.request_drafts import Draft, Edit, Log, fields_of
from tests.services.office import Office
from tests.storage.make import ANA, BEN, CAT

ONE = RequestNumber(1)
PROOF = Draft(title="Proof")


def test_the_same_delivery_again_gives_one_request_and_the_same_answer(office: Office) -> None:
    by = office.by()

    first, again = office.requests.log(Log(by=by, draft=PROOF)), office.requests.log(Log(by=by, draft=PROOF))

    assert (first.request.label, first.repeated) == ("R-1", False)
    assert (again.request.label, again.repeated) == ("R-1", True)
    assert office.requests.page(office.by(), Which.OPEN).page.total == 1


def test_the_same_click_again_changes_nothing_more(office: Office) -> None:
    office.requests.log(Log(by=office.by(), draft=PROOF))
    click = office.by(BEN)

    first, again = office.requests.take(click, ONE), office.requests.take(click, ONE)

    assert (first.owner, again.owner) == (BEN, BEN)
    assert first.version == again.version


def test_the_same_form_sent_twice_is_one_edit(office: Office) -> None:
    logged = office.requests.log(Log(by=office.by(), draft=PROOF)).request
    shown = fingerprints(fields_of(logged))
    edit = Edit(by=office.by(), number=ONE, shown=shown, wanted=Draft(title="Flyer"), asked=frozenset({"title"}))

    office.requests.edit(edit)
    again = office.requests.edit(edit)

    assert fields_of(again.request)["title"] == "Flyer"
    assert again.request.version == logged.version + 1


def test_the_same_words_by_another_delivery_are_asked(office: Office) -> None:
    office.requests.log(Log(by=office.by(), draft=PROOF))

    with pytest.raises(LoggedAMomentAgo):
        office.requests.log(Log(by=office.by(), draft=PROOF))

    assert office.requests.log(Log(by=office.by(), draft=PROOF, again=True)).request.label == "R-2"


def test_of_many_who_take_it_at_once_one_has_it(office: Office) -> None:
    office.requests.log(Log(by=office.by(), draft=PROOF))
    people = [BEN, CAT, ANA] * 3
    gestures = [office.by(user) for user in people]
    barrier, refused = threading.Barrier(len(people)), []

    def take(at: int) -> None:
        barrier.wait()
        try:
            office.requests.take(gestures[at], ONE)
        except AlreadyTaken as taken:
            refused.append((people[at], taken.by))

    threads = [threading.Thread(target=take, args=(at,)) for at in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = office.requests.one(office.by(), ONE).owner
    assert refused == [(user, winner) for user, _ in refused]
    assert {user for user, _ in refused} == {BEN, CAT, ANA} - {winner}


def test_work_is_given_to_known_members_only(office: Office) -> None:
    with pytest.raises(NotAMember):
        office.requests.log(Log(by=office.by(), draft=Draft(title="Proof", owner=UserId("UGUS"))))

    assert office.requests.page(office.by(), Which.OPEN).page.total == 0
