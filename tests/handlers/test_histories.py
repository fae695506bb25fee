"""The history of a request or task: every change, in the words of whoever reads it."""

from collections.abc import Callable

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.pressing import press

MINUTE = 60


def lines(person: Person, label: str = "R-1", *, in_: str = "acme") -> list[str]:
    """Newest first, without their moments."""
    modal = press(person, "History", in_=in_, value=label).modal
    assert modal is not None
    blocks = [block["text"]["text"] for block in modal.blocks if block["type"] == "section"]
    return [text.partition("\n")[2] for text in blocks[1:]]


def fill(button: str, form: dict[str, str]) -> Callable[[Person], None]:
    def filled(person: Person) -> None:
        press(person, button, in_="acme", value="R-1")
        sent = person.submit(form)
        assert sent.closed or (sent.modal is not None and sent.modal.title == "R-1 is changed")

    return filled


def presses(button: str) -> Callable[[Person], object]:
    return lambda person: press(person, button, in_="acme", value="R-1")


@pytest.fixture
def logged(ana: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")


@pytest.mark.usefixtures("logged")
def test_what_is_new_was_logged(ana: Person) -> None:
    modal = press(ana, "History", in_="acme", value="R-1").modal
    assert modal is not None
    assert "Tue 3 Mar, 14:00 London time" in modal.words
    assert lines(ana) == ["<@U0ANA> logged it"]


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    ("does", "told"),
    [
        pytest.param(presses("I'll take this"), "took it", id="taken"),
        pytest.param(fill("Assign", {"Owner": "ben"}), "gave it to <@U0BEN>", id="given"),
        pytest.param(
            fill("Wait", {"What for?": "the *logo*", "Bring it back on": "2026-03-06", "At": "10:00"}),
            "let it wait on the client: the *\u200blogo*\u200b, until Fri 6 Mar, 10:00 London time",
            id="waits",
        ),
        pytest.param(
            fill("Wait", {"It is": "On hold", "What for?": "the budget", "Bring it back on": "", "At": ""}),
            "put it on hold: the budget",
            id="on hold",
        ),
        pytest.param(
            fill("Edit", {"Due date": "2026-03-06", "Due time": "16:00"}),
            "set it due Fri 6 Mar, 16:00 London time",
            id="due",
        ),
        pytest.param(
            fill("Edit", {"Title": "proof of the flyer"}), "changed the title, which was: proof of the poster"
        ),
        pytest.param(fill("Edit", {"Priority": "High"}), "changed the priority from normal to high", id="priority"),
        pytest.param(fill("Edit", {"Details": "in blue"}), "changed the details", id="details"),
        pytest.param(fill("Edit", {"Asked by": "carla"}), "noted that <@U0CARLA> asked for it", id="asked by"),
        pytest.param(fill("Edit", {"Client": "Nowhere Ltd"}), "put it under Nowhere Ltd", id="no client yet"),
        pytest.param(presses("Done"), "closed it as done", id="done"),
        pytest.param(
            fill("Cancel", {"In words": "They moved"}), "cancelled it: no longer needed. They moved", id="cancelled"
        ),
        pytest.param(lambda ana: ana.click("Undo", in_="acme", value="R-1"), "took the logging back", id="undone"),
    ],
)
def test_each_change_has_its_line(ana: Person, does: Callable[[Person], object], told: str) -> None:
    does(ana)
    assert lines(ana) == [f"<@U0ANA> {told}", "<@U0ANA> logged it"]


