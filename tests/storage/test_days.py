"""What stands in a day, under which heading, in which order, and that it is found by an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.client_requests import Acceptance
from bot.domain.days import Day, DayView, Filters, Kind, Section
from bot.domain.ids import ClientNumber, NudgeNumber, RequestNumber, TaskNumber
from bot.domain.outbox import MessageKind
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.tasks import TaskStatus
from storage.engine import reading
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

HOUR = timedelta(hours=1)
ENDS = NOW + 15 * HOUR
DAY = Day(ANA, NOW, ENDS)
ASKED = {"acceptance": Acceptance.ASKED}


def _paused(status: RequestStatus, until: timedelta | None) -> dict[str, Any]:
    back = {"paused_until": NOW + until, "paused_zone": "Europe/Berlin"} if until else {}
    return {"owner": ANA, "status": status, "why": "an answer", "paused_at": NOW, **back}


#: Number, fields and heading of each request; None is nowhere.
REQUESTS: list[tuple[dict[str, Any], Section | None]] = [
    ({"owner": ANA, "due_at": NOW - HOUR}, Section.OVERDUE),
    ({"owner": ANA, "due_at": NOW}, Section.TODAY),
    ({"owner": ANA, "due_at": ENDS - timedelta(seconds=1)}, Section.TODAY),
    ({"owner": ANA, "due_at": ENDS}, Section.LATER),
    ({"owner": ANA}, Section.LATER),
    (_paused(RequestStatus.WAITING_ON_CLIENT, 9 * HOUR) | {"due_at": NOW - HOUR}, Section.WAITING),
    (_paused(RequestStatus.WAITING_ON_PROVIDER, HOUR), Section.WAITING),
    (_paused(RequestStatus.ON_HOLD, None), Section.WAITING),
    ({"due_at": NOW - HOUR}, Section.UNOWNED),
    ({"owner": BEN, "assigned_by": ANA, **ASKED}, Section.GIVEN),
    ({"owner": BEN, "assigned_by": ANA, "acceptance": Acceptance.ACCEPTED}, None),
    ({"owner": BEN, "assigned_by": BEN, **ASKED}, None),
    ({"owner": ANA, "assigned_by": ANA, **ASKED}, Section.LATER),
    ({"audience": PRIVATE, "logged_by": BEN}, None),
    ({"owner": ANA, "status": RequestStatus.DONE, "closed_at": NOW, "closed_by": ANA}, None),
]
TASKS: list[tuple[dict[str, Any], Section | None]] = [
    ({"owner": ANA, "due_at": NOW - HOUR}, Section.OVERDUE),
    ({"owner": ANA, "due_at": NOW + HOUR}, Section.TODAY),
    ({"owner": ANA}, Section.LATER),
    ({"given_by": BEN}, Section.UNOWNED),
    ({"owner": BEN, "given_by": ANA, **ASKED}, Section.GIVEN),
    ({"owner": BEN, "given_by": BEN, **ASKED}, None),
    ({"audience": PRIVATE, "given_by": BEN}, None),
    ({"owner": ANA, "status": TaskStatus.CANCELLED, "closed_at": NOW, "closed_by": ANA}, None),
]


@pytest.fixture
def stocked(store: SqlStore) -> SqlStore:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.channels.add(make.channel())
        tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
        tx.clients.add(make.client(channel_id=PUBLIC))
        tx.clients.add(make.client(number=ClientNumber(2), name="Äcme", folded_name="äcme 50%", channel_id=PRIVATE))
        for number, (fields, _) in enumerate(REQUESTS, start=1):
            tx.client_requests.add(make.request(**({"number": RequestNumber(number), "audience": PUBLIC} | fields)))
        for number, (fields, _) in enumerate(TASKS, start=1):
            tx.tasks.add(make.task(**({"number": TaskNumber(number), "audience": PUBLIC} | fields)))
        waiting = tx.outbox.add(make.message(kind=MessageKind.NUDGE, key="n", due_at=NOW + HOUR))
        tx.nudges.add(make.nudge(user_id=ANA, about="R-1"))
        tx.nudge_occurrences.add(make.occurrence(message=waiting))
        tx.nudges.add(make.nudge(number=NudgeNumber(2), user_id=BEN, rule="week 0 09:00:00 Europe/Berlin"))
        tx.nudges.add(make.nudge(number=NudgeNumber(3), user_id=ANA, cancelled_at=NOW))
    return store


def _found(store: SqlStore, day: Day = DAY) -> dict[Section, list[str]]:
    with store.read(T1) as tx:
        counts = tx.days.counts(day)
        lines = tx.days.lines(day, tuple(Section), offset=0, limit=99)
    found: dict[Section, list[str]] = {}
    for line in lines:
        found.setdefault(line.section, []).append(line.label)
    assert {section: len(labels) for section, labels in found.items()} == {s: n for s, n in counts.items() if n}
    assert list(found) == [section for section in Section if section in found]
    return found


def test_each_stands_under_its_heading(stocked: SqlStore) -> None:
    stand = {label: section for section, labels in _found(stocked).items() for label in labels}
    expected = {f"R-{n}": section for n, (_, section) in enumerate(REQUESTS, start=1)}
    expected |= {f"T-{n}": section for n, (_, section) in enumerate(TASKS, start=1)}
    assert stand == {label: section for label, section in expected.items() if section} | {"N-1": Section.REMINDERS}


def test_soonest_first_and_what_comes_back_by_the_day_it_does(stocked: SqlStore) -> None:
    found = _found(stocked)
    assert found[Section.OVERDUE] == ["R-1", "T-1"]
    assert found[Section.TODAY] == ["R-2", "T-2", "R-3"]
    assert found[Section.WAITING] == ["R-7", "R-6", "R-8"]
    assert found[Section.LATER] == ["R-4", "R-5", "R-13", "T-3"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters(section=Section.TODAY), ["R-2", "T-2", "R-3"], id="section"),
        pytest.param(Filters(kind=Kind.TASK, section=Section.LATER), ["T-3", "T-90"], id="kind"),
        pytest.param(Filters(kind=Kind.REMINDER), ["N-1"], id="reminders"),
        pytest.param(Filters(kind=Kind.TASK, priority=Priority.HIGH), [], id="tasks have none"),
        pytest.param(Filters(priority=Priority.HIGH), ["R-90"], id="priority"),
        pytest.param(Filters(client=ClientNumber(1)), ["R-90", "T-90"], id="client, and what is part of its requests"),
        pytest.param(Filters(client=ClientNumber(2)), [], id="another client"),
    ],
)
def test_filters(stocked: SqlStore, filters: Filters, expected: list[str]) -> None:
    with stocked.begin(OWN_WORK) as tx:
        of_client = {"owner": ANA, "client_number": ClientNumber(1), "priority": Priority.HIGH}
        tx.client_requests.add(make.request(number=RequestNumber(90), **of_client))
        tx.tasks.add(make.task(number=TaskNumber(90), owner=ANA, request_number=RequestNumber(90)))
    found = _found(stocked, replace(DAY, filters=filters))
    assert [label for labels in found.values() for label in labels] == expected


def test_lines_tell_what_a_list_shows(stocked: SqlStore) -> None:
    with stocked.begin(OWN_WORK) as tx:
        known = {"client_number": ClientNumber(1), "client_words": "Acmee", "priority": Priority.URGENT}
        tx.client_requests.add(make.request(number=RequestNumber(90), owner=ANA, **known))
        tx.client_requests.add(make.request(number=RequestNumber(91), owner=ANA, client_words="Bolts"))
    with stocked.read(T1) as tx:
        lines = {line.label: line for line in tx.days.lines(DAY, tuple(Section), offset=0, limit=99)}
    assert (lines["R-90"].client, lines["R-90"].priority) == ("Acme", Priority.URGENT)
    assert lines["R-91"].client == "Bolts"
    waiting = lines["R-7"]
    assert (waiting.status, waiting.why) == (RequestStatus.WAITING_ON_PROVIDER, "an answer")
    assert waiting.until == NOW + HOUR
    assert (lines["R-10"].owner, lines["R-10"].acceptance) == (BEN, Acceptance.ASKED)
    assert (lines["N-1"].title, lines["N-1"].about) == ("Call back", "R-1")
    assert lines["T-1"].due_at == NOW - HOUR


def test_pages_join_without_a_gap(stocked: SqlStore) -> None:
    with stocked.read(T1) as tx:
        whole = tx.days.lines(DAY, tuple(Section), offset=0, limit=99)
        pages = [tx.days.lines(DAY, tuple(Section), offset=start, limit=4) for start in range(0, len(whole), 4)]
        assert [line for page in pages for line in page] == list(whole)
        assert tx.days.lines(DAY, (), offset=0, limit=4) == ()


@pytest.mark.parametrize(
    ("typed", "named"), [("", ["Acme"]), ("cm", ["Acme"]), ("x", []), ("%", []), ("_", []), ("äcme", [])]
)
def test_clients_to_choose_from_are_those_one_may_see(stocked: SqlStore, typed: str, named: list[str]) -> None:
    with stocked.begin(OWN_WORK) as tx:
        tx.people.add(make.person(user_id=BEN, name="Ben"))
    with stocked.read(T1) as tx:
        assert [name for _, name in tx.days.clients(typed, seen_by=BEN, most=9)] == named
        assert tx.days.clients(typed, seen_by=make.CAT, most=9) == []


def test_how_it_is_seen_is_kept(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        assert tx.days.view(ANA) is None
        view = DayView(team_id=T1, user_id=ANA)
        view.show(Filters(ClientNumber(7), Priority.HIGH, Kind.TASK, Section.TODAY))
        assert tx.days.add_view(view)
    with store.read(T1) as tx:
        kept = tx.days.view(ANA)
        assert kept is not None
        assert kept.filters == Filters(ClientNumber(7), Priority.HIGH, Kind.TASK, Section.TODAY)


@contextmanager
def _plans(engine: Engine) -> Iterator[list[str]]:
    steps, asked = list[str](), list[tuple[str, Any]]()

    def listen(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(reading(engine), "before_cursor_execute", listen)
    yield steps
    event.remove(reading(engine), "before_cursor_execute", listen)
    with engine.connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"explain query plan {statement}", parameters)
            steps += [row[3] for row in rows]
    steps.insert(0, f"{len(asked)} statements")


@pytest.mark.parametrize(
    "ask",
    [lambda days: days.counts(DAY), lambda days: days.lines(DAY, tuple(Section), offset=0, limit=20)],
    ids=["counts", "lines"],
)
def test_one_statement_that_walks_no_table(sqlite: Engine, ask: Callable[[Any], object]) -> None:
    with _plans(sqlite) as steps, SqlStore(sqlite, lambda: None).read(T1) as tx:
        ask(tx.days)
    assert steps[0] == "1 statements"
    walked = [step for step in steps if "client_request" in step or "task" in step or "nudge" in step]
    assert walked
    assert [step for step in walked if not step.startswith("SEARCH") or "team_id=?)" in step] == []
