"""Where a request went is said under its card each time that it goes, and once for each that goes."""

import pytest

from bot.domain.ids import RequestNumber
from bot.domain.outbox import MessageKind
from bot.services.merges import MergeService
from tests.services.office import Office
from tests.storage.make import PUBLIC, T1

R1, R2, R3 = map(RequestNumber, (1, 2, 3))


@pytest.fixture
def merges(office: Office) -> MergeService:
    for _ in range(3):
        office.request(PUBLIC)
    return MergeService(office.store, office.requests._people, office.clock)


def said_under(office: Office, label: str) -> list[str]:
    with office.store.read(T1) as tx:
        return [one.facts["into"] for one in tx.outbox.news(label, MessageKind.REPLIED)]


def test_it_is_said_again_after_a_split(office: Office, merges: MergeService) -> None:
    merges.merge(office.by(), R2, R1)
    merges.split(office.by(), R2)
    merges.merge(office.by(), R2, R3)
    assert said_under(office, "R-2") == ["R-1", "R-3"]


def test_a_delivery_that_comes_twice_says_it_once(office: Office, merges: MergeService) -> None:
    by = office.by()
    for _ in range(2):
        merges.merge(by, R2, R1)
    assert said_under(office, "R-2") == ["R-1"]
