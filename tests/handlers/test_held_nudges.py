"""Reminders that are held for the hours of whom they reach. It is Tuesday 3 March, 14:00 in London, 15:00 in Berlin."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.reminders import DAY, HOUR, MINUTE, posted, reminders

PAIRS = (Pair.SOCKET_SQLITE,)
QUIET = "/liaison hours quiet 20:00-8:00"


def later(slack: Sandbox, seconds: int) -> None:
    slack.clock.advance(seconds)
    slack.settle()


def test_it_is_held_and_the_answer_says_until_when_and_why(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    words = ana.slash("/nudge @ben 21:00 call Acme", in_="general").words
    assert "I'll remind @ben on Tue 3 Mar, 21:00 Berlin time (Tue 3 Mar, 20:00 London time): call Acme" in words
    assert "It is held until Wed 4 Mar, 08:00 Berlin time" in words
    assert "quiet hours for @ben" in words
    assert "Wed 4 Mar, 07:00 London time" in ana.slash("/nudge list", in_="general").words
    later(slack, 16 * HOUR + 59 * MINUTE)
    assert reminders(ben) == []
    later(slack, MINUTE)
    assert reminders(ben) == ["⏰ @ana asked me to remind you: call Acme"]


def test_at_the_time_that_was_given_anyway(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben 21:00 call Acme", in_="general")
    ana.click("Send at 21:00 anyway", in_="general")
    assert "N-1 is urgent now, and comes on Tue 3 Mar, 20:00 London time." in ana.sees("general").newest("urgent").words
    later(slack, 6 * HOUR)
    assert len(reminders(ben)) == 1
    later(slack, DAY)
    assert len(reminders(ben)) == 1
    assert "N-1 was sent" in ana.slash("/nudge urgent N-1", in_="general").words


@pytest.mark.parametrize("freed_by", ["whoever set it", "its reader"])
def test_let_go_long_after_its_time_it_comes_at_once_and_is_not_late(
    slack: Sandbox, ana: Person, ben: Person, freed_by: str
) -> None:
    """It was held on purpose for a weekend, which is more than the half a day that a reminder may be late."""
    ben.slash("/liaison hours mon-fri 9:00-17:00", in_="general")
    ana.slash("/nudge @ben fri 21:00 call Acme", in_="general")
    later(slack, 5 * DAY)
    assert reminders(ben) == []
    if freed_by == "its reader":
        ben.slash("/liaison hours off", in_="general")
    else:
        ana.slash("/nudge urgent N-1", in_="general")
    slack.settle()
    assert reminders(ben) == ["⏰ @ana asked me to remind you: call Acme"]


def test_urgent_is_not_held(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    words = ana.slash("/nudge @ben 21:00 !urgent call Acme", in_="general").words
    assert "21:00 Berlin time (Tue 3 Mar, 20:00 London time): call Acme" in words
    assert "held" not in words
    later(slack, 6 * HOUR)
    assert reminders(ben) == ["⏰ @ana asked me to remind you: call Acme"]


def test_within_the_hours_nothing_is_said(ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    assert "held" not in ana.slash("/nudge @ben 17:00 call Acme", in_="general").words


def test_the_form_says_it_too(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge", in_="general")
    sent = ana.submit({"Person": "ben", "When": "21:00", "What to say": "call Acme"})
    assert sent.modal is not None
    assert "It is held until Wed 4 Mar, 08:00 Berlin time" in sent.modal.words
    assert "At the time you gave all the same: `/nudge urgent N-1`" in sent.modal.words
    assert "N-1 is urgent now" in ana.slash("/nudge urgent N-1", in_="general").words
    later(slack, 6 * HOUR)
    assert len(reminders(ben)) == 1


def test_a_series_is_held_each_time(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    words = ana.slash("/nudge @ben every day 21:00 call Acme", in_="general").words
    assert "It is held until Wed 4 Mar, 08:00 Berlin time" in words
    later(slack, 16 * HOUR + 59 * MINUTE)
    assert reminders(ben) == []
    later(slack, 2 * MINUTE)
    assert len(reminders(ben)) == 1
    later(slack, DAY)
    assert len(reminders(ben)) == 2


def test_one_of_a_series_that_is_held_comes_at_once_when_it_is_urgent(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben every day 21:00 call Acme", in_="general")
    later(slack, 6 * HOUR + 30 * MINUTE)
    assert reminders(ben) == []
    assert "N-1 is urgent now" in ana.slash("/nudge urgent N-1", in_="general").words
    slack.settle()
    assert len(reminders(ben)) == 1
    later(slack, 11 * HOUR)
    assert len(reminders(ben)) == 1, "not at the end of the quiet hours as well"
    later(slack, 13 * HOUR)
    assert len(reminders(ben)) == 2


def test_what_is_held_until_the_next_one_is_said_by_that_one(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Over a weekend: not three of them on Monday."""
    ben.slash("/liaison hours mon-fri 9:00-17:00", in_="general")
    ana.slash("/nudge @ben every day 9:00 call Acme", in_="general")
    later(slack, 18 * HOUR + MINUTE)
    counts = []
    for _ in range(7):
        counts.append(len(reminders(ben)))
        later(slack, DAY)
    assert counts == [1, 2, 3, 3, 3, 4, 5]


