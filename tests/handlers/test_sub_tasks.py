"""Parts of requests and tasks, hand-overs and departments, from the gesture to what people see."""

import pytest

from handlers.sub_tasks import handing
from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.test_histories import lines


@pytest.fixture
def request_with_tasks(ana: Person) -> str:
    """Three tasks, one of them done; where the card stands."""
    ana.slash("/request brochure", in_="acme")
    for title in ("proof", "plates", "binding"):
        ana.slash(f"/task {title} for R-1", in_="acme")
    ana.click("Done", in_="acme", value="T-1")
    return ana.sees("acme").newest("R-1 brochure").ts


@pytest.mark.usefixtures("request_with_tasks")
def test_a_card_says_how_far_its_tasks_are(ana: Person, ben: Person) -> None:
    assert "1 of 3 tasks done" in ben.sees("acme").newest("*R-1*").words
    ana.click("Done", in_="acme", value="T-2")
    assert "2 of 3 tasks done" in ben.sees("acme").newest("*R-1*").words
    shown = ana.slash("/request R-1", in_="acme").words
    assert "✅ T-2 plates" in shown.replace("*", "")


def test_closing_over_open_tasks_asks_what_becomes_of_them(ana: Person, request_with_tasks: str) -> None:
    asked = ana.click("Done", in_="acme", ts=request_with_tasks).modal
    assert asked is not None
    assert "still has open tasks" in asked.words
    assert "T-3" in asked.words
    assert "T-1" not in asked.words
    assert ana.submit().errors == {"reason": "Please say it in a few words."}
    assert ana.submit({"Why?": "they bind it *themselves*"}).closed
    assert "Done by @ana: they bind it" in ana.sees("acme").newest("*R-1*").words
    assert lines(ana)[0].startswith("<@U0ANA> closed it as done: they bind it")
    assert "T-3" in ana.slash("/task list", in_="acme").words


def test_the_open_ones_are_closed_with_it(ana: Person, request_with_tasks: str) -> None:
    ana.click("Done", in_="acme", ts=request_with_tasks)
    assert ana.submit({"The open tasks": "They are done as well"}).closed
    assert "3 of 3 tasks done" in ana.sees("acme").newest("*R-1*").words
    assert "Nothing open" in ana.slash("/task list", in_="acme").words


def test_cancelling_a_request_asks_as_well(ana: Person, request_with_tasks: str) -> None:
    press(ana, "Cancel", in_="acme", ts=request_with_tasks)
    assert ana.submit({"The open tasks": "Cancel them as well"}).closed
    assert "Nothing open" in ana.slash("/task list", in_="acme").words


def test_what_was_added_meanwhile_is_not_closed_unseen(ana: Person, ben: Person, request_with_tasks: str) -> None:
    ana.click("Done", in_="acme", ts=request_with_tasks)
    ben.slash("/task @ben call the printer for R-1", in_="acme")
    sent = ana.submit({"The open tasks": "They are done as well", "Why?": "they bind it"})
    assert sent.modal is not None
    assert "others than this form was opened with" in sent.modal.words
    assert "*T-4* call the printer" in sent.modal.words
    assert "Nothing open" not in ana.slash("/task list", in_="acme").words
    assert ana.submit({}).closed
    assert "Done by @ana: they bind it" in ben.sees("acme").newest("*R-1*").words
    assert "Nothing open" in ana.slash("/task list", in_="acme").words


def test_nor_is_it_cancelled_unseen_nor_is_the_form_of_no_use_then(ana: Person, ben: Person) -> None:
    ana.slash("/request brochure", in_="acme")
    press(ana, "Cancel", in_="acme", value="R-1")
    for title in ("proof", "plates"):
        ben.slash(f"/task {title} for R-1", in_="acme")
        sent = ana.submit({"In words": "they print it themselves"})
        assert sent.modal is not None
        assert title in sent.modal.words
    assert ana.submit({"The open tasks": "Cancel them as well"}).closed
    assert "they print it themselves" in ben.sees("acme").newest("*R-1*").words
    assert "Nothing open" in ana.slash("/task list", in_="acme").words


def test_a_task_has_parts_and_is_cancelled_with_them(ana: Person, ben: Person) -> None:
    ana.slash("/task brochure", in_="general")
    answer = ana.slash("/task @ben make the plates for T-1 dept:print", in_="general")
    assert "It stands in the thread of T-1." in answer.words
    card = ben.sees("general").newest("*T-2*")
    assert ("print" in card.words, "part of T-1" in card.words) == (True, True)
    assert "0 of 1 tasks done" in ben.sees("general").newest("*T-1*").words
    asked = press(ana, "Cancel", in_="general", value="T-1", confirm=True).modal
    assert asked is not None
    assert ana.submit({"The open tasks": "Cancel them as well"}).closed
    assert "Cancelled" in ben.sees("general").newest("*T-2*").words


