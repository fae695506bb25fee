"""The list of reminders, how they are stopped, and the other words of the command."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.reminders import HOUR, reminders


def test_the_list_is_what_one_set_and_what_one_will_get(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/nudge @ben fri 9:00 call Acme", in_="general")
    ana.slash("/nudge me in 1h stretch", in_="general")

    words = ana.slash("/nudge list", in_="general").words
    assert words.index("*N-2* stretch") < words.index("*N-1* call Acme")
    assert "Fri 6 Mar, 08:00 London time · for @ben · set by you" in words
    theirs = ben.slash("/nudge list", in_="general").words
    assert "Fri 6 Mar, 09:00 Berlin time · for you · set by @ana" in theirs
    assert "N-2" not in theirs
    assert "No reminder is waiting" in carla.slash("/nudge list", in_="general").words


def test_the_list_in_pages(ana: Person) -> None:
    for number in range(12):
        ana.slash(f"/nudge me in {number + 1}h step {number + 1}", in_="general", settle=False)
    assert "Reminders, soonest first: 1–10 of 12" in ana.slash("/nudge list", in_="general").words
    ana.click("Next", in_="general")
    page = ana.sees("general").newest("Reminders")
    assert "Reminders, soonest first: 11–12 of 12" in page.words
    ana.click("Cancel", in_="general", ts=page.ts, value="N-11")
    assert "N-11 is cancelled: step 11" in ana.sees("general").newest("cancelled").words
    assert "Reminders, soonest first: the last of 11" in ana.sees("general").newest("Reminders").words
    ana.click("Previous", in_="general")
    assert "Reminders, soonest first: 1–10 of 11" in ana.sees("general").newest("Reminders").words


@pytest.mark.parametrize("line", ["cancel N-1", "cancel 1", "Cancel n-1", "stop N1"])
def test_cancelled_is_not_sent(slack: Sandbox, ana: Person, line: str) -> None:
    ana.slash("/nudge me in 1h stretch", in_="general")
    assert "N-1 is cancelled: stretch" in ana.slash(f"/nudge {line}", in_="general").words
    assert "N-1 was cancelled" in ana.slash("/nudge N-1", in_="general").words
    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert reminders(ana) == []


def test_the_button_under_the_answer(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me in 1h stretch", in_="general")
    ana.click("Cancel", in_="general")
    assert "N-1 is cancelled: stretch" in ana.sees("general").newest().words
    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert reminders(ana) == []


def test_whom_it_reaches_may_stop_it_and_nobody_else(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/nudge @ben fri 9:00 call Acme", in_="general")
    assert "No reminder N-1" in carla.slash("/nudge cancel N-1", in_="general").words
    assert "N-1 is cancelled" in ben.slash("/nudge cancel N-1", in_="general").words
    assert "N-1 was cancelled" in ana.slash("/nudge cancel N-1", in_="general").words


def test_too_late_to_stop(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me in 1h stretch", in_="general")
    slack.clock.advance(HOUR)
    slack.settle()
    assert "N-1 was sent" in ana.slash("/nudge cancel N-1", in_="general").words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("help", "/nudge me in 2h to call Acme"),
        ("lits", "Did you mean *list*?"),
        ("cancle N-1", "Did you mean *cancel N-1*? Type `/nudge cancel N-1`, or `/nudge help` for all"),
        ("cancel", "Which one?"),
        ("N-9", "No reminder N-9"),
        ("cancel N-9", "No reminder N-9"),
    ],
)
def test_words_of_the_command(ana: Person, line: str, said: str) -> None:
    assert said in ana.slash(f"/nudge {line}", in_="general").words


def test_a_line_that_only_begins_like_a_command(ana: Person) -> None:
    answer = ana.slash("/nudge cancel the order tomorrow 9:00", in_="general")
    assert "I'll remind you on Wed 4 Mar, 09:00 London time: cancel the order" in answer.words
