"""Which of many may be changed, that what is taken back is as it was, and the lines that ask for it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.bulk_changes import do, replaced, restore, standing
from bot.domain.bulk_judging import Around, Hindrance, hindrance
from bot.domain.bulk_lines import bulk_alone, bulk_meant
from bot.domain.bulks import Bulk, BulkAct, BulkVerb, Item, Left, Picked
from bot.domain.client_requests import Acceptance, Due, SnoozedFor
from bot.domain.errors import NotApplied, TakenBack, TooLateToTakeBack
from bot.domain.ids import ClientNumber, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.request_types import Answer, FieldKind, RequestType, TypeField, TypeSet
from bot.domain.tasks import TaskStatus
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, T1

SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=3)
DUE = {"due_at": SOON, "due_zone": "Europe/London"}
TO_BEN = BulkAct(verb=BulkVerb.ASSIGN, owner=BEN)
MOVE = BulkAct(verb=BulkVerb.DUE, due=Due(LATER, "Europe/London"), why="they are away")
MUTE = BulkAct(verb=BulkVerb.DUE, due=Due(LATER, "Europe/London"))
NO_DATE = BulkAct(verb=BulkVerb.DUE, why="they are away")
DONE = BulkAct(verb=BulkVerb.DONE)
CANCEL = BulkAct(verb=BulkVerb.CANCEL, cause=Cause.NOT_NEEDED, why="they print it themselves")
SNOOZE = BulkAct(verb=BulkVerb.SNOOZE, due=Due(LATER, "Europe/London"))
MOVE_TO = BulkAct(verb=BulkVerb.MOVE, queue="Print")
ACME = ClientNumber(3)
COPIES = TypeField(key="copies", label="How many?", kind=FieldKind.NUMBER, required=True)
TYPES = TypeSet(
    2, (RequestType(name="web", label="Web"), RequestType(name="print", label="Print job", fields=(COPIES,)))
)
TO_ACME, NO_CLIENT = BulkAct(verb=BulkVerb.CLIENT, client=ACME), BulkAct(verb=BulkVerb.CLIENT)
TO_WEB, TO_PRINT = (BulkAct(verb=BulkVerb.TYPE, type_name=name, types=TYPES) for name in ("web", "print"))
NO_TYPE = BulkAct(verb=BulkVerb.TYPE, types=TYPES)
URGENT = BulkAct(verb=BulkVerb.PRIORITY, priority=Priority.URGENT)
OLD_PRINT = {"type_name": "reprint", "type_version": 1, "answers": (Answer("copies", "How many?", "number", "12"),)}
CLOSED = {"closed_by": ANA, "closed_at": NOW}


def bulk(**changed: Any) -> Bulk:
    values: dict[str, Any] = {"due_at": None, "due_zone": None, "cause": None, "why": "", "owner": BEN}
    made: dict[str, Any] = {"team_id": T1, "number": 7, "made_by": ANA, "made_at": NOW, "verb": BulkVerb.ASSIGN}
    picked = (Picked("R-1", 3), Picked("R-2", 4, Hindrance.CLOSED.value))
    return Bulk(**(made | values | {"picked": picked} | changed))


@pytest.mark.parametrize(
    ("item", "act", "around", "why"),
    [
        (make.request(), TO_BEN, Around(), None),
        (make.request(owner=BEN), TO_BEN, Around(), Hindrance.SAME),
        (make.request(status=RequestStatus.DONE, **CLOSED), TO_BEN, Around(), Hindrance.CLOSED),
        (make.task(status=TaskStatus.CANCELLED, **CLOSED), MOVE, Around(), Hindrance.CLOSED),
        (make.request(), MUTE, Around(), None),
        (make.request(**DUE), MUTE, Around(), Hindrance.NO_REASON),
        (make.request(**DUE), MOVE, Around(), None),
        (make.task(**DUE), NO_DATE, Around(), None),
        (make.task(), NO_DATE, Around(), Hindrance.SAME),
        (make.request(due_at=LATER, due_zone="Europe/Berlin"), MOVE, Around(), Hindrance.SAME),
        (make.request(), DONE, Around(), None),
        (make.request(status=RequestStatus.ON_HOLD), DONE, Around(), Hindrance.ON_HOLD),
        (make.request(status=RequestStatus.ON_HOLD), CANCEL, Around(), None),
        (make.request(), DONE, Around(open_parts=1), Hindrance.PARTS),
        (make.task(), DONE, Around(open_parts=1), Hindrance.PARTS),
        (make.task(), CANCEL, Around(open_parts=1), Hindrance.PARTS),
        (make.request(), DONE, Around(lacks=("Sheets",)), Hindrance.ANSWERS),
        (make.request(), CANCEL, Around(lacks=("Sheets",)), None),
        (make.task(), SNOOZE, Around(latest=LATER), None),
        (make.task(), SNOOZE, Around(latest=SOON), Hindrance.TOO_LONG),
        (make.request(queue="Web"), MOVE_TO, Around(), None),
        (make.request(queue="Print"), MOVE_TO, Around(), Hindrance.SAME),
        (make.task(), MOVE_TO, Around(), Hindrance.NO_REQUEST),
        (make.task(snoozed_until=LATER), SNOOZE, Around(latest=LATER), Hindrance.SAME),
        (make.request(), TO_ACME, Around(), None),
        (make.request(client_number=ACME), TO_ACME, Around(), Hindrance.SAME),
        (make.request(client_words="Acme"), NO_CLIENT, Around(), None),
        (make.request(), NO_CLIENT, Around(), Hindrance.SAME),
        (make.task(), TO_ACME, Around(), Hindrance.NO_REQUEST),
        (make.request(), URGENT, Around(), None),
        (make.request(priority=Priority.URGENT), URGENT, Around(), Hindrance.SAME),
        (make.task(), URGENT, Around(), Hindrance.NO_REQUEST),
        (make.request(), TO_WEB, Around(), None),
        (make.request(), TO_PRINT, Around(), Hindrance.LACKS),
        (make.request(**OLD_PRINT), TO_PRINT, Around(), None),
        (make.request(**OLD_PRINT), TO_WEB, Around(), Hindrance.LOSES),
        (make.request(**OLD_PRINT), NO_TYPE, Around(), Hindrance.LOSES),
        (make.request(type_name="web"), TO_WEB, Around(), Hindrance.SAME),
        (make.request(type_name="web"), NO_TYPE, Around(), None),
        (make.task(), TO_WEB, Around(), Hindrance.NO_REQUEST),
    ],
)
def test_what_stands_in_the_way(item: Item, act: BulkAct, around: Around, why: Hindrance | None) -> None:
    assert hindrance(item, act, around) == why


def change(item: Item, act: BulkAct) -> dict[str, Any]:
    """What it replaced."""
    before = standing(item)
    do(item, act, by=ANA, at=NOW)
    return replaced(item, before)


PAUSED = {"status": RequestStatus.WAITING_ON_CLIENT, "why": "the logo", "paused_at": NOW, "paused_until": SOON}
HAD = {"owner": CAT, "assigned_by": ANA, "acceptance": Acceptance.ACCEPTED, "note": "soon", **DUE, "due_why": "late"}
SNOOZED = {"snoozed_until": SOON, "snoozed_zone": "Europe/London", "snoozed_for": SnoozedFor.DATE}


@pytest.mark.parametrize("act", [TO_BEN, BulkAct(verb=BulkVerb.ASSIGN, owner=ANA), MOVE, NO_DATE, DONE, CANCEL, SNOOZE])
@pytest.mark.parametrize("made", [make.request, make.task], ids=["request", "task"])
@pytest.mark.parametrize("fields", [{}, HAD, SNOOZED | HAD, HAD | PAUSED], ids=["plain", "had", "snoozed", "paused"])
def test_what_is_taken_back_is_as_it_was(act: BulkAct, made: Any, fields: dict[str, Any]) -> None:
    """Also after it was kept as JSON."""
    fields = {name: value for name, value in fields.items() if made is make.request or name not in PAUSED}
    item, as_before = made(**fields), made(**fields)
    was = change(item, act)
    assert vars(item) != vars(as_before) or not was
    restore(item, json.loads(json.dumps(was)))
    kept = {name: value for name, value in vars(item).items() if not name.startswith("_sa_")}
    assert kept == {name: value for name, value in vars(as_before).items() if not name.startswith("_sa_")}
    assert type(item.status) is type(as_before.status)


def test_a_request_goes_back_to_its_queue_and_its_rule() -> None:
    request = make.request(queue="Web", rule=2, declined_by="UBEN")
    was = change(request, MOVE_TO)
    assert (request.queue, request.rule, request.declined_by) == ("Print", None, None)
    restore(request, json.loads(json.dumps(was)))
    assert (request.queue, request.rule, request.declined_by) == ("Web", 2, "UBEN")


@pytest.mark.parametrize("act", [TO_ACME, NO_CLIENT], ids=["another", "none"])
def test_a_client_that_was_only_typed_goes_too(act: BulkAct) -> None:
    request = make.request(client_words="Acmee")
    change(request, act)
    assert (request.client_number, request.client_words) == (act.client, None)


@pytest.mark.parametrize("act", [TO_ACME, NO_CLIENT, TO_PRINT, URGENT], ids=["client", "none", "type", "priority"])
@pytest.mark.parametrize("fields", [OLD_PRINT, OLD_PRINT | {"client_words": "Acmee"}], ids=["plain", "words"])
def test_what_only_requests_have_is_taken_back_too(act: BulkAct, fields: dict[str, Any]) -> None:
    request, as_before = make.request(**fields), make.request(**fields)
    restore(request, json.loads(json.dumps(change(request, act))))
    kept = {name: value for name, value in vars(request).items() if not name.startswith("_sa_")}
    assert kept == {name: value for name, value in vars(as_before).items() if not name.startswith("_sa_")}


def test_what_is_not_as_it_was_shown_is_named() -> None:
    made = bulk()
    assert made.look(made.picked) == []
    assert made.look([Picked("R-1", 4), Picked("R-2", 4, Hindrance.CLOSED.value)]) == ["R-1"]
    assert made.look([Picked("R-1", 4), Picked("R-2", 4)]) == ["R-2"]


def test_it_is_undone_once_and_for_ten_minutes() -> None:
    made = bulk()
    with pytest.raises(NotApplied):
        made.must_be_to_undo(NOW)
    made.applied([Picked("R-1", 4, was={"owner": None})], (), NOW)
    assert [one.label for one in made.changed] == ["R-1"]
    made.must_be_to_undo(NOW + timedelta(minutes=10))
    with pytest.raises(TooLateToTakeBack):
        made.must_be_to_undo(NOW + timedelta(minutes=10, seconds=1))
    made.undone({"R-1": Left.CHANGED}, NOW)
    assert made.changed[0].left == "changed"
    with pytest.raises(TakenBack):
        made.must_be_to_undo(NOW)


@pytest.mark.parametrize(
    ("line", "labels", "verb", "rest"),
    [
        ("bulk R-12 R-13 due fri 4pm because x", "R-12 R-13", BulkVerb.DUE, "fri 4pm because x"),
        ("Bulk R-12, t-3 and 15 move to fri: x", "R-12 T-3 R-15", BulkVerb.DUE, "fri: x"),
        ("bulk r12 r12 13 assign to <@U0BEN>", "R-12 R-13", BulkVerb.ASSIGN, "<@U0BEN>"),
        ("bulk R-1 R-2 <@U0BEN|ben>", "R-1 R-2", BulkVerb.ASSIGN, "<@U0BEN|ben>"),
        ("bulk R-1 assign me", "R-1", BulkVerb.ASSIGN, "me"),
        ("bulk R-1 assign nobody", "R-1", BulkVerb.ASSIGN, "nobody"),
        ("bulk 1 2 3 done", "R-1 R-2 R-3", BulkVerb.DONE, ""),
        ("bulk R-1 R-2: cancel because late", "R-1 R-2", BulkVerb.CANCEL, "late"),
        ("bulk R-1 snooze until fri 9am", "R-1", BulkVerb.SNOOZE, "fri 9am"),
        ("bulk R-1 R-2 queue Print", "R-1 R-2", BulkVerb.MOVE, "Print"),
        ("bulk R-1 move to the queue: Web design", "R-1", BulkVerb.MOVE, "Web design"),
        ("bulk 12 assign me", "R-12", BulkVerb.ASSIGN, "me"),
        ("bulk 12 13 due fri", "R-12 R-13", BulkVerb.DUE, "fri"),
        ("bulk R-1 R-2 client Acme & Sons", "R-1 R-2", BulkVerb.CLIENT, "Acme & Sons"),
        ("bulk R-1 move to client: Acme", "R-1", BulkVerb.CLIENT, "Acme"),
        ("bulk R-1 put them", "R-1", None, "put them"),
        ("bulk 1 2 under client none", "R-1 R-2", BulkVerb.CLIENT, "none"),
        ("bulk R-1 type print", "R-1", BulkVerb.TYPE, "print"),
        ("bulk R-1 R-2 change type to print", "R-1 R-2", BulkVerb.TYPE, "print"),
        ("bulk R-1 R-2 #print", "R-1 R-2", BulkVerb.TYPE, "#print"),
        ("bulk R-1 set priority to high", "R-1", BulkVerb.PRIORITY, "high"),
        ("bulk R-1 R-2 prio low", "R-1 R-2", BulkVerb.PRIORITY, "low"),
        ("bulk R-1 R-2 Urgent", "R-1 R-2", BulkVerb.PRIORITY, "Urgent"),
        ("bulk R-1 high priority.", "R-1", BulkVerb.PRIORITY, "high"),
        ("bulk R-1 R-2", "R-1 R-2", None, ""),
        ("bulk R-1 dance", "R-1", None, "dance"),
    ],
)
def test_lines(line: str, labels: str, verb: BulkVerb | None, rest: str) -> None:
    found = bulk_meant(line, "R")
    assert found is not None
    assert (" ".join(found.labels), found.verb, found.rest) == (labels, verb, rest)


@pytest.mark.parametrize(
    "line",
    [
        "bulk order of paper",
        "bulk 500 leaflets",
        "bulk 20 give away pens",
        "bulk 500 drop cards",
        "bulk 3 due diligence packs",
        "bulk 3 client gifts",
        "bulk 3 type foundries",
        "bulk 3 priority mails",
        "bulk R-1-b done",
        "bulky R-1 done",
        "bulk",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert bulk_meant(line, "R") is None


def test_who_is_meant_and_the_bare_word() -> None:
    for rest, owner in (("<@U0BEN|ben>.", "U0BEN"), ("me", "UANA"), ("<@U0BEN> and <@U0CAT>", None)):
        line = bulk_meant(f"bulk R-1 assign {rest}", "R")
        assert line is not None
        assert line.owner(ANA) == (UserId(owner) if owner else None)
    for rest, word, priority in (("#Print.", "Print", None), ("None", "", None), ("High.", "High", Priority.HIGH)):
        line = bulk_meant(f"bulk R-1 priority {rest}", "R")
        assert line is not None
        assert (line.word, line.priority()) == (word, priority)
    assert [bulk_alone(one) for one in ("bulk", "Bulk undo.", "bulk help", "bulk order")] == [
        "help",
        "undo",
        "help",
        None,
    ]
