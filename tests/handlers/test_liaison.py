"""/liaison, from what people type to what they see."""

import pytest

from bot.services.routing_files import RoutingFileService
from sandbox import Sandbox
from sandbox.driver import Person
from storage.people import teams_of
from storage.store import SqlStore
from tests.engines import kept_engine

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
    assert "The last of 11" in ana.sees("general").newest().words
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


RULES = """\
[[queue]]
name = "Print"
people = ["U0BEN"]
lead = "U0CARLA"
"""
RUNS, QUEUE = "You look after this workspace", "`/liaison queue`"


def test_help_is_of_who_asks(slack: Sandbox, ana: Person, ben: Person, carla: Person, database_url: str) -> None:
    assert QUEUE not in ana.slash("/liaison help liaison", in_="general").words
    engine = kept_engine(database_url)
    RoutingFileService(SqlStore(engine, lambda: None), slack.clock).load(teams_of(engine)[0], RULES, "somebody")
    ben.slash("/client add Acme", in_="acme")
    ben.submit({})

    shown = {each: each.slash("/liaison help", in_="general").words for each in (ana, ben, carla)}
    assert RUNS in shown[ana]
    assert "`liaison doctor`" in shown[ana]
    assert "You lead *Print*" in shown[carla]
    assert "You work in *Print*" in shown[ben]
    assert "You answer for *Acme*" in shown[ben]
    assert [each for each, words in shown.items() if RUNS in words] == [ana]
    assert "You answer for" not in shown[carla]
    assert QUEUE in ben.slash("/liaison help liaison", in_="general").words


def test_whoever_may_not_act_hears_what_liaison_is_for_and_whom_to_ask(slack: Sandbox, ana: Person) -> None:
    gus = slack.person("gus")
    for line in ("/liaison", "/liaison help", "/task help"):
        words = gus.slash(line, in_="acme").words
        assert words.startswith("I log what clients ask for")
        assert words.endswith("You are a guest here, and only full members can work with me. Please ask one of them.")
        assert "`/request" not in words


def test_each_command_answers_help_and_knows_a_slip(ana: Person) -> None:
    slips = {
        "request": "lsit",
        "task": "mien",
        "nudge": "lst",
        "client": "lits",
        "digest": "previw",
        "liaison": "horus",
    }
    for command, slip in slips.items():
        assert f"`/{command} " in ana.slash(f"/{command} help", in_="acme", settle=False).words
        assert "Did you mean " in ana.slash(f"/{command} {slip}", in_="acme", settle=False).words


def test_where_nothing_is_yet_the_first_step_is_said(ana: Person) -> None:
    next_step = {
        "/request list": "/request Acme",
        "/request mine": "/request list",
        "/request repeat list": "/request repeat",
        "/task list": "/task @ana",
        "/nudge list": "/nudge me",
        "/client list": "/client add",
        "/digest": "/digest daily",
        "/liaison find": "find",
        "/liaison queue": "nobody",
    }
    for line, words in next_step.items():
        assert words in ana.slash(line, in_="acme", settle=False).words