def test_what_other_hours_hold_until_the_next_one_is_said_by_that_one(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Wednesday is a day off, as he says on that morning: on Thursday there is one."""
    ben.slash("/liaison hours mon-fri 10:00-17:00", in_="general")
    ana.slash("/nudge @ben every weekday 9:00 call Acme", in_="general")
    later(slack, 18 * HOUR + 30 * MINUTE)
    ben.slash("/liaison hours mon tue thu fri 9:00-17:00", in_="general")
    later(slack, DAY - HOUR)
    assert reminders(ben) == []
    later(slack, HOUR)
    assert sum(one.words.count("call Acme") for one in ben.dm().messages) == 1


def test_somebody_else_does_not_hurry_it(ana: Person, ben: Person, carla: Person) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben 21:00 call Acme", in_="general")
    assert "No reminder N-1" in carla.slash("/nudge urgent N-1", in_="general").words


def test_a_channel_has_hours_too(slack: Sandbox, ana: Person) -> None:
    ana.slash("/liaison hours channel quiet 20:00-8:00", in_="acme")
    assert "It is held until Wed 4 Mar, 08:00 London time" in ana.slash("/nudge #acme 21:00 stand-up", in_="acme").words
    later(slack, 8 * HOUR)
    assert posted(ana, "acme") == []


def test_what_waits_follows_the_hours_as_they_change(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben 21:00 call Acme", in_="general")
    ben.slash(QUIET, in_="general")
    later(slack, 6 * HOUR)
    assert reminders(ben) == []
    ben.slash("/liaison hours quiet off", in_="general")
    slack.settle()
    assert len(reminders(ben)) == 1
    later(slack, DAY)
    assert len(reminders(ben)) == 1


def test_after_a_journey_hours_hold_it_there(slack: Sandbox, ana: Person) -> None:
    ana.slash(QUIET, in_="general")
    ana.slash("/nudge me fri 21:00 call Acme", in_="general")
    ana.moves_to("America/New_York")
    ana.click("Move to my new time", in_=ana.dm().id)
    assert "*N-1* moved to Sat 7 Mar, 08:00 New York time" in ana.dm().newest("moved").words
    assert "Sat 7 Mar, 08:00 New York time" in ana.slash("/nudge list", in_="general").words


def test_what_comes_late_is_held_by_hours_too(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Due at 19:55 in Berlin, and nobody was there to send it until after eight."""
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben 19:55 call Acme", in_="general")
    later(slack, 5 * HOUR + 30 * MINUTE)
    assert reminders(ben) == []
    later(slack, 11 * HOUR + 29 * MINUTE)
    assert reminders(ben) == []
    later(slack, MINUTE)
    (words,) = reminders(ben)
    assert "late: was due" in words
    later(slack, DAY)
    assert len(reminders(ben)) == 1


def test_late_ones_are_held_together(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    for minute in (50, 55):
        ana.slash(f"/nudge @ben 19:{minute} call Acme at {minute}", in_="general")
    later(slack, 5 * HOUR + 30 * MINUTE)
    assert [message.words for message in ben.dm().messages if "come late" in message.words] == []
    later(slack, 11 * HOUR + 30 * MINUTE)
    (words,) = [message.words for message in ben.dm().messages if "come late" in message.words]
    assert ("at 50" in words, "at 55" in words) == (True, True)


def test_late_ones_come_with_what_is_urgent_among_them(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    for line in ("19:50 !urgent call Acme", "19:55 send the proof"):
        ana.slash(f"/nudge @ben {line}", in_="general")
    later(slack, 5 * HOUR + 30 * MINUTE)
    (words,) = [message.words for message in ben.dm().messages if "come late" in message.words]
    assert ("call Acme" in words, "send the proof" in words) == (True, True)


@pytest.mark.parametrize(("urgent", "count"), [("", 0), (" !urgent", 1)])
def test_what_is_due_and_told_late_is_held_unless_it_is_urgent(
    slack: Sandbox, ana: Person, ben: Person, *, urgent: str, count: int
) -> None:
    """At 19:55 in Berlin, and nobody was there to say so until half past eight."""
    ben.slash(QUIET, in_="general")
    ben.slash("/digest me off", in_="general")
    ana.slash(f"/request reprint by today 18:55 @ben{urgent}", in_="acme")
    later(slack, 5 * HOUR + 30 * MINUTE)
    assert len([one for one in ben.dm().messages if "was due" in one.words]) == count
    later(slack, 13 * HOUR)
    assert len([one for one in ben.dm().messages if "was due" in one.words]) == count + 1


def test_what_is_urgent_comes_however_late(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben 19:55 !urgent call Acme", in_="general")
    later(slack, 5 * HOUR + 30 * MINUTE)
    assert len(reminders(ben)) == 1


@pytest.mark.parametrize("scope", ["channel", "workspace"])
def test_what_waits_in_a_channel_follows_its_hours(slack: Sandbox, ana: Person, scope: str) -> None:
    ana.slash("/nudge #acme 21:00 stand-up", in_="acme")
    ana.slash(f"/liaison hours {scope} quiet 20:00-8:00", in_="acme")
    later(slack, 7 * HOUR)
    assert posted(ana, "acme") == []
    later(slack, 11 * HOUR)
    (words,) = posted(ana, "acme")
    assert "late" not in words


def snoozed(person: Person, where: str, choice: str = "in 1h") -> str:
    person.click(in_=where, action_id="occurrence.snooze:N-1.1", value=f"N-1.1|{choice}")
    return person.sees(where).newest("Snoozed by").words


def test_what_somebody_has_snoozed_comes_then_however_hours_change_meanwhile(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben 19:50 call Acme", in_="general")
    later(slack, 4 * HOUR + 50 * MINUTE)
    assert "It comes again Tue 3 Mar, 20:50 Berlin time." in snoozed(ben, ben.dm().id)
    ana.slash("/liaison hours workspace holidays germany", in_="general")
    later(slack, 59 * MINUTE)
    assert len(reminders(ben)) == 1
    later(slack, MINUTE)
    assert len(reminders(ben)) == 2


@pytest.mark.parametrize(
    ("urgent", "comes", "count"),
    [("", "Wed 4 Mar, 08:00 London time", 1), ("!urgent ", "Tue 3 Mar, 20:30 London time", 2)],
)
def test_what_somebody_snoozes_in_a_channel_is_held_by_the_channels_hours(
    slack: Sandbox, ana: Person, *, urgent: str, comes: str, count: int
) -> None:
    ana.slash("/liaison hours channel quiet 20:00-8:00", in_="acme")
    ana.slash(f"/nudge #acme 19:30 {urgent}stand-up", in_="acme")
    later(slack, 5 * HOUR + 30 * MINUTE)
    assert f"It comes again {comes}." in snoozed(ana, "acme")
    ana.slash("/liaison hours workspace holidays germany", in_="acme")
    later(slack, 2 * HOUR)
    assert len(posted(ana, "acme")) == count
    later(slack, 10 * HOUR + 30 * MINUTE)
    assert len(posted(ana, "acme")) == 2


def test_one_of_a_series_that_was_snoozed_comes_at_its_own_moment(slack: Sandbox, ana: Person, ben: Person) -> None:
    """However the hours change meanwhile."""
    ana.slash("/nudge @ben every day 17:00 call Acme", in_="general")
    later(slack, 2 * HOUR)
    ben.click(in_=ben.dm().id, action_id="occurrence.snooze:N-1.1", value="N-1.1|in 1h")
    ben.slash("/liaison hours quiet 22:00-7:00", in_="general")
    later(slack, 59 * MINUTE)
    assert len(reminders(ben)) == 1
    later(slack, MINUTE)
    assert len(reminders(ben)) == 2


def test_a_coming_of_a_series_follows_them_too(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash(QUIET, in_="general")
    ana.slash("/nudge @ben every day 21:00 call Acme", in_="general")
    later(slack, 6 * HOUR + 30 * MINUTE)
    assert reminders(ben) == []
    ben.slash("/liaison hours quiet 22:00-7:00", in_="general")
    slack.settle()
    assert len(reminders(ben)) == 1
    later(slack, DAY)
    assert len(reminders(ben)) == 2
