"""Lines that merge and split, what fits, and what goes over."""

from datetime import timedelta

import pytest

from bot.domain.client_requests import ClientRequest, Due, Pause
from bot.domain.errors import AlreadyClosed, AlreadyMerged, HasMerged, MergeRefused, NotItself, OtherClient
from bot.domain.ids import ClientNumber, RequestNumber
from bot.domain.merges import MergeLine, due_taken, merge_meant, must_fit, pause_taken
from bot.domain.request_states import Cause, RequestStatus
from tests.storage import make
from tests.storage.make import ANA, NOW

R1, R2 = RequestNumber(1), RequestNumber(2)
FRIDAY = Due(NOW + timedelta(days=2), "Europe/London")


def line(number: int, into: int | None = None, *, splits: bool = False) -> MergeLine:
    return MergeLine(RequestNumber(number), RequestNumber(into) if into else None, splits)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("merge R-15 into R-12", line(15, 12)),
        ("Merge r15 in to 12.", line(15, 12)),
        ("merge #15 to #12", line(15, 12)),
        ("merge R-12 with R-15", line(15, 12)),
        ("merge R-12 and 15", line(15, 12)),
        ("merge R-15", line(15)),
        ("split R-15", line(15, splits=True)),
        ("split R-15 from R-12", line(15, splits=True)),
        ("split off R-15", line(15, splits=True)),
        ("unmerge R 15", line(15, splits=True)),
        ("merge 3 and 4", None),
        ("split 3", None),
        ("merge the two leaflets", None),
        ("merge R-15 into the brochure", None),
        ("merger", None),
        ("Acme: merge R-15 into R-12", None),
    ],
)
def test_what_a_line_means(text: str, meant: MergeLine | None) -> None:
    assert merge_meant(text) == meant


def closed() -> ClientRequest:
    request = make.request()
    request.cancel(by=ANA, at=NOW, cause=Cause.MISTAKE, why="")
    return request


def gone() -> ClientRequest:
    request = make.request()
    request.merge_into(RequestNumber(9), by=ANA, at=NOW)
    return request


def of(client: int | None = None, words: str | None = None, number: RequestNumber = R2) -> ClientRequest:
    return make.request(number=number, client_number=ClientNumber(client) if client else None, client_words=words)


@pytest.mark.parametrize(
    ("request_", "into", "refused"),
    [
        pytest.param(of(1), of(1, number=R1), None, id="the same client"),
        pytest.param(of(), of(1, number=R1), None, id="of nobody into a client's"),
        pytest.param(of(words="Acme"), of(words="ACME", number=R1), None, id="a client that is known by name only"),
        pytest.param(of(1), of(number=R1), OtherClient, id="a client's into one of nobody"),
        pytest.param(of(1), of(2, number=R1), OtherClient, id="of another client"),
        pytest.param(of(words="Acme"), of(words="Beta", number=R1), OtherClient, id="of another name"),
        pytest.param(of(), of(), NotItself, id="itself"),
        pytest.param(closed(), of(), AlreadyClosed, id="what is closed"),
        pytest.param(of(), closed(), AlreadyClosed, id="into what is closed"),
        pytest.param(of(), gone(), AlreadyMerged, id="into what is merged"),
    ],
)
def test_what_fits(request_: ClientRequest, into: ClientRequest, refused: type[Exception] | None) -> None:
    if refused is None:
        must_fit(request_, into, ())
        with pytest.raises(HasMerged):
            must_fit(request_, into, ("R-7",))
        return
    with pytest.raises(refused):
        must_fit(request_, into, ())


@pytest.mark.parametrize("status", [one for one in RequestStatus if one not in {"done", "cancelled"}])
def test_from_every_open_state_and_back(status: RequestStatus) -> None:
    request = make.request(status=status)
    pause = Pause(status, "the format", FRIDAY) if request.is_paused else None
    request.merge_into(R1, by=ANA, at=NOW)
    assert (request.status, request.cause, request.is_open) == (RequestStatus.CANCELLED, Cause.DUPLICATE, False)
    for act in (request.must_be_open, request.reopen):
        with pytest.raises(MergeRefused):
            act()
    request.part(pause, at=NOW)
    expected = status if pause else RequestStatus.NEW
    assert (request.status, request.merged_into, request.closed_at, request.until) == (
        expected,
        None,
        None,
        pause and pause.until,
    )


def test_only_what_the_other_lacks_goes_over() -> None:
    request, into = make.request(status=RequestStatus.WAITING_ON_CLIENT, why="the format"), make.request()
    request.set_due(FRIDAY)
    assert (due_taken(request, into), pause_taken(request, into)) == (
        FRIDAY,
        Pause(RequestStatus.WAITING_ON_CLIENT, "the format", None),
    )
    into.set_due(FRIDAY)
    into.pause(Pause(RequestStatus.ON_HOLD, "no paper", None), at=NOW)
    assert (due_taken(request, into), pause_taken(request, into)) == (None, None)
    request.pause(Pause(RequestStatus.ON_HOLD, "no paper", None), at=NOW)
    assert pause_taken(request, make.request()) is None
