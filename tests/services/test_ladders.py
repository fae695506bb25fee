"""Which reminders wait after each change of an item: the rows themselves, before any of them is rendered."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.client_requests import Due
from bot.domain.edits import fingerprints
from bot.domain.ids import RequestNumber, UserId
from bot.domain.ladders import FOR_STAND_INS
from bot.domain.mornings import part_key
from bot.domain.outbox import Dropped, MessageKind, MessageState
from bot.domain.people import PersonKind
from bot.domain.priority import Priority
from bot.domain.request_states import Cause
from bot.services import task_drafts
from bot.services.hours import About, HoursService
from bot.services.ladders import LadderService
from bot.services.merges import MergeService
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Edit, Log, fields_of
from storage.outbox import outbox
from tests.services.office import ONE as FIRST
from tests.services.office import NobodyElse, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NEWS, NOW, OWN_WORK, T1, HandClock

R1 = RequestNumber(1)
FRIDAY = datetime(2026, 3, 13, 16, tzinfo=UTC)
NEXT_WEEK = Due(FRIDAY + timedelta(days=7), "Europe/London")
LONDON = ZoneInfo("Europe/London")
LADDER = ["day-before", "day-after", "due", "second-day-after", "soon", "third-day-after"]


def due(at: datetime = FRIDAY) -> Due:
    return Due(at, "Europe/London")


def waiting(office: Office, label: str = "R-1") -> list[str]:
    """`BEN 13T16:00Z due`: whose, due when, which."""
    rungs = (outbox.c.kind == MessageKind.RUNG, outbox.c.edits.is_(None), outbox.c.state == MessageState.PENDING)
    with office.engine.connect() as connection:
        keys = connection.scalars(select(outbox.c.key).where(outbox.c.team_id == T1, outbox.c.about == label, *rungs))
        return sorted(key.removeprefix(f"rung:{label}:") for key in keys)


def readers(office: Office) -> set[str]:
    rungs = (outbox.c.kind == MessageKind.RUNG, outbox.c.edits.is_(None), outbox.c.state == MessageState.PENDING)
    with office.engine.connect() as connection:
        return set(connection.scalars(select(outbox.c.recipient).where(outbox.c.team_id == T1, *rungs)))


def ladder_of(owner: UserId, *, day: str = "2026-03-13T16:00Z", unanswered: bool = True) -> list[str]:
    names = [*LADDER, *(["unanswered"] if unanswered else [])]
    return sorted(f"{owner}:{day}:{name}" for name in names)


def reschedule(office: Office, wanted: Due | None = NEXT_WEEK) -> None:
    shown = fingerprints(fields_of(office.requests.one(office.by(), R1)))
    draft = Draft(title="another title", owner=BEN, due=wanted)
    asked = frozenset({"title", "due"})
    why = "the client moved the launch"
    office.requests.edit(Edit(by=office.by(), number=R1, shown=shown, wanted=draft, asked=asked, due_why=why))


@pytest.fixture
def given(office: Office) -> Office:
    """R-1, from Ana to Ben, due on a Friday."""
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=BEN, due=due())))
    return office


def test_the_whole_set_is_written_with_the_item(given: Office) -> None:
    assert waiting(given) == ladder_of(BEN)


def test_a_task_has_its_own(office: Office) -> None:
    office.tasks.give(office.by(), task_drafts.Draft(title="draw", owner=BEN, due=due()))
    assert waiting(office, "T-1") == [one for one in ladder_of(BEN) if not one.endswith("soon")]


def test_ones_own_has_no_giver_to_tell(office: Office) -> None:
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=ANA, due=due())))
    assert waiting(office) == ladder_of(ANA, unanswered=False)


@pytest.mark.parametrize(
    "draft",
    [Draft(title="logo", owner=BEN), Draft(title="logo", due=due())],
    ids=["not due", "nobody's"],
)
def test_without_owner_or_due_moment_there_is_none(office: Office, draft: Draft) -> None:
    office.requests.log(Log(by=office.by(), draft=draft))
    assert waiting(office) == []


@pytest.mark.parametrize(
    "end",
    [
        lambda office: office.requests.finish(office.by(BEN), R1),
        lambda office: office.requests.cancel(office.by(), R1, Cause.NOT_NEEDED, ""),
        lambda office: office.requests.undo(office.by(), R1),
        lambda office: office.requests.decline(office.by(BEN), R1, "away"),
    ],
    ids=["done", "cancelled", "undone", "declined"],
)
def test_none_is_left(given: Office, end: Callable[[Office], object]) -> None:
    end(given)
    assert waiting(given) == []


def test_taken_by_somebody_after_it_was_declined(given: Office) -> None:
    given.requests.decline(given.by(BEN), R1, "away")
    given.requests.take(given.by(CAT), R1)
    assert waiting(given) == ladder_of(CAT)


def test_opened_again(given: Office) -> None:
    given.requests.finish(given.by(BEN), R1)
    given.requests.reopen(given.by(), R1)
    assert waiting(given) == ladder_of(BEN)


@pytest.mark.parametrize("owner", [CAT, BEN], ids=["somebody else", "the first one again"])
def test_after_many_owners_there_is_one_set(given: Office, owner: UserId) -> None:
    for each in [CAT, BEN] * 5 + [owner]:
        given.requests.assign(given.by(), R1, each)
    assert waiting(given) == ladder_of(owner)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(NEXT_WEEK, ladder_of(BEN, day="2026-03-20T16:00Z"), id="later"),
        pytest.param(None, [], id="not due any more"),
        pytest.param(due(), ladder_of(BEN), id="unchanged"),
    ],
)
def test_another_due_moment(given: Office, wanted: Due | None, expected: list[str]) -> None:
    reschedule(given, wanted)
    assert waiting(given) == expected


def test_a_change_of_something_else_writes_nothing(given: Office) -> None:
    given.requests.accept(given.by(BEN), R1)
    assert waiting(given) == ladder_of(BEN)


def test_a_task_is_given_away_and_done(office: Office) -> None:
    office.tasks.give(office.by(), task_drafts.Draft(title="draw", owner=BEN, due=due()))
    office.tasks.assign(office.by(), FIRST, CAT)
    assert {one.partition(":")[0] for one in waiting(office, "T-1")} == {CAT}
    office.tasks.finish(office.by(CAT), FIRST)
    assert waiting(office, "T-1") == []


@pytest.mark.parametrize("kind", [PersonKind.DEACTIVATED, PersonKind.GUEST])
def test_who_leaves_has_none_and_who_comes_back_has(given: Office, kind: PersonKind) -> None:
    people = PeopleService(given.store, NobodyElse(), HandClock(NOW), LONDON)
    people.changed(NEWS, make.person(user_id=BEN, name=BEN, kind=kind))
    assert {one.rpartition(":")[2] for one in waiting(given)} == {str(rung) for rung in FOR_STAND_INS}
    assert readers(given) == {ANA}, "the next person after him"
    people.changed(NEWS, make.person(user_id=BEN, name=BEN))
    given.replanning.plan_due()
    assert waiting(given) == ladder_of(BEN)
    assert readers(given) == {ANA, BEN}


def without_reminders(office: Office) -> None:
    people = PeopleService(office.store, NobodyElse(), office.clock, LONDON)
    LadderService(office.store, people, office.clock).set_reminders(office.by(BEN), wanted=False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda office: None, None),
        (lambda office: office.requests.finish(office.by(BEN), R1), "closed"),
        (lambda office: office.requests.assign(office.by(), R1, CAT), "no longer theirs"),
        (reschedule, "due at another time"),
        (without_reminders, "not wanted"),
    ],
    ids=["as it was", "done", "given to somebody else", "due later", "switched off"],
)
def test_it_is_looked_at_again_when_it_is_sent(
    given: Office, change: Callable[[Office], object], why: str | None
) -> None:
    """A row that was in hand when the item changed."""
    clock = HandClock(NOW)
    ladders = LadderService(given.store, PeopleService(given.store, NobodyElse(), clock, LONDON), clock)
    facts = {"owner": BEN, "due": FRIDAY.isoformat(), "rung": "due"}
    change(given)
    found = ladders.reminder(T1, "R-1", BEN, NOW, facts)
    assert (found.reason if isinstance(found, Dropped) else None) == why


def test_switched_on_again_what_was_given_meanwhile_has_them_too(office: Office) -> None:
    ladders = LadderService(office.store, PeopleService(office.store, NobodyElse(), office.clock, LONDON), office.clock)
    ladders.set_reminders(office.by(BEN), wanted=False)
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=BEN, due=due())))
    assert readers(office) == {ANA}
    ladders.set_reminders(office.by(BEN), wanted=True)
    office.replanning.plan_due()
    assert waiting(office) == ladder_of(BEN)


def test_the_digest_that_says_it_as_well_is_that_of_the_readers_own_date(given: Office) -> None:
    """Nine o'clock in Auckland, where it is Friday already."""
    people = PeopleService(given.store, NobodyElse(), given.clock, LONDON)
    people.changed(NEWS, make.person(user_id=BEN, name=BEN, zone_name="Pacific/Auckland"))
    at, facts = datetime(2026, 3, 12, 20, tzinfo=UTC), {"owner": BEN, "due": FRIDAY.isoformat(), "rung": "day-before"}
    with given.store.begin(OWN_WORK) as tx:
        tx.mornings.add(make.morning(user_id=BEN, next_date=date(2026, 3, 14), next_at=at + timedelta(days=1)))
        told = {"parts": "1", "listed": json.dumps([("later", "R-1")])}
        key = part_key(BEN, date(2026, 3, 13), 1)
        tx.outbox.add(make.message(kind=MessageKind.MORNING, about=BEN, to=BEN, key=key, facts=told))
    found = LadderService(given.store, people, HandClock(at)).reminder(T1, "R-1", BEN, at, facts)
    assert found == Dropped("in their digest of that day")


