"""Reminders die with what they are about and go where it goes, whichever way that happens.

Each row of the tables is a surface; behind each, every kind of reminder would have come to its old owner.
It is Tuesday 3 March, 14:00 in London.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.pressing import press

LONDON = ZoneInfo("Europe/London")
PAIRS = (Pair.SOCKET_SQLITE,)
ACME = "acme"


@pytest.fixture(autouse=True)
def _no_digests(ana: Person, ben: Person, carla: Person) -> None:
    for person in (ana, ben, carla):
        person.slash("/digest me off", in_="general", settle=False)


def turn(slack: Sandbox, local: str) -> None:
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=LONDON))
    slack.settle()


def two_weeks(slack: Sandbox) -> None:
    """Past everything that was planned, as Liaison that is not away sees it pass."""
    for moment in ("05 09:00", "05 14:00", "06 10:00", "06 11:00", "06 12:31", "06 16:00", "09 14:00", "12 14:00"):
        turn(slack, f"2026-03-{moment}")


@pytest.fixture
def given(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Ben has R-1, due on Friday; R-2, which waits until Friday; R-3, snoozed until then; and T-1, a part of R-1. He is
    to be reminded of each.
    """
    ana.slash("/request reprint by fri 4pm @ben", in_=ACME)
    ana.slash("/request poster @ben", in_=ACME)
    ana.slash("/request banner @ben", in_=ACME)
    ana.slash("/task @ben draw it by fri 4pm R-1", in_=ACME)
    ana.click("Wait", in_=ACME, value="R-2")
    ana.submit({"What for?": "the proof", "Bring it back on": "2026-03-06", "At": "10:00"})
    ben.slash("/request snooze R-3 until fri 11am", in_=ACME)
    for label in ("R-1", "R-2", "R-3", "T-1"):
        ana.slash(f"/nudge @ben fri 12:00 {label}", in_=ACME)
    ben.slash("/nudge me fri 12:30 R-1", in_=ACME)
    turn(slack, "2026-03-03 15:00")


def came(person: Person, since: float) -> list[str]:
    """What rang."""
    marks = ("⏳", "⏰", "💤", ":warning:", "⚠")
    return [one.words for one in person.dm().messages if float(one.ts) >= since and one.text.startswith(marks)]


def by_more(button: str, **fields: str) -> Callable[[Sandbox, str], None]:
    def act(slack: Sandbox, label: str) -> None:
        ana = slack.person("ana")
        if button == "Cancel" and label.startswith("T"):
            press(ana, button, in_=ACME, value=label, confirm=True)
            return
        press(ana, button, in_=ACME, value=label)
        if fields or button == "Cancel":
            ana.submit({name.replace("_", " "): value for name, value in fields.items()})

    return act


def by_card(button: str) -> Callable[[Sandbox, str], object]:
    return lambda slack, label: slack.person("ana").click(button, in_=ACME, value=label)


def by_form(slack: Sandbox, label: str) -> None:
    slack.person("ana").click("Edit", in_=ACME, value=label)
    slack.person("ana").submit({"Owner": "carla"})


def declined(slack: Sandbox, label: str) -> None:
    ben = slack.person("ben")
    ben.click("Decline", in_=ben.dm().id, value=label)
    ben.submit({"Why?": "I am away"})


def by_day(slack: Sandbox, label: str) -> None:
    """From the private answer that shows it."""
    slack.person("ben").slash(f"/request {label}" if label.startswith("R") else f"/task {label}", in_=ACME)
    slack.person("ben").click("Done", in_=ACME, value=label)


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize(
    "surface",
    [
        pytest.param(by_card("Done"), id="card"),
        pytest.param(by_more("Cancel"), id="more"),
        pytest.param(by_day, id="private answer"),
    ],
)
def test_nothing_comes_of_what_is_closed(
    slack: Sandbox, ana: Person, ben: Person, carla: Person, surface: Callable[[Sandbox, str], object]
) -> None:
    since = slack.clock.now().timestamp()
    for label in ("T-1", "R-1", "R-2", "R-3"):
        surface(slack, label)
    two_weeks(slack)
    assert [came(person, since) for person in (ana, ben, carla)] == [[], [], []]


