"""What was merged into a request goes to another client with it, by whichever way it goes."""

import pytest
from sqlalchemy import event

from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.edits import fingerprints
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.services.bulk_shown import Applied, Preview
from bot.services.merges import MergeService
from bot.services.request_drafts import Draft, Edit, Logged, fields_of
from tests.services.office import Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, OWN_WORK, PRIVATE, PUBLIC

R1, R2, R3, R4 = map(RequestNumber, range(1, 5))
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


def moved(office: Office, client: ClientNumber | None, *labels: str, by: UserId = ANA) -> tuple[Preview, Applied]:
    shown = office.bulks.preview(office.by(by), labels or ["R-1"], BulkAct(verb=BulkVerb.CLIENT, client=client))
    done = office.bulks.apply(office.by(by), shown.bulk.number)
    assert isinstance(done, Applied)
    return shown, done


def test_a_change_of_many_names_what_goes_along_to_whoever_may_see_it(office: Office) -> None:
    """R-4 was merged into R-3 in a channel that Cat is not in; she has R-3, and R-5 stands alone."""
    merged(office, PUBLIC, PUBLIC)
    for audience in (PRIVATE, PRIVATE, PUBLIC):
        office.request(audience)
    MergeService(office.store, office.requests._people, office.clock).merge(office.by(), R4, R3)
    office.requests.assign(office.by(), R3, CAT)
    shown, done = moved(office, ACME, "R-1", "R-3", "R-5", by=CAT)
    again = office.bulks.shown(office.by(CAT), shown.bulk.number)
    assert shown.along == done.bulk.gone_along == ["R-2"]
    assert again.along == []
    assert standing(office, R4) == (None, PRIVATE)


def test_an_undo_puts_what_went_along_back_to_where_each_was(office: Office) -> None:
    merged(office, PUBLIC, PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), name="Board", channel_id=PRIVATE))
        tx.client_requests.for_change(R1, seen_by=ANA).client_number = ACME
        tx.client_requests.for_change(R2, seen_by=ANA).client_words = "Acmee"
    shown, _ = moved(office, ClientNumber(2))
    assert standing(office, R2) == standing(office, R1) == (2, PRIVATE)
    office.bulks.undo(office.by(), shown.bulk.number)
    assert (standing(office, R1), standing(office, R2)) == ((ACME, PUBLIC), (None, PUBLIC))
    assert office.requests.one(office.by(), R2).client_words == "Acmee"


def test_what_is_with_that_client_already_is_not_named_as_gone_along(office: Office) -> None:
    merged(office, PUBLIC, PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R2, seen_by=ANA).client_number = ACME
    shown, done = moved(office, ACME)
    assert shown.along == done.bulk.gone_along == []
    office.bulks.undo(office.by(), shown.bulk.number)
    assert (standing(office, R1), standing(office, R2)) == ((None, PUBLIC), (ACME, PUBLIC))


def test_nor_by_an_edit(office: Office) -> None:
    merged(office, PUBLIC, PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R2, seen_by=ANA).client_number = ACME
    assert put_under_acme(office, office.by()).along == ()
    assert standing(office, R1) == (ACME, PUBLIC)


def test_however_many_are_moved_what_was_merged_into_them_is_asked_for_at_once(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), channel_id=PUBLIC))
    for _ in range(8):
        office.request(PUBLIC)
    asked = list[str]()
    event.listen(office.engine, "before_cursor_execute", lambda _, __, said, *___: asked.append(said))

    def readings(*labels: str) -> int:
        asked.clear()
        shown, _ = moved(office, ACME, *labels)
        office.bulks.undo(office.by(), shown.bulk.number)
        return sum("FROM request_merge" in said for said in asked)

    assert readings("R-1") == readings(*(f"R-{number}" for number in range(1, 9))) > 0


def test_one_that_has_none_goes_alone(office: Office) -> None:
    merged(office, PUBLIC, PRIVATE)
    MergeService(office.store, office.requests._people, office.clock).split(office.by(), R2)
    assert put_under_acme(office, office.by(BEN)).along == ()
    assert standing(office, R2) == (None, PUBLIC)
    assert office.requests.one(office.by(ANA), R1).client_number == ACME
