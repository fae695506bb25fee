"""Requests and tasks that come again, from the gesture to what people see."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.shown import buttons

DAY = 24 * 3600
HOUR = 60 * 60
LINE = '/request repeat "Monthly report" first working day of the month 9:00 @ben due in 3 working days'


def test_a_line_sets_one_and_it_comes(ana: Person, ben: Person, slack: Sandbox) -> None:
    answer = ana.slash(LINE, in_="acme")
    assert "S-1 is set: Monthly report" in answer.text
    assert "first working day (Monday to Friday) of every month at 09:00 London time" in answer.words
    assert "Next Wed 1 Apr, 09:00 London time" in answer.words
    assert "for @ben · due in 3 working days" in answer.words
    assert buttons(answer.blocks) == ["Skip next", "Pause", "Edit", "Stop"]

    slack.clock.advance(30 * DAY)
    slack.settle()

    card = ana.sees("acme").newest("*R-1*").words
    assert "Monthly report" in card
    assert "from S-1" in card
    assert "R-1" in ben.dm().newest("R-1").text


def test_what_comes_late_says_so(ana: Person, slack: Sandbox) -> None:
    ana.slash("/task repeat clean every day 9:00 dept:print", in_="acme")
    slack.clock.advance(DAY)
    slack.settle()
    words = ana.sees("acme").newest("*T-1*").words
    assert "print" in words
    assert "late, for" in words


def test_it_is_listed_skipped_paused_and_stopped(ana: Person, ben: Person) -> None:
    ana.slash(LINE, in_="acme")
    assert "What comes again: only one" in ben.slash("/request repeat list", in_="acme").words
    ben.click("Show", in_="acme")
    assert "Next Fri 1 May, 10:00 Berlin time" in ben.click("Skip next", in_="acme").words
    assert "Paused" in ana.slash("/request repeat pause S-1", in_="acme").words
    assert "Next Wed 1 Apr" in ana.slash("/request repeat resume S-1", in_="acme").words
    assert "it has stopped" in ana.slash("/request repeat stop S-1", in_="acme").words
    assert "S-1 was cancelled by @ana" in ana.slash("/request repeat skip S-1", in_="acme").words
    assert "Nothing comes again yet" in ana.slash("/request repeat list", in_="acme").words


def test_a_button_leaves_out_the_one_that_it_was_shown_with(ana: Person) -> None:
    """A second click that is on its way leaves out no other."""
    ana.slash(LINE, in_="acme")
    ana.slash("/request repeat S-1", in_="acme")
    ts = ana.sees("acme").newest("Next Wed 1 Apr").ts
    assert "S-1: the next one is left out." in ana.click("Skip next", in_="acme").words
    pressed_on_old_copy(ana, "C0ACME", ts, "series.skip", "S-1@2026-04-01")
    words = ana.sees("acme").newest("*S-1*").words
    assert "left out" not in words
    assert "Next Fri 1 May" in words
    assert "Next Mon 1 Jun" in ana.click("Skip next", in_="acme").words


def test_set_to_a_later_hour_of_a_day_that_had_its_own_it_comes_the_day_after(ana: Person, slack: Sandbox) -> None:
    """Also once it goes on again."""
    ana.slash("/request repeat report weekdays 15:00", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    ana.slash("/request repeat edit S-1", in_="acme")
    assert ana.submit({"When does it come?": "weekdays 17:00"}).closed
    shown = [ana.slash("/request repeat S-1", in_="acme").words]
    for verb in ("pause", "resume"):
        ana.slash(f"/request repeat {verb} S-1", in_="acme")
    shown.append(ana.slash("/request repeat S-1", in_="acme").words)
    assert ["Next Wed 4 Mar, 17:00" in words for words in shown] == [True, True]
    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert ana.slash("/request R-2", in_="acme").text.startswith("No request R-2")
    slack.clock.advance(DAY)
    slack.settle()
    assert "report" in ana.slash("/request R-2", in_="acme").words


def test_the_form_sets_and_edits_one(ana: Person, ben: Person, slack: Sandbox) -> None:
    assert ana.slash("/request repeat", in_="acme").modal is not None
    filled = {
        "Title": "Report",
        "When does it come?": "weekdays 9:00",
        "Checklist": "Checked\nSent",
        "Tasks of it": "Write",
    }
    assert ana.submit({**filled, "Due in": "soon"}).errors["due_in"].startswith("I don't understand soon")
    assert ana.submit({"Due in": "same day", "When does it come?": "sometimes"}).errors["when"]
    shown = ana.submit({"When does it come?": "weekdays 9:00"}).modal
    assert shown is not None
    assert "2 to tick · 1 task " in shown.words
    assert ben.slash("/request repeat edit S-1", in_="acme").modal is not None
    assert ben.submit({"Title": "Weekly report", "When does it come?": "every monday 9:00"}).closed
    assert "every Monday at 09:00" in ana.slash("/request repeat S-1", in_="acme").words
    slack.clock.advance(6 * DAY)
    slack.settle()
    words = ana.sees("acme").newest("*R-1*").words
    assert ("0 of 1 tasks done" in words, "0 of 2 ticked" in words) == (True, True)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('"Monthly report"', id="not how often"),
        pytest.param("report every month", id="not on which day"),
        pytest.param("report every monday 9:00 @bob", id="unknown name"),
        pytest.param("every monday 9:00", id="no title"),
    ],
)
def test_what_is_doubtful_opens_the_form(ana: Person, line: str) -> None:
    answer = ana.slash(f"/request repeat {line}", in_="acme")
    assert answer.modal is not None
    assert "Nothing is saved yet." in answer.modal.words


def test_a_line_that_only_begins_like_one_is_logged(ana: Person) -> None:
    assert "R-1 is logged" in ana.slash("/request repeat order of 500 flyers", in_="acme").text
    assert "T-1 is given" in ana.slash("/task repeat the test print", in_="acme").text


def test_who_may_not_see_it_learns_nothing(ana: Person, carla: Person) -> None:
    ana.slash("/request repeat the dinner every monday 9:00", in_="board")
    for verb in ("", "stop ", "edit ", "skip "):
        assert "No series S-1" in carla.slash(f"/request repeat {verb}S-1", in_="general").words
    assert "Nothing comes again" in carla.slash("/request repeat list", in_="general").words