SATURDAY_NIGHT = due(datetime(2026, 3, 14, 23, tzinfo=UTC))


def planned_at(office: Office, label: str, rung: str) -> list[datetime]:
    keys = (outbox.c.team_id == T1, outbox.c.about == label, outbox.c.key.endswith(f":{rung}"))
    with office.engine.connect() as connection:
        found = connection.scalars(select(outbox.c.due_at).where(*keys, outbox.c.state == MessageState.PENDING))
        return list(found)


def prioritise(office: Office, priority: Priority) -> None:
    shown = fingerprints(fields_of(office.requests.one(office.by(), R1)))
    wanted = Draft(title="logo", priority=priority)
    office.requests.edit(Edit(by=office.by(), number=R1, shown=shown, wanted=wanted, asked=frozenset({"priority"})))
    office.replanning.plan_due()


@pytest.fixture
def part(office: Office) -> Office:
    """T-1 of the urgent R-1, for Ben, who has switched reminders off and sleeps when it is due."""
    people = PeopleService(office.store, NobodyElse(), office.clock, LONDON)
    LadderService(office.store, people, office.clock).set_reminders(office.by(BEN), wanted=False)
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", priority=Priority.URGENT)))
    office.tasks.give(office.by(), task_drafts.Draft(title="draw", owner=BEN, due=SATURDAY_NIGHT, request_number=R1))
    return office


