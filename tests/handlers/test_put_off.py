"""Reminders that somebody puts off, of what is out of sight or was. It is Tuesday, 14:00 in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.test_snoozes import ACME, backs, turn


@pytest.fixture(autouse=True)
def _no_digests(ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.slash("/digest me off", in_="general", settle=False)


@pytest.fixture
def logged(ana: Person, ben: Person) -> None:
    """R-1, due on Thursday, which Ben has accepted."""
    ana.slash("/request proof of the poster by thu 4pm @ben", in_=ACME)
    ben.click("Accept", in_=ben.dm().id)


def pick(person: Person, choice: str) -> None:
    """From the menu under the reminder that came last."""
    message = next(one for one in reversed(person.dm().messages) if one.text.startswith(("⏳", ":warning:")))
    menus = (element for block in message.blocks for element in block.get("elements", ()))
    menu = next(element for element in menus if element.get("type") == "static_select")
    value = next(one["value"] for one in menu["options"] if one["text"]["text"] == choice)
    person.click(in_=person.dm().id, ts=message.ts, action_id=menu["action_id"], value=value)


def reminded(person: Person) -> list[str]:
    """When each came that stands there as a reminder, by the clocks of London."""
    came = (one.ts for one in person.dm().messages if one.text.startswith(("⏳", ":warning:")))
    return [f"{datetime.fromtimestamp(float(ts), ZoneInfo('Europe/London')):%d %H:%M}" for ts in came]


@pytest.mark.usefixtures("logged")
def test_what_its_owner_asks_for_while_it_is_out_of_sight_comes(slack: Sandbox, ben: Person) -> None:
    """They were told that it would."""
    turn(slack, "2026-03-04 08:00")
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    pick(ben, "1 hour")
    turn(slack, "2026-03-04 09:01")
    assert reminded(ben) == ["04 09:01"]
    turn(slack, "2026-03-06 07:59")
    assert (reminded(ben), backs(ben)) == (["04 09:01"], [])


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("until", ["wed 9:45", "wed 10:15"])
def test_what_its_owner_had_asked_for_comes_neither_while_it_is_out_of_sight_nor_right_behind(
    slack: Sandbox, ben: Person, until: str
) -> None:
    turn(slack, "2026-03-04 08:00")
    pick(ben, "1 hour")
    ben.slash(f"/request snooze R-1 until {until}", in_=ACME)
    for moment in ("2026-03-04 08:45", "2026-03-04 09:01", "2026-03-04 09:15"):
        turn(slack, moment)
    assert (reminded(ben), len(backs(ben))) == ([], 1)


@pytest.mark.usefixtures("logged")
def test_in_sight_again_what_its_owner_had_asked_for_comes(slack: Sandbox, ben: Person) -> None:
    turn(slack, "2026-03-04 08:00")
    pick(ben, "1 hour")
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    ben.click("Undo", in_=ACME)
    turn(slack, "2026-03-04 09:01")
    assert reminded(ben) == ["04 09:01"]


@pytest.mark.usefixtures("logged")
def test_asked_for_at_the_moment_at_which_it_comes_back_it_comes_once(slack: Sandbox, ben: Person) -> None:
    turn(slack, "2026-03-04 08:00")
    ben.slash("/request snooze R-1 until thu 9am", in_=ACME)
    pick(ben, "Tomorrow morning")
    turn(slack, "2026-03-05 08:00")
    assert (reminded(ben), len(backs(ben))) == ([], 1)


@pytest.mark.usefixtures("logged")
def test_what_its_owner_asks_for_comes_long_or_just_after_it_is_back(slack: Sandbox, ben: Person) -> None:
    turn(slack, "2026-03-04 08:00")
    pick(ben, "1 hour")
    ben.slash("/request snooze R-1 until wed 9:15", in_=ACME)
    turn(slack, "2026-03-04 08:15")
    turn(slack, "2026-03-04 09:01")
    assert reminded(ben) == ["04 09:01"]
    ben.slash("/request snooze R-1 until wed 10:15", in_=ACME)
    turn(slack, "2026-03-04 09:15")
    pick(ben, "20 minutes")
    turn(slack, "2026-03-04 09:36")
    assert reminded(ben) == ["04 09:36"]


def test_what_somebody_else_asked_for_comes_though_its_owner_puts_it_out_of_sight(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    ana.slash("/request proof of the poster by today 4pm @ben", in_=ACME)
    turn(slack, "2026-03-09 09:00")
    ben.slash("/request snooze R-1 until tue 10am", in_=ACME)
    pick(ana, "Tomorrow morning")
    turn(slack, "2026-03-10 09:00")
    assert "10 09:00" in reminded(ana)


def test_whoever_puts_it_off_has_acted_upon_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    """So that nobody else hears of silence. The morning after asks anew."""
    ana.slash("/task @ben draw it by today 15:00", in_=ACME)
    turn(slack, "2026-03-03 15:00")
    pick(ben, "Tomorrow morning")
    turn(slack, "2026-03-04 08:00")
    turn(slack, "2026-03-04 15:01")
    assert [one.text for one in ana.dm().messages if "has not reacted" in one.text] == []
