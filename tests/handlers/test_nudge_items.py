"""Reminders about a client request or a task: *Remind me* on cards, and who is told its title."""

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.reminders import HOUR, logged, posted, reminders


def test_remind_me_on_a_card(slack: Sandbox, ana: Person, ben: Person) -> None:
    logged(ana, "acme")
    modal = press(ben, "Remind me", in_="acme").modal
    assert modal is not None
    assert "About *R-1* reprint of the brochure" in modal.words
    assert modal.values["when"]["input"]["value"] == "tomorrow 9:00"
    assert "about R-1 reprint of the brochure" in str(ben.submit().modal)

    slack.clock.advance(18 * HOUR)
    slack.settle()
    assert reminders(ben) == ["⏰ You asked me to remind you about *R-1* reprint of the brochure"]


def test_remind_me_on_a_task(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="acme")
    modal = press(ben, "Remind me", in_=ben.dm().id).modal
    assert modal is not None
    assert "About *T-1* prepare the proof" in modal.words
    ben.submit({"When": "in 1h", "What to say": "start"})
    slack.clock.advance(HOUR)
    slack.settle()
    assert reminders(ben) == ["⏰ You asked me to remind you: start\nAbout *T-1* prepare the proof"]


def test_what_somebody_else_is_to_be_reminded_of_stays_theirs(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    """Whoever gets the item gets the reminders of whoever had it, and nobody else's."""
    ana.slash("/request reprint of the brochure @ben", in_="acme")
    for who in ("ben", "carla"):
        ana.slash(f"/nudge @{who} in 1h R-1", in_="acme")
    press(ana, "Assign", in_="acme", value="R-1")
    ana.submit({"Owner": "ana"})
    slack.clock.advance(HOUR)
    slack.settle()
    assert [len(reminders(one)) for one in (ana, ben, carla)] == [1, 0, 1]


def test_what_somebody_wrote_to_themselves_is_read_by_nobody_else(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Whoever has the item now gets what others wrote, and what says no more than that it is to be thought of."""
    ana.slash("/request reprint of the brochure @ben", in_="acme")
    ana.slash("/nudge @ben in 2h chase the printer about R-1", in_="acme")
    for line in ("ask for a rise about R-1", "R-1"):
        ben.slash(f"/nudge me in 1h {line}", in_="acme")
    press(ana, "Assign", in_="acme", value="R-1")
    ana.submit({"Owner": "ana"})
    slack.clock.advance(HOUR)
    slack.settle()
    assert [["rise" in words for words in reminders(person)] for person in (ben, ana)] == [[True], [False]]
    slack.clock.advance(HOUR)
    slack.settle()
    assert [len(reminders(person)) for person in (ben, ana)] == [1, 2]


def test_what_comes_again_goes_along_with_what_it_is_about(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    """Also before the first time. Released, it comes to whoever set it."""
    ana.slash("/request reprint of the brochure @ben", in_="acme")
    ana.slash("/nudge @ben every day 17:00 R-1", in_="acme")
    press(ana, "Assign", in_="acme", value="R-1")
    ana.submit({"Owner": "carla"})
    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert [len(reminders(one)) for one in (ana, ben, carla)] == [0, 0, 1]
    carla.click("Decline", in_=carla.dm().id, value="R-1")
    carla.submit({"Why?": "I am away"})
    slack.clock.advance(24 * HOUR)
    slack.settle()
    assert [len(reminders(one)) for one in (ana, ben, carla)] == [1, 0, 1]


def test_what_a_channel_is_to_be_reminded_of_stays_there_when_somebody_takes_it(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    logged(ana, "acme")
    ana.slash("/nudge #acme in 1h R-1", in_="acme")
    ben.click("I'll take this", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    assert len(posted(ana, "acme")) == 1
    assert reminders(ben) == []


def test_what_is_done_by_then_is_said(slack: Sandbox, ana: Person) -> None:
    logged(ana, "acme")
    ana.slash("/nudge me in 1h ask for the proof about R-1", in_="acme")
    ana.click("Done", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    assert reminders(ana) == [
        "⏰ You asked me to remind you: ask for the proof\nAbout *R-1* reprint of the brochure (done already)"
    ]


def test_a_private_title_stays_in_its_channel(slack: Sandbox, ana: Person, carla: Person) -> None:
    logged(ana, "board", "merger")
    ana.slash("/nudge #general in 1h about R-1", in_="board")
    ana.slash("/nudge #board in 1h about R-1", in_="board")
    ana.slash("/nudge @carla in 1h about R-1", in_="board")
    slack.clock.advance(HOUR)
    slack.settle()
    assert posted(ana, "general") == ["⏰ @ana asked me to remind this channel about *R-1*"]
    assert posted(ana, "board") == ["⏰ @ana asked me to remind this channel about *R-1* merger"]
    assert reminders(carla) == ["⏰ @ana asked me to remind you about *R-1*"]


def test_a_channel_may_finish_what_everybody_may_see(slack: Sandbox, ana: Person) -> None:
    logged(ana, "acme")
    ana.slash("/nudge #general in 1h about R-1", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    ana.click("R-1 is done", in_="general")
    assert "R-1 was marked as done" in ana.sees("general").newest("asked me").words


def test_what_one_may_not_see_does_not_exist(ana: Person, carla: Person) -> None:
    logged(ana, "board", "merger")
    words = carla.slash("/nudge me in 1h about R-1", in_="general").words
    assert "No request R-1" in words
    assert "merger" not in words


def test_what_is_done_with_its_request_is_said(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    ana.slash("/task @ben prepare the proof for R-1", in_="acme")
    ana.slash("/nudge @ben in 1h T-1", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    press(ana, "Done", in_="acme", value="R-1")
    assert ana.submit({"The open tasks": "They are done as well"}).closed
    (said,) = (one.words for one in ben.dm().messages if one.text.startswith("⏰"))
    assert "T-1 is done: @ana" in said
    assert "Snooze" not in said


@pytest.mark.parametrize(
    ("line", "button", "says"),
    [
        ("/request proof of the poster", "Done", "R-1 was closed by @ana"),
        ("/request proof of the poster", "Cancel", "R-1 was cancelled by @ana"),
        ("/task prepare the proof", "Done", "T-1 was closed by @ana"),
    ],
)
def test_nobody_is_reminded_of_what_is_over(slack: Sandbox, ana: Person, line: str, button: str, says: str) -> None:
    label = says[:3]
    ana.slash(line, in_="acme")
    ana.slash(f"{line.split(maxsplit=1)[0]} {label}", in_="acme")
    press(ana, button, in_="acme", value=label)
    if button == "Cancel":
        assert ana.submit().closed
    else:
        ana.close(everything=True)
    remind = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Remind me"},
        "action_id": "request.remind",
        "value": label,
    }
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[{"type": "actions", "elements": [remind]}])
    answer = ana.click("Remind me", in_="acme")
    assert says in answer.words
    assert answer.modal is None
