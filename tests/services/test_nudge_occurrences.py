"""What is answered to a reminder, when its gesture is delivered again and when somebody was faster, and what is left of
one that is over.
"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.domain.catch_up import Waiting
from bot.domain.hours import Span
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import NudgeNumber, OutboxId, RequestNumber
from bot.domain.nudge_occurrences import Coming, Settled
from bot.domain.nudges import Nudge
from bot.domain.outbox import MessageKind, MessageState
from bot.services.nudge_occurrences import NudgeOccurrenceService
from bot.services.people import PeopleService
from storage.outbox import ended, outbox
from tests.services.office import NobodyElse, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1
from tests.storage.taps import looking_on

FIRST = Coming(NudgeNumber(1), 1)


def reminded(office: Office, **changed: Any) -> NudgeOccurrenceService:
    """Ben, by Ana."""
    with office.store.begin(OWN_WORK) as tx:
        message = tx.outbox.add(make.message(kind=MessageKind.NUDGE, about="N-1", to=BEN, key="nudge:N-1"))
        tx.nudges.add(make.nudge(number=FIRST.number, due_at=NOW, **changed))
        tx.nudge_occurrences.add(make.occurrence(number=FIRST.number, due_at=NOW, message=message))
    people = PeopleService(office.store, NobodyElse(), office.clock, ZoneInfo("Europe/London"))
    return NudgeOccurrenceService(office.store, people, office.clock)


def test_what_is_delivered_again_is_answered_as_it_was_and_later_ones_count_no_more(office: Office) -> None:
    reminders, snooze, late = reminded(office), office.by(BEN), office.by(BEN)
    answers = [reminders.snooze(snooze, FIRST, "in 1h") for _ in range(2)]
    answers += [reminders.done(late, FIRST) for _ in range(2)]
    assert [one.is_news for one in answers] == [True, True, False, False]
    assert {one.occurrence.settled for one in answers} == {Settled.SNOOZED}
    assert {one.occurrence.until for one in answers} == {answers[0].occurrence.until}


def nudge_of(office: Office) -> Nudge:
    with office.store.read(T1) as tx:
        nudge = tx.nudges.known(FIRST.number)
    assert nudge is not None
    return nudge


def cancelled(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.nudges.for_change(FIRST.number, seen_by=ANA).cancel(by=ANA, at=NOW)


def gathered(office: Office) -> OutboxId:
    """The message to Ben that tells it with others."""
    with office.store.begin(OWN_WORK) as tx:
        together = tx.outbox.add(make.message(kind=MessageKind.CATCH_UP, to=BEN, key="catch_up:1"))
        alone = tx.nudge_occurrences.one(FIRST)
        assert alone is not None
        its: dict[str, Any] = {"kind": MessageKind.NUDGE, "about": "N-1", "due_at": NOW, "expires_at": None}
        tx.catch_up.gather([Waiting(id=alone.message, fallback=ANA, facts={}, **its)], together)
    return together


def test_who_did_the_same_later_was_not_the_first_also_when_it_is_delivered_again(office: Office) -> None:
    reminders, late = reminded(office), office.by(BEN)
    assert reminders.done(office.by(ANA), FIRST).is_news
    assert [reminders.done(late, FIRST).is_news for _ in range(2)] == [False, False]


def test_a_day_without_a_time_is_its_morning(office: Office) -> None:
    answered = reminded(office).snooze(office.by(BEN), FIRST, "tomorrow")
    assert answered.occurrence.until == datetime(2026, 3, 5, 8, tzinfo=UTC), "9:00 in Berlin, where Ben is"


def test_what_one_snoozes_in_a_channel_comes_within_its_hours_and_remembers_what_was_meant(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        own = HoursSetting(team_id=T1, subject=PUBLIC, zone_name="Europe/Berlin", set_by=ANA, set_at=NOW)
        own.set_working(frozenset(range(7)), (Span(9 * 60, 17 * 60),))
        tx.hours.add(own)
    reminders = reminded(office, user_id=None, channel_id=PUBLIC)
    at_nine = datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert reminders.snooze(office.by(BEN), FIRST, "today 20:00").occurrence.until == at_nine
    nudge = nudge_of(office)
    assert (nudge.due_at, nudge.local) == (at_nine, "2026-03-04T20:00:00")
    with office.store.read(T1) as tx:
        again = tx.nudge_occurrences.one(Coming(FIRST.number, 2))
    assert again is not None
    assert again.due_at == at_nine


def test_what_was_read_last_is_asked_for_until_it_is_answered(office: Office) -> None:
    reminders = reminded(office)
    with looking_on(office.engine).begin() as connection:
        connection.execute(update(outbox).values(ended(MessageState.SENT, None)))
    assert reminders.last_told(office.by(BEN), FIRST.number) is not None
    reminders.done(office.by(BEN), FIRST)
    assert reminders.last_told(office.by(BEN), FIRST.number) is None


def test_what_was_stopped_is_told_no_more_and_what_was_answered_stays(office: Office) -> None:
    reminders = reminded(office)
    together = gathered(office)
    rows = reminders.told_in(T1, together)
    assert len(reminders.of_messages(T1, rows)) == 1
    cancelled(office)
    assert reminders.reminder(T1, FIRST) is None
    assert reminders.of_messages(T1, rows) == {}


def test_an_answer_stays_though_the_reminder_was_stopped_since(office: Office) -> None:
    reminders = reminded(office)
    reminders.done(office.by(BEN), FIRST)
    cancelled(office)
    assert reminders.reminder(T1, FIRST) is not None


def test_what_a_message_tells_is_for_whoever_is_where_it_stands(office: Office) -> None:
    reminders = reminded(office)
    together = gathered(office)
    assert [row.about for row in reminders.told_to(office.by(BEN), together)] == ["N-1"]
    assert reminders.told_to(office.by(CAT), together) == ()


@pytest.mark.parametrize(("about", "is_for_them"), [("R-1", False), ("T-1", True)])
def test_only_whoever_sees_the_request_can_let_it_wait(office: Office, about: str, is_for_them: bool) -> None:
    """Those it reaches, not whoever set it."""
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(owner=ANA, audience=PRIVATE))
        tx.tasks.add(make.task(owner=CAT, request_number=RequestNumber(1), audience=PRIVATE))
    reminder = reminded(office, about=about, user_id=CAT).reminder(T1, FIRST)
    assert reminder is not None
    assert (reminder.is_for_them, reminder.waits) == (is_for_them, None)


@pytest.mark.parametrize("is_shared", [False, True])
def test_where_another_company_reads_along_nothing_is_told_of_the_item(office: Office, is_shared: bool) -> None:
    with office.store.begin(OWN_WORK) as tx:
        where = tx.channels.for_change(PUBLIC)
        assert where is not None
        where.is_shared = is_shared
        tx.client_requests.add(make.request(owner=ANA, audience=PUBLIC))
    reminder = reminded(office, about="R-1", user_id=None, channel_id=PUBLIC).reminder(T1, FIRST)
    assert reminder is not None
    assert reminder.is_for_them is not is_shared
