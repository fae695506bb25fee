"""Reminders of requests and tasks, as people see them. It is Tuesday 3 March, 14:00 in London."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from tests.conftest import Pair
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.pressing import press

LONDON, BERLIN, NEW_YORK = map(ZoneInfo, ("Europe/London", "Europe/Berlin", "America/New_York"))
MINUTE = timedelta(minutes=1)
#: The rows on each database: tests/storage/test_ladders.py.
PAIRS = (Pair.SOCKET_SQLITE,)
FRIDAY_16 = "reprint by fri 4pm"


@pytest.fixture(autouse=True)
def _no_digests(ana: Person, ben: Person, carla: Person) -> None:
    """What a morning's digest tells does not ring as well: test_mornings.py."""
    for person in (ana, ben, carla):
        person.slash("/digest me off", in_="general", settle=False)


def rungs(person: Person) -> list[Message]:
    return [
        one for one in person.dm().messages if one.text.startswith(("⏳", "⚠", ":warning:", "💤", "*R-1*", "*T-1*"))
    ]


def words(person: Person) -> list[str]:
    """The first line of each."""
    return [one.words.splitlines()[0].replace("*", "") for one in rungs(person)]


def turn(slack: Sandbox, local: str, zone: ZoneInfo = LONDON) -> None:
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=zone))
    slack.settle()


def steps(slack: Sandbox, person: Person, moments: list[str], zone: ZoneInfo) -> None:
    """At each of these minutes one more has come, and not a minute before."""
    for count, moment in enumerate(moments, start=1):
        at = datetime.fromisoformat(moment).replace(tzinfo=zone)
        slack.clock.to(at - MINUTE)
        slack.settle()
        assert len(rungs(person)) == count - 1, moment
        slack.clock.to(at)
        slack.settle()
        assert len(rungs(person)) == count, moment


def pick(person: Person, choice: str, message: Message) -> tuple[str, str]:
    """From the menu under a reminder; says what was pressed."""
    menu = next(
        element
        for block in message.blocks
        for element in block.get("elements", ())
        if element.get("type") == "static_select"
    )
    value = next(one["value"] for one in menu["options"] if one["text"]["text"] == choice)
    person.click(in_=person.dm().id, ts=message.ts, action_id=menu["action_id"], value=value)
    return menu["action_id"], value


