"""What is answered to a reminder, when its gesture is delivered again and when somebody was faster."""

from zoneinfo import ZoneInfo

from bot.domain.ids import NudgeNumber
from bot.domain.nudge_occurrences import Coming, Settled
from bot.services.nudge_occurrences import NudgeOccurrenceService
from bot.services.people import PeopleService
from tests.services.office import NobodyElse, Office
from tests.storage import make
from tests.storage.make import BEN, NOW, OWN_WORK

FIRST = Coming(NudgeNumber(1), 1)


def reminded(office: Office) -> NudgeOccurrenceService:
    """Ben, by Ana."""
    with office.store.begin(OWN_WORK) as tx:
        message = tx.outbox.add(make.message(key="nudge:N-1"))
        tx.nudges.add(make.nudge(number=FIRST.number, due_at=NOW))
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