@pytest.mark.usefixtures("logged")
def test_the_whole_story_is_kept_through_closing_and_opening_again(slack: Sandbox, ana: Person, ben: Person) -> None:
    fill("Assign", {"Owner": "ben"})(ana)
    for step in (presses("Accept"), fill("Wait", {"What for?": "the logo"}), presses("Resume"), presses("Done")):
        slack.clock.advance(MINUTE)
        if step is not None:
            _at_home(ben, step)
    slack.clock.advance(MINUTE)
    presses("Reopen")(ana)
    assert [line.partition(",")[0] for line in lines(ana)] == [
        "<@U0ANA> opened it again",
        "<@U0BEN> closed it as done",
        "<@U0BEN> took it up again",
        "<@U0BEN> let it wait on the client: the logo",
        "<@U0BEN> accepted it",
        "<@U0ANA> gave it to <@U0BEN>",
        "<@U0ANA> logged it",
    ]


def _at_home(ben: Person, step: Callable[[Person], object]) -> None:
    """*Accept* stands in Ben's own messages."""
    if "Accept" in ben.dm().newest().words and "Wait longer" not in ben.dm().newest().words:
        ben.click("Accept", in_=ben.dm().id)
        return
    step(ben)


@pytest.mark.usefixtures("logged")
def test_declining_is_told(ana: Person, ben: Person) -> None:
    fill("Assign", {"Owner": "ben"})(ana)
    ben.click("Decline", in_=ben.dm().id)
    assert ben.submit({"Why?": "I am away"}).closed
    assert lines(ana)[0] == "<@U0BEN> declined it: I am away"


@pytest.mark.usefixtures("logged")
def test_a_long_one_has_pages(slack: Sandbox, ana: Person) -> None:
    for n in range(11):
        slack.clock.advance(MINUTE)
        fill("Edit", {"Title": f"poster {n}"})(ana)
    modal = press(ana, "History", in_="acme", value="R-1").modal
    assert modal is not None
    assert ("1–10 of 12" in modal.words, "Newer" in modal.words) == (True, False)
    older = ana.click("Older").modal
    assert older is not None
    assert ("11–12 of 12" in older.words, "Older" in older.words) == (True, False)
    assert "logged it" in older.words
    newer = ana.click("Newer").modal
    assert newer is not None
    assert "1–10 of 12" in newer.words


def test_what_was_said_elsewhere_stays_there(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Logged under Secret by mistake, whose channel Ben is not in."""
    for channel, name in (("board", "Secret"), ("acme", "Acme")):
        ana.slash(f"/client add {name}", in_=channel)
        assert ana.submit().closed
    ana.slash("/request Secret: the merger", in_="board")
    slack.clock.advance(MINUTE)
    ana.click("Edit", in_="board", value="R-1")
    assert ana.submit({"Title": "the poster"}).closed
    slack.clock.advance(MINUTE)
    ana.click("Edit", in_="board", value="R-1")
    moved = ana.submit({"Client": "Acme"})
    assert moved.modal is not None
    assert "Its card is in" in moved.modal.words
    read = lines(ben)
    assert read == [
        "<@U0ANA> put it under Acme, moved it to <#C0ACME>",
        "<@U0ANA> changed its title",
        "<@U0ANA> logged it",
    ]
    assert lines(ana)[1] == "<@U0ANA> changed the title, which was: the merger"


def test_who_may_not_see_it_learns_nothing(ana: Person, carla: Person) -> None:
    ana.slash("/request the merger", in_="board")
    ana.slash("/request the poster", in_="acme")
    answer = press(carla, "History", in_="acme", value="R-2")
    assert answer.modal is not None
    shown = carla.sees("acme")
    pressed_on_old_copy(carla, shown.id, shown.newest().ts, "history.open:R-1", "R-1")
    assert "No request R-1" in carla.sees("acme").newest().words


def test_a_task_has_one_too(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof by fri 4pm", in_="acme")
    ben.click("Done", in_=ben.dm().id)
    assert lines(ana, "T-1") == ["<@U0BEN> closed it as done", "<@U0ANA> gave it out"]


@pytest.mark.usefixtures("logged")
def test_typing_it_shows_the_request_and_says_where_it_is(ana: Person) -> None:
    answer = ana.slash("/request R-1 history", in_="acme")
    assert "the rarer ones behind *More…*" in answer.words