def test_a_part_is_added_by_a_button_with_departments_put_forward(ana: Person) -> None:
    ana.slash("/task brochure dept:Design", in_="general")
    form = press(ana, "Add a task", in_="general", value="T-1").modal
    assert form is not None
    assert "Used before: Design" in form.words
    assert form.values["request"]["input"]["value"] == "T-1"
    ana.submit({"Title": "plates", "Department": "design"})
    assert "Design" in ana.slash("/task T-2", in_="general").words
    ana.slash("/task", in_="general")
    assert "T-2 is itself a part of T-1" in ana.submit({"Title": "ink", "Client request": "T-2"}).errors["request"]
    ana.slash("/task", in_="general")
    assert "No task T-9" in ana.submit({"Title": "ink", "Client request": "T-9"}).errors["request"]


def test_handing_over_in_a_line_and_in_a_form(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/task @ben plates dept:design", in_="acme")
    answer = ben.slash("/task hand T-1 @carla the proof is *approved*", in_="acme")
    assert answer.words == "T-1 plates: it is handed over to @carla in design."
    assert "the proof is" in carla.dm().newest().words
    assert ben.slash("/task hand T-1", in_="acme").modal is not None
    assert ben.submit({"Department": "print", "Note": "mind the bleed"}).closed
    assert "Nobody has it yet" in ana.sees("acme").newest("*T-1*").words
    told = lines(ana, "T-1")
    assert told[0] == "<@U0BEN> put it back into the queue: mind the bleed, passed it from design to print"
    assert told[1].startswith("<@U0BEN> handed it from <@U0BEN> to <@U0CARLA>: the proof is")


@pytest.mark.parametrize(
    ("line", "to"),
    [("@ana dept:print mind the bleed", "@ana in print"), ("dept:print", "print, where nobody has it yet")],
)
def test_it_is_said_to_whom_and_where_to_something_is_handed(ana: Person, ben: Person, line: str, to: str) -> None:
    ana.slash("/task @ben plates dept:design", in_="acme")
    answer = ben.slash(f"/task hand T-1 {line}", in_="acme")
    assert answer.words == f"T-1 plates: it is handed over to {to}."
    ana.slash("/task @ben ink", in_="acme")
    assert ben.slash("/task hand T-2 @ana", in_="acme").words == "T-2 ink: it is handed over to @ana."


def test_what_is_handed_to_nobody_is_not_said_to_be_handed_over(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben plates dept:design", in_="acme")
    ana.slash("/task hand T-1 the proof is approved", in_="acme")
    for form in ({}, {"Department": "Design"}):
        assert ana.submit(form).errors == {"owner": "Please pick a person, or another department."}
    line = ana.slash("/task hand T-1 dept:design you know it", in_="acme")
    assert "Please pick a person, or another department." in line.words
    assert "With @ben" in ana.sees("acme").newest("*T-1*").words
    assert lines(ana, "T-1") == ["<@U0ANA> gave it out"]


def test_what_somebody_handed_over_meanwhile_is_not_handed_away_unseen(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/task @ben plates dept:design", in_="acme")
    ana.slash("/task hand T-1", in_="acme")
    ben.slash("/task hand T-1 @carla dept:print mind the bleed", in_="acme")
    sent = ana.submit({"To whom?": "ana", "Note": "I have the proof"})
    assert sent.modal is not None
    words = sent.modal.words.replace("*", "")
    assert "@ben changed T-1 while you were editing" in words
    assert "department: theirs print, yours design" in words
    assert "owner: theirs @carla, yours @ana" in words
    assert "With @carla" in ana.sees("acme").newest("*T-1*").words
    assert ana.submit({}).closed
    assert "With @ana" in ana.sees("acme").newest("*T-1*").words


def test_only_those_who_see_a_task_hand_it_over(ana: Person, carla: Person) -> None:
    ana.slash("/task order the flowers", in_="board")
    assert "No task T-1." in carla.slash("/task hand T-1 @carla mine", in_="general").words
    assert "No task T-1." in carla.slash("/task checklist T-1", in_="general").words


@pytest.mark.parametrize(
    ("text", "owner", "department", "note"),
    [
        ("hand T-7 <@U1|ben> the proof is approved", "U1", "", "the proof is approved"),
        ("hand T-7 to <@U1>: ask <@U2|carla>", "U1", "", "ask @carla"),
        ("Hand over t7 <@U1>", "U1", "", ""),
        ("hand-off T-7 dept:print it is ready", None, "print", "it is ready"),
        ("hand T-7 <@U1> dept:print", "U1", "print", ""),
        ("hand T-7", None, "", ""),
        ("hand T-7 to print", None, "", "to print"),
    ],
)
def test_a_line_that_hands_over(text: str, owner: str | None, department: str, note: str) -> None:
    meant = handing(text)
    assert meant is not None
    assert (meant.number, meant.owner, meant.department, meant.note) == (7, owner, department, note)


@pytest.mark.parametrize("text", ["hand 7 flyers to the client", "hand over the keys", "handle T-7", "hand T-7.5 on"])
def test_a_line_that_only_begins_like_one(text: str) -> None:
    assert handing(text) is None
