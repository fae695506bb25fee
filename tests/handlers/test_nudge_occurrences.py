"""Reminders that have come, and what people answer to them. It is Tuesday 3 March, 14:00 in London."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.reminders import DAY, HOUR, MINUTE, logged, posted, reminders

#: The store's part is tried on both databases in tests/storage.
PAIRS = (Pair.HTTP_POSTGRESQL,)


def pick(person: Person, where: str, choice: str, number: str = "N-1.1", *, settle: bool = True) -> None:
    """From the menu under a reminder."""
    action = f"occurrence.snooze:{number}"
    person.click(in_=where, action_id=action, value=f"{number}|{choice}", settle=settle)


def arrived(slack: Sandbox, person: Person, line: str = "/nudge me in 1h call Acme") -> None:
    person.slash(line, in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()


def test_done_is_shown_and_counts_once(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    before = ana.dm().newest()
    ana.click("Done", in_=ana.dm().id)
    after = ana.dm().newest()
    assert after.ts == before.ts
    assert after.words == "⏰ You asked me to remind you: call Acme\nDone by you, Tue 3 Mar, 15:00 London time."

    slack.clock.advance(5 * MINUTE)
    pressed_on_old_copy(ana, ana.dm().id, before.ts, "occurrence.done:N-1.1", "N-1.1")
    assert [message.words for message in ana.dm().messages] == [after.words]


@pytest.mark.parametrize("value", ["N-1.1", "N-1.1|in 20m", "N-1.1|another time"])
def test_somebody_else_is_told_who_was_faster(slack: Sandbox, ana: Person, ben: Person, value: str) -> None:
    arrived(slack, ana, "/nudge #acme in 1h stand-up")
    before = ben.sees("acme").newest("stand-up")
    ana.click("Done", in_="acme")
    assert "Done by @ana, " in ben.sees("acme").newest("asked me").words

    action = "occurrence.snooze:N-1.1" if "|" in value else "occurrence.done:N-1.1"
    pressed_on_old_copy(ben, "C0ACME", before.ts, action, value)
    told = "N-1 has been answered already. Done by @ana, Tue 3 Mar, 16:00 Berlin time. Nothing was changed."
    assert ben.sees("acme").newest("already").words == told
    assert ben.modal is None
    slack.clock.advance(DAY)
    slack.settle()
    assert len(posted(ana, "acme")) == 1


@pytest.mark.parametrize(
    ("choice", "wait", "said"),
    [
        ("in 20m", 20 * MINUTE, "It comes again Tue 3 Mar, 14:21 London time."),
        ("in 1h", HOUR, "It comes again Tue 3 Mar, 15:01 London time."),
        ("this afternoon", HOUR, "It comes again Tue 3 Mar, 15:00 London time."),
        ("tomorrow morning", 19 * HOUR, "It comes again Wed 4 Mar, 09:00 London time."),
    ],
)
def test_snoozed_it_comes_once_more(slack: Sandbox, ana: Person, choice: str, wait: int, said: str) -> None:
    ana.slash("/nudge me in 1m call Acme", in_="acme")
    slack.clock.advance(MINUTE)
    slack.settle()
    pick(ana, ana.dm().id, choice)
    words = ana.dm().newest().words
    assert "Snoozed by you, Tue 3 Mar, 14:01 London time." in words
    assert said in words

    slack.clock.advance(wait - 2 * MINUTE)
    slack.settle()
    assert len(reminders(ana)) == 1
    slack.clock.advance(2 * MINUTE)
    slack.settle()
    assert reminders(ana)[1] == "⏰ You asked me to remind you: call Acme"
    slack.clock.advance(5 * DAY)
    slack.settle()
    assert len(reminders(ana)) == 2


def test_a_double_click_on_the_menu_makes_one(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    before = ana.dm().newest()
    pick(ana, ana.dm().id, "in 20m")
    for choice in ("in 20m", "in 1h"):
        pressed_on_old_copy(ana, ana.dm().id, before.ts, "occurrence.snooze:N-1.1", f"N-1.1|{choice}")
    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert sum(words.count("call Acme") for words in reminders(ana)) == 2


def test_who_answers_otherwise_than_before_is_told(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    before = ana.dm().newest()
    ana.click("Done", in_=ana.dm().id)
    pressed_on_old_copy(ana, ana.dm().id, before.ts, "occurrence.snooze:N-1.1", "N-1.1|in 20m")
    assert "N-1 has been answered already. Done by you" in ana.dm().newest().words
    slack.clock.advance(HOUR)
    slack.settle()
    assert len(reminders(ana)) == 1


def test_the_second_coming_can_be_snoozed_and_done_as_well(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    pick(ana, ana.dm().id, "in 20m")
    slack.clock.advance(20 * MINUTE)
    slack.settle()
    pick(ana, ana.dm().id, "in 1h", "N-1.2")
    slack.clock.advance(HOUR)
    slack.settle()
    ana.click("Done", in_=ana.dm().id)
    assert "Done by you" in ana.dm().newest().words
    assert len(reminders(ana)) == 3


def test_snoozed_it_is_listed_and_can_be_cancelled(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="acme").words
    pick(ana, ana.dm().id, "tomorrow morning")
    assert "*N-1* call Acme\nWed 4 Mar, 09:00 London time" in ana.slash("/nudge list", in_="acme").words
    assert "N-1 is cancelled: call Acme" in ana.slash("/nudge cancel N-1", in_="acme").words
    slack.clock.advance(2 * DAY)
    slack.settle()
    assert len(reminders(ana)) == 1


def test_snoozed_to_a_wall_time_it_moves_along_on_a_journey(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    pick(ana, ana.dm().id, "tomorrow morning")
    ana.moves_to("America/New_York")
    ana.click("Move to my new time", in_=ana.dm().id)
    assert "*N-1* moved to Wed 4 Mar, 09:00 New York time" in ana.dm().newest("moved").words


def test_another_time_is_typed(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben in 1h call Acme", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    dm = ben.dm().id
    pick(ben, dm, "another time")
    modal = ben.modal
    assert modal is not None
    assert "*N-1* call Acme" in modal.words
    assert "ago" in ben.submit({"When": "yesterday 9:00"}).errors["when"]
    sent = ben.submit({"When": "fri 9:00"})
    assert sent.closed
    assert "It comes again Fri 6 Mar, 09:00 Berlin time." in ben.dm().newest().words
    slack.clock.advance(3 * DAY)
    slack.settle()
    assert len(reminders(ben)) == 2


def test_two_readings_of_another_time_are_asked(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    pick(ana, ana.dm().id, "another time")
    ana.submit({"When": "4/5 9:00"})
    ana.click("Mon 4 May 2026, 09:00")
    assert ana.modal is not None
    assert "On your clock" in ana.modal.words
    assert ana.submit().closed
    assert "It comes again Mon 4 May, 09:00 London time." in ana.dm().newest().words


def test_the_form_that_came_too_late(slack: Sandbox, ana: Person, ben: Person) -> None:
    arrived(slack, ana, "/nudge #acme in 1h stand-up")
    pick(ben, "acme", "another time")
    ana.click("Done", in_="acme")
    sent = ben.submit({"When": "in 1h"})
    assert sent.modal is not None
    assert "N-1 has been answered already. Done by @ana" in sent.modal.words


@pytest.mark.parametrize(
    ("action", "value", "said"),
    [
        ("occurrence.done:N-1.1", "N-1.1", "Done by you"),
        ("occurrence.snooze:N-1.1", "N-1.1|in 20m", "It comes again Tue 3 Mar, 15:20 London time."),
    ],
    ids=["done", "put off to another time"],
)
def test_whoever_has_answered_meanwhile_is_told_that_another_time_does_not_count(
    slack: Sandbox, ana: Person, action: str, value: str, said: str
) -> None:
    arrived(slack, ana)
    before = ana.dm().newest()
    pick(ana, ana.dm().id, "another time")
    pressed_on_old_copy(ana, ana.dm().id, before.ts, action, value)
    sent = ana.submit({"When": "fri 9:00"})
    assert sent.modal is not None
    assert "N-1 has been answered already" in sent.modal.words
    assert said in sent.modal.words


def test_what_is_over_is_no_choice(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    options = [
        option
        for block in ana.dm().newest().blocks
        for element in block.get("elements", ())
        for option in element.get("options", ())
    ]
    assert [option["text"]["text"] for option in options] == [
        "20 minutes",
        "1 hour",
        "Tomorrow morning",
        "Another time…",
    ]


def test_in_a_channel_the_afternoon_is_that_of_whoever_picks_it(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    arrived(slack, ana, "/nudge #general in 1h stand-up")
    pick(ben, "general", "this afternoon")
    assert "ago" in ben.sees("general").newest("ago").words
    assert len(posted(ana, "general")) == 1
    pick(carla, "general", "this afternoon")
    assert "Snoozed by @carla" in ana.sees("general").newest("asked me").words
    slack.clock.advance(5 * HOUR)
    slack.settle()
    assert len(posted(ana, "general")) == 2


def test_the_item_itself_is_marked_as_done(slack: Sandbox, ana: Person, ben: Person) -> None:
    logged(ana, "acme")
    arrived(slack, ana, "/nudge #acme in 1h about R-1")
    ben.click("R-1 is done", in_="acme")
    assert "R-1 was marked as done by @ben" in ana.sees("acme").newest("asked me").words
    assert (
        "R-1 was closed by @ben" in ana.slash("/request R-1", in_="acme").words
        or "one" in ana.slash("/request R-1", in_="acme").words
    )


def test_without_a_right_to_see_it_there_is_no_button_for_the_item(slack: Sandbox, ana: Person, carla: Person) -> None:
    logged(ana, "board", "merger")
    ana.slash("/nudge @carla in 1h about R-1", in_="board")
    slack.clock.advance(HOUR)
    slack.settle()
    assert "R-1 is done" not in carla.dm().newest().words


@pytest.mark.parametrize("value", ["N-1.1", "N-1.9", "N-9.1"])
def test_what_does_not_reach_somebody_does_not_exist_for_them(
    slack: Sandbox, ana: Person, carla: Person, value: str
) -> None:
    arrived(slack, ana)
    carla.slash("/nudge me in 1h stretch", in_="general")
    slack.clock.advance(HOUR)
    slack.settle()
    dm = carla.dm()
    pressed_on_old_copy(carla, dm.id, dm.newest().ts, "occurrence.done:N-2.1", value)
    assert f"No reminder {value[:3]}" in carla.dm().newest().words
    assert "Done by" not in ana.dm().newest().words


def test_no_form_opens_for_what_does_not_reach_somebody(slack: Sandbox, ana: Person, carla: Person) -> None:
    arrived(slack, ana)
    carla.slash("/nudge me in 1h stretch", in_="general")
    slack.clock.advance(HOUR)
    slack.settle()
    dm = carla.dm()
    pressed_on_old_copy(carla, dm.id, dm.newest().ts, "occurrence.snooze:N-2.1", "N-1.1|another time")
    assert "No reminder N-1" in carla.dm().newest().words
    assert carla.modal is None


@pytest.mark.parametrize("value", ["N-1", "N-1.1|soon", "N-1.1|", "x|in 20m"])
def test_a_button_of_another_release(slack: Sandbox, ana: Person, value: str) -> None:
    arrived(slack, ana)
    dm = ana.dm()
    action = "occurrence.snooze:N-1.1" if "|" in value else "occurrence.done"
    pressed_on_old_copy(ana, dm.id, dm.newest().ts, action, value)
    assert "old" in ana.dm().newest().words
    slack.clock.advance(DAY)
    slack.settle()
    assert len(reminders(ana)) == 1


def test_a_snooze_after_the_reminder_was_cancelled(slack: Sandbox, ana: Person) -> None:
    """It had come twice, and the second was called off: the first is answered already, and stays so."""
    arrived(slack, ana)
    pick(ana, ana.dm().id, "in 20m")
    ana.slash("/nudge cancel N-1", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    assert len(reminders(ana)) == 1
    assert "Snoozed by you" in reminders(ana)[0]


def test_one_that_has_come_is_shown_again_and_answered_there(slack: Sandbox, ana: Person) -> None:
    arrived(slack, ana)
    shown = ana.slash("/nudge N-1", in_="general")
    assert "⏰ You asked me to remind you: call Acme" in shown.words
    ana.click("Done", in_="general")
    assert ana.sees("general").newest().words == "N-1: Done by you, Tue 3 Mar, 15:00 London time."
    assert "Done by you" in ana.dm().newest().words
    assert "Snooze" not in ana.dm().newest().words


def test_a_reader_of_the_channel_can_ask_for_it_by_its_number(slack: Sandbox, ana: Person, ben: Person) -> None:
    arrived(slack, ana, "/nudge #acme in 1h stand-up")
    pick_from = ben.slash("/nudge N-1", in_="general")
    assert "stand-up" in pick_from.words
    pick(ben, "general", "in 20m")
    assert "N-1: Snoozed by @ben" in ben.sees("general").newest("N-1").words
    assert "Snoozed by @ben" in ana.sees("acme").newest("stand-up").words


def test_who_cannot_see_the_channel_cannot(slack: Sandbox, ana: Person, carla: Person) -> None:
    ana.slash("/nudge #board in 1h merger", in_="board")
    slack.clock.advance(HOUR)
    slack.settle()
    assert "No reminder N-1" in carla.slash("/nudge N-1", in_="general").words
