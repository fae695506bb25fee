"""What was merged into a request goes to another client with it, by whichever way it goes."""

import pytest

from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.edits import fingerprints
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber
from bot.domain.origins import Gesture
from bot.services.bulks import Applied
from bot.services.merges import MergeService
from bot.services.request_drafts import Draft, Edit, Logged, fields_of
from tests.services.office import Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, OWN_WORK, PRIVATE, PUBLIC

R1, R2 = RequestNumber(1), RequestNumber(2)
ACME = ClientNumber(1)


def merged(office: Office, audience: ChannelId, of_acme: ChannelId) -> None:
    """R-2 into R-1, and a client whose channel is another."""
    office.request(audience)
    office.request(audience)
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), channel_id=of_acme))
    MergeService(office.store, office.requests._people, office.clock).merge(office.by(), R2, R1)


def put_under_acme(office: Office, by: Gesture) -> Logged:
    shown = fingerprints(fields_of(office.requests.one(by, R1)))
    wanted = Draft(title="poster", client_number=ACME)
    return office.requests.edit(Edit(by=by, number=R1, shown=shown, wanted=wanted, asked=frozenset({"client"})))


def standing(office: Office, number: RequestNumber) -> tuple[ClientNumber | None, ChannelId | None]:
    request = office.requests.one(office.by(), number)
    return request.client_number, request.audience


def test_it_follows_an_edit_and_whoever_edits_reads_so(office: Office) -> None:
    merged(office, PUBLIC, PRIVATE)
    assert put_under_acme(office, office.by()).along == ("R-2",)
    assert standing(office, R2) == standing(office, R1) == (ACME, PRIVATE)
    with pytest.raises(NotFound):
        office.requests.one(office.by(CAT), R2)
    MergeService(office.store, office.requests._people, office.clock).split(office.by(), R2)
    assert standing(office, R2) == (ACME, PRIVATE)


def test_it_follows_a_change_of_many_and_its_undo(office: Office) -> None:
    merged(office, PUBLIC, PRIVATE)
    act = BulkAct(verb=BulkVerb.CLIENT, client=ACME)
    number = office.bulks.preview(office.by(), ["R-1"], act).bulk.number
    assert isinstance(office.bulks.apply(office.by(), number), Applied)
    assert standing(office, R2) == standing(office, R1) == (ACME, PRIVATE)
    office.bulks.undo(office.by(), number)
    assert standing(office, R2) == standing(office, R1) == (None, PUBLIC)


def test_what_whoever_moves_it_may_not_see_stays_where_it_is(office: Office) -> None:
    """Cat has R-1, in a channel that she is not in, and cannot show R-2 to anybody."""
    merged(office, PRIVATE, PUBLIC)
    office.requests.assign(office.by(), R1, CAT)
    assert put_under_acme(office, office.by(CAT)).along == ()
    assert standing(office, R1) == (ACME, PUBLIC)
    assert standing(office, R2) == (None, PRIVATE)


def test_one_that_has_none_goes_alone(office: Office) -> None:
    merged(office, PUBLIC, PRIVATE)
    MergeService(office.store, office.requests._people, office.clock).split(office.by(), R2)
    assert put_under_acme(office, office.by(BEN)).along == ()
    assert standing(office, R2) == (None, PUBLIC)
    assert office.requests.one(office.by(ANA), R1).client_number == ACME