def test_the_whole_ladder_in_berlin(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    mornings = ["2026-03-09 09:00", "2026-03-10 09:00", "2026-03-11 09:00"]
    steps(slack, ben, ["2026-03-05 09:00", "2026-03-06 15:00", "2026-03-06 17:00", *mornings], BERLIN)
    due = "Fri 6 Mar, 17:00 Berlin time"
    assert words(ben) == [
        f"⏳ R-1 reprint is due {due}.",
        f"⏳ R-1 reprint is due {due}.",
        f"⏳ R-1 reprint is due now, {due}.",
        f":warning: R-1 reprint was due {due} and is still open.",
        f":warning: R-1 reprint was due {due} and is still open.",
        f":warning: R-1 reprint was due {due} and is still open. This is my last reminder of it.",
    ]
    assert words(ana) == []
    turn(slack, "2026-03-12 09:00")
    due_here = "Fri 6 Mar, 16:00 London time"
    assert words(ana) == [
        f":warning: R-1 reprint was due {due_here}. @ben has not reacted since {due_here}.",
        f":warning: R-1 reprint was due {due_here}. @ben has it, and it is still open.",
    ]
    turn(slack, "2026-03-20 09:00")
    assert (len(rungs(ben)), len(rungs(ana))) == (6, 2)


def test_over_the_change_of_the_clocks_in_new_york(slack: Sandbox, carla: Person) -> None:
    carla.slash("/task @carla write three lines by mon 4pm", in_="acme")
    mornings = ["2026-03-10 09:00", "2026-03-11 09:00", "2026-03-12 09:00"]
    steps(slack, carla, ["2026-03-06 09:00", "2026-03-09 16:00", *mornings], NEW_YORK)
    turn(slack, "2026-03-20 09:00")
    assert len(rungs(carla)) == 5, "whoever gave it to themselves is not told a second time"


def test_another_liaison_on_the_same_store_repeats_nothing(
    slack: Sandbox, ana: Person, another_liaison: Callable[[], AbstractContextManager[Liaison]]
) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ana", in_="acme")
    turn(slack, "2026-03-06 14:00")
    before = words(ana)
    with another_liaison():
        slack.settle()
        assert words(ana) == before
        turn(slack, "2026-03-06 16:00")
        assert len(words(ana)) == len(before) + 1


def test_done_here_ends_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-05 09:00", BERLIN)
    before = rungs(ben)[-1]
    ben.click("Done", in_=ben.dm().id, ts=before.ts)
    assert words(ben) == ["R-1 reprint: Done by @ben, Thu 5 Mar, 09:00 Berlin time."]
    assert not [block for block in rungs(ben)[-1].blocks if block["type"] == "actions"]
    pressed_on_old_copy(ben, ben.dm().id, before.ts, "request.done:R-1", "R-1")
    turn(slack, "2026-03-20 09:00")
    assert (len(rungs(ben)), len(rungs(ana))) == (1, 0)


def end(who: str, how: str) -> Callable[[Sandbox], object]:
    def ended(slack: Sandbox) -> None:
        press(slack.person(who), how, in_="acme", value="R-1")
        if how == "Cancel":
            assert slack.person(who).submit().closed

    return ended


def given_to_carla(slack: Sandbox) -> None:
    press(slack.person("ana"), "Assign", in_="acme", value="R-1")
    slack.person("ana").submit({"Owner": "carla"})


def due_next_week(slack: Sandbox) -> None:
    slack.person("ana").click("Edit", in_="acme", value="R-1")
    slack.person("ana").submit({"Due date": "2026-03-13", "Why does the due date change?": "More copies"})


@pytest.mark.parametrize(
    ("change", "left"),
    [
        pytest.param(end("ana", "Done"), "R-1 reprint: Done by @ana, Thu 5 Mar, 10:00 Berlin time.", id="done"),
        pytest.param(
            end("ana", "Cancel"), "R-1 reprint: Cancelled by @ana, Thu 5 Mar, 10:00 Berlin time.", id="cancelled"
        ),
        pytest.param(
            given_to_carla,
            "R-1 is now with @carla, by @ana, Thu 5 Mar, 10:00 Berlin time.",
            id="given to somebody else",
        ),
    ],
)
def test_once_it_is_over_or_somebody_elses_nothing_more_comes(
    slack: Sandbox, ana: Person, ben: Person, change: Callable[[Sandbox], object], left: str
) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-05 09:00")
    assert len(rungs(ben)) == 1
    change(slack)
    turn(slack, "2026-03-20 09:00")
    since = [one.words.replace("*", "") for one in ben.dm().messages if one.ts >= rungs_since(slack)]
    came = [words for words in since if not words.startswith("Your day")]
    assert came == [left]


def rungs_since(slack: Sandbox) -> str:
    assert slack
    return f"{datetime(2026, 3, 5, 8, tzinfo=LONDON).timestamp():.6f}"


def test_it_moves_on_with_its_owner(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    given_to_carla(slack)
    turn(slack, "2026-03-06 16:00")
    assert words(ben) == []
    assert words(carla) == ["⏳ R-1 reprint is due now, Fri 6 Mar, 11:00 New York time."]


def test_ten_owners_later_there_is_one_set(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    for count in range(10):
        press(ana, "Assign", in_="acme", value="R-1")
        ana.submit({"Owner": "carla" if count % 2 == 0 else "ben"})
    steps(slack, ben, ["2026-03-05 09:00", "2026-03-06 15:00", "2026-03-06 17:00"], BERLIN)
    assert words(carla) == []


def test_it_moves_with_its_due_moment(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-05 07:00")
    due_next_week(slack)
    steps(slack, ben, ["2026-03-12 09:00", "2026-03-13 15:00", "2026-03-13 17:00"], BERLIN)


def test_opened_again_it_goes_on(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    ana.click("Done", in_="acme", value="R-1")
    ana.click("Reopen", in_="acme")
    turn(slack, "2026-03-05 09:00", BERLIN)
    assert words(ben) == ["⏳ R-1 reprint is due Fri 6 Mar, 17:00 Berlin time."]


@pytest.mark.parametrize(
    ("choice", "until", "then"),
    [
        ("20 minutes", "2026-03-06 15:21", "2026-03-06 17:00"),
        ("1 hour", "2026-03-06 16:01", "2026-03-06 17:00"),
        ("Tomorrow morning", "2026-03-09 09:00", "2026-03-10 09:00"),
    ],
)
def test_snoozed_nothing_comes_before(slack: Sandbox, ben: Person, choice: str, until: str, then: str) -> None:
    slack.person("ana").slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-06 15:00", BERLIN)
    first = rungs(ben)[-1]
    pressed = pick(ben, choice, first)
    assert "I'll remind you again on" in words(ben)[-1]
    pressed_on_old_copy(ben, ben.dm().id, first.ts, *pressed)
    assert len(rungs(ben)) == 1
    for count, moment in enumerate((until, then), start=2):
        turn(slack, moment, BERLIN)
        assert len(rungs(ben)) == count, moment
        assert moment[11:] in f"{datetime.fromtimestamp(float(rungs(ben)[-1].ts), BERLIN)}"


def test_snoozed_twice(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-06 15:00", BERLIN)
    for moment in ("2026-03-06 15:21", "2026-03-06 15:42"):
        pick(ben, "20 minutes", rungs(ben)[-1])
        turn(slack, moment, BERLIN)
    assert len(rungs(ben)) == 3
    assert words(ben)[-1].startswith("⏳")


def test_handed_over_from_the_reminder(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben draw it by fri 4pm", in_="acme")
    turn(slack, "2026-03-05 09:00", BERLIN)
    ben.click("Hand over", in_=ben.dm().id)
    ben.submit({"Owner": "ana"})
    turn(slack, "2026-03-06 16:00")
    assert "is due now" in words(ana)[-1]
    told = "T-1 is now with @ana, by @ben, Thu 5 Mar, 09:00 Berlin time."
    assert told in [one.words for one in ben.dm().messages]


def test_the_client_is_waited_for_from_the_reminder(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-05 09:00", BERLIN)
    before = rungs(ben)[-1]
    ben.click("Waiting on client", in_=ben.dm().id, ts=before.ts)
    assert ben.submit({"What for?": "the logo"}).closed
    assert words(ben) == ["R-1 reprint: waiting on client, said @ben, Thu 5 Mar, 09:00 Berlin time."]
    assert not [block for block in rungs(ben)[-1].blocks if block["type"] == "actions"]


def test_muted_only_what_is_urgent_comes(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    ana.slash("/request Acme: the shop is closed by fri 4pm !urgent @ben", in_="acme")
    ana.slash("/task @ben draw it by fri 4pm", in_="acme")
    assert "don't remind you" in ben.slash("/liaison reminders off", in_="general").words
    assert "don't remind you" in ben.slash("/liaison reminders", in_="general").words
    turn(slack, "2026-03-05 09:00", BERLIN)
    assert words(ben) == ["⏳ R-2 the shop is closed is due Fri 6 Mar, 17:00 Berlin time."]
    assert "reminders off" in ben.slash("/liaison reminders on", in_="general").words
    turn(slack, "2026-03-06 17:00", BERLIN)
    assert len(words(ben)) == 1 + 3, "all three, and nothing of what they say better"


def test_muted_what_one_snoozes_comes(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-05 09:00", BERLIN)
    ben.slash("/liaison reminder off", in_="general")
    pick(ben, "1 hour", rungs(ben)[-1])
    turn(slack, "2026-03-05 10:01", BERLIN)
    assert len(words(ben)) == 2
    turn(slack, "2026-03-09 10:01", BERLIN)
    assert len(words(ben)) == 2


def test_who_moves_takes_them_along(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    ben.moves_to("America/New_York")
    turn(slack, "2026-03-05 13:59")
    assert words(ben) == []
    turn(slack, "2026-03-05 14:00")
    assert words(ben) == ["⏳ R-1 reprint is due Fri 6 Mar, 11:00 New York time."]


def test_a_guest_gets_nothing(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    ben.becomes("guest")
    turn(slack, "2026-03-20 09:00")
    assert words(ben) == []
    assert "@ben is a guest here now, and still has what you gave them: R-1." in ana.dm().newest("guest").words


def test_who_leaves_gets_nothing_and_the_giver_is_told_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    ana.slash("/task @ben draw it", in_="acme")
    ben.leaves()
    turn(slack, "2026-03-20 09:00")
    told, reminded = ana.dm().messages
    assert "*R-1* reprint was due Fri 6 Mar, 16:00 London time. @ben has it" in reminded.words, "in his place"
    assert "@ben has left this workspace, and still has what you gave them: R-1, T-1." in told.words
    assert "`/request R-1` shows it, to assign somebody else." in told.words


def test_due_in_forty_minutes(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/task @ana draw it by 3:40pm", in_="acme")
    steps(slack, ana, ["2026-03-03 14:40", "2026-03-04 09:00"], LONDON)


def test_due_while_the_message_about_it_is_still_new(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/task @ana draw it by 3:10pm", in_="acme")
    turn(slack, "2026-03-03 14:11")
    assert words(ana) == []
    steps(slack, ana, ["2026-03-04 09:00"], LONDON)


def test_down_over_several_the_newest_says_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-06 16:03")
    assert words(ben) == ["⏳ R-1 reprint is due now, Fri 6 Mar, 17:00 Berlin time."]
    assert "This reminder is late: it was due Fri 6 Mar, 17:00 Berlin time." in rungs(ben)[-1].words
    turn(slack, "2026-03-12 08:00")
    assert len(words(ben)) == 2, "of three mornings the last"


def test_an_id_of_nobodys_reminder(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    turn(slack, "2026-03-05 09:00", BERLIN)
    action, value = next(
        (element["action_id"], element["options"][0]["value"])
        for block in rungs(ben)[-1].blocks
        for element in block.get("elements", ())
        if element.get("type") == "static_select"
    )
    card = ana.sees("acme").newest()
    pressed_on_old_copy(ana, "C0ACME", card.ts, action, value)
    turn(slack, "2026-03-06 15:00", BERLIN)
    assert len(rungs(ben)) == 2
    assert words(ana) == []


def test_what_waits_moves_with_the_hours_that_somebody_sets(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash(f"/request Acme: {FRIDAY_16} @ben", in_="acme")
    ben.slash("/liaison hours mon-fri 10:00-18:00", in_="general")
    turn(slack, "2026-03-05 09:00", BERLIN)
    assert rungs(ben) == [], "at the very minute, at which it would not have been late"
    steps(slack, ben, ["2026-03-05 10:00", "2026-03-06 15:00"], BERLIN)
