"""Only so many messages a day reach a person unasked, the rest waits. It is Tuesday 3 March, 14:00 in London."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from tests.bot.command_line import liaison as typed
from tests.handlers.pressing import press
from tests.handlers.reminders import HOUR, MINUTE

BERLIN = ZoneInfo("Europe/Berlin")
TOLD = "Held back: you had 10 messages from me"


def turn(slack: Sandbox, moment: str) -> None:
    slack.clock.to(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    slack.settle()


def digests(person: Person) -> list[Message]:
    return [message for message in person.dm().messages if message.text.startswith("Your day")]


def ten_tasks(ana: Person) -> None:
    for number in range(1, 11):
        ana.slash(f"/task @ben proof {number} by fri 16:00", in_="acme", settle=False)


def thirty_more(slack: Sandbox, ana: Person) -> None:
    """At one minute, so that they would be told together; and three that come alone."""
    for number in range(1, 28):
        ana.slash(f"/nudge @ben in 1h thing {number}", in_="acme", settle=False)
    slack.settle()
    ana.slash("/task @ben ring the printer", in_="acme")
    ana.slash("/request tidy the shelf, low priority @ben", in_="acme")
    ana.slash("/request poster by fri 16:00, high priority @ben", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()


def test_of_forty_ten_come_and_thirty_are_in_one_digest(
    slack: Sandbox, ana: Person, ben: Person, database_url: str, tmp_path: Path
) -> None:
    ten_tasks(ana)
    slack.settle()
    thirty_more(slack, ana)
    assert len(ben.dm().messages) == 10
    ana.slash("/request urgent: the site is down @ben", in_="acme")
    ben.slash("/nudge me in 5m stretch", in_="acme")
    slack.clock.advance(5 * MINUTE)
    slack.settle()
    assert [ben.dm().newest(word).words.count(word) for word in ("R-3", "stretch")] == [1, 1], "these always"
    assert len(ben.dm().messages) == 12

    turn(slack, "2026-03-04 08:31")
    words = "\n".join(digest.words for digest in digests(ben))
    assert f"{TOLD} on Tuesday 3 March. Most important first." in words
    held = [line for line in words.partition(TOLD)[2].splitlines()[1:] if line.startswith(("*R-", "*T-", "*N-"))]
    assert held[0].startswith("*R-2* poster")
    assert held[-1].startswith("*R-1* tidy the shelf")
    assert len(held) == 30 == len(set(held))
    assert "30 held back" in words
    turn(slack, "2026-03-05 08:31")
    assert TOLD not in digests(ben)[-1].words, "once"

    day = typed("pings", "--day", "2026-03-03", folder=tmp_path, LIAISON_DATABASE_URL=database_url).stdout
    assert day.splitlines()[0] == "2026-03-03: 10 sent, 30 held back, 2 exempt"
    assert "  nudge: 0 sent, 27 held back, 1 exempt" in day.splitlines()
    assert "  task_for_owner: 10 sent, 1 held back, 0 exempt" in day.splitlines()


def test_what_was_given_meanwhile_says_by_whom_and_what_they_noted(slack: Sandbox, ana: Person, ben: Person) -> None:
    ten_tasks(ana)
    for line in ("/task proof of the poster", "/task hand T-11 @ben The logo is in the folder"):
        ana.slash(line, in_="acme")
    slack.settle()
    turn(slack, "2026-03-04 08:31")
    assert "*T-11* proof of the poster · @ana gave it to you · _“The logo is in the folder”_" in digests(ben)[-1].words


def test_its_buttons_are_those_of_the_reminders(slack: Sandbox, ana: Person, ben: Person) -> None:
    ten_tasks(ana)
    ana.slash("/nudge @ben in 10m call Acme", in_="acme")
    ana.slash("/task @ben ring the printer", in_="acme")
    ana.slash("/task @ben fold the leaflets", in_="acme")
    ana.slash("/nudge @ben in 9m come to lunch", in_="acme")
    ana.slash("/nudge @ben in 8m T-3", in_="acme")
    slack.clock.advance(10 * MINUTE)
    slack.settle()
    assert "3 in all" in ana.slash("/nudge list", in_="acme").words
    why = "Held back, because {} messages from me on Tuesday 3 March. It comes with {} on Wed 4 Mar, {} time."
    listed = [ana.slash("/nudge list", in_="acme"), ben.slash("/nudge N-1", in_="acme")]
    assert why.format("@ben had enough", "their digest", "07:30 London") in listed[0].words
    assert why.format("you had 10", "your digest", "08:30 Berlin") in listed[1].words
    assert "sent" not in ana.slash("/nudge cancel N-2", in_="acme").words, "it was held back"
    assert "2 in all" in ana.slash("/nudge list", in_="acme").words
    press(ana, "Done", in_="acme", value="T-3")
    press(ana, "Assign", in_="acme", value="T-12")
    ana.submit({"Who should do it?": "carla"})
    turn(slack, "2026-03-04 08:31")
    dm = ben.dm().id
    assert "fold the leaflets · was given to you, and is not yours any more" in digests(ben)[-1].words
    assert "~N-3 about T-3~ done" in digests(ben)[-1].words
    ben.click("Turn it off", in_=dm)
    ben.click("Accept", in_=dm, value="T-11")
    assert "not accepted yet" not in ben.slash("/task T-11", in_="acme").words
    ben.click(in_=dm, action_id="occurrence.snooze:N-1.1", value="N-1.1|done")
    assert "call Acme" in digests(ben)[-1].words
    assert "Done by you" in digests(ben)[-1].words
    assert "lunch" not in digests(ben)[-1].words


def test_without_a_digest_it_comes_in_one_message_at_the_end_of_the_day(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    ben.slash("/digest me off", in_="acme")
    ben.slash("/task @carla check it", in_="acme")
    ten_tasks(ana)
    slack.settle()
    ana.slash("/task due T-2 thu 16:00 because the client is away", in_="acme")
    carla.slash("/task ask T-1 which format?", in_="acme")
    turn(slack, "2026-03-03 17:29")
    assert len(ben.dm().messages) == 10
    turn(slack, "2026-03-03 17:30")
    held = ben.dm().newest(TOLD)
    assert held.words.startswith(f"{TOLD} today. Most important first.")
    assert "*T-2* proof 1 · due Thu 5 Mar, 16:00 London time · @ana moved its due date from" in held.words
    assert "*T-1* check it · @carla asks: which format?\nAnswer" in held.words
    ben.click("Answer", in_=ben.dm().id, ts=held.ts)
    assert ben.submit({"Your answer": "PDF"}).closed
    assert "PDF" in carla.dm().newest("PDF").words
    turn(slack, "2026-03-04 17:31")
    assert len([one for one in ben.dm().messages if TOLD in one.words]) == 1


def test_the_day_that_is_named_is_that_on_which_it_comes(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Ben is away tomorrow, and on a day off there is no digest."""
    ben.slash("/liaison hours leave tomorrow", in_="acme")
    ten_tasks(ana)
    ana.slash("/nudge @ben in 10m call Acme", in_="acme")
    slack.clock.advance(10 * MINUTE)
    slack.settle()
    assert "It comes with their digest on Thu 5 Mar, 07:30 London time." in ana.slash("/nudge list", in_="acme").words
    assert "The next one is for Thu 5 Mar, 08:30 Berlin time." in ben.slash("/digest me", in_="acme").words
    turn(slack, "2026-03-04 23:00")
    assert digests(ben) == []
    turn(slack, "2026-03-05 08:30")
    assert "call Acme" in digests(ben)[-1].words


