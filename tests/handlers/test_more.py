"""*More…*: all that its reader may do now with an item, and nothing of what was true when its card was drawn."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.shown import buttons, rows

GIVEN = [
    pytest.param("/request proof of the poster", "R-1", id="request"),
    pytest.param("/task prepare the proof", "T-1", id="task"),
]


def menu(who: Person, in_: str) -> list[str]:
    modal = who.click("More…", in_=in_).modal
    assert modal is not None
    return rows(modal.blocks)


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_each_reads_what_they_may_do(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(f"{line} @ben", in_="acme")
    assert len(buttons(ana.sees("acme").newest(label).blocks)) <= 5
    assert len(buttons(ben.dm().newest(label).blocks)) <= 5
    assert {"Assign", "History", "Cancel"} <= set(menu(ana, "acme"))
    assert not {"Accept", "Decline", "I'll take this", "Reopen"} & set(menu(ana, "acme"))
    assert {"Accept", "Decline", "Assign"} <= set(menu(ben, "acme"))


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_what_is_done_there_is_said_there(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(line, in_="acme")
    modal = press(ben, "I'll take this", in_="acme").modal
    assert modal is not None
    assert "it is yours now" in modal.words
    assert "I'll take this" not in rows(modal.blocks)
    modal = ben.click("Done").modal
    assert modal is not None
    assert {"Reopen", "History"} <= set(rows(modal.blocks))
    assert "Done by @ben" in ana.sees("acme").newest(label).words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_button_that_came_too_late_shows_how_it_is(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(line, in_="acme")
    ben.click("More…", in_="acme")
    ana.click("Done", in_="acme", value=label)
    modal = ben.click("Assign").modal
    assert modal is not None
    assert f"{label} was closed by @ana" in modal.words
    assert "Assign" not in rows(modal.blocks)


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_form_takes_its_place_and_a_page_lies_on_top(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(line, in_="acme")
    press(ana, "History", in_="acme")
    below = ana.close().modal
    assert below is not None
    assert below.callback_id == "more.shown"
    ana.click("Assign")
    sent = ana.submit({"Owner": "ben"})
    assert sent.closed
    assert sent.modal is None
    assert label in ben.dm().newest().words


def test_a_private_answer_says_what_was_done_behind_it(ana: Person) -> None:
    ana.slash("/request proof of the poster", in_="general")
    ana.slash("/request R-1", in_="general")
    press(ana, "Assign", in_="general", value="R-1")
    ana.submit({"Owner": "ben"})
    assert "With @ben" in ana.sees("general").newest("is changed").words


def test_nothing_is_told_of_what_one_may_not_see_any_more(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request merger", in_="board")
    ben.click("More…", in_="board")
    ana.kick("ben", "board")
    modal = ben.click("Assign").modal
    assert modal is not None
    assert "merger" not in modal.words
    assert "No request R-1" in modal.words
