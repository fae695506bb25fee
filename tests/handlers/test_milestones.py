"""Milestones of a request, from the gesture to what people see."""

import pytest

from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.shown import buttons

STEPS = "T-5 business days: files from client\nT-3 business days: proof to client\nT: delivery"


@pytest.fixture
def template(ana: Person) -> None:
    ana.slash("/request plan new print-job", in_="acme")
    answer = ana.submit({"Steps": STEPS})
    assert answer.modal is not None
    assert "print-job" in answer.modal.words


@pytest.fixture
def request_with_due(ana: Person) -> str:
    """On a Tuesday, two weeks from now."""
    ana.slash("/request brochure by 17 mar 16:00", in_="acme")
    return ana.sees("acme").newest("*R-1*").ts


@pytest.mark.usefixtures("template", "request_with_due")
def test_a_template_is_previewed_and_its_tasks_are_given(ana: Person, ben: Person) -> None:
    asked = ben.slash("/request plan R-1 print-job", in_="acme").modal
    assert asked is not None
    assert "Due Tue 17 Mar, 17:00 Berlin time" in asked.words
    assert "Nothing open" in ana.slash("/task list", in_="acme").words
    made = ben.submit()
    assert made.modal is not None
    assert "R-1 is planned: T-1, T-2, T-3." in made.modal.words
    words = ana.slash("/task list", in_="acme").words
    assert "due Tue 10 Mar, 16:00 London time" in words
    assert "due Thu 12 Mar, 16:00 London time" in words
    assert "0 of 3 tasks done" in ana.sees("acme").newest("*R-1*").words


@pytest.mark.usefixtures("template")
def test_moving_the_due_date_offers_to_move_them(
    ana: Person, ben: Person, carla: Person, request_with_due: str
) -> None:
    ana.slash("/request plan R-1 print-job", in_="acme")
    ana.submit()
    ana.click("Done", in_="acme", value="T-1")
    for number in (2, 3):
        ana.slash(f"/task T-{number}", in_="acme")
        press(ana, "Assign", in_="acme", value=f"T-{number}")
        ana.submit({"Who should do it?": "ben"})
    carla.slash("/task watch T-2", in_="acme")
    before = len(ben.dm().messages)
    ana.click("Edit", in_="acme", ts=request_with_due)
    assert ana.submit({"Due date": "2026-03-24", "Why does the due date change?": "The venue moved"}).modal is not None
    asked = ana.dm().newest("R-1 is now due")
    assert "should they move too?" in asked.words
    shown = ana.click("Show what would move", in_=ana.dm().id).modal
    assert shown is not None
    assert "Thu 12 Mar, 16:00 London time → Thu 19 Mar, 16:00 London time" in shown.words
    assert "T-1" not in shown.words
    moved = ana.submit()
    assert moved.modal is not None
    assert "Moved with R-1: T-2, T-3." in moved.modal.words
    assert "due Thu 19 Mar, 16:00" in ana.slash("/task T-2", in_="acme").words
    (news,) = ben.dm().messages[before:]
    for words in ("@ana moved the due dates of 2 tasks of R-1", "*T-2* to Thu 19 Mar", "*T-3* to Tue 24 Mar", "venue"):
        assert words in news.words
    assert "News of *T-2*" in carla.dm().newest().words, "of a single one as ever"


@pytest.mark.usefixtures("template", "request_with_due")
def test_they_move_to_what_was_shown_or_not_at_all(ana: Person, ben: Person) -> None:
    """Ben moves the request once more while Ana looks at where its milestones would go."""
    ana.slash("/request plan R-1 print-job", in_="acme")
    ana.submit()
    ana.slash("/request due R-1 24 mar 16:00 because the venue moved", in_="acme")
    ana.click("Show what would move", in_=ana.dm().id)
    ben.slash("/request due R-1 31 mar 16:00 because it rains", in_="acme")
    assert not ana.submit().closed
    assert "due Tue 10 Mar, 16:00" in ana.slash("/task T-1", in_="acme").words


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize(
    ("chosen", "standing", "stays"),
    [
        (
            ["0"],
            "It has an open milestone already.",
            "A milestone of it was counted back from another date: should it ",
        ),
        (
            ["0", "2"],
            "It has 2 open milestones already.",
            "Its milestones were counted back from another date: should ",
        ),
    ],
)
def test_one_milestone_is_worded_as_one_and_several_as_several(
    ana: Person, request_with_due: str, chosen: list[str], standing: str, stays: str
) -> None:
    first = ana.slash("/request plan R-1 print-job", in_="acme").modal
    assert first is not None
    assert "already" not in first.words
    ana.submit({"Milestones": chosen})
    again = ana.slash("/request plan R-1 print-job", in_="acme").modal
    assert again is not None
    assert standing in again.words
    ana.close()
    ana.click("Edit", in_="acme", ts=request_with_due)
    ana.submit({"Due date": "2026-03-24", "Why does the due date change?": "The venue moved"})
    assert stays in ana.dm().newest("R-1 is now due").words


@pytest.mark.usefixtures("template")
def test_each_move_of_the_due_date_is_asked_about(ana: Person, request_with_due: str) -> None:
    ana.slash("/request plan R-1 print-job", in_="acme")
    ana.submit()
    for day in ("24", "25"):
        ana.click("Edit", in_="acme", ts=request_with_due)
        ana.submit({"Due date": f"2026-03-{day}", "Why does the due date change?": "The venue moved"})
    asked = [one.words for one in ana.dm().messages if "should they move too?" in one.words]
    assert [day in words for day, words in zip(("24 Mar", "25 Mar"), asked, strict=True)] == [True, True]


