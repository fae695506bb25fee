"""Waiting, on hold, taken up again, cancelled with a reason: from the button to what people see."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.pressing import press

LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")
TO_CLIENT = {"What for?": "the approval of the proof", "Bring it back on": "2026-03-06", "At": "10:00"}


def card(person: Person) -> str:
    (one,) = (message for message in person.sees("acme").messages if not message.ephemeral)
    return one.words


def chases(person: Person) -> list[str]:
    return [one.words for one in person.dm().messages if one.text.startswith("⏳")]


def turn(slack: Sandbox, local: str) -> None:
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=LONDON))
    slack.settle()


@pytest.fixture
def logged(ana: Person, ben: Person) -> None:
    """R-1, which Ben has accepted."""
    ana.slash("/request proof of the poster @ben", in_="acme")
    ben.click("Accept", in_=ben.dm().id)


@pytest.fixture
def waits(logged: None, ana: Person) -> None:
    ana.click("Wait", in_="acme", value="R-1")
    assert ana.submit(TO_CLIENT).closed


@pytest.mark.usefixtures("waits")
def test_its_card_says_what_for_and_until_when(ana: Person) -> None:
    shown = card(ana)
    for words in ("Waiting on client: the approval of the proof", "back on Fri 6 Mar, 10:00", "With @ben", "Resume"):
        assert words in shown


@pytest.mark.usefixtures("logged")
def test_the_form_puts_two_working_days_forward(ana: Person) -> None:
    """From a Tuesday to Thursday morning."""
    modal = ana.click("Wait", in_="acme", value="R-1").modal
    assert modal is not None
    assert ana.submit({"What for?": "a call"}).closed
    assert "back on Thu 5 Mar, 09:00" in card(ana)


@pytest.mark.usefixtures("waits")
def test_it_comes_back_to_whoever_has_it_at_that_minute(slack: Sandbox, ana: Person, ben: Person) -> None:
    turn(slack, "2026-03-06 09:59")
    assert (chases(ana), chases(ben)) == ([], [])
    turn(slack, "2026-03-06 10:00")
    (came,) = chases(ben)
    assert "R-1 proof of the poster has been waiting on the client since Tue 3 Mar" in came.replace("*", "")
    assert "the approval of the proof. Ask again?" in came
    assert chases(ana) == []


@pytest.mark.usefixtures("waits")
def test_once_they_answered_it_says_so_in_its_place(slack: Sandbox, ana: Person, ben: Person) -> None:
    turn(slack, "2026-03-06 10:00")
    came = next(one.ts for one in ben.dm().messages if one.text.startswith("⏳"))
    ben.click("They answered", in_=ben.dm().id)
    assert "Working" in card(ana)
    assert chases(ben) == []
    (left,) = (one for one in ben.dm().messages if one.ts == came)
    assert "Working, with @ben" in left.words
    assert not [block for block in left.blocks if block["type"] == "actions"]


@pytest.mark.usefixtures("waits")
def test_waiting_longer_brings_it_back_once_more_and_not_before(slack: Sandbox, ben: Person) -> None:
    turn(slack, "2026-03-06 10:00")
    ben.click("Wait longer", in_=ben.dm().id)
    assert ben.submit({"Bring it back on": "2026-03-09", "At": "09:30"}).closed
    assert chases(ben) == []
    turn(slack, "2026-03-09 09:30")
    assert len(chases(ben)) == 1


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("button", ["Resume", "Done"])
def test_what_is_over_before_does_not_come_back(slack: Sandbox, ana: Person, ben: Person, button: str) -> None:
    ana.click(button, in_="acme")
    turn(slack, "2026-03-06 10:00")
    assert chases(ben) == []


@pytest.mark.usefixtures("waits")
def test_given_to_somebody_else_it_comes_back_to_them(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    """Within the hours of New York."""
    press(ana, "Assign", in_="acme", value="R-1")
    assert ana.submit({"Owner": "carla"}).closed
    assert "Waiting on client" in card(ana)
    turn(slack, "2026-03-06 13:59")
    assert (chases(carla), chases(ben)) == ([], [])
    turn(slack, "2026-03-06 14:00")
    assert (len(chases(carla)), chases(ben)) == (1, [])


def test_what_nobody_has_comes_back_to_whoever_logged_it(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    ana.click("Wait", in_="acme", value="R-1")
    assert ana.submit({**TO_CLIENT, "It is": "Waiting on provider"}).closed
    turn(slack, "2026-03-06 10:00")
    assert "waiting on the provider since" in chases(ana)[0]


@pytest.mark.usefixtures("waits")
def test_it_comes_back_in_the_hours_that_its_reader_has_by_then(slack: Sandbox, ben: Person) -> None:
    """Ben goes on leave after it was left to wait, ends that, and is in New York on the day itself."""
    ben.slash("/liaison hours leave 5-6 march", in_="acme")
    turn(slack, "2026-03-05 12:00")
    ben.slash("/liaison hours leave off", in_="acme")
    ben.moves_to("America/New_York")
    for moment in ("10:00", "13:59"):
        turn(slack, f"2026-03-06 {moment}")
        assert chases(ben) == []
    turn(slack, "2026-03-06 14:00")
    assert len(chases(ben)) == 1
    ben.slash("/liaison hours leave 5-6 march", in_="acme")
    turn(slack, "2026-03-09 13:00")
    assert len(chases(ben)) == 1


@pytest.mark.usefixtures("waits")
def test_given_to_somebody_else_it_comes_back_in_their_hours(slack: Sandbox, ana: Person, ben: Person) -> None:
    press(ana, "Assign", in_="acme", value="R-1")
    assert ana.submit({"Owner": "ana"}).closed
    ana.slash("/liaison hours leave 5-6 march", in_="acme")
    turn(slack, "2026-03-06 10:00")
    assert (chases(ana), chases(ben)) == ([], [])
    turn(slack, "2026-03-09 09:00")
    assert (len(chases(ana)), chases(ben)) == (1, [])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("/request snooze R-1 until fri 10:00", "is back", id="snoozed"),
        pytest.param("Wait", "waiting on the client", id="waiting"),
    ],
)
def test_what_nobody_has_comes_back_once_its_reader_is(slack: Sandbox, ana: Person, line: str, says: str) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    if line == "Wait":
        ana.click(line, in_="acme", value="R-1")
        ana.submit(TO_CLIENT)
    else:
        ana.slash(line, in_="acme")
    ana.slash("/liaison hours leave 5-6 march", in_="acme")
    turn(slack, "2026-03-06 10:00")
    assert not any(says in one.words for one in ana.dm().messages)
    turn(slack, "2026-03-09 09:00")
    assert sum(says in one.words for one in ana.dm().messages) == 1


@pytest.mark.usefixtures("logged")
def test_on_hold_nobody_is_reminded_and_nothing_need_bring_it_back(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.click("Edit", in_="acme", value="R-1")
    ana.submit({"Due date": "2026-03-06", "Due time": "16:00"})
    ana.close()
    ana.click("Wait", in_="acme", value="R-1")
    held = {"It is": "On hold", "What for?": "the budget", "Bring it back on": "", "At": ""}
    assert ana.submit(held).closed
    assert "On hold: the budget" in card(ana)
    before = len(ben.dm().messages)
    turn(slack, "2026-03-06 17:00")
    assert [one.words for one in ben.dm().messages[before:] if "R-1" in one.words] == []
    ana.click("Resume", in_="acme")
    assert "Working" in card(ana)


@pytest.mark.usefixtures("logged")
def test_what_is_on_hold_is_not_done_before_it_is_taken_up(ana: Person, ben: Person) -> None:
    ana.click("Wait", in_="acme", value="R-1")
    assert ana.submit({**TO_CLIENT, "It is": "On hold"}).closed
    assert "Done" not in card(ana)
    shown = ben.sees("acme")
    pressed_on_old_copy(ben, shown.id, shown.newest().ts, "request.done:R-1", "R-1")
    assert "R-1 is on hold, so it cannot be done yet" in ben.sees("acme").newest().words
    assert "On hold" in card(ana)


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    ("values", "says"),
    [
        pytest.param({"What for?": "   "}, "in a few words", id="for spaces"),
        pytest.param({"What for?": "x", "Bring it back on": ""}, "pick a date", id="for ever"),
        pytest.param({"What for?": "x", "Bring it back on": "2026-03-02"}, "past", id="until yesterday"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(ana: Person, values: dict[str, str], says: str) -> None:
    ana.click("Wait", in_="acme", value="R-1")
    sent = ana.submit(values)
    assert not sent.closed
    assert says in " ".join(sent.errors.values())
    assert "Working" in card(ana)


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize(
    ("button", "theirs", "says"),
    [
        pytest.param("Wait longer", {"It is": "On hold"}, "state: theirs On hold, yours Waiting on client", id="put"),
        pytest.param("Wait longer", {"At": "11:00"}, "back on: theirs Fri 6 Mar 2026, 12:00", id="moved"),
        pytest.param("Resume", None, "state: theirs Working, yours Waiting on client", id="taken up"),
    ],
)
def test_how_somebody_lets_it_wait_meanwhile_is_not_changed_unseen(
    ana: Person, ben: Person, button: str, theirs: dict[str, str] | None, says: str
) -> None:
    """Also where the form leaves a field as it showed it."""
    ben.click("Wait longer", in_="acme", value="R-1")
    ana.click(button, in_="acme")
    if theirs is not None:
        assert ana.submit(theirs).closed
    sent = ben.submit({"What for?": "a call"})
    assert sent.modal is not None
    assert "@ana changed R-1 while you were editing" in sent.modal.words
    assert says in sent.modal.words.replace("*", "")
    assert "a call" not in card(ana)
    assert ben.submit({}).closed
    assert "Waiting on client: a call" in card(ana)


@pytest.mark.usefixtures("logged")
def test_cancelled_says_why(ana: Person) -> None:
    press(ana, "Cancel", in_="acme", value="R-1")
    assert ana.submit({"Why?": "Out of scope", "In words": "They print it themselves"}).closed
    assert "Cancelled by @ana: out of scope. They print it themselves" in card(ana)


@pytest.mark.usefixtures("logged")
def test_another_reason_is_asked_for_in_words(ana: Person) -> None:
    press(ana, "Cancel", in_="acme", value="R-1")
    sent = ana.submit({"Why?": "Another reason"})
    assert "in a few words" in sent.errors["reason"]
    assert ana.submit({"Why?": "Another reason", "In words": "The shop has closed"}).closed
    assert "Cancelled by @ana: The shop has closed" in card(ana)


@pytest.mark.usefixtures("waits")
def test_a_button_of_before_says_how_it_stands(ana: Person, ben: Person) -> None:
    ana.click("Resume", in_="acme")
    shown = ben.sees("acme")
    pressed_on_old_copy(ben, shown.id, shown.newest().ts, "request.resume:R-1", "R-1")
    assert "there is nothing to resume" in ben.sees("acme").newest().words


@pytest.mark.usefixtures("waits")
def test_what_was_put_on_hold_since_is_not_taken_up_by_a_button_of_before(ana: Person, ben: Person) -> None:
    """One that does not say what it was shown with is of an earlier release."""
    ana.click("Wait longer", in_="acme", value="R-1")
    assert ana.submit({"It is": "On hold", "What for?": "the budget"}).closed
    shown = ben.sees("acme")
    pressed_on_old_copy(ben, shown.id, shown.newest().ts, "request.resume", "R-1@waiting_on_client")
    assert "R-1 is on hold by now: the budget. Nothing was changed." in ben.sees("acme").newest().words
    assert "On hold: the budget" in card(ana)
    pressed_on_old_copy(ben, shown.id, shown.newest().ts, "request.resume:R-1", "R-1")
    assert "Working" in card(ana)


@pytest.mark.parametrize("line", ["waiting on client R-1", "R-1 on hold", "pause R-1", "R-1 waiting for provider"])
def test_typing_it_shows_the_request_and_logs_nothing(ana: Person, line: str) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    answer = ana.slash(f"/request {line}", in_="acme")
    assert "R-1 proof of the poster: New" in answer.text
    assert "Wait" in answer.words