@pytest.mark.usefixtures("given")
def test_closed_with_what_it_hangs_on(slack: Sandbox, ana: Person, ben: Person) -> None:
    since = slack.clock.now().timestamp()
    ana.click("Done", in_=ACME, value="R-1")
    ana.submit({"The open tasks": "They are done as well", "Why?": "all of it is printed"})
    two_weeks(slack)
    assert not [words for words in came(ben, since) if "R-1" in words or "T-1" in words]


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize(
    "surface",
    [pytest.param(by_more("Assign", Owner="carla"), id="more"), pytest.param(by_form, id="form")],
)
def test_it_moves_to_whoever_has_it_now(
    slack: Sandbox, ben: Person, carla: Person, surface: Callable[[Sandbox, str], object]
) -> None:
    since = slack.clock.now().timestamp()
    for label in ("T-1", "R-1", "R-2", "R-3"):
        surface(slack, label)
    two_weeks(slack)
    assert came(ben, since) == []
    told = "\n".join(came(carla, since))
    for label in ("T-1", "R-1", "R-2", "R-3"):
        assert label in told


@pytest.mark.usefixtures("given")
def test_declined_it_rings_at_nobody_who_gave_it_back(slack: Sandbox, ben: Person) -> None:
    since = slack.clock.now().timestamp()
    for label in ("T-1", "R-1", "R-2", "R-3"):
        declined(slack, label)
    two_weeks(slack)
    assert came(ben, since) == []


def test_a_task_handed_to_a_department(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben draw it by fri 4pm", in_=ACME)
    ana.slash("/nudge @ben fri 12:00 T-1", in_=ACME)
    turn(slack, "2026-03-03 15:00")
    since = slack.clock.now().timestamp()
    press(ana, "Hand over", in_=ACME, value="T-1")
    ana.submit({"Department": "Print"})
    two_weeks(slack)
    assert came(ben, since) == []
    assert len([words for words in came(ana, since) if "T-1" in words]) >= 1, "whoever set it hears of it instead"


def test_a_clients_answer_ends_the_chase(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/client add Acme", in_=ACME)
    ana.submit({})
    ana.slash("/request poster @ben", in_=ACME)
    ben.click("Accept", in_=ben.dm().id)
    ana.click("Wait", in_=ACME, value="R-1")
    ana.submit({"What for?": "the proof", "Bring it back on": "2026-03-06", "At": "10:00"})
    card = next(one.ts for one in ana.sees(ACME).messages if one.text.startswith("R-1") and not one.ephemeral)
    slack.person("gus").says("The blue one please", ACME, card)
    since = slack.clock.now().timestamp()
    two_weeks(slack)
    assert came(ben, since) == []


def test_what_one_wrote_to_oneself_comes_all_the_same(slack: Sandbox, ana: Person, ben: Person) -> None:
    """It is their own words, and says how the request stands."""
    ana.slash("/request reprint @ben", in_=ACME)
    ben.slash("/nudge me fri 12:00 about R-1: ask for the invoice", in_=ACME)
    ana.click("Done", in_=ACME, value="R-1")
    turn(slack, "2026-03-06 12:00")
    assert "ask for the invoice" in ben.dm().newest().words
    assert "(done already)" in ben.dm().newest().words


def test_opened_again_its_reminder_comes(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request reprint @ben", in_=ACME)
    ana.slash("/nudge @ben fri 12:00 R-1", in_=ACME)
    ana.click("Done", in_=ACME, value="R-1")
    ana.click("Reopen", in_=ACME)
    turn(slack, "2026-03-06 12:00")
    assert "remind you about *R-1*" in ben.dm().newest().text
