"""Out of sight until a moment or a reply, from the line and the form to what people see. It is Tuesday, 14:00."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press

ACME = "acme"


def turn(slack: Sandbox, local: str) -> None:
    """By the clocks of London, an hour behind those of Ben."""
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")))
    slack.settle()


def backs(person: Person) -> list[str]:
    return [one.text.replace("*", "") for one in person.dm().messages if "is back" in one.text]


def waits(person: Person) -> list[str]:
    found = (one.text for one in person.dm().messages if one.text.startswith("⏳"))
    return [text for text in found if "has been waiting on the client" in text]


def card(person: Person) -> str:
    return next(one.words for one in person.sees(ACME).messages if not one.ephemeral)


@pytest.fixture(autouse=True)
def _no_digests(ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.slash("/digest me off", in_="general", settle=False)


@pytest.fixture
def logged(ana: Person, ben: Person) -> None:
    """R-1, due on Thursday, which Ben has accepted."""
    ana.slash("/request proof of the poster by thu 4pm @ben", in_=ACME)
    ben.click("Accept", in_=ben.dm().id)


@pytest.mark.usefixtures("logged")
def test_it_is_out_of_sight_and_comes_back_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    answer = ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    assert "out of sight until Fri 6 Mar, 09:00 Berlin time" in answer.words
    assert "Snoozed until Fri 6 Mar" in card(ana)
    turn(slack, "2026-03-05 18:00")
    assert "Overdue" not in ben.slash("/liaison my day", in_=ACME).words
    assert "R-1" in ben.slash("/request mine", in_=ACME).words
    assert "Overdue" not in ben.home().text
    turn(slack, "2026-03-06 07:59")
    assert not [one for one in ben.dm().messages if one.text.startswith("⏳")]
    assert backs(ben) == []
    turn(slack, "2026-03-06 08:00")
    (came,) = backs(ben)
    assert "R-1 proof of the poster is back: it was snoozed until Fri 6 Mar, 09:00 Berlin time." in came
    turn(slack, "2026-03-06 12:00")
    assert len(backs(ben)) == 1
    assert "Overdue" in ben.slash("/liaison my day", in_=ACME).words


@pytest.mark.usefixtures("logged")
def test_undo_and_what_the_history_says(slack: Sandbox, ben: Person) -> None:
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    assert "in sight again" in ben.click("Undo", in_=ACME).words
    modal = press(ben, "History", in_=ACME, value="R-1").modal
    assert modal is not None
    assert "snoozed it until Fri 6 Mar, 09:00 Berlin time" in modal.words
    assert "brought it back into sight" in modal.words
    turn(slack, "2026-03-06 10:00")
    assert backs(ben) == []


@pytest.mark.usefixtures("logged")
def test_undo_leaves_what_somebody_else_has_snoozed_since(slack: Sandbox, ana: Person, ben: Person) -> None:
    """It says until when that is, and takes that back where it is pressed again."""
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    ana.slash("/request snooze R-1 until thu 10am", in_=ACME)
    assert "out of sight until Thu 5 Mar, 11:00 Berlin time" in ben.click("Undo", in_=ACME).words
    assert "Snoozed until Thu 5 Mar" in card(ana)
    assert "in sight again" in ben.click("Undo", in_=ACME).words
    assert "Snoozed until" not in card(ana)
    assert "not snoozed" in ana.click("Undo", in_=ACME).words


@pytest.mark.usefixtures("logged")
def test_undo_of_a_second_one_goes_back_to_the_first(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    ana.slash("/request snooze R-1 until mon 10am", in_=ACME)
    assert "out of sight until Fri 6 Mar, 08:00 London time" in ana.click("Undo", in_=ACME).words
    assert "Snoozed until Fri 6 Mar" in card(ben)
    turn(slack, "2026-03-06 08:00")
    assert len(backs(ben)) == 1


@pytest.mark.usefixtures("logged")
def test_undo_of_a_second_one_does_not_go_back_to_what_is_over(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/request snooze R-1 for 1 hour", in_=ACME)
    ana.slash("/request snooze R-1 until mon 10am", in_=ACME)
    turn(slack, "2026-03-03 15:30")
    assert "in sight again" in ana.click("Undo", in_=ACME).words
    assert "Snoozed until" not in card(ben)


@pytest.mark.usefixtures("logged")
def test_a_form_does_not_snooze_over_what_somebody_else_has_snoozed_since(ana: Person, ben: Person) -> None:
    ana.slash("/request snooze R-1", in_=ACME)
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    sent = ana.submit({"On": "2026-03-04", "At": "09:00"})
    assert sent.modal is not None
    words = sent.modal.words.replace("*", "")
    assert "@ben changed R-1 while you were editing" in words
    assert "back on: theirs Fri 6 Mar 2026, 08:00 London time, yours Wed 4 Mar 2026, 09:00" in words
    assert "Snoozed until Fri 6 Mar" in card(ana)
    ana.submit({})
    assert "Snoozed until Wed 4 Mar" in card(ana)


def test_a_refused_one_names_the_cap(ana: Person) -> None:
    ana.slash("/request Acme is down !urgent", in_=ACME)
    said = ana.slash("/request snooze R-1 until next friday", in_=ACME).words
    assert "R-1 is urgent, so it can be snoozed for 4 working hours at most: until Wed 4 Mar 2026, 09:30 London" in said
    ana.slash("/request snooze R-1", in_=ACME)
    sent = ana.submit({"On": "2026-03-20", "At": "09:00"})
    assert "at most" in str(sent.errors)
    assert ana.submit({"It comes back": "When somebody replies"}).error is None
    assert "until somebody replies, at the latest" in card(ana)
    ana.slash("/request snooze R-1 until they reply", in_=ACME)
    assert "in sight again" in ana.click("Undo", in_=ACME, ts=ana.sees(ACME).newest("is out of sight").ts).words


def test_what_is_offered_is_never_too_long(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request Acme is down !urgent", in_=ACME)
    turn(slack, "2026-03-04 10:00")
    ana.slash("/request snooze R-1", in_=ACME)
    assert ana.submit().errors == {}
    assert "Snoozed until Wed 4 Mar, 14:00 London time" in card(ana)


def test_an_urgent_one_rings_all_the_same(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request Acme is down by 5pm !urgent @ana", in_=ACME)
    ana.slash("/request snooze R-1 for 3 hours", in_=ACME)
    turn(slack, "2026-03-03 17:01")
    assert [one for one in ana.dm().messages if "is due now" in one.text]
    assert len(backs(ana)) == 1


def test_a_task_and_the_reminders_menu(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben draw the proof by thu 3pm", in_=ACME)
    assert "T-1" in ben.slash("/task snooze T-1 for 2 days", in_=ACME).words
    assert "in sight" in ben.slash("/task wake T-1", in_=ACME).words
    assert "not snoozed" in ben.slash("/task wake T-1", in_=ACME).words
    turn(slack, "2026-03-04 08:00")
    (rung,) = (one for one in ben.dm().messages if one.text.startswith("⏳"))
    menu = next(one for block in rung.blocks for one in block.get("elements", ()) if one["type"] == "static_select")
    opened = ben.click(in_=ben.dm().id, ts=rung.ts, action_id=menu["action_id"], value="T-1")
    assert opened.modal is not None
    assert ben.submit({"On": "2026-03-09", "At": "09:00"}).error is None
    turn(slack, "2026-03-09 08:00")
    assert len(backs(ben)) == 1


@pytest.mark.usefixtures("logged")
def test_what_waits_comes_back_when_its_snooze_is_over(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.click("Wait", in_=ACME, value="R-1")
    ana.submit({"What for?": "the approval", "Bring it back on": "2026-03-05", "At": "10:00"})
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    turn(slack, "2026-03-05 12:00")
    assert not [one for one in ben.dm().messages if "waiting on the client" in one.text]
    turn(slack, "2026-03-06 08:00")
    (came,) = backs(ben)
    assert "has been waiting on the client" in came


@pytest.mark.usefixtures("logged")
def test_what_is_to_come_back_after_its_snooze_does(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Once for each of them, and neither before it was to."""
    ana.click("Wait", in_=ACME, value="R-1")
    ana.submit({"What for?": "the approval", "Bring it back on": "2026-03-06", "At": "10:00"})
    ben.slash("/request snooze R-1 until thu 9:00", in_=ACME)
    turn(slack, "2026-03-05 08:00")
    assert len(backs(ben)) == 1
    turn(slack, "2026-03-06 09:59")
    assert waits(ben) == []
    turn(slack, "2026-03-06 10:00")
    assert (len(waits(ben)), len(backs(ben))) == (1, 1)


