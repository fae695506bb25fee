"""What the reminders of an item follow from: who was told just now, who gave it, and who has left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.ids import LIAISON, UserId
from bot.domain.ladders import FOR_STAND_INS
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.people import PersonKind
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.services import rungs, task_drafts
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Log
from storage.outbox import outbox
from tests.services.office import NobodyElse, Office
from tests.services.test_ladders import (
    FRIDAY,
    LONDON,
    R1,
    SATURDAY_NIGHT,
    due,
    planned_at,
    readers,
    reschedule,
    waiting,
)
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NEWS, NOW, OWN_WORK, T1

SOON = NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("logged_by", "assigned_by", "gave"),
    [
        pytest.param(ANA, CAT, CAT, id="whoever assigned it, before whoever logged it"),
        pytest.param(ANA, None, ANA, id="whoever logged it"),
        pytest.param(ANA, BEN, ANA, id="its owner took it"),
        pytest.param(ANA, LIAISON, ANA, id="a rule assigned it"),
        pytest.param(BEN, LIAISON, None, id="a rule assigned it to whoever logged it"),
    ],
)
def test_who_gave_it(logged_by: UserId, assigned_by: UserId | None, gave: UserId | None) -> None:
    assert rungs.giver(make.request(owner=BEN, logged_by=logged_by, assigned_by=assigned_by)) == gave


@pytest.mark.parametrize(
    ("to", "name", "fallback", "is_waited_for"),
    [
        pytest.param(BEN, "due", ANA, True, id="its owner is to act"),
        pytest.param(BEN, "soon", ANA, False, id="its owner is only told"),
        pytest.param(ANA, "unanswered", None, False, id="whoever gave it"),
        pytest.param(ANA, "due", None, False, id="in the place of its owner"),
    ],
)
def test_of_whom_something_is_expected(to: UserId, name: str, fallback: UserId | None, is_waited_for: bool) -> None:
    item = make.request(owner=BEN, logged_by=ANA, due_at=NOW, due_zone="Europe/London")
    message = rungs.message(item, name, to, NOW)
    assert (message.fallback, message.react_by) == (fallback, NOW if is_waited_for else None)


@pytest.mark.parametrize(("priority", "until"), [(Priority.HIGH, SOON), (Priority.URGENT, None)])
def test_what_is_urgent_is_not_held_by_a_snooze(priority: Priority, until: object) -> None:
    assert rungs.held_until(make.request(priority=priority, snoozed_until=SOON)) == until


def first_of(office: Office) -> list[str]:
    """Whose are those of today."""
    return [one.partition(":")[0] for one in waiting(office) if one.endswith(":due")]


def test_only_who_was_told_just_now_is_not_reminded_right_behind_it(office: Office) -> None:
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=BEN, due=due(SOON))))
    assert first_of(office) == []
    office.requests.accept(office.by(BEN), R1)
    assert first_of(office) == [], "as nothing that they follow from has changed"
    reschedule(office, due(SOON + timedelta(minutes=1)))
    assert first_of(office) == [BEN]
    office.requests.assign(office.by(), R1, CAT)
    assert first_of(office) == []


def leaves(office: Office, user: UserId, kind: PersonKind = PersonKind.DEACTIVATED) -> None:
    people = PeopleService(office.store, NobodyElse(), office.clock, LONDON)
    people.changed(NEWS, make.person(user_id=user, name=user, kind=kind))


def told(office: Office) -> list[tuple[str, str]]:
    """To whom it was said who has left."""
    notices = select(outbox.c.recipient, outbox.c.about).where(outbox.c.kind == MessageKind.NOTICE)
    with office.engine.connect() as connection:
        rows = connection.execute(notices.where(outbox.c.team_id == T1).order_by(outbox.c.sequence))
        return [(row.recipient, row.about) for row in rows]


def test_each_who_gave_something_hears_of_each_who_leaves_and_whenever_they_do(office: Office) -> None:
    for by, owner in ((ANA, BEN), (CAT, BEN), (ANA, CAT)):
        office.tasks.give(office.by(by), task_drafts.Draft(title="draw", owner=owner, due=due()))
    leaves(office, BEN)
    assert sorted(told(office)) == [(ANA, BEN), (CAT, BEN)]
    leaves(office, CAT)
    assert told(office)[2:] == [(ANA, CAT)]
    leaves(office, BEN, PersonKind.MEMBER)
    office.clock.pass_(timedelta(minutes=1))
    leaves(office, BEN, PersonKind.GUEST)
    assert told(office)[3:] == [(ANA, BEN)], "not who has left as well"


FRIDAY_AT = FRIDAY.replace(hour=13)


@pytest.fixture
def given(office: Office) -> Office:
    """R-1, from Ana to Ben, due on Friday at four."""
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=BEN, due=due())))
    return office


def put_off(
    office: Office, to: UserId, until: datetime, now: datetime = NOW, *, snoozed: datetime | None = None
) -> None:
    """A reminder that waits to come again, and perhaps the item as well."""
    with office.store.begin(OWN_WORK) as tx:
        item = tx.client_requests.for_change(R1, seen_by=BEN)
        item.snoozed_until = snoozed
        tx.outbox.add(rungs.message(item, "snooze-1", to, until))
        rungs.replan_one(tx, item, rungs.At(now, LONDON))


def names(office: Office) -> list[str]:
    return [one.rpartition(":")[2] for one in waiting(office)]


AFTER = {"day-after", "second-day-after", "third-day-after", "unanswered", "snooze-1"}
BEFORE = {"day-before", "soon", "due"}


@pytest.mark.parametrize(
    ("to", "until", "now", "left"),
    [
        pytest.param(BEN, FRIDAY_AT + timedelta(minutes=29), NOW, AFTER | {"soon", "due"}, id="an hour before"),
        pytest.param(BEN, FRIDAY_AT + timedelta(minutes=30), NOW, AFTER | {"due"}, id="nothing within half an hour"),
        pytest.param(BEN, FRIDAY_AT, FRIDAY_AT + timedelta(hours=2), AFTER | {"due"}, id="nothing that is over"),
        pytest.param(BEN, FRIDAY + timedelta(days=20), NOW, {"snooze-1", "unanswered"}, id="it is still unanswered"),
        pytest.param(ANA, FRIDAY + timedelta(days=20), NOW, AFTER | BEFORE, id="not by its owner"),
    ],
)
def test_behind_what_its_owner_has_put_off(
    given: Office, to: UserId, until: datetime, now: datetime, left: set[str]
) -> None:
    put_off(given, to, until, now)
    assert set(names(given)) == left


@pytest.mark.parametrize(
    ("snoozed", "left"),
    [
        pytest.param(FRIDAY_AT + timedelta(hours=2), AFTER | {"due"}, id="out of sight"),
        pytest.param(NOW, AFTER | {"soon", "due"}, id="in sight again"),
    ],
)
def test_while_it_is_out_of_sight_nothing_comes_but_what_was_put_off(
    given: Office, snoozed: datetime, left: set[str]
) -> None:
    """Which of those comes is said when they are sent."""
    put_off(given, BEN, FRIDAY_AT, snoozed=snoozed)
    assert set(names(given)) == left


def test_what_its_owner_has_put_off_is_nothing_to_whoever_stands_in(given: Office) -> None:
    put_off(given, BEN, FRIDAY + timedelta(days=20))
    leaves(given, BEN)
    assert set(names(given)) - {"snooze-1"} == set(FOR_STAND_INS)
    assert readers(given) - {BEN} == {ANA}


def test_who_gave_it_and_left_hears_nothing(given: Office) -> None:
    leaves(given, ANA)
    put_off(given, BEN, FRIDAY_AT)
    assert readers(given) == {BEN}


def test_office_hours_hold_them_where_nobody_has_set_any(office: Office) -> None:
    """Saturday night, until Monday morning."""
    office.requests.log(Log(by=office.by(), draft=Draft(title="logo", owner=BEN, due=SATURDAY_NIGHT)))
    assert planned_at(office, "R-1", "due") == [datetime(2026, 3, 16, 9, tzinfo=UTC)]


def test_on_hold_there_are_none(given: Office) -> None:
    with given.store.begin(OWN_WORK) as tx:
        item = tx.client_requests.for_change(R1, seen_by=ANA)
        item.status = RequestStatus.ON_HOLD
        rungs.replan_one(tx, item, rungs.At(NOW, LONDON))
    assert names(given) == []


def has_come(office: Office, **changed: datetime) -> None:
    """That at the due moment."""
    sent = {"state": MessageState.SENT, "last_try_at": NOW, "ended_at": NOW, **changed}
    with office.engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.key.endswith(":due")).values(sent))


def test_who_leaves_is_waited_for_no_longer(given: Office) -> None:
    has_come(given, react_by=FRIDAY)
    leaves(given, BEN)
    with given.engine.connect() as connection:
        waited_for = select(outbox.c.react_by).where(outbox.c.key.endswith(":due"))
        assert list(connection.scalars(waited_for)) == [NOW]


@pytest.mark.parametrize(("was_paused", "changed"), [(False, 1), (True, 0)], ids=["from now on", "before as well"])
def test_what_was_sent_while_it_waits_for_somebody_keeps_its_buttons(
    given: Office, was_paused: bool, changed: int
) -> None:
    has_come(given)
    with given.store.begin(OWN_WORK) as tx:
        item = tx.client_requests.for_change(R1, seen_by=ANA)
        item.status = RequestStatus.WAITING_ON_CLIENT
        before = replace(rungs.Basis.of(item), due_at=None, is_paused=was_paused)
        rungs.follow(tx, item, before, rungs.At(NOW, LONDON))
    with given.engine.connect() as connection:
        assert len(connection.scalars(select(outbox.c.id).where(outbox.c.edits.is_not(None))).all()) == changed
