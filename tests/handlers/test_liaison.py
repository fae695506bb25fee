"""/liaison, from what people type to what they see."""

import pytest

from sandbox.driver import Person

COMMANDS = ("request", "task", "nudge", "client", "digest", "liaison")


@pytest.mark.parametrize("line", ["/liaison", "/liaison help", "/liaison  \u00a0"])
def test_help_names_every_command_with_an_example(ana: Person, line: str) -> None:
    words = ana.slash(line, in_="general").words
    assert all(f"`/{name} " in words for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_one_command(ana: Person, name: str) -> None:
    assert f"`/{name} " in ana.slash(f"/liaison help {name}", in_="general").words


@pytest.mark.parametrize("line", ["/liaison", "/liaison day", "/liaison my day"])
def test_my_day_is_what_is_mine(ana: Person, ben: Person, line: str) -> None:
    ana.slash("/request Acme: reprint of the brochure by fri 4pm @ana", in_="acme")
    ana.slash("/request Acme: somebody else's @ben", in_="acme")
    ben.slash("/task @ana prepare the proof", in_="acme")
    words = ana.slash(line, in_="general").words
    assert "Your day: 2 not due today, 1 given and not accepted" in words
    assert "Fri 6 Mar, 16:00 London time" in words
    assert "prepare the proof" in words


def test_worked_through_in_its_message(ana: Person) -> None:
    for number in range(1, 12):
        ana.slash(f"/request website text {number} @ana", in_="acme", settle=False)
    ana.slash("/liaison day", in_="general")
    ana.click("Next", in_="general")
    assert "11–11 of 11" in ana.sees("general").newest().words
    ana.click("Done", in_="general")
    words = ana.sees("general").newest().words
    assert words.startswith("R-11 website text 11: it is done.")
    assert "Your day: 10 not due today" in words
    ana.click("Tasks", in_="general")
    assert "Nothing of your day fits" in ana.sees("general").newest().words
    ana.click("Show all", in_="general")
    assert "Your other work (10)" in ana.sees("general").newest().words


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("hepl", "Did you mean *help*? Type `/liaison help`."),
        ("hlp", "Did you mean *help*? Type `/liaison help`."),
        ("mday", "Did you mean *my day*? Type `/liaison my day`, or `/liaison help` for all that I can do."),
        ("my dya", "Did you mean *my day*?"),
    ],
    ids=["swapped", "left out", "glued", "two words"],
)
def test_a_slip_of_the_finger_gets_a_suggestion(ana: Person, typed: str, answer: str) -> None:
    assert f"I don't know *{typed}*. {answer}" in ana.slash(f"/liaison {typed}", in_="general").words


def test_anything_else_is_given_back(ana: Person) -> None:
    words = ana.slash("/liaison dance <!channel> & sing", in_="general").words
    assert "<!channel>" in words.replace("&lt;", "<").replace("&gt;", ">")
    assert "/liaison help" in words
