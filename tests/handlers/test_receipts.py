"""What somebody hears whose request another person has logged."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press

LOG = "request.log_message"


def heard(who: Person) -> list[str]:
    return [one.words for one in who.dm().messages if "What you asked for" in one.words or "by now" in one.words]


def test_number_owner_and_when_they_hear_more(ana: Person, ben: Person) -> None:
    """In Ben's zone."""
    ana.slash("/request flyers for @ben by fri 4pm @carla", in_="acme")
    (said,) = heard(ben)
    assert "What you asked for is logged as *R-1* *flyers*" in said
    assert "@carla has it. You hear more by Fri 6 Mar, 17:00 Berlin time." in said
    assert heard(ana) == []


def test_from_their_own_message(ana: Person, ben: Person) -> None:
    ts = ben.says("Can we have flyers?", in_="acme")
    ana.shortcut(LOG, in_="acme", ts=ts)
    assert ana.submit().closed
    (said,) = heard(ben)
    assert "Nobody has it yet; @ana logged it. No date is set yet" in said


def test_it_keeps_up_with_what_becomes_of_it(ana: Person, ben: Person) -> None:
    ana.slash("/request flyers for @ben", in_="acme")
    ana.click("I'll take this", in_="acme", value="R-1")
    assert "@ana has it." in heard(ben)[0]
    press(ana, "Done", in_="acme", value="R-1")
    assert heard(ben) == ["What you asked for, R-1 *flyers*: done."]


@pytest.mark.parametrize("line", ["flyers for @ana", "flyers for @ben @ben", "#internal flyers for @ben"])
def test_who_knows_or_is_not_to_know_hears_nothing(ana: Person, ben: Person, line: str) -> None:
    ana.slash(f"/request {line}", in_="acme")
    assert heard(ana) + heard(ben) == []


def test_a_guest_hears_nothing(ana: Person, slack: Sandbox) -> None:
    ana.slash("/request flyers for @gus", in_="acme")
    assert "R-1" in ana.slash("/request list", in_="acme").words
    assert slack.person("gus").dm().messages == []


def test_who_may_not_see_it_reads_no_title(ana: Person, carla: Person, ben: Person) -> None:
    ana.slash("/request the merger for @carla", in_="board")
    assert "*R-1*" in heard(carla)[0]
    assert "merger" not in heard(carla)[0]


def test_another_asker_is_told_and_the_first_one_too(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/request flyers for @ben", in_="acme")
    ana.click("Change", in_="acme", value="R-1:asker")
    assert ana.submit({"Asked by": "carla"}).closed
    assert "*R-1*" in heard(carla)[0]
    assert heard(ben) == ["R-1 is noted as somebody else's request by now."]
