"""Watching a request or task: who may, what they hear, and that they hear it once."""

import pytest

from sandbox.driver import Person
from sandbox.seen import Message
from tests.handlers.pressing import press
from tests.handlers.shown import buttons, rows

GIVEN = [
    pytest.param("/request proof of the poster", "R-1", id="request"),
    pytest.param("/task prepare the proof", "T-1", id="task"),
]


def news(person: Person) -> list[Message]:
    return [one for one in person.dm().messages if "Show" in buttons(one.blocks)]


def heard(person: Person) -> list[str]:
    return [one.words.partition(": ")[2].splitlines()[0] for one in news(person)]


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_each_change_is_told_once(ana: Person, ben: Person, carla: Person, line: str, label: str) -> None:
    command = line.split(maxsplit=1)[0]
    ana.slash(line, in_="acme")
    assert "You watch it from now on" in carla.slash(f"{command} watch {label}", in_="acme").words
    ana.slash(f"{command} due {label} fri 4pm", in_="acme")
    press(ana, "Assign", in_="acme", value=label)
    ana.submit({"Owner": "ben"})
    press(ben, "Edit", in_="acme", value=label)
    ben.submit({"Title": "a title is no news"})
    press(ben, "Done", in_="acme", value=label)
    press(ana, "Reopen", in_="acme", value=label)
    assert heard(carla) == [
        "@ana set it due Fri 6 Mar, 11:00 New York time (Fri 6 Mar, 16:00 London time).",
        "@ana gave it to @ben.",
        "@ben closed it as done.",
        "@ana opened it again.",
    ]
    assert (news(ana), news(ben)) == ([], [])


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_whoever_has_it_hears_as_its_owner_alone(
    ana: Person, ben: Person, carla: Person, line: str, label: str
) -> None:
    """Nor does whoever made the change, and whoever gave what comes back reads why."""
    command = line.split(maxsplit=1)[0]
    ana.slash(f"{line} by thu 3pm @ben", in_="acme")
    for person in (ana, ben, carla):
        person.slash(f"{command} watch {label}", in_="acme")
    ana.slash(f"{command} due {label} fri 4pm because it rains", in_="acme")
    assert [len(news(person)) for person in (ana, ben, carla)] == [0, 1, 1]
    press(ben, "Decline", in_=ben.dm().id, value=label)
    ben.submit({"Why?": "No time"})
    assert [len(news(person)) for person in (ana, ben, carla)] == [0, 1, 2]
    assert heard(carla)[-1] == "@ben gave it back."
    assert "declined" in ana.dm().newest("declined").words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_whoever_watches_it_and_is_given_it_reads_that_alone(ana: Person, ben: Person, line: str, label: str) -> None:
    """Also when it is due at another time from then on."""
    ana.slash(f"{line} by thu 3pm", in_="acme")
    ben.slash(f"{line.split(maxsplit=1)[0]} watch {label}", in_="acme")
    press(ana, "Edit", in_="acme", value=label)
    ana.submit({"Owner": "ben", "Due date": "2026-03-06", "Why does the due date change?": "it rains"})
    assert news(ben) == []
    assert "due Fri 6 Mar" in ben.dm().newest().words


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_behind_more_it_begins_and_ends(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(line, in_="acme")
    modal = press(ben, "Watch", in_="acme", value=label).modal
    assert modal is not None
    assert "You watch it from now on" in modal.words
    assert "Watched by @ben" in modal.words
    assert "Watched by @ben" in ana.slash(f"{line.split(maxsplit=1)[0]} {label}", in_="acme").words
    assert "Watch" not in rows(modal.blocks)
    modal = ben.click("Stop watching").modal
    assert modal is not None
    assert "Watched by" not in modal.words
    press(ana, "Done", in_="acme", value=label)
    assert news(ben) == []


def test_others_are_asked_to_and_may_end_it(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/request proof", in_="acme")
    answer = ana.slash("/request watch R-1 @ben @carla", in_="acme")
    assert "@ben, @carla watch it" in answer.words
    assert "@ana asked me to tell you what becomes of R-1" in ben.dm().newest("unwatch").words.replace("*", "")
    assert "Only @carla can do this" in ben.slash("/request unwatch R-1 @carla", in_="acme").words
    assert "You do not watch it any more" in ben.slash("/request unwatch R-1", in_="acme").words
    assert "@ben does not watch R-1" in ben.slash("/request unwatch R-1", in_="acme").words
    ana.slash("/request unwatch R-1 @carla", in_="acme")
    press(ana, "Done", in_="acme", value="R-1")
    assert (news(ben), news(carla)) == ([], [])


def test_only_those_who_may_see_it(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/request merger", in_="board")
    assert "No request R-1" in carla.slash("/request watch R-1", in_="acme").words
    assert "may not see R-1" in ana.slash("/request watch R-1 @carla", in_="board").words
    assert "watch it" in ana.slash("/request watch R-1 @ben", in_="board").words
    ana.kick("ben", "board")
    press(ana, "Done", in_="board", value="R-1")
    assert news(ben) == []
    assert [one for one in carla.dm().messages if "R-1" in one.words] == []


def test_whom_nobody_knows(ana: Person) -> None:
    ana.slash("/request proof", in_="acme")
    assert "Name people with their @" in ana.slash("/request watch R-1 everybody", in_="acme").words
    assert "/request watch R-12" in ana.slash("/request watch", in_="acme").words
