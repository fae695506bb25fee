"""Edit forms on a store of their own: whoever has changed a field meanwhile is named, and what was not asked stays."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.client_requests import Acceptance, Due, Received, SnoozedFor
from bot.domain.edits import fingerprints
from bot.domain.errors import AlreadyClosed, ChangedMeanwhile
from bot.domain.ids import RequestNumber, UserId
from bot.domain.outbox import MessageKind
from bot.domain.priority import Priority
from bot.domain.request_types import Answer, OfType
from bot.domain.tasks import Task
from bot.services import task_drafts
from bot.services.request_drafts import Draft, Edit, Logged, fields_of
from bot.services.request_types import RequestTypeService
from tests.services.office import ONE, Office
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PUBLIC, T1

R1 = RequestNumber(1)
#: As forms call what drafts call otherwise.
ASKED = {"client_words": "client", "of_type": "type"}
DUES = [Due(NOW + timedelta(days=days), "Europe/London") for days in (2, 3, 4)]
CAME_IN = [Received(NOW - timedelta(days=days), "Europe/London") for days in (2, 3, 4)]
TYPES = [OfType(name, name, 1) for name in ("print", "visit", "web")]
ANSWERS = [OfType("print", "Print", 1, (Answer("copies", "Copies", "number", count),)) for count in ("1", "2", "3")]
WORDS = ["Acme", "Bright", "Zebra"]


def shown(office: Office) -> dict[str, str]:
    return fingerprints(fields_of(office.requests.one(office.by(), R1)))


def change(office: Office, user: UserId, as_shown: dict[str, str] | None = None, **wanted: Any) -> Logged:
    """By a form that asks for these fields alone."""
    asked = frozenset(ASKED.get(name, name) for name in wanted)
    draft, form = Draft(**({"title": "poster"} | wanted)), as_shown or shown(office)
    return office.requests.edit(
        Edit(by=office.by(user), number=R1, shown=form, wanted=draft, asked=asked, due_why="it rains")
    )


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", WORDS),
        ("details", WORDS),
        ("client_words", WORDS),
        ("priority", [Priority.URGENT, Priority.LOW, Priority.HIGH]),
        ("owner", [ANA, CAT, BEN]),
        ("asker", WORDS),
        ("received", CAME_IN),
        ("due", DUES),
        ("of_type", TYPES),
        pytest.param("of_type", ANSWERS, id="of_type-answers"),
    ],
)
def test_of_a_request_whoever_changed_the_field_last_is_named(office: Office, field: str, values: list[Any]) -> None:
    """Cat changed it before Ben, and something else after him."""
    office.request(PUBLIC)
    before = shown(office)
    first, theirs, mine = values
    change(office, CAT, **{field: first})
    change(office, BEN, **{field: theirs})
    change(office, CAT, source="by post")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(office, ANA, before, **{field: mine})
    assert refused.value.by == BEN


@pytest.mark.parametrize(
    ("field", "values"),
    [("title", WORDS), ("details", WORDS), ("department", WORDS), ("owner", [ANA, CAT, BEN]), ("due", DUES)],
)
def test_of_a_task_too(office: Office, field: str, values: list[Any]) -> None:
    office.tasks.give(office.by(), task_drafts.Draft(title="plates"))

    def edit(user: UserId, form: Task, **wanted: Any) -> None:
        sent = {name: getattr(form, name) for name in ("title", "details", "department", "owner", "due")}
        as_shown, draft = fingerprints(task_drafts.fields_of(form)), task_drafts.Draft(**(sent | wanted))
        office.tasks.edit(
            task_drafts.Edit(by=office.by(user), number=ONE, shown=as_shown, wanted=draft, due_why="it rains")
        )

    def now() -> Task:
        return office.tasks.one(office.by(), ONE)

    before = now()
    first, theirs, mine = values
    edit(CAT, now(), **{field: first})
    edit(BEN, now(), **{field: theirs})
    edit(CAT, now(), **{"details" if field == "title" else "title": "ink"})
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(ANA, before, **{field: mine})
    assert refused.value.by == BEN


def test_what_a_form_did_not_ask_for_stays(office: Office) -> None:
    office.request(PUBLIC)
    change(office, ANA, details="In red", source="by post")
    stands = office.requests.one(office.by(), R1)
    assert (stands.title, stands.details, stands.source) == ("New logo", "In red", "by post")


def test_nothing_of_a_closed_one_is_changed(office: Office) -> None:
    office.request(PUBLIC)
    office.requests.finish(office.by(), R1)
    with pytest.raises(AlreadyClosed):
        change(office, BEN, title="Flyer")


def test_a_field_of_a_type_that_a_form_did_not_know_is_no_difference(office: Office) -> None:
    office.request(PUBLIC)
    before = shown(office)
    change(office, BEN, of_type=ANSWERS[0])
    with pytest.raises(ChangedMeanwhile) as refused:
        change(office, ANA, before, of_type=TYPES[1])
    assert [one.field for one in refused.value.differences] == ["type"]


def test_whoever_was_given_it_meanwhile_by_somebody_else_is_told_once(office: Office) -> None:
    office.request(PUBLIC)
    before = shown(office)
    change(office, CAT, owner=BEN)
    change(office, ANA, before, owner=BEN)
    assert office.messages(MessageKind.REQUEST_FOR_OWNER, "R-1") == [BEN]
    assert office.requests.one(office.by(), R1).assigned_by == CAT


def test_whoever_asked_and_is_given_it_by_the_same_form_hears_of_it_once(office: Office) -> None:
    office.request(PUBLIC)
    change(office, ANA, asker=BEN, owner=BEN)
    assert (office.messages(MessageKind.REQUEST_FOR_OWNER, "R-1"), office.messages(MessageKind.RECEIPT, "R-1")) == (
        [BEN],
        [],
    )


def test_whoever_asked_and_loses_it_by_the_same_form_gets_a_receipt(office: Office) -> None:
    office.request(PUBLIC)
    change(office, ANA, owner=BEN)
    change(office, ANA, asker=BEN, owner=CAT)
    assert office.messages(MessageKind.RECEIPT, "R-1") == [BEN]


@pytest.mark.parametrize(("first", "then", "hears"), [("loud", "hush", []), ("hush", "loud", [BEN])])
def test_of_a_silent_type_is_what_the_same_form_makes_so(
    office: Office, first: str, then: str, hears: list[UserId]
) -> None:
    text = '[hush]\nlabel = "Hush"\nsilent = true\n[loud]\nlabel = "Loud"\n'
    version = RequestTypeService(office.store, office.clock).load(T1, text, "ana").version
    office.request(PUBLIC)
    change(office, ANA, of_type=OfType(first, first, version))
    change(office, ANA, of_type=OfType(then, then, version), asker=BEN)
    assert office.messages(MessageKind.RECEIPT, "R-1") == hears


def test_given_back_by_a_form_it_is_nobodys(office: Office) -> None:
    office.request(PUBLIC)
    change(office, ANA, owner=BEN)
    stands = change(office, ANA, owner=None).request
    assert (stands.owner, stands.assigned_by, stands.acceptance) == (None, None, Acceptance.NOT_ASKED)


def test_what_a_form_makes_urgent_is_not_out_of_sight_for_long(office: Office) -> None:
    office.request(PUBLIC)
    office.requests.take(office.by(), R1)
    with office.store.begin(OWN_WORK) as tx:
        until = Due(NOW + timedelta(days=20), "Europe/London")
        tx.client_requests.for_change(R1, seen_by=ANA).snooze(until, SnoozedFor.DATE)
    assert change(office, ANA, title="Flyer").request.snoozed_until == until.at
    assert change(office, ANA, priority=Priority.URGENT).request.snoozed_until is None
