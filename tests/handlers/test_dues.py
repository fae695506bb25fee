"""Due dates that stand are moved with a reason, which is told once to whoever it concerns. It is Tuesday 3 March."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.shown import buttons

GIVEN = [
    pytest.param("/request proof of the poster", "R-1", id="request"),
    pytest.param("/task prepare the proof", "T-1", id="task"),
]


def command(line: str) -> str:
    return line.split(maxsplit=1)[0]


def history(person: Person, label: str) -> list[str]:
    modal = press(person, "History", in_="acme", value=label).modal
    assert modal is not None
    return [block["text"]["text"].partition("\n")[2] for block in modal.blocks[1:] if block["type"] == "section"]


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_line_moves_it_with_its_reason(ana: Person, ben: Person, line: str, label: str) -> None:
    """Ben is in Berlin, where the same moment has another hour."""
    ana.slash(f"{line} by thu 3pm @ben", in_="acme")
    before = len(ben.dm().messages)
    answer = ana.slash(f"{command(line)} due {label} fri 4pm because the *printer* is late: R&D, <@U0BEN>", in_="acme")
    assert "is due Fri 6 Mar, 16:00 London time, was Thu 5 Mar, 15:00 London time: the *\u200bprinter" in answer.text
    assert "For @ben that is Fri 6 Mar, 17:00 Berlin time." in answer.words
    (told,) = ben.dm().messages[before:]
    assert "@ana moved its due date from Thu 5 Mar, 16:00 Berlin time (Thu 5 Mar, 15:00 London time)" in told.words
    assert "to Fri 6 Mar, 17:00 Berlin time (Fri 6 Mar, 16:00 London time): the *\u200bprinter" in told.words
    moved = [one for one in history(ana, label) if "moved it" in one]
    assert len(moved) == 1
    assert moved[0].endswith(
        "15:00 London time to Fri 6 Mar, 16:00 London time: the *\u200bprinter*\u200b is late: R&amp;D, @ben"
    )


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_the_first_date_needs_none(ana: Person, line: str, label: str) -> None:
    ana.slash(line, in_="acme")
    answer = ana.slash(f"{command(line)} due {label} fri 4pm", in_="acme")
    assert answer.text.endswith("is due Fri 6 Mar, 16:00 London time.")


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_line_without_a_reason_asks_for_it_and_keeps_what_it_said(ana: Person, line: str, label: str) -> None:
    ana.slash(f"{line} by thu 3pm", in_="acme")
    modal = ana.slash(f"{command(line)} due {label} fri 4pm", in_="acme").modal
    assert modal is not None
    assert "Please say why it changes" in modal.words
    assert ana.submit({"Why does the due date change?": "   "}).errors == {
        "due_why": "Please say why the due date changes."
    }
    told = ana.submit({"Why does the due date change?": "The printer is late"}).modal
    assert told is not None
    assert "is due Fri 6 Mar, 16:00 London time" in told.words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_the_form_asks_only_where_one_is_moved(ana: Person, line: str, label: str) -> None:
    ana.slash(f"{line} by thu 3pm", in_="acme")
    press(ana, "Edit", in_="acme", value=label)
    sent = ana.submit({"Title": "another", "Due date": "2026-03-06"})
    assert sent.errors == {"due_why": "Please say why the due date changes."}
    assert sent.modal is not None
    assert "another" in str(sent.modal.values)
    assert ana.submit({"Why does the due date change?": "The printer is late"}).modal is not None
    press(ana, "Edit", in_="acme", value=label)
    assert ana.submit({"Title": "a third"}).closed
    (moved,) = (one for one in history(ana, label) if "printer" in one)
    assert "to Fri 6 Mar, 15:00 London time: The printer is late, changed the title" in moved


def test_the_same_reason_twice_is_read_twice(ana: Person) -> None:
    ana.slash("/request proof by thu 3pm", in_="acme")
    ana.slash("/request due R-1 fri 4pm because it rains", in_="acme")
    ana.slash("/request due R-1 mon 4pm because it rains", in_="acme")
    ana.slash("/request due R-1 none because it rains", in_="acme")
    assert [one.rpartition(": ")[2] for one in history(ana, "R-1")[:3]] == ["it rains"] * 3
    assert "took the due date away" in history(ana, "R-1")[0]


def test_behind_more_it_is_set_and_moved(ana: Person, ben: Person) -> None:
    ana.slash("/task proof @ben", in_="acme")
    before = len(ana.dm().messages)
    press(ben, "Due date", in_="acme", value="T-1")
    told = ben.submit({"Due date": "2026-03-06", "Due time": "16:00"}).modal
    assert told is not None
    assert "is due Fri 6 Mar, 16:00 Berlin time" in told.words
    assert len(ana.dm().messages) == before


def test_a_date_that_came_meanwhile_is_not_moved_unseen(ana: Person, ben: Person) -> None:
    """The form showed none, so it did not ask for a reason either."""
    ana.slash("/request proof", in_="acme")
    press(ana, "Due date", in_="acme", value="R-1")
    ben.slash("/request due R-1 thu 3pm", in_="acme")
    sent = ana.submit({"Due date": "2026-03-06", "Due time": "16:00"})
    assert sent.modal is not None
    assert "@ben changed R-1 while you were editing" in sent.modal.words
    sent = ana.submit({})
    assert sent.modal is not None
    assert "Please say why the due date changes." in sent.modal.words
    sent = ana.submit({"Why does the due date change?": "The printer is late"})
    assert sent.modal is not None
    assert "is due Fri 6 Mar, 16:00 London time" in sent.modal.words


@pytest.mark.parametrize(("line", "label"), GIVEN)
@pytest.mark.parametrize("to", ["fri 4pm because the printer is late", "none because it has no date"])
def test_a_date_that_passed_and_was_moved_meanwhile_does_not_hold_up_another_field(
    slack: Sandbox, ana: Person, line: str, label: str, to: str
) -> None:
    ben = slack.person("ben")
    ana.slash(f"{line} by 3pm", in_="acme")
    slack.clock.advance(2 * 3600)
    slack.settle()
    ana.click("Edit", in_="acme", value=label)
    ben.slash(f"{command(line)} due {label} {to}", in_="acme")
    sent = ana.submit({"Title": "proof of the leaflet"})
    assert sent.errors == {}
    shown = ana.slash(f"{command(line)} {label}", in_="acme").words
    assert "proof of the leaflet" in shown
    assert ("due Fri 6 Mar" if "fri" in to else "no due date") in shown


def test_what_is_no_moment_is_refused_and_closed_things_stay(ana: Person) -> None:
    ana.slash("/request proof", in_="acme")
    assert "You typed: /request due R-1 soon" in ana.slash("/request due R-1 soon because", in_="acme").words
    press(ana, "Done", in_="acme", value="R-1")
    assert "R-1 was closed by @ana" in ana.slash("/request due R-1 fri 4pm", in_="acme").words
    assert "No request R-9" in ana.slash("/request due R-9 fri 4pm", in_="acme").words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_moved_date_is_put_back(ana: Person, ben: Person, line: str, label: str) -> None:
    """Ben, who has it and was told of the move, is told once more."""
    ana.slash(f"{line} by wed 3pm @ben", in_="acme")
    before = len(ben.dm().messages)
    assert buttons(ana.slash(f"{command(line)} due {label} fri 4pm because it rains", in_="acme").blocks) == ["Undo"]
    answer = ana.click("Undo", in_="acme")
    assert answer.words.endswith("is due Wed 4 Mar, 15:00 London time again.")
    moved, back = ben.dm().messages[before:]
    assert "moved its due date" in moved.words
    assert "@ana took the new due date back: it is due Wed 4 Mar, 16:00 Berlin time" in back.words
    told = history(ana, label)[0]
    assert told.endswith("moved it from Fri 6 Mar, 16:00 London time to Wed 4 Mar, 15:00 London time (undone)")


def test_from_behind_more_it_is_put_back_in_its_place(ana: Person, ben: Person) -> None:
    ana.slash("/task proof @ben by thu 3pm", in_="acme")
    press(ben, "Due date", in_="acme", value="T-1")
    ben.submit({"Due date": "2026-03-06", "Due time": "16:00", "Why does the due date change?": "It rains"})
    ben.click("Undo")
    assert ben.modal is not None
    assert "is due Thu 5 Mar, 16:00 Berlin time again" in ben.modal.words
    ana.slash("/task draft", in_="acme")
    ana.slash("/task due T-2 fri 4pm", in_="acme")
    assert ana.click("Undo", in_="acme").words.endswith("draft has no due date again.")


def test_what_cannot_be_put_back_says_why(ana: Person, ben: Person, slack: Sandbox) -> None:
    ana.slash("/request proof by thu 3pm", in_="acme")
    ana.slash("/request due R-1 fri 4pm because it rains", in_="acme")
    ben.slash("/request due R-1 mon 4pm because it snows", in_="acme")
    assert "@ben changed the due date of R-1 since, so it was not put back" in ana.click("Undo", in_="acme").words
    slack.clock.advance(10 * 60 + 1)
    assert "can be put back for 10 minutes only, so that of R-1 stays" in ben.click("Undo", in_="acme").words
    ana.slash("/request due R-1 fri 5pm because it rains", in_="acme")
    press(ana, "Done", in_="acme", value="R-1")
    assert "R-1 was closed by @ana" in ana.click("Undo", in_="acme").words


@pytest.mark.parametrize(("line", "label"), GIVEN)
@pytest.mark.parametrize("also", [{}, {"Title": "another"}], ids=["alone", "with others"])
def test_a_date_that_edit_moved_is_put_back(
    ana: Person, ben: Person, line: str, label: str, also: dict[str, str]
) -> None:
    """What else was edited with it stays, and that is said."""
    ana.slash(f"{line} by wed 3pm @ben", in_="acme")
    before = len(ben.dm().messages)
    press(ana, "Edit", in_="acme", value=label)
    told = ana.submit({"Due date": "2026-03-06", "Why does the due date change?": "It rains", **also}).modal
    assert told is not None
    assert "Fri 6 Mar, 15:00 London time" in told.words
    ana.click("Put due date back")
    assert ana.modal is not None
    assert "is due Wed 4 Mar, 15:00 London time again." in ana.modal.words
    assert ("What else was edited with it stays." in ana.modal.words) == bool(also)
    assert ("another" in ana.modal.words) == bool(also)
    moved, back = ben.dm().messages[before:]
    assert "moved its due date" in moved.words
    assert "@ana took the new due date back: it is due Wed 4 Mar, 16:00 Berlin time" in back.words
    assert history(ana, label)[0].endswith("to Wed 4 Mar, 15:00 London time (undone)")


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_from_a_private_answer_it_is_put_back_in_its_place(ana: Person, line: str, label: str) -> None:
    """Undo beside it is that of the whole request; an edit that leaves the date alone has nothing to put back."""
    ana.slash(f"{line} by wed 3pm", in_="acme")
    ana.slash(f"{command(line)} {label}", in_="general")
    ana.click("Edit", in_="general", value=label)
    ana.submit({"Due date": "2026-03-06", "Why does the due date change?": "It rains"})
    answer = ana.click("Put due date back", in_="general")
    assert answer.words.endswith("is due Wed 4 Mar, 15:00 London time again.")
    ana.slash(f"{command(line)} {label}", in_="general")
    ana.click("Edit", in_="general", value=label)
    ana.submit({"Title": "another"})
    assert "Put due date back" not in buttons(ana.sees("general").newest(f"{label} is changed").blocks)


def test_beside_its_value_it_is_put_back(ana: Person) -> None:
    ana.slash("/request proof by wed 3pm", in_="acme")
    ana.click("Change", in_="acme", value="R-1:due")
    ana.submit({"Due date": "2026-03-06", "Why does the due date change?": "It rains"})
    answer = ana.click("Put due date back", in_="acme")
    assert answer.words.endswith("is due Wed 4 Mar, 15:00 London time again.")


def test_a_date_that_edit_moved_stays_after_another_move(ana: Person, ben: Person) -> None:
    ana.slash("/task proof by wed 3pm", in_="acme")
    press(ana, "Edit", in_="acme", value="T-1")
    ana.submit({"Due date": "2026-03-06", "Why does the due date change?": "It rains"})
    ben.slash("/task due T-1 mon 4pm because it snows", in_="acme")
    ana.click("Put due date back")
    assert ana.modal is not None
    assert "@ben changed the due date of T-1 since, so it was not put back" in ana.modal.words