def test_only_the_end_of_a_snooze_of_what_is_urgent_comes_at_any_hour(slack: Sandbox, ana: Person) -> None:
    """What waits is taken up again in working hours."""
    ana.slash("/request !urgent the site is down @ana", in_=ACME)
    ana.slash("/request !urgent the shop is down @ana", in_=ACME)
    ana.slash("/request snooze R-1 until 18:00", in_=ACME)
    press(ana, "Wait", in_=ACME, value="R-2")
    ana.submit({"What for?": "a call", "Bring it back on": "2026-03-03", "At": "18:00"})
    turn(slack, "2026-03-03 18:00")
    assert [("R-1" in one, "R-2" in one) for one in backs(ana)] == [(True, False)]
    assert waits(ana) == []
    turn(slack, "2026-03-04 09:00")
    assert ["R-2" in one for one in waits(ana)] == [True]


@pytest.mark.parametrize("line", ["/request proof of the poster @ben", "/request proof of the poster"])
def test_what_is_to_come_back_to_somebody_who_has_left_comes_to_the_next_person(
    slack: Sandbox, ana: Person, ben: Person, carla: Person, line: str
) -> None:
    """Also where nobody has it, so that it was to come to whoever had logged it; and told again nobody who is here."""
    ben.slash(line, in_=ACME)
    ben.click("Wait", in_=ACME, value="R-1")
    ben.submit({"What for?": "the approval", "Bring it back on": "2026-03-06", "At": "10:00"})
    ben.leaves()
    turn(slack, "2026-03-06 08:59")
    assert waits(ana) == []
    turn(slack, "2026-03-06 09:00")
    assert (len(waits(ana)), waits(carla)) == (1, [])


@pytest.mark.usefixtures("logged")
def test_what_has_come_to_somebody_who_leaves_does_not_come_again(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/request snooze R-1 until wed 9:00", in_=ACME)
    turn(slack, "2026-03-04 09:00")
    ben.leaves()
    turn(slack, "2026-03-04 12:00")
    assert (len(backs(ben)), backs(ana)) == (1, [])


def test_what_one_may_not_see_does_not_exist(ana: Person, carla: Person) -> None:
    ana.slash("/request proof of the poster", in_="board")
    assert "No request R-1" in carla.slash("/request snooze R-1 until fri", in_="general").words
