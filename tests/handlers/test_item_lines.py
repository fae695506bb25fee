"""Lines that are about an item that is there, in the commands: it is shown, and nothing is logged or changed."""

import pytest

from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.shown import buttons

#: What values mean is the same in every pair.
PAIRS = (Pair.SOCKET_SQLITE,)

UNCHANGED = "Nothing is changed yet: its buttons do that"


@pytest.fixture
def stocked(ana: Person) -> None:
    ana.slash("/request poster", in_="acme")
    ana.slash("/task proof", in_="acme")


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("/request done R-1", "R-1 poster: New"),
        ("/request R-1 done", "R-1 poster: New"),
        ("/request cancel 1", "R-1 poster: New"),
        ("/request show R-1", "R-1 poster: New"),
        ("/request R 1", "R-1 poster: New"),
        ("/request r1", "R-1 poster: New"),
        ("/request #1", "R-1 poster: New"),
        ("/request assign R-1 to @ben", "R-1 poster: New"),
        ("/request T-1", "T-1 proof: Open"),
        ("/task T-1 done", "T-1 proof: Open"),
        ("/task close 1", "T-1 proof: Open"),
        ("/task t 1", "T-1 proof: Open"),
        ("/task R-1 done", "R-1 poster: New"),
        ("/request done R-9", "No request R-9."),
        ("/task done T-9", "No task T-9."),
    ],
)
def test_it_is_shown_and_nothing_happens(ana: Person, line: str, head: str) -> None:
    before = ana.sees("acme").texts

    answer = ana.slash(line, in_="general")

    assert answer.text.startswith(head)
    assert ana.sees("acme").texts == before
    assert [message for message in ana.sees("general").messages if not message.ephemeral] == []


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize("line", ["/request done R-1", "/task T-1 done"])
def test_a_verb_is_answered_with_the_buttons_that_do_it(ana: Person, line: str) -> None:
    answer = ana.slash(line, in_="general")
    assert "Done" in buttons(answer.blocks)
    assert UNCHANGED in answer.words


@pytest.mark.usefixtures("stocked")
def test_a_label_alone_asks_for_nothing_more(ana: Person) -> None:
    assert UNCHANGED not in ana.slash("/request R-1", in_="general").words


@pytest.mark.parametrize("line", ["/request new", "/request New ", "/request add", "/task new", "/task give"])
def test_a_verb_alone_opens_the_form(ana: Person, line: str) -> None:
    assert ana.slash(line, in_="general").modal is not None
    assert ana.sees("general").messages == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("/request new done R-1", "R-1 is logged: done R-1", id="request"),
        pytest.param("/task new list", "T-1 is given: list", id="task"),
        pytest.param("/task new curtains", "T-1 is given: new curtains", id="part of the words"),
    ],
)
def test_new_always_logs(ana: Person, line: str, text: str) -> None:
    assert ana.slash(line, in_="general").text == text


@pytest.mark.parametrize("command", ["request", "task"])
def test_a_slip_names_the_help(ana: Person, command: str) -> None:
    answer = ana.slash(f"/{command} lst", in_="general")
    assert f"Type `/{command} list`, or `/{command} help`" in answer.words
