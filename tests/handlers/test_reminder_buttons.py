"""The buttons under everything that reminds: the same four, five at most, and what the message says once one was
pressed. It is Tuesday 3 March, 14:00 in London.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from tests.conftest import Pair
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.pressing import press

LONDON = ZoneInfo("Europe/London")
PAIRS = (Pair.SOCKET_SQLITE,)
MOST = 5


@pytest.fixture(autouse=True)
def _no_digests(ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.slash("/digest me off", in_="general", settle=False)


def turn(slack: Sandbox, local: str) -> None:
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=LONDON))
    slack.settle()


def elements(message: Message) -> list[dict[str, object]]:
    return [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


def words_of(element: dict[str, object]) -> str:
    text = element.get("text") or element.get("placeholder")
    assert isinstance(text, dict)
    return str(text["text"])


def rung(slack: Sandbox) -> Message:
    slack.person("ana").slash("/request reprint by fri 4pm @ben", in_="acme")
    turn(slack, "2026-03-05 08:00")
    return slack.person("ben").dm().newest()


def task_rung(slack: Sandbox) -> Message:
    slack.person("ana").slash("/request reprint @ana", in_="acme")
    slack.person("ana").slash("/task @ben draw it by fri 4pm R-1", in_="acme")
    turn(slack, "2026-03-05 08:00")
    return slack.person("ben").dm().newest()


def unanswered(slack: Sandbox) -> Message:
    slack.person("ben").slash("/request reprint by fri 4pm @ana", in_="acme")
    turn(slack, "2026-03-12 08:00")
    return slack.person("ben").dm().newest()


def chase(slack: Sandbox) -> Message:
    slack.person("ana").slash("/request reprint @ben", in_="acme")
    slack.person("ana").click("Wait", in_="acme", value="R-1")
    slack.person("ana").submit({"What for?": "the proof", "Bring it back on": "2026-03-05", "At": "09:00"})
    turn(slack, "2026-03-05 09:00")
    return slack.person("ben").dm().newest()


def back(slack: Sandbox) -> Message:
    slack.person("ana").slash("/request reprint @ben", in_="acme")
    slack.person("ben").slash("/request snooze R-1 until thu 9am", in_="acme")
    turn(slack, "2026-03-05 08:00")
    return slack.person("ben").dm().newest()


def unowned(slack: Sandbox) -> Message:
    slack.person("ben").slash("/request reprint", in_="acme")
    turn(slack, "2026-03-05 14:00")
    return next(one for one in slack.person("ben").dm().messages if "nobody has it" in one.words)


def nudge(slack: Sandbox) -> Message:
    slack.person("ana").slash("/request reprint @ben", in_="acme")
    slack.person("ana").slash("/nudge @ben in 1h R-1", in_="acme")
    turn(slack, "2026-03-03 15:01")
    return slack.person("ben").dm().newest()


KINDS = [rung, task_rung, unanswered, chase, back, unowned, nudge]


@pytest.mark.parametrize("come", KINDS)
def test_each_has_the_four_and_at_most_five(slack: Sandbox, come: Callable[[Sandbox], Message]) -> None:
    offered = [words_of(one) for one in elements(come(slack))]
    assert len(offered) <= MOST, offered
    for wanted in ({"Done"}, {"Snooze"}, {"Hand over", "Assign"}, {"Waiting on client", "Wait longer"}):
        assert wanted & set(offered), (wanted, offered)


@pytest.mark.parametrize("come", KINDS)
def test_done_says_who_and_when_and_a_second_click_changes_nothing(
    slack: Sandbox, ben: Person, come: Callable[[Sandbox], Message]
) -> None:
    came = come(slack)
    pressed = next(one for one in elements(came) if words_of(one) in {"Done", "R-1 is done"})
    ben.click(str(words_of(pressed)), in_=ben.dm().id, ts=came.ts)
    (left,) = (one for one in ben.dm().messages if one.ts == came.ts)
    assert "Done" in left.words
    assert ("@ben" in left.words) or ("by you" in left.words)
    assert "Berlin time" in left.words
    assert not elements(left)
    shown = len([one for one in ben.dm().messages if not one.ephemeral])
    pressed_on_old_copy(ben, ben.dm().id, came.ts, str(pressed["action_id"]), str(pressed["value"]))
    after = [one for one in ben.dm().messages if not one.ephemeral]
    assert [one.words for one in after if one.ts == came.ts] == [left.words], "the truth once more"
    assert len(after) == shown, "and nothing new"
    turn(slack, "2026-03-25 09:00")
    assert len([one for one in ben.dm().messages if not one.ephemeral]) == shown, "nothing comes behind it"


def test_a_task_waits_with_its_request(slack: Sandbox, ana: Person, ben: Person) -> None:
    came = task_rung(slack)
    ben.click("Waiting on client", in_=ben.dm().id, ts=came.ts)
    assert ben.submit({"What for?": "the logo"}).closed
    (left,) = (one for one in ben.dm().messages if one.ts == came.ts)
    assert "T-1 draw it: R-1 is waiting on client, said @ben, Thu 5 Mar, 09:00 Berlin time." in left.words.replace(
        "*", ""
    )
    assert not elements(left)
    assert "Waiting on client: the logo" in ana.slash("/request R-1", in_="acme").words


def test_a_task_of_no_request_has_nobody_to_wait_for(slack: Sandbox, ben: Person) -> None:
    slack.person("ana").slash("/task @ben draw it by fri 4pm", in_="acme")
    turn(slack, "2026-03-05 08:00")
    assert [words_of(one) for one in elements(ben.dm().newest())] == ["Done", "Snooze", "Hand over"]


def test_whoever_gave_it_can_put_their_reminder_off_alone(slack: Sandbox, ben: Person) -> None:
    came = unanswered(slack)
    menu = next(one for one in elements(came) if one["type"] == "static_select")
    options = menu["options"]
    assert isinstance(options, list)
    ben.click(in_=ben.dm().id, ts=came.ts, action_id=str(menu["action_id"]), value=options[1]["value"])
    turn(slack, "2026-03-12 08:59")
    before = len(ben.dm().messages)
    turn(slack, "2026-03-12 09:01")
    assert len(ben.dm().messages) == before + 1
    assert "@ana has it, and it is still open" in ben.dm().newest().words


def test_what_nobody_has_is_snoozed_out_of_sight(slack: Sandbox, ben: Person) -> None:
    came = unowned(slack)
    ben.click("Snooze", in_=ben.dm().id, ts=came.ts)
    ben.submit({"On": "2026-03-10", "At": "09:00"})
    ben.close(everything=True)
    (left,) = (one for one in ben.dm().messages if one.ts == came.ts)
    assert "Snoozed until Tue 10 Mar, 09:00 Berlin time" in left.words
    turn(slack, "2026-03-09 17:00")
    assert not [one for one in ben.dm().messages if "nobody has it" in one.words]
    turn(slack, "2026-03-10 09:00")
    assert [one for one in ben.dm().messages if "nobody has it" in one.words], "then it is told of again"


def test_a_reminder_is_handed_to_somebody_else(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben in 1h: call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    came = ben.dm().newest()
    form = ben.click("Hand over", in_=ben.dm().id, ts=came.ts).modal
    assert form is not None
    assert "They are reminded now." in form.words
    assert "again" not in form.words, "it comes once"
    assert ben.submit({"Who should be reminded?": "ana"}).closed
    assert "Handed to @ana by you, Tue 3 Mar, 16:01 Berlin time." in ben.dm().newest().words
    assert "@ben handed on to you a reminder that you had set: call the printer" in ana.dm().newest().words
    pressed_on_old_copy(ben, ben.dm().id, came.ts, "occurrence.done:N-1.1", "N-1.1")
    assert "Handed to @ana" in next(one.words for one in ben.dm().messages if one.ts == came.ts)
    turn(slack, "2026-03-10 15:00")
    assert len([one for one in ana.dm().messages if "call the printer" in one.words]) == 1


def handed(slack: Sandbox, person: Person, to: str) -> None:
    person.click("Hand over", in_=person.dm().id, ts=person.dm().newest("call the printer").ts)
    assert person.submit({"Who should be reminded?": to}).closed
    slack.settle()


def test_a_reminder_that_was_handed_on_says_who_set_it_and_who_handed_it_on(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    ana.slash("/nudge @ben in 1h: call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    handed(slack, ben, "carla")
    first = "⏰ @ben handed on to you a reminder that @ana had set: call the printer"
    assert carla.dm().newest().words.startswith(first)
    menu = next(one for one in elements(carla.dm().newest()) if one["type"] == "static_select")
    carla.click(in_=carla.dm().id, action_id=str(menu["action_id"]), value=menu["options"][1]["value"])  # type: ignore[index]
    assert carla.dm().newest().words.startswith(first), "also once it is answered"
    for reader, told in (
        (carla, "for you · set by @ana, handed on by @ben"),
        (ben, "for @carla · set by @ana, handed on by you"),
    ):
        assert told in reader.slash("/nudge list", in_="acme").words
    turn(slack, "2026-03-03 16:02")
    assert [one.words.startswith(first) for one in carla.dm().messages] == [True, True], "and when it comes again"
    handed(slack, carla, "ben")
    assert (
        ben.dm().newest().words.startswith("⏰ @carla handed on to you a reminder that @ana had set: call the printer")
    )


def test_the_list_says_to_whoever_set_it_that_it_came_back(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben in 1h: call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    handed(slack, ben, "ana")
    menu = next(one for one in elements(ana.dm().newest()) if one["type"] == "static_select")
    ana.click(in_=ana.dm().id, action_id=str(menu["action_id"]), value=menu["options"][1]["value"])  # type: ignore[index]
    assert "for you · set by you, handed on by @ben" in ana.slash("/nudge list", in_="acme").words


def test_ones_own_reminder_that_one_hands_on_is_still_ones_own(slack: Sandbox, ben: Person, carla: Person) -> None:
    ben.slash("/nudge me in 1h: call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    handed(slack, ben, "carla")
    assert carla.dm().newest().words.startswith("⏰ @ben asked me to remind you: call the printer")


def test_a_reminder_about_something_that_was_handed_on(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    """Whoever may not see the thing hands on no more than its number."""
    ana.slash("/request call the printer", in_="board")
    ana.slash("/nudge @carla in 1h about R-1", in_="board")
    turn(slack, "2026-03-03 15:01")
    carla.click("Hand over", in_=carla.dm().id, ts=carla.dm().newest("R-1").ts)
    assert carla.submit({"Who should be reminded?": "ben"}).closed
    slack.settle()
    first = "⏰ @carla handed on to you a reminder that @ana had set, about *R-1*"
    assert ben.dm().newest().words.startswith(first)


def test_of_what_comes_again_only_this_time_is_handed_over(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben daily 16:00 call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    form = ben.click("Hand over", in_=ben.dm().id, ts=ben.dm().newest("call the printer").ts).modal
    assert form is not None
    assert "They are reminded now. The next time it comes to you again." in form.words
    assert ben.submit({"Who should be reminded?": "ana"}).closed
    turn(slack, "2026-03-04 15:01")
    told = [sum("call the printer" in one.words for one in person.dm().messages) for person in (ana, ben)]
    assert told == [1, 2]


def test_what_is_answered_meanwhile_is_not_handed_on(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/nudge @ben in 1h: call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    came = ben.dm().newest()
    ben.click("Hand over", in_=ben.dm().id, ts=came.ts)
    pressed_on_old_copy(ben, ben.dm().id, came.ts, "occurrence.done:N-1.1", "N-1.1")
    told = ben.submit({"Who should be reminded?": "carla"}).modal
    assert told is not None
    assert "N-1 has been answered already. Done by you" in told.words
    slack.settle()
    assert carla.dm().messages == []


@pytest.mark.parametrize(("to", "said"), [("gus", "is a guest here"), ("rob", "is an app")])
def test_to_whom_no_reminder_is_handed(slack: Sandbox, ana: Person, ben: Person, to: str, said: str) -> None:
    ana.slash("/nudge @ben in 1h: call the printer", in_="acme")
    turn(slack, "2026-03-03 15:01")
    ben.click("Hand over", in_=ben.dm().id)
    assert said in str(ben.submit({"Who should be reminded?": to}).errors)
    assert "Handed to" not in ben.dm().newest().words


def test_hours_hold_what_is_handed_on(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    carla.slash("/liaison hours leave today", in_="acme")
    for line in ("@ben in 1h: call the printer", "@ben in 1h: !urgent ring the courier"):
        ana.slash(f"/nudge {line}", in_="acme")
    turn(slack, "2026-03-03 15:01")
    for words in ("call the printer", "ring the courier"):
        ben.click("Hand over", in_=ben.dm().id, ts=ben.dm().newest(words).ts)
        assert ben.submit({"Who should be reminded?": "carla"}).closed
    slack.settle()
    assert ["printer" in one.words for one in carla.dm().messages] == [False], "only what is urgent"


def test_handed_over_from_a_reminder_about_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    came = nudge(slack)
    ben.click("Hand over", in_=ben.dm().id, ts=came.ts)
    assert ben.submit({"Owner": "ana"}).closed
    (left,) = (one for one in ben.dm().messages if one.ts == came.ts)
    assert "R-1 is now with @ana: @ben, Tue 3 Mar, 16:01 Berlin time." in left.words
    assert not elements(left)
    assert "R-1" in ana.dm().newest().words


def test_on_hold_it_is_taken_up_first(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request reprint @ben", in_="acme")
    ana.click("Wait", in_="acme", value="R-1")
    ana.submit({"It is": "On hold", "What for?": "the fair", "Bring it back on": "2026-03-05", "At": "09:00"})
    turn(slack, "2026-03-05 09:00")
    offered = [words_of(one) for one in elements(ben.dm().newest())]
    assert "Done" not in offered
    press(ana, "Assign", in_="acme", value="R-1")
    ana.submit({"Owner": "ana"})
    assert "with @ana. Said @ana, Thu 5 Mar, 10:00 Berlin time." in ben.dm().messages[-1].words
