"""After Liaison was away, or when very many are due at once, reminders come together. It is Tuesday 3 March, 14:00."""

from collections.abc import Callable

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from tests.conftest import Pair
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.reminders import HOUR, MINUTE, logged, posted, reminders

#: The store's part is tried on both in tests/storage/test_catch_up.py.
PAIRS = (Pair.HTTP_POSTGRESQL,)


def asleep(slack: Sandbox, seconds: int) -> None:
    slack.clock.advance(seconds)
    slack.settle()


def set_for_ben(ana: Person) -> None:
    for minutes, text in ((30, "call Acme"), (20, "send the proof"), (70, "book the room")):
        ana.slash(f"/nudge @ben in {minutes}m {text}", in_="acme", settle=False)


def together(person: Person) -> Message:
    return person.dm().newest("⏰")


def test_every_missed_reminder_is_in_one_message_for_each_person(slack: Sandbox, ana: Person, ben: Person) -> None:
    set_for_ben(ana)
    ana.slash("/nudge me in 10m stretch", in_="acme")
    ana.slash("/nudge me in 15m drink", in_="acme")
    asleep(slack, 2 * HOUR)

    (message,) = ben.dm().messages
    assert [line for line in message.words.splitlines() if line.startswith(("⏰", "*"))] == [
        "⏰ 3 reminders come late, because I could not send them in time. Oldest first:",
        "*N-2* from @ana: send the proof (was due Tue 3 Mar, 15:20 Berlin time)",
        "*N-1* from @ana: call Acme (was due Tue 3 Mar, 15:30 Berlin time)",
        "*N-3* from @ana: book the room (was due Tue 3 Mar, 16:10 Berlin time)",
    ]
    (hers,) = ana.dm().messages
    assert "*N-4*: stretch (was due Tue 3 Mar, 14:10 London time)" in hers.words
    asleep(slack, 2 * HOUR)
    assert len(ben.dm().messages) == len(ana.dm().messages) == 1


def test_each_line_is_answered_by_itself(slack: Sandbox, ana: Person, ben: Person) -> None:
    set_for_ben(ana)
    asleep(slack, 2 * HOUR)
    dm, before = ben.dm().id, together(ben)
    ben.click(in_=dm, action_id="occurrence.snooze:N-1.1", value="N-1.1|in 20m")
    ben.click(in_=dm, action_id="occurrence.snooze:N-3.1", value="N-3.1|done")

    after = together(ben)
    assert after.ts == before.ts
    assert "Snoozed by you, Tue 3 Mar, 17:00 Berlin time. It comes again Tue 3 Mar, 17:20 Berlin time." in after.words
    assert "book the room (was due Tue 3 Mar, 16:10 Berlin time)\nDone by you, Tue 3 Mar, 17:00" in after.words
    assert after.words.count("Done or snooze") == 1
    assert after.words.startswith("⏰ 3 reminders come late")

    asleep(slack, 20 * MINUTE)
    assert reminders(ben)[1:] == ["⏰ @ana asked me to remind you: call Acme"]
    pressed_on_old_copy(ben, dm, before.ts, "occurrence.snooze:N-1.1", "N-1.1|done")
    assert "N-1 has been answered already" in ben.dm().newest("already").words
    asleep(slack, 2 * HOUR)
    assert len(reminders(ben)) == 2


def test_what_was_cancelled_is_not_told(slack: Sandbox, ana: Person, ben: Person) -> None:
    set_for_ben(ana)
    ana.slash("/nudge cancel N-1", in_="acme")
    asleep(slack, 2 * HOUR)
    assert "call Acme" not in together(ben).words
    assert together(ben).words.startswith("⏰ 2 reminders")


def test_in_a_channel(slack: Sandbox, ana: Person, ben: Person) -> None:
    logged(ana, "acme")
    ana.slash("/nudge #acme in 10m about R-1", in_="acme")
    ben.slash("/nudge #acme in 20m stand-up", in_="acme")
    asleep(slack, HOUR)
    (words,) = posted(ana, "acme")
    assert "*N-1* from @ana about R-1 (was due" in words
    assert "*N-2* from @ben: stand-up (was due" in words
    ben.click(in_="acme", action_id="occurrence.snooze:N-2.1", value="N-2.1|done")
    assert "Done by @ben" in ana.sees("acme").newest("⏰").words


def test_very_many_at_once_in_a_channel(slack: Sandbox, ana: Person, ben: Person) -> None:
    text = "x" * 150
    for _ in range(65):
        ana.slash(f"/nudge #acme in 1h {text} & <co>", in_="acme", settle=False)
    slack.settle()
    slack.clock.advance(HOUR)
    slack.settle()
    (message,) = (one for one in ana.sees("acme").messages if one.text.startswith("⏰"))
    assert message.text == "⏰ 65 reminders at once. Oldest first:"
    assert all(f"*N-{number}* from @ana: xxx" in message.words for number in range(1, 51))
    assert "And 15 more." in message.words
    assert "N-51" not in message.words
    assert "`/nudge N-3` shows one with all its words" in message.words
    assert "was due" not in message.words
    ben.click("Show more", in_="acme")
    page = ben.sees("acme").newest("Reminders, oldest first: 51–65 of 65")
    assert all(f"*N-{number}* from @ana: xxx" in page.words for number in range(51, 66))
    assert "Next" not in page.words
    ben.click("Previous", in_="acme")
    assert "*N-1* from @ana" in ben.sees("acme").newest("Reminders, oldest first: 1–50 of 65").words
    assert "Reminders 1–50" not in str([one.words for one in ana.sees("acme").messages])