def test_a_digest_that_somebody_has_set_for_a_saturday_tells_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Who has set no hours has no days off but those of the digest."""
    ben.slash("/digest me daily 8:30", in_="acme")
    turn(slack, "2026-03-06 15:00")
    for number in range(1, 11):
        ana.slash(f"/task @ben proof {number}", in_="acme", settle=False)
    ana.slash("/nudge @ben in 10m call Acme", in_="acme")
    slack.clock.advance(10 * MINUTE)
    slack.settle()
    assert "It comes with their digest on Sat 7 Mar, 07:30 London time." in ana.slash("/nudge list", in_="acme").words
    turn(slack, "2026-03-07 08:30")
    assert "call Acme" in digests(ben)[-1].words


def test_before_a_long_leave_it_comes_at_the_end_of_the_day(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/liaison hours leave 4 mar - 15 mar", in_="acme")
    ten_tasks(ana)
    ana.slash("/nudge @ben in 10m call Acme", in_="acme")
    slack.clock.advance(10 * MINUTE)
    slack.settle()
    assert "It comes with the others on Tue 3 Mar, 16:30 London time." in ana.slash("/nudge list", in_="acme").words
    turn(slack, "2026-03-03 17:30")
    assert "call Acme" in ben.dm().newest(TOLD).words


def test_a_digest_that_never_comes_names_no_day(ben: Person) -> None:
    ben.slash("/liaison hours mon-thu 9:00-17:00", in_="acme")
    words = ben.slash("/digest me fridays 8:00", in_="acme").words
    assert "Those are days off of yours, so none comes: `/liaison hours` shows them." in words


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("/digest me off", id="no digest any more"),
        pytest.param("/liaison hours leave 4 mar - 15 mar", id="none for long"),
    ],
)
def test_whoever_changes_what_it_waits_for_is_told_at_once(slack: Sandbox, ana: Person, ben: Person, line: str) -> None:
    """At the end of the day, a few minutes after which it would wait for the next one."""
    ben.slash("/liaison hours mon-fri 9:00-17:15", in_="acme")
    ten_tasks(ana)
    ana.slash("/nudge @ben in 10m call Acme", in_="acme")
    slack.clock.advance(10 * MINUTE)
    slack.settle()
    turn(slack, "2026-03-03 17:15")
    assert len(ben.dm().messages) == 10
    ben.slash(line, in_="acme")
    assert "call Acme" in ben.dm().newest(TOLD).words
