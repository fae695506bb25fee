"""Asking whoever gave one something, and the answer; and giving back what somebody else has passed on."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.shown import buttons

GIVEN = [
    pytest.param("/request proof of the poster", "R-1", id="request"),
    pytest.param("/task prepare the proof", "T-1", id="task"),
]


def history(person: Person, in_: str, label: str) -> list[str]:
    """Newest first."""
    modal = press(person, "History", in_=in_, value=label).modal
    assert modal is not None
    blocks = [block["text"]["text"] for block in modal.blocks if block["type"] == "section"]
    return [text.partition("\n")[2] for text in blocks[1:]]


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_a_question_and_its_answer(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(f"{line} @ben", in_="acme")
    assert buttons(ben.dm().newest(label).blocks)[:3] == ["Accept", "Decline", "Ask"]
    ben.click("Ask", in_=ben.dm().id)
    asked = ben.submit({"Your question": "Which *format*?"})
    assert asked.modal is not None
    assert f"@ana is asked about {label}" in asked.modal.words.replace("*", "")
    question = ana.dm().newest("asks about")
    assert "“Which *\u200bformat*\u200b?”" in question.words
    ana.click("Answer", in_=ana.dm().id)
    assert ana.submit({"Your answer": "PDF <!channel>"}).closed

    answer = ben.dm().newest("answers about")
    assert "PDF <!channel>" in answer.words
    assert {"Accept", "Decline"} <= set(buttons(answer.blocks))
    closed = ana.dm().newest("asks about")
    assert (buttons(closed.blocks), "You answered: PDF" in closed.words) == ([], True)
    thread = [one.words for one in ana.sees("acme").messages if one.thread_ts]
    assert thread[-2:] == ["@ben asks: Which *\u200bformat*\u200b?", "@ana answers: PDF <!channel>"]
    assert history(ana, "acme", label)[:2] == [
        "<@U0ANA> answered: PDF &lt;!channel&gt;",
        "<@U0BEN> asked <@U0ANA>: Which *\u200bformat*\u200b?",
    ]


def test_every_question_arrives(ana: Person, ben: Person) -> None:
    """The first one about each of two, and another one about the same."""
    for title in ("proof", "poster"):
        ana.slash(f"/request {title} @ben", in_="acme")
    for label, words in (("R-1", "PDF?"), ("R-2", "A3?"), ("R-1", "By post?")):
        ben.slash(f"/request ask {label} {words}", in_="acme")
    for place in (ana.dm().messages, [one for one in ana.sees("acme").messages if one.thread_ts]):
        said = " ".join(one.words for one in place)
        assert [words in said for words in ("PDF?", "A3?", "By post?")] == [True] * 3


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_whoever_passed_it_on_is_asked_and_told(ana: Person, ben: Person, carla: Person, line: str, label: str) -> None:
    """Not whoever began it."""
    ana.slash(f"{line} @ben", in_="acme")
    press(ben, "Assign", in_="acme", value=label)
    ben.submit({"Owner": "carla", "Note for them": "You know the printer"})
    before = len(ana.dm().messages)
    carla.slash(f"/request ask {label} which printer?", in_="general")
    assert "which printer?" in ben.dm().newest("asks about").words
    carla.click("Decline", in_=carla.dm().id)
    carla.submit({"Why?": "I do not"})
    assert f"@carla declined {label}: I do not" in ben.dm().newest("declined").words
    assert len(ana.dm().messages) == before
    told = history(ana, "acme", label)
    assert told[0] == "<@U0CARLA> declined it: I do not"
    assert told[2] == "<@U0BEN> handed it from <@U0BEN> to <@U0CARLA>: You know the printer"


@pytest.mark.parametrize(("line", "label"), GIVEN)
def test_where_nobody_else_sees_it_nothing_is_posted(
    ana: Person, ben: Person, carla: Person, line: str, label: str
) -> None:
    """Whoever passed on what only those may see who are named in it is told without being shown it."""
    ana.slash(f"{line} @ben", in_=ana.dm().id)
    ben.click("Ask", in_=ben.dm().id)
    ben.submit({"Your question": "Which format?"})
    assert "Which format?" in ana.dm().newest("asks about").words
    press(ben, "Assign", in_=ben.dm().id, value=label)
    ben.submit({"Owner": "carla"})
    carla.click("Decline", in_=carla.dm().id, value=label)
    carla.submit({"Why?": "No time"})
    assert ben.dm().newest("declined").words.endswith("It is nobody's now.")
    assert "to assign it or take it yourself" in ana.dm().newest("declined").words
    assert "asks" not in " ".join(one.words for one in ana.sees("general").messages)


def test_an_answer_is_given_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request proof @ben", in_="acme")
    ben.slash("/request ask R-1 which format for R&D <@U0CARLA>?", in_="acme")
    copy = ana.dm().newest("asks about")
    assert "which format for R&D @carla?" in copy.words
    ana.click("Answer", in_=ana.dm().id)
    ana.submit({"Your answer": "PDF"})
    before = len(ben.dm().messages)
    slack.settle()
    assert "Answer" not in buttons(ana.dm().newest("asks about").blocks)
    assert copy.ts == ana.dm().newest("asks about").ts
    assert len(ben.dm().messages) == before


def test_whoever_has_it_of_themselves_has_nobody_to_ask(ana: Person) -> None:
    ana.slash("/request proof @ana", in_="acme")
    answer = ana.slash("/request ask R-1 which format?", in_="acme")
    assert "there is nobody to ask" in answer.words


def test_only_whoever_has_it_asks(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/request proof @ben", in_="acme")
    assert "Only @ben can do this" in carla.slash("/request ask R-1 which format?", in_="acme").words
    ana.slash("/request merger", in_="board")
    assert "No request R-2" in carla.slash("/request ask R-2 what is it?", in_="general").words


def test_spaces_are_no_question(ana: Person, ben: Person) -> None:
    ana.slash("/request proof @ben", in_="acme")
    assert ben.slash("/request ask R-1", in_="acme").modal is not None
    assert ben.submit({"Your question": "   "}).errors == {"reason": "Please say it in a few words."}


def test_the_verb_alone_is_explained(ana: Person) -> None:
    assert "/request ask R-12 which format?" in ana.slash("/request ask", in_="acme").words
    assert "/task ask T-4" in ana.slash("/task ask", in_="acme").words
