"""New requests on a store of their own: which queue they go to and whose turn it is, also at the same time."""

import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.config_files import BadFile
from bot.domain.ids import LIAISON, RequestNumber, UserId
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.domain.priority import Priority
from bot.domain.routing import Facts
from bot.services.client_requests import ClientRequestService
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Log, Logged
from storage.audit import audit
from tests.services.office import NobodyElse, Office
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

QUEUE = """\
[[queue]]
name = "Print"
people = ["UANA", "UBEN", "UCAT"]
lead = "UCAT"
strategy = "{strategy}"
cap = {cap}
unowned_minutes = 30

[[rule]]
words = "urgent print"
queue = "Print"
set_priority = "high"
owner = "UBEN"

[fallback]
queue = "Print"
"""


def load(
    office: Office, changed: Mapping[str, str] = MappingProxyType({}), *, strategy: str = "round_robin", cap: int = 100
) -> None:
    text = QUEUE.format(strategy=strategy, cap=cap)
    for before, after in changed.items():
        text = text.replace(before, after)
    office.rules.load(T1, text, "somebody")


def log(office: Office, title: str = "Proof", by: UserId = ANA, **draft: Any) -> Logged:
    return office.requests.log(Log(by=office.by(by), draft=Draft(title=title, **draft), again=True))


def owners(office: Office, count: int) -> list[UserId | None]:
    return [log(office, f"Proof {number}").request.owner for number in range(count)]


def test_ten_requests_and_three_people(office: Office) -> None:
    load(office)
    assert Counter(owners(office, 10)) == {ANA: 4, BEN: 3, CAT: 3}


@pytest.mark.parametrize("kind", [PersonKind.DEACTIVATED, PersonKind.GUEST])
def test_whom_a_rule_names_and_who_is_no_member_any_more_is_given_nothing(office: Office, kind: PersonKind) -> None:
    load(office)
    with office.store.begin(OWN_WORK) as tx:
        ben = tx.people.for_change(BEN)
        assert ben is not None
        ben.kind = kind
    assert log(office, "Urgent print of the poster").request.owner == ANA


def test_by_clients_owners_what_has_no_client_is_nobodys(office: Office) -> None:
    load(office, strategy="owner")
    assert log(office).request.owner is None


def test_after_a_restart_it_goes_on_where_it_was(office: Office) -> None:
    load(office)
    assert owners(office, 2) == [ANA, BEN]
    people = PeopleService(office.store, NobodyElse(), office.clock, ZoneInfo("Europe/London"))
    office.requests = ClientRequestService(office.store, people, office.clock)
    assert owners(office, 2) == [CAT, ANA]


