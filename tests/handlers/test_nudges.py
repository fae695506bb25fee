"""Reminders, from what is typed or clicked to what people see and when. It is Tuesday 3 March, 14:00 in London."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.payloads import user_object
from tests.handlers.reminders import DAY, HOUR, MINUTE, posted, reminders


def test_it_comes_at_the_recipients_hour_and_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    answer = ana.slash("/nudge @ben fri 9:00 call Acme", in_="general")
    assert "I'll remind @ben on Fri 6 Mar, 09:00 Berlin time (Fri 6 Mar, 08:00 London time): call Acme" in answer.words

    slack.clock.advance(2 * DAY + 17 * HOUR + 59 * MINUTE)
    slack.settle()
    assert reminders(ben) == []

    slack.clock.advance(MINUTE)
    slack.settle()
    assert reminders(ben) == ["⏰ @ana asked me to remind you: call Acme"]

    slack.clock.advance(DAY)
    slack.settle()
    assert len(reminders(ben)) == 1
    assert reminders(ana) == []


@pytest.mark.parametrize(
    ("line", "said", "wait"),
    [
        ("me in 2h call Acme", "I'll remind you on Tue 3 Mar, 16:00 London time: call Acme", 2 * HOUR),
        ("@ana in 90m to call Acme", "I'll remind you on Tue 3 Mar, 15:30 London time: call Acme", 90 * MINUTE),
        ("tomorrow call Acme", "I'll remind you on Wed 4 Mar, 09:00 London time: call Acme", 19 * HOUR),
    ],
    ids=["me", "by one's own name", "nobody named"],
)
def test_ones_own(slack: Sandbox, ana: Person, line: str, said: str, wait: int) -> None:
    assert said in ana.slash(f"/nudge {line}", in_="nobot").words
    slack.clock.advance(wait)
    slack.settle()
    assert reminders(ana) == ["⏰ You asked me to remind you: call Acme"]


def test_a_zone_that_was_typed_is_shown_with_the_others(carla: Person) -> None:
    words = carla.slash("/nudge @ana fri 9:00 Berlin call Acme", in_="general").words
    assert "Fri 6 Mar, 09:00 Berlin time (Fri 6 Mar, 08:00 London time; Fri 6 Mar, 03:00 New York time)" in words


def test_a_channel(slack: Sandbox, ben: Person, carla: Person) -> None:
    words = ben.slash("/nudge #acme tomorrow 9:00 stand-up", in_="general").words
    assert "I'll remind #acme on Wed 4 Mar, 09:00 Berlin time: stand-up" in words
    slack.clock.advance(18 * HOUR)
    slack.settle()
    assert posted(carla, "acme") == ["⏰ @ben asked me to remind this channel: stand-up"]


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("nobot", "I am not in #nobot, so I cannot post there. Type `/invite @Liaison` there, then try again."),
        ("old", "#old is archived, so nothing can be posted there."),
        ("partners", "#partners is shared with another company, so I post nothing there."),
    ],
    ids=["without the bot", "archived", "shared"],
)
def test_a_channel_that_takes_none(ana: Person, channel: str, said: str) -> None:
    answer = ana.slash(f"/nudge #{channel} tomorrow 9:00 stand-up", in_="general")
    assert said in answer.words
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


def test_a_channel_that_the_bot_was_removed_from_takes_none(ana: Person, ben: Person) -> None:
    ben.kick("liaison", from_="acme")
    assert "I am not in #acme" in ana.slash("/nudge #acme tomorrow 9:00 stand-up", in_="general").words
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


def test_somebody_elses_private_channel_sounds_like_one_without_the_bot(carla: Person) -> None:
    answer = carla.slash("/nudge <#C0BOARD|board> tomorrow 9:00 stand-up", in_="general")
    assert "I am not in #" in answer.words
    assert "/invite @Liaison" in answer.words


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("@gus", "is a guest here"),
        ("@eve", "belongs to another company"),
        ("@rob", "is an app"),
        ("<@U0DORA>", "has left this workspace"),
        ("@liaison", "is an app"),
    ],
    ids=["guest", "of another company", "app", "deactivated", "Liaison itself"],
)
def test_who_cannot_be_reminded(ana: Person, who: str, said: str) -> None:
    answer = ana.slash(f"/nudge {who} fri 9:00 call Acme", in_="general")
    assert said in answer.words
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


def test_a_guest_sets_none(slack: Sandbox, ana: Person) -> None:
    assert "You are a guest here" in slack.person("gus").slash("/nudge me in 2h call", in_="acme").words


@pytest.mark.usefixtures("liaison")
def test_a_group_is_refused_in_words(slack: Sandbox) -> None:
    """The office has no groups, so this is what Slack sends where there are some."""
    command = {
        "team_id": slack.team_id,
        "user_id": "U0ANA",
        "channel_id": "C0GENERAL",
        "command": "/nudge",
        "text": "<!subteam^S0TEAM|@designers> fri 9:00 call Acme",
        "trigger_id": "1.2",
    }
    slack.settle()
    reply = slack.server.run(slack.core.delivery.gesture("slash_commands", "/nudge", command))
    assert reply.payload is not None
    assert "I can't remind a group yet" in reply.payload["text"]
    assert "/nudge @designers fri 9:00 call Acme" in reply.payload["text"]


def test_nothing_to_say(ana: Person) -> None:
    answer = ana.slash("/nudge me fri 9:00", in_="general")
    assert "What shall I say?" in answer.words
    assert "You typed: /nudge me fri 9:00" in answer.words


def test_a_typed_line_is_given_back_as_it_was_typed(ana: Person) -> None:
    modal = ana.slash("/nudge @ben ask @carla & co if 1 < 2", in_="general").modal
    assert modal is not None
    assert "You typed: /nudge @ben ask @carla & co if 1 < 2" in modal.words


def test_what_was_typed_reaches_nobody_else(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben in 1h tell <!channel> and @carla that *A* & B < C", in_="general")
    slack.clock.advance(HOUR)
    slack.settle()
    text = ben.dm().newest("⏰").text
    assert "<!channel>" not in text
    assert "tell &lt;!channel&gt; and @carla that" in text
    assert "&amp; B &lt; C" in text


def test_late_is_said_and_too_late_is_not_sent(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben fri 9:00 call Acme", in_="general")
    ana.slash("/nudge me fri 20:00 stretch", in_="general")
    slack.clock.advance(2 * DAY + 21 * HOUR)
    slack.settle()
    assert reminders(ben) == ["⏰ @ana asked me to remind you: call Acme (late: was due Fri 6 Mar, 09:00 Berlin time)"]
    slack.clock.advance(3 * DAY)
    slack.settle()
    assert reminders(ana) == []


def test_one_for_somebody_else_that_came_too_late_is_reported(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben fri 9:00 call Acme", in_="general")
    slack.clock.advance(5 * DAY)
    slack.settle()
    assert reminders(ben) == []
    assert len(ana.dm().messages) == 1
    assert "N-1" in ana.dm().newest().words


def test_an_hour_that_the_clocks_jump_over(ana: Person) -> None:
    words = ana.slash("/nudge me 29 mar 01:30 change the batteries", in_="general").words
    assert "Sun 29 Mar, 02:00 London time" in words
    assert "01:30 does not exist on 29 Mar" in words


def test_after_a_journey_reminders_move_when_asked_to(slack: Sandbox, ana: Person, carla: Person) -> None:
    carla.slash("/nudge @ana fri 9:00 call Acme", in_="general")
    ana.slash("/nudge me in 2h stretch", in_="general")
    ana.moves_to("America/New_York")
    assert "You are on New York time now" in ana.dm().newest().words

    ana.click("Move to my new time", in_=ana.dm().id)
    words = ana.dm().newest("moved").words
    assert "*N-1* moved to Fri 6 Mar, 09:00 New York time" in words
    assert "N-2" not in words

    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert reminders(ana) == ["⏰ You asked me to remind you: stretch"]
    slack.clock.advance(2 * DAY + 21 * HOUR + 59 * MINUTE)
    slack.settle()
    assert len(reminders(ana)) == 1
    slack.clock.advance(MINUTE)
    slack.settle()
    assert reminders(ana)[1].startswith("⏰ @carla asked me to remind you: call Acme")


@pytest.mark.parametrize(
    ("typed", "moved"),
    [
        pytest.param("in 2 days", "Thu 5 Mar, 09:00", id="days are no length of time"),
        pytest.param("18:00", "Tue 3 Mar, 18:00", id="a time and no length"),
    ],
)
def test_what_a_journey_takes_along(ana: Person, typed: str, moved: str) -> None:
    ana.slash(f"/nudge me {typed} call Acme", in_="general")
    ana.moves_to("America/New_York")
    ana.click("Move to my new time", in_=ana.dm().id)
    assert f"*N-1* moved to {moved} New York time" in ana.dm().newest("moved").words


def test_what_was_set_for_another_place_stays_after_a_journey(ana: Person) -> None:
    ana.slash("/nudge me fri 9:00 Berlin time call Acme", in_="general")
    ana.slash("/nudge me fri 10:00 call the printer", in_="general")
    ana.moves_to("America/New_York")
    ana.click("Move to my new time", in_=ana.dm().id)
    listed = ana.slash("/nudge list", in_="general").words
    assert "*N-1* call Acme\nFri 6 Mar, 03:00 New York time" in listed
    assert "*N-2* call the printer\nFri 6 Mar, 10:00 New York time" in listed


def test_on_a_journey_with_stops_one_answer_is_for_all_of_it(slack: Sandbox, ana: Person) -> None:
    """What was set on the way for the time of home was meant for that."""
    ana.slash("/nudge me fri 9:00 call Acme", in_="general")
    ana.moves_to("America/New_York")
    slack.clock.advance(HOUR)
    ana.slash("/nudge me fri 10:00 London time call home", in_="general")
    ana.slash("/nudge me fri 11:00 call the printer", in_="general")
    ana.moves_to("America/Los_Angeles")
    ana.click("Move to my new time", in_=ana.dm().id, ts=ana.dm().newest("You are on Los Angeles time").ts)
    moved = ana.dm().newest("moved").words
    assert "*N-1* moved to Fri 6 Mar, 09:00 Los Angeles time" in moved
    assert "*N-3* moved to Fri 6 Mar, 11:00 Los Angeles time" in moved
    assert "N-2" not in moved


def test_what_was_left_long_ago_stays_and_that_is_said(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me 20 mar 9:00 call Acme", in_="general")
    ana.moves_to("America/New_York")
    slack.clock.advance(4 * DAY)
    ana.moves_to("America/Los_Angeles")
    ana.click("Move to my new time", in_=ana.dm().id, ts=ana.dm().newest("You are on Los Angeles time").ts)
    assert "Nothing to move: none of your reminders is on the time of where you were." in ana.dm().newest().words


def test_after_a_journey_they_may_stay(ana: Person) -> None:
    ana.slash("/nudge me fri 9:00 call Acme", in_="general")
    ana.moves_to("America/New_York")
    ana.click("Keep", in_=ana.dm().id)
    assert "Your reminders stay" in ana.dm().newest("stay").words
    assert "Fri 6 Mar, 04:00 New York time" in ana.slash("/nudge list", in_="general").words


def test_a_time_of_day_that_is_over_there_stays(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me 18:00 call Acme", in_="general")
    ana.moves_to("Asia/Tokyo")
    ana.click("Move to my new time", in_=ana.dm().id)
    assert "stays at Wed 4 Mar, 03:00 Tokyo time" in ana.dm().newest("stays").words
    slack.clock.advance(4 * HOUR)
    slack.settle()
    assert len(reminders(ana)) == 1


def _is_told(slack: Sandbox, user: str, zone: str | None) -> None:
    """The local Slack itself knows no such zones."""
    world = slack.core.slack
    profile = {**user_object(world, world.world.users[user]), "tz": zone}
    slack.server.call(lambda: slack.core.delivery.event("user_change", {"type": "user_change", "user": profile}))
    slack.settle()


def test_who_has_no_zone_any_more_is_told_which_one_counts(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben fri 9:00 call Acme", in_="general")
    _is_told(slack, "U0BEN", "US/Pacific-New")
    words = ben.dm().newest().words
    assert "Slack does not tell me your time zone any more, so I go by this workspace's: London time." in words
    assert "You are on" not in words
    ben.click("Move to my new time", in_=ben.dm().id)
    assert "moved to Fri 6 Mar, 09:00 London time" in ben.dm().newest("moved").words


@pytest.mark.parametrize("zone", [None, "US/Pacific-New"], ids=["none", "one that is no more"])
def test_without_a_zone_the_workspaces_is_used_and_said(
    slack: Sandbox, ana: Person, ben: Person, zone: str | None
) -> None:
    _is_told(slack, "U0BEN", zone)
    mine = ben.slash("/nudge #acme fri 9:00 stand-up", in_="general").words
    assert "Slack does not tell me your time zone, so I used this workspace's: London time." in mine

    words = ana.slash("/nudge @ben fri 9:00 call Acme", in_="general").words
    assert "09:00 London time" in words
    assert "Slack does not tell me @ben's time zone" in words
