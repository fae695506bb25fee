"""A request goes to another client in the midst of a split, merge or change of many: whoever locks several locks them
in the order of their numbers, so that nobody waits for somebody who waits for them.
"""

from collections.abc import Callable

import pytest

from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.edits import fingerprints
from bot.domain.ids import ClientNumber, RequestNumber
from bot.services.clients import ClientService
from bot.services.merges import MergeService
from bot.services.request_drafts import Draft, Edit, fields_of
from tests.services.interleaved import in_the_midst
from tests.services.office import Office
from tests.services.test_many_at_once import Does
from tests.storage import make
from tests.storage.make import BEN, OWN_WORK, PUBLIC

R1, R2, R3 = map(RequestNumber, (1, 2, 3))
ACME = ClientNumber(1)


@pytest.fixture
def server(server: Office) -> Office:
    """R-1 was merged into R-2."""
    for _ in range(3):
        server.request(PUBLIC)
    with server.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number()))
    merging(server).merge(server.by(), R1, R2)
    return server


def merging(office: Office) -> MergeService:
    return MergeService(office.store, office.requests._people, office.clock)


def edited(office: Office) -> Does:
    by = office.by()
    shown = fingerprints(fields_of(office.requests.one(by, R2)))
    wanted = Draft(title="poster", client_number=ACME)
    edit = Edit(by=by, number=R2, shown=shown, wanted=wanted, asked=frozenset({"client"}))
    return lambda: office.requests.edit(edit)


def given(office: Office) -> Does:
    by, clients = office.by(), ClientService(office.store, office.requests._people, office.clock)
    return lambda: clients.give(by, R2, ACME)


def moved(office: Office) -> Does:
    """With one that was not merged with it."""
    act = BulkAct(verb=BulkVerb.CLIENT, client=ACME)
    number, by = office.bulks.preview(office.by(), ["R-2", "R-3"], act).bulk.number, office.by()
    return lambda: office.bulks.apply(by, number)


def moved_back(office: Office) -> Does:
    moved(office)()
    by = office.by()
    return lambda: office.bulks.undo(by, 1)


def split(office: Office) -> Does:
    by = office.by(BEN)
    return lambda: merging(office).split(by, R1)


def merged(office: Office) -> Does:
    """It is merged already."""
    by = office.by(BEN)
    return lambda: merging(office).merge(by, R1, R2)


def chosen(office: Office) -> Does:
    """The one that is merged is left as it is."""
    act = BulkAct(verb=BulkVerb.ASSIGN, owner=BEN)
    number, by = office.bulks.preview(office.by(BEN), ["R-1", "R-2"], act).bulk.number, office.by(BEN)
    return lambda: office.bulks.apply(by, number)


MOVES: list[Callable[[Office], Does]] = [edited, given, moved, moved_back]
OTHERS: dict[Callable[[Office], Does], str] = {split: "done", merged: "AlreadyMerged", chosen: "shown anew"}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("other", OTHERS)
def test_neither_waits_for_ever(
    server: Office, move: Callable[[Office], Does], other: Callable[[Office], Does]
) -> None:
    does = move(server), other(server)
    assert in_the_midst(server.engine, *does, of="client_request") == ["done", OTHERS[other]]
    client = None if move is moved_back else ACME
    assert [server.requests.one(server.by(), one).client_number for one in (R1, R2)] == [client, client]
    assert server.requests.one(server.by(), R1).is_open is (other is split)
