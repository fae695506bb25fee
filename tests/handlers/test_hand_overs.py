"""Giving something to somebody with a note, and giving it back with a reason: requests and tasks alike."""

import pytest

from sandbox.driver import Person
from tests.handlers.pressing import press

GIVEN = [
    pytest.param("/request proof of the poster", "R-1", id="request"),
    pytest.param("/task prepare the proof", "T-1", id="task"),
]


def gives(ana: Person, line: str, label: str, form: dict[str, str]) -> None:
    ana.slash(line, in_="acme")
    ana.slash(f"{line.split(maxsplit=1)[0]} {label}", in_="acme")
    press(ana, "Assign", in_="acme", value=label)
    ana.submit({"Owner": "ben", **form})


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_note_is_read_by_its_owner_and_not_by_the_channel(ana: Person, ben: Person, line: str, label: str) -> None:
    gives(ana, line, label, {"Note for them": "The *logo* is in the folder"})
    assert "“The *\u200blogo*\u200b is in the folder”" in ben.dm().newest().words
    assert [one for one in ben.sees("acme").messages if "logo" in one.words] == []


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_without_a_note_nothing_stands_there(ana: Person, ben: Person, line: str, label: str) -> None:
    gives(ana, line, label, {})
    assert label in ben.dm().newest().words
    assert "“" not in ben.dm().newest().words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_whoever_gets_it_next_does_not_read_the_note_of_before(
    ana: Person, ben: Person, carla: Person, line: str, label: str
) -> None:
    gives(ana, line, label, {"Note for them": "The logo is in the folder"})
    press(ben, "Assign", in_=ben.dm().id, value=label)
    ben.submit({"Owner": "carla"})
    assert label in carla.dm().newest().words
    assert "folder" not in carla.dm().newest().words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_what_somebody_took_meanwhile_is_not_given_away_unseen(
    ana: Person, ben: Person, carla: Person, line: str, label: str
) -> None:
    """Nor is somebody else named who has only changed another field since."""
    ana.slash(line, in_="acme")
    press(ana, "Assign", in_="acme", value=label)
    carla.click("I'll take this", in_="acme", value=label)
    ben.slash(f"{line.split(maxsplit=1)[0]} due {label} fri 4pm", in_="acme")
    sent = ana.submit({"Owner": "ben", "Note for them": "You know it"})
    assert sent.modal is not None
    assert f"@carla changed {label} while you were editing" in sent.modal.words
    assert "theirs @carla, yours @ben" in sent.modal.words
    assert "You know it" in str(sent.modal.values)
    ana.submit({})
    assert "“You know it”" in ben.dm().newest("You know it").words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_it_does_not_go_back_to_whom_the_form_still_showed(
    ana: Person, ben: Person, carla: Person, line: str, label: str
) -> None:
    gives(ana, line, label, {})
    press(ana, "Assign", in_="acme", value=label)
    press(ben, "Assign", in_=ben.dm().id, value=label)
    assert ben.submit({"Owner": "carla"}).closed
    sent = ana.submit({"Note for them": "By noon, please"})
    assert sent.modal is not None
    assert f"@ben changed {label} while you were editing" in sent.modal.words
    assert "theirs @carla, yours @ben" in sent.modal.words
    assert "With @carla" in carla.sees("acme").newest(f"*{label}*").words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_giving_it_back_says_why(ana: Person, ben: Person, line: str, label: str) -> None:
    gives(ana, line, label, {})
    ben.click("Decline", in_=ben.dm().id)
    assert ben.submit({"Why?": "I am <!channel> away"}).closed
    told = ana.dm().newest().words
    assert f"@ben declined {label}: I am <!channel> away. It is nobody's now" in told


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_spaces_are_no_reason(ana: Person, ben: Person, line: str, label: str) -> None:
    gives(ana, line, label, {})
    ben.click("Decline", in_=ben.dm().id)
    sent = ben.submit({"Why?": "   "})
    assert sent.errors == {"reason": "Please say it in a few words."}
    assert [one for one in ana.dm().messages if "declined" in one.words] == []


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_what_went_to_somebody_else_meanwhile_is_not_given_back(
    ana: Person, ben: Person, line: str, label: str
) -> None:
    gives(ana, line, label, {})
    ben.click("Decline", in_=ben.dm().id)
    press(ana, "Assign", in_="acme", value=label)
    ana.submit({"Owner": "carla"})
    sent = ben.submit({"Why?": "I am away"})
    assert not sent.closed
    assert sent.modal is not None
    assert "Only @carla can do this" in sent.modal.words
