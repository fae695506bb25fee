"""Who is told of an item when whoever has it does not see to it: one after the other, as far as they are here."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.people import PersonKind, Rank
from bot.services import stand_ins, task_drafts
from tests.services.office import Office
from tests.services.test_watches import RULES
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

LONDON = ZoneInfo("Europe/London")
R1 = RequestNumber(1)
DAN, EVE, FAY = map(UserId, ("UDAN", "UEVE", "UFAY"))
LEAD, OWNS_CLIENT, GAVE, LOGGED, LOOKS_AFTER = CAT, DAN, EVE, ANA, FAY


@pytest.fixture
def office(office: Office) -> Office:
    """R-1 of Dan's client, in Cat's queue, which Ana logged and Eve gave to Ben; Fay looks after the workspace."""
    office.rules.load(T1, RULES, "somebody")
    number = office.request(PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        for user in (DAN, EVE, FAY):
            tx.people.add(make.person(user_id=user, name=user, rank=Rank.ADMIN if user == FAY else Rank.NONE))
        tx.clients.add(make.client(number=tx.clients.next_number(), owner=DAN))
    with office.store.begin(OWN_WORK) as tx:
        request = tx.client_requests.for_change(number, seen_by=ANA)
        request.queue, request.client_number = "Print", ClientNumber(1)
        request.owner, request.assigned_by = BEN, EVE
    office.tasks.give(office.by(), task_drafts.Draft(title="draw", owner=BEN, request_number=number))
    return office


def are(office: Office, users: Collection[UserId], kind: PersonKind) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for user in sorted(users):
            person = tx.people.for_change(user)
            assert person is not None
            person.kind = kind


def on_leave(office: Office, users: Collection[UserId]) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for user in users:
            own = HoursSetting(team_id=T1, subject=user, zone_name="Europe/London", set_by=user, set_at=NOW)
            own.leave = "2026-03-01/2026-03-10"
            tx.hours.add(own)


def next_one(office: Office, label: str = "R-1") -> UserId | None:
    with office.store.read(T1) as tx:
        (item,) = tx.digests.entries([label])
        return stand_ins.of_owner(tx, item, now=NOW, zone=LONDON)


EVERYBODY = (LEAD, OWNS_CLIENT, GAVE, LOGGED, LOOKS_AFTER)


@pytest.mark.parametrize("kind", [PersonKind.DEACTIVATED, PersonKind.GUEST])
@pytest.mark.parametrize("count", range(5))
def test_whoever_is_gone_is_passed_over(office: Office, count: int, kind: PersonKind) -> None:
    are(office, EVERYBODY[:count], kind)
    assert next_one(office) == EVERYBODY[count]


@pytest.mark.parametrize("count", range(5))
def test_whoever_is_on_leave_is_passed_over(office: Office, count: int) -> None:
    on_leave(office, EVERYBODY[:count])
    assert next_one(office) == EVERYBODY[count]


def test_where_all_are_on_leave_the_first_reads_of_it_then(office: Office) -> None:
    on_leave(office, EVERYBODY)
    assert next_one(office) == LEAD


def test_where_all_are_gone_nobody_is_told(office: Office) -> None:
    are(office, EVERYBODY, PersonKind.DEACTIVATED)
    assert next_one(office) is None


def test_whoever_has_it_is_not_the_next(office: Office) -> None:
    """Though it is their queue and their client."""
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).owner = LEAD
    assert next_one(office) == OWNS_CLIENT


def test_who_may_not_see_it_is_passed_over(office: Office) -> None:
    """Neither is in its channel."""
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(R1, seen_by=ANA).audience = PRIVATE
    assert next_one(office) == GAVE


def test_of_a_task_it_is_that_of_its_request_who_is_next(office: Office) -> None:
    assert next_one(office, "T-1") == LEAD
    are(office, (LEAD, OWNS_CLIENT), PersonKind.DEACTIVATED)
    assert next_one(office, "T-1") == ANA, "who gave it to Ben"