@pytest.mark.usefixtures("template", "request_with_due")
def test_a_plan_of_which_nothing_is_chosen_makes_nothing(ana: Person) -> None:
    ana.slash("/request plan R-1 print-job", in_="acme")
    made = ana.submit({"Milestones": []})
    assert made.modal is not None
    assert "Nothing new was made for R-1." in made.modal.words
    assert "Nothing open" in ana.slash("/task list", in_="acme").words


@pytest.mark.usefixtures("template")
def test_what_is_past_is_not_chosen(ana: Person) -> None:
    ana.slash("/request brochure by thu 16:00", in_="acme")
    asked = ana.slash("/request plan R-1 print-job", in_="acme").modal
    assert asked is not None
    assert "is past" in asked.words
    made = ana.submit()
    assert made.modal is not None
    assert "R-1 is planned: T-1." in made.modal.words


@pytest.mark.usefixtures("template")
def test_a_due_date_that_was_moved_meanwhile_is_told(ana: Person, ben: Person, request_with_due: str) -> None:
    ben.slash("/request plan R-1 print-job", in_="acme")
    ana.click("Edit", in_="acme", ts=request_with_due)
    ana.submit({"Due date": "2026-03-24", "Why does the due date change?": "The venue moved"})
    sent = ben.submit()
    assert not sent.closed
    assert sent.modal is not None
    assert "changed meanwhile" in sent.modal.words
    assert "Due Tue 24 Mar" in sent.modal.words
    assert "Nothing open" in ana.slash("/task list", in_="acme").words
    made = ben.submit()
    assert made.modal is not None
    assert "R-1 is planned" in made.modal.words


@pytest.mark.usefixtures("template", "request_with_due")
def test_two_who_plan_the_same_request_do_not_make_its_tasks_twice_unseen(ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.slash("/request plan R-1 print-job", in_="acme")
    ana.submit()
    sent = ben.submit()
    assert sent.modal is not None
    assert "changed meanwhile" in sent.modal.words
    assert "It has 3 open milestones already." in sent.modal.words
    assert "0 of 3 tasks done" in ana.sees("acme").newest("*R-1*").words


@pytest.mark.usefixtures("template", "request_with_due")
def test_a_milestone_that_was_moved_by_itself_meanwhile_does_not_move_unseen(ana: Person, ben: Person) -> None:
    ana.slash("/request plan R-1 print-job", in_="acme")
    ana.submit()
    ana.close(everything=True)
    ana.slash("/request due R-1 24 mar 16:00 because the venue moved", in_="acme")
    ana.click("Show what would move", in_=ana.dm().id)
    ben.slash("/task due T-2 fri 20 mar 17:00 because the client asked", in_="acme")
    sent = ana.submit()
    assert sent.modal is not None
    assert "changed meanwhile" in sent.modal.words
    assert "Fri 20 Mar, 16:00 London time → Thu 19 Mar, 16:00 London time" in sent.modal.words
    assert "due Fri 20 Mar, 16:00" in ana.slash("/task T-2", in_="acme").words
    moved = ana.submit()
    assert moved.modal is not None
    assert "Moved with R-1: T-1, T-2, T-3." in moved.modal.words


@pytest.mark.usefixtures("template")
def test_a_template_that_somebody_removed_meanwhile_does_not_come_back_unseen(ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.slash("/request plan edit print-job", in_="acme")
    ana.submit({"Steps": ""})
    sent = ben.submit({"Steps": "T-2 days: proof"})
    assert sent.modal is not None
    assert "nothing called print-job" in sent.modal.words.replace("*", "")
    assert "T-2 days: proof" in str(sent.modal.values)
    assert "no templates" in ana.slash("/request plan", in_="acme").words


@pytest.mark.usefixtures("template")
def test_two_who_change_a_template_are_told(ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.slash("/request plan edit print-job", in_="acme")
    ana.submit({"Steps": "T-1 day: proof"})
    sent = ben.submit({"Steps": "T-2 days: proof"})
    assert sent.modal is not None
    assert "changed print-job while you were editing" in sent.modal.words
    kept = ben.submit()
    assert kept.modal is not None
    assert "T-2 days proof" in kept.modal.words


@pytest.mark.usefixtures("template")
def test_what_cannot_be_planned_says_why(ana: Person, carla: Person) -> None:
    ana.slash("/request poster", in_="acme")
    assert "R-1 has no due date" in ana.slash("/request plan R-1 print-job", in_="acme").words
    assert "nothing called flyer" in ana.slash("/request plan R-1 flyer", in_="acme").words.replace("*", "")
    ana.slash("/request dinner by fri 16:00", in_="board")
    assert "No request R-2" in carla.slash("/request plan R-2 print-job", in_="general").words
    assert "R-3 is logged" in ana.slash("/request plan the party", in_="acme").text


@pytest.mark.usefixtures("template")
def test_templates_are_listed_edited_and_removed(ana: Person, ben: Person) -> None:
    answer = ben.slash("/request plan", in_="acme")
    assert "T-3 business days proof to client" in answer.words
    assert buttons(answer.blocks) == ["New template"]
    ben.slash("/request plan edit print-job", in_="acme")
    assert ben.submit({"Steps": "sometime: proof"}).errors["steps"].startswith("Line 1")
    kept = ben.submit({"Steps": "T-1 day: proof"})
    assert kept.modal is not None
    assert "T-1 day proof" in kept.modal.words
    ana.slash("/request plan edit print-job", in_="acme")
    gone = ana.submit({"Steps": ""})
    assert gone.modal is not None
    assert "no templates" in gone.modal.words