def test_two_at_once_are_two_turns(office: Office) -> None:
    load(office)
    logs = [Log(by=office.by(), draft=Draft(title=f"Proof {number}")) for number in range(6)]
    got: list[UserId | None] = []
    threads = [
        threading.Thread(target=lambda log=log: got.append(office.requests.log(log).request.owner)) for log in logs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(got) == {ANA: 2, BEN: 2, CAT: 2}


def test_who_is_at_the_cap_is_passed_over(office: Office) -> None:
    load(office, cap=2)
    for number in range(2):
        log(office, f"Other {number}", owner=BEN)
    assert owners(office, 4) == [ANA, CAT, ANA, CAT]


def test_when_all_are_at_the_cap_it_waits_and_the_lead_is_told(office: Office) -> None:
    load(office, cap=1)
    assert owners(office, 4) == [ANA, BEN, CAT, None]
    assert office.messages(MessageKind.UNOWNED, "R-4") == [CAT]
    office.requests.finish(office.by(ANA), RequestNumber(1))
    assert log(office).request.owner == ANA


def test_the_least_open_first_and_then_by_turns(office: Office) -> None:
    load(office, strategy="least_open")
    log(office, owner=ANA)
    log(office, owner=BEN)
    assert owners(office, 4) == [CAT, ANA, BEN, CAT]


@pytest.mark.parametrize("kind", [PersonKind.DEACTIVATED, PersonKind.GUEST])
def test_who_is_no_member_any_more_is_passed_over(office: Office, kind: PersonKind) -> None:
    load(office)
    with office.store.begin(OWN_WORK) as tx:
        gone = tx.people.for_change(ANA)
        assert gone is not None
        gone.kind = kind
    assert [log(office, f"Proof {number}", by=CAT).request.owner for number in range(3)] == [BEN, CAT, BEN]


def test_who_is_not_in_a_private_channel_is_passed_over(office: Office) -> None:
    load(office)
    by = [office.by(channel_id=PRIVATE) for _ in range(3)]
    got = [office.requests.log(Log(by=one, draft=Draft(title="Proof"), again=True)).request.owner for one in by]
    assert got == [ANA, BEN, ANA]


def test_who_was_named_has_it_and_nobodys_turn_is_over(office: Office) -> None:
    load(office)
    done = log(office, owner=CAT).request
    assert (done.owner, done.queue, done.assigned_by) == (CAT, "Print", ANA)
    assert log(office).request.owner == ANA


def test_a_rule_names_an_owner_and_a_priority(office: Office) -> None:
    load(office)
    done = log(office, "Urgent print run").request
    assert (done.owner, done.assigned_by, done.rule, done.priority) == (BEN, LIAISON, 1, Priority.HIGH)
    said = log(office, "Urgent print run", priority=Priority.LOW).request
    assert said.priority is Priority.LOW


def test_its_owner_is_asked_even_if_they_logged_it(office: Office) -> None:
    load(office)
    log(office)
    assert office.messages(MessageKind.REQUEST_FOR_OWNER, "R-1") == [ANA]


def test_declined_it_goes_on_and_not_back(office: Office) -> None:
    load(office)
    log(office)
    for user in (ANA, BEN):
        office.requests.decline(office.by(user), RequestNumber(1), "no time")
    assert office.messages(MessageKind.REQUEST_FOR_OWNER, "R-1") == [ANA, BEN, CAT]
    last = office.requests.decline(office.by(CAT), RequestNumber(1), "no time")
    assert (last.owner, last.queue) == (None, "Print")
    assert office.messages(MessageKind.UNOWNED, "R-1") == [CAT]
    assert log(office).request.owner == ANA, "the turns go on"


def test_the_same_words_twice_are_asked_about_all_the_same(office: Office) -> None:
    load(office)
    office.requests.log(Log(by=office.by(), draft=Draft(title="Urgent print run")))
    with pytest.raises(Exception, match="R-1"):
        office.requests.log(Log(by=office.by(), draft=Draft(title="Urgent print run")))


def test_without_rules_it_is_nobodys_and_in_no_queue(office: Office) -> None:
    done = log(office).request
    assert (done.owner, done.queue, done.rule) == (None, None, None)


def test_the_file_is_kept_by_version_and_a_bad_one_changes_nothing(office: Office) -> None:
    load(office)
    load(office)
    load(office, cap=7)
    assert [one.number for one in office.rules.versions(T1)] == [2, 1]
    with pytest.raises(BadFile):
        office.rules.load(T1, "[[rule]]", "somebody")
    assert [one.number for one in office.rules.versions(T1)] == [2, 1]
    with office.engine.connect() as connection:
        rows = connection.execute(audit.select().where(audit.c.entity == "config_version")).all()
    assert [(row.action, row.after["loaded_by"]) for row in rows] == [("added", "somebody")] * 2


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        pytest.param("UBEN", "UNOBODY", "line 3: queue.1.people: UNOBODY: nobody here has this id", id="nobody"),
        pytest.param("UBEN", "UGUS", "line 3: queue.1.people: UGUS: Ana is a guest", id="a guest"),
        pytest.param(
            'owner = "UBEN"', 'post_in = "CNOWHERE"', "line 13: rule.1.post_in: CNOWHERE: nothing", id="place"
        ),
    ],
)
def test_who_and_where_is_looked_up(office: Office, before: str, after: str, fault: str) -> None:
    with pytest.raises(BadFile) as refused:
        load(office, {before: after})
    assert str(refused.value.faults[0]).startswith(fault)


def test_explaining_gives_nothing_out(office: Office) -> None:
    load(office, cap=1)
    for _ in range(2):
        found = office.rules.explain(T1, Facts(at=NOW, text="Proof", channel=PUBLIC))
        assert (found.to, found.queue.name, found.place) == (ANA, "Print", PUBLIC)
    assert owners(office, 1) == [ANA]
    found = office.rules.explain(T1, Facts(at=NOW, text="Proof", channel=PUBLIC))
    assert [(one.user, one.why_not) for one in found.people] == [(ANA, "at_cap"), (BEN, None), (CAT, None)]
    assert found.to == BEN
