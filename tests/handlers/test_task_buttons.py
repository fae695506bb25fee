"""The buttons of a task and the forms that they open, from the click to what people see."""

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.shown import buttons


def test_two_who_close_it_close_it_once(ana: Person, ben: Person, slack: Sandbox) -> None:
    ana.slash("/task prepare the proof", in_="general")
    ts = ana.sees("general").newest("Nobody has it").ts
    # Long enough for the second one to press what the first one's answer takes away.
    slack.fault("hang_before", "chat.update", seconds=1, times=1)
    ana.click("Done", in_="general", ts=ts, settle=False)
    ben.click("Done", in_="general", ts=ts, settle=False)
    slack.settle()

    seen = [sight.words for sight in slack.truth if "T-1 was closed by" in sight.words]
    assert len(seen) == 1


def test_done_reopen_and_cancel_on_the_card(ana: Person, ben: Person) -> None:
    ana.slash("/task prepare the proof", in_="general")
    ts = ana.sees("general").newest("T-1").ts

    ben.click("Done", in_="general", ts=ts)
    assert buttons(ana.sees("general").newest("T-1").blocks) == ["Reopen", "More…"]
    assert "Done by @ben" in ana.sees("general").newest("T-1").words
    ben.click("Reopen", in_="general", ts=ts)
    assert buttons(ana.sees("general").newest("T-1").blocks)[0] == "I'll take this"
    press(ben, "Cancel", in_="general", ts=ts, confirm=True)
    assert "Cancelled by @ben" in ana.sees("general").newest("T-1").words
    assert "Nothing open" in ana.slash("/task list", in_="general").words


def test_the_answer_itself_cancels(ana: Person) -> None:
    ana.slash("/task prepare the proof", in_="general")

    answer = ana.click("Cancel", in_="general", ts=None, block_id=None, value="T-1")

    assert "it is cancelled" in answer.text


def test_it_is_assigned_to_another(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="general")
    ts = ana.sees("general").newest("With @ben").ts

    press(ana, "Assign", in_="general", ts=ts)
    assert ana.submit({"Who should do it?": "carla"}).closed

    assert "T-1 is for you" in carla.dm().newest("T-1").text
    assert ben.dm().newest("T-1").text == "T-1 is now with <@U0CARLA>."
    assert "With @carla" in ana.sees("general").newest("Given by").words


def test_the_giver_is_told_when_it_comes_back_to_them(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="general")
    press(ben, "Assign", in_="liaison")
    assert ben.submit({"Who should do it?": "ana"}).closed

    assert "T-1 is for you" in ana.dm().newest("T-1").text


def test_it_is_edited(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof by thu 3pm", in_="general")
    ts = ana.sees("general").newest("With @ben").ts
    ana.click("Edit", in_="general", ts=ts)

    told = ana.submit(
        {"Title": "prepare both proofs", "Due time": "16:30", "Why does the due date change?": "Ben is late"}
    ).modal
    assert told is not None
    assert "T-1 is changed." in told.words

    card = ben.sees("general").newest("With @ben")
    assert "prepare both proofs" in card.words
    assert "16:30 London" in ana.slash("/task T-1", in_="general").words
    assert [text for text in ben.dm().texts if "is for you" in text] == ["T-1 is for you: prepare both proofs"]


def test_an_overdue_task_can_be_edited_and_stays_due_when_it_was(ana: Person, slack: Sandbox) -> None:
    ana.slash("/task prepare the proof by thu 3pm", in_="general")
    slack.clock.advance(5 * 24 * 3600)
    ana.click("Edit", in_="general", ts=ana.sees("general").newest("Nobody has it").ts)

    assert ana.submit({"Title": "prepare both proofs"}).closed

    words = ana.slash("/task T-1", in_="general").words
    assert "was due Thu 5 Mar, 15:00 London time" in words
    assert "prepare both proofs" in words


def test_two_who_edit_the_same_field_are_told_and_choose(ana: Person, ben: Person) -> None:
    ana.slash("/task prepare the proof", in_="general")
    ts = ana.sees("general").newest("Nobody has it").ts
    for person in (ana, ben):
        person.click("Edit", in_="general", ts=ts)
    ana.submit({"Title": "prepare both proofs"})

    first = ben.submit({"Title": "prepare no proof", "Details": "none at all"})
    assert not first.closed
    assert first.modal is not None
    assert "theirs prepare both proofs, yours prepare no proof" in first.modal.words

    assert ben.submit().closed
    words = ana.slash("/task T-1", in_="general").words
    assert "prepare no proof" in words
    assert "none at all" in words


def test_two_who_edit_different_fields_both_have_their_way(ana: Person, ben: Person) -> None:
    ana.slash("/task prepare the proof", in_="general")
    ts = ana.sees("general").newest("Nobody has it").ts
    for person in (ana, ben):
        person.click("Edit", in_="general", ts=ts)

    assert ana.submit({"Title": "prepare both proofs"}).closed
    assert ben.submit({"Details": "on thick paper"}).closed

    words = ana.slash("/task T-1", in_="general").words
    assert "prepare both proofs" in words
    assert "on thick paper" in words


def test_a_form_of_a_task_that_was_closed_says_so(ana: Person, ben: Person) -> None:
    ana.slash("/task prepare the proof", in_="general")
    ts = ana.sees("general").newest("Nobody has it").ts
    ana.click("Edit", in_="general", ts=ts)
    ben.click("Done", in_="general", ts=ts)

    submitted = ana.submit({"Title": "prepare both proofs"})

    assert not submitted.closed
    assert submitted.modal is not None
    assert "T-1 was closed by @ben" in submitted.modal.words