def test_a_task_is_as_urgent_as_its_request(part: Office) -> None:
    """Neither the night nor the wish not to be reminded holds its reminders back; also when they are sent."""
    assert planned_at(part, "T-1", "due") == [SATURDAY_NIGHT.at]
    people = PeopleService(part.store, NobodyElse(), part.clock, LONDON)
    facts = {"owner": BEN, "due": SATURDAY_NIGHT.at.isoformat(), "rung": "due"}
    night = HandClock(SATURDAY_NIGHT.at)
    ladders = LadderService(part.store, people, night)
    assert not isinstance(ladders.reminder(T1, "T-1", BEN, SATURDAY_NIGHT.at, facts), Dropped)
    assert HoursService(part.store, people, night).held_now(T1, BEN, [About("T-1", None)]) is None


def test_its_reminders_follow_the_priority_of_its_request(part: Office) -> None:
    prioritise(part, Priority.HIGH)
    assert BEN not in readers(part)
    prioritise(part, Priority.URGENT)
    assert planned_at(part, "T-1", "due") == [SATURDAY_NIGHT.at]


def test_its_reminders_follow_it_into_what_its_request_is_merged_with(part: Office) -> None:
    prioritise(part, Priority.NORMAL)
    part.requests.log(Log(by=part.by(), draft=Draft(title="logo, again", priority=Priority.URGENT)))
    merging = MergeService(part.store, part.requests._people, part.clock)
    merging.merge(part.by(), R1, RequestNumber(2))
    part.replanning.plan_due()
    assert planned_at(part, "T-1", "due") == [SATURDAY_NIGHT.at]
    merging.split(part.by(), R1)
    part.replanning.plan_due()
    assert BEN not in readers(part)