def test_very_many_of_ones_own(slack: Sandbox, ana: Person) -> None:
    for _ in range(51):
        ana.slash("/nudge me in 1h stretch", in_="acme", settle=False)
    asleep(slack, HOUR)
    ana.click("Show more", in_=ana.dm().id)
    assert "*N-51*: stretch" in ana.dm().newest("Reminders, oldest first: the last of 51").words


def test_several_that_are_too_late_are_told_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    set_for_ben(ana)
    asleep(slack, 20 * HOUR)
    assert ben.dm().messages == []
    (message,) = ana.dm().messages
    assert message.words.startswith("3 reminders that you set were not sent")
    assert "• *N-2* send the proof, due Tue 3 Mar, 14:20 London time" in message.words
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="acme").words

    set_for_ben(ana)
    asleep(slack, 20 * HOUR)
    _, again = ana.dm().messages
    assert "• *N-5* send the proof, due Wed 4 Mar, 10:20 London time" in again.words, "others, another time"


def gone(ana: Person) -> None:
    ana.kick("liaison", from_="acme")


def archived(ana: Person) -> None:
    ana.archives("acme")


@pytest.mark.parametrize(
    ("happens", "why"),
    [(archived, "that channel is archived."), (gone, "I am not in that channel")],
)
def test_what_cannot_be_delivered_is_reported_to_each(
    slack: Sandbox, ana: Person, ben: Person, *, happens: Callable[[Person], None], why: str
) -> None:
    ana.slash("/nudge #acme in 10m stand-up", in_="acme")
    ben.slash("/nudge #acme in 20m call Acme", in_="acme")
    ben.slash("/nudge #acme in 30m send the proof", in_="acme")
    happens(ana)
    asleep(slack, HOUR)
    asleep(slack, 6)
    assert "I could not deliver the reminder N-1" in ana.dm().newest().words
    told = ben.dm().newest().words
    assert "I could not deliver the reminder N-2 (“call Acme”) to #acme: " in told
    assert why in told
    assert "The same goes for N-3." in told
    assert "Snooze" not in ben.slash("/nudge N-2", in_="general").words, "it never came"


def test_reminders_of_requests_and_tasks_are_lines_as_well(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof by today 15:00", in_="acme")
    ana.slash("/task @ben book the room by today 15:30", in_="acme")
    ana.slash("/nudge @ben in 30m call Acme", in_="acme")
    asleep(slack, 3 * HOUR)
    words = ben.dm().newest("come late").words
    assert "*N-1* from @ana: call Acme (was due Tue 3 Mar, 15:30 Berlin time)" in words
    assert "*T-1* prepare the proof was due" in words
    ben.click("Done", in_=ben.dm().id, value="T-1")
    assert "T-1" not in ben.slash("/task mine", in_="acme").words


def test_what_is_done_meanwhile_is_not_told(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof by today 15:00", in_="acme")
    ana.slash("/nudge @ben in 30m call Acme", in_="acme")
    ana.slash("/nudge @ben in 40m send the proof", in_="acme")
    ben.click("Done", in_=ben.dm().id)
    asleep(slack, 3 * HOUR)
    assert "T-1" not in ben.dm().newest("come late").words


def test_those_that_recur_are_told_together_too(slack: Sandbox, ana: Person, ben: Person) -> None:
    """After three days asleep, of each the last one; and all of them are too late once."""
    for number in range(12):
        ana.slash(f"/nudge @ben every day 9:00 call {number}", in_="general")
    slack.clock.advance(68 * HOUR)
    slack.settle()
    (message,) = ben.dm().messages
    assert "12 reminders come late" in message.words
    slack.clock.advance(45 * HOUR)
    slack.settle()
    (notice,) = ana.dm().messages
    assert "12 reminders that you set were not sent" in notice.words


def test_what_says_nothing_but_that_its_item_is_to_be_thought_of_ends_with_that(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    """Among others it is left out, as it would be alone; with words of its own it comes all the same."""
    ana.slash("/request poster", in_="acme")
    for line in ("in 10m R-1", "in 11m call them R-1", "in 12m book the room"):
        ana.slash(f"/nudge @ben {line}", in_="acme")
    ana.click("Done", in_="acme", value="R-1")
    asleep(slack, 2 * HOUR)
    assert together(ben).words.startswith("⏰ 2 reminders come late")
    assert "N-1" not in together(ben).words
    assert ["about R-1: call them" in together(ben).words, "book the room" in together(ben).words] == [True, True]


def test_one_that_was_handed_on_says_by_whom_and_who_had_set_it(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    for person in (ana, ben, carla):
        person.slash("/digest me off", in_="acme", settle=False)
    carla.slash("/liaison hours quiet 12:00-8:00", in_="acme")
    ana.slash("/nudge @ben at 20:00: call the printer", in_="acme")
    ana.slash("/nudge @carla tomorrow 9:00 send the proof", in_="acme")
    asleep(slack, 6 * HOUR + MINUTE)
    ben.click("Hand over", in_=ben.dm().id, ts=ben.dm().newest("call the printer").ts)
    assert ben.submit({"Who should be reminded?": "carla"}).closed
    asleep(slack, 19 * HOUR + 30 * MINUTE)
    (message,) = carla.dm().messages
    assert "*N-3* from @ana, handed on by @ben: call the printer (was due" in message.words
