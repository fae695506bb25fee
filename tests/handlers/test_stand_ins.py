"""What whoever has left still has, as the next person hears of it. It is Tuesday 3 March, 14:00 in London."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.test_put_off import pick, reminded
from tests.handlers.test_snoozes import turn


@pytest.fixture(autouse=True)
def _no_digests(ana: Person) -> None:
    ana.slash("/digest me off", in_="general", settle=False)


def left(person: Person) -> list[str]:
    return [one.words.splitlines()[0] for one in person.dm().messages if "has left this workspace" in one.words]


def test_what_they_gave_themselves_is_told_to_the_next_person(ana: Person, ben: Person, carla: Person) -> None:
    """It is due at no time, so that no reminder says it either."""
    ben.slash("/request reprint of the brochure @ben", in_="acme")
    ben.slash("/task @ben draw it", in_="acme")
    ana.slash("/task @ben fold it", in_="acme")
    ben.leaves()
    assert left(ana) == [
        "@ben has left this workspace, and still has R-1, T-1. `/request R-1` shows it, to assign somebody else.",
        (
            "@ben has left this workspace, and still has what you gave them: T-2. "
            "`/task T-2` shows it, to assign somebody else."
        ),
    ]
    assert left(carla) == []


def test_what_whoever_left_had_given_them_is_told_to_the_next_person(ana: Person, ben: Person, carla: Person) -> None:
    carla.slash("/task @ben draw it", in_="acme")
    carla.leaves()
    ben.leaves()
    assert left(ana) == [
        "@ben has left this workspace, and still has T-1. `/task T-1` shows it, to assign somebody else."
    ]


def test_what_the_next_person_has_put_off_comes_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Not with what was to come that morning anyway."""
    ben.slash("/request reprint by fri 4pm @ben", in_="acme")
    ben.leaves()
    turn(slack, "2026-03-06 16:00")
    pick(ana, "Tomorrow morning")
    turn(slack, "2026-03-09 09:00")
    assert reminded(ana) == ["09 09:00"]
    turn(slack, "2026-03-10 09:00")
    assert reminded(ana) == ["09 09:00", "10 09:00"]
