"""What may be the same as another request, and what its reader may know of that."""

from collections.abc import Callable

import pytest

from bot.domain.client_requests import ClientRequest
from bot.domain.errors import NotFound
from bot.domain.ids import RequestNumber, SeriesNumber, UserId
from bot.domain.outbox import Dropped
from bot.services.duplicates import Alike, DuplicateService
from bot.services.request_drafts import Draft, Log
from tests.services.office import Office
from tests.storage.make import ANA, BEN, CAT, OWN_WORK, PRIVATE, PUBLIC, T1

ONE, TWO = RequestNumber(1), RequestNumber(2)


@pytest.fixture
def alike(office: Office) -> DuplicateService:
    """R-2, which may be the same as R-1."""
    for user, title in ((BEN, "Reprint of the brochure"), (ANA, "Brochure reprint")):
        draft = Draft(title=title, client_words="Acme")
        office.requests.log(Log(by=office.by(user), draft=draft))
    return DuplicateService(office.store, office.clock)


def becomes(office: Office, number: RequestNumber, change: Callable[[ClientRequest], object]) -> None:
    with office.store.begin(OWN_WORK) as tx:
        change(tx.client_requests.for_change(number, seen_by=ANA))


def found(office: Office, alike: DuplicateService) -> list[str]:
    of = alike.of(office.by(ANA), TWO)
    return [one.label for one in of.others] if of else []


def hidden(request: ClientRequest) -> None:
    request.audience = PRIVATE


@pytest.mark.parametrize(
    ("change", "names"),
    [
        pytest.param(lambda request: None, ["R-1"], id="open"),
        pytest.param(lambda request: setattr(request, "undone", True), [], id="logged by mistake"),
        pytest.param(lambda request: setattr(request, "merged_into", TWO), [], id="part of another one"),
        pytest.param(lambda request: setattr(request, "client_words", "Brightside"), [], id="somebody else's"),
    ],
)
def test_which_are_named(
    office: Office, alike: DuplicateService, change: Callable[[ClientRequest], object], names: list[str]
) -> None:
    becomes(office, ONE, change)
    assert found(office, alike) == names


def of_series(number: int) -> Callable[[ClientRequest], object]:
    return lambda request: setattr(request, "series_number", SeriesNumber(number))


@pytest.mark.parametrize(("other", "names"), [(1, []), (2, ["R-1"])], ids=["the same", "another"])
def test_what_one_series_logs_again_is_meant_to_be_there_again(
    office: Office, alike: DuplicateService, other: int, names: list[str]
) -> None:
    becomes(office, ONE, of_series(other))
    becomes(office, TWO, of_series(1))
    assert found(office, alike) == names


@pytest.mark.parametrize(
    ("reader", "number", "told"),
    [
        pytest.param(ANA, None, ["R-1"], id="both are there"),
        pytest.param(CAT, ONE, "settled", id="the other may not be seen any more"),
        pytest.param(CAT, TWO, "hidden", id="it may not be seen itself"),
    ],
)
def test_what_its_reader_may_not_see_by_then_is_not_named(
    office: Office, alike: DuplicateService, reader: UserId, number: RequestNumber | None, told: list[str] | str
) -> None:
    if number is not None:
        becomes(office, number, hidden)
    shown = alike.told(T1, reader, TWO, [ONE])
    assert ([one.label for one in shown.others] if isinstance(shown, Alike) else shown.reason) == told


def test_of_what_is_closed_nothing_is_told(office: Office, alike: DuplicateService) -> None:
    office.requests.finish(office.by(ANA), TWO)
    assert alike.told(T1, ANA, TWO, [ONE]) == Dropped("settled")


def test_whoever_sees_only_one_of_them_tells_nothing_apart(office: Office, alike: DuplicateService) -> None:
    becomes(office, ONE, hidden)
    with pytest.raises(NotFound):
        alike.tell_apart(office.by(CAT, channel_id=PUBLIC), TWO, ONE)
    assert found(office, alike) == ["R-1"]
