"""Who sees what: nobody sees a private channel, a DM or an ephemeral message that is not theirs."""

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from tests.sandbox.shapes import home, modal, section


@pytest.mark.parametrize(
    ("who", "channels"),
    [
        ("ana", {"general", "acme", "brightside", "partners", "board", "nobot", "old"}),
        ("carla", {"general", "acme", "brightside", "partners", "nobot", "old"}),
        ("gus", {"acme"}),
        ("eve", {"partners"}),
    ],
)
def test_the_channels_on_a_screen(slack: Sandbox, who: str, channels: set[str]) -> None:
    assert {channel["name"] for channel in slack.person(who).screen["channels"]} == channels


def test_what_is_said_in_private(slack: Sandbox, client: WebClient) -> None:
    client.chat_postMessage(channel="C0BOARD", text="secret plan")
    client.chat_postMessage(channel="U0ANA", text="secret note")
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="secret whisper")
    client.views_publish(user_id="U0ANA", view=home(section("secret day")))

    seen = {who: str(slack.person(who).screen).count("secret") for who in ("ben", "carla", "gus", "eve")}

    assert seen == {"ben": 2, "carla": 0, "gus": 0, "eve": 0}  # the plan, as text and as words
    assert [len(slack.truth.seen_by(who)) for who in ("U0ANA", "U0BEN", "U0CARLA")] == [4, 1, 0]
    assert [sight.to - {"U0SPECIMEN"} for sight in slack.truth] == [{"U0ANA", "U0BEN"}, {"U0ANA"}, {"U0ANA"}, {"U0ANA"}]


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_a_whisper_starts_no_thread(slack: Sandbox, client: WebClient, who: str) -> None:
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="whisper")
    ts = slack.person("ana").sees("acme").newest().ts

    with pytest.raises(DriverMistake, match="thread_not_found"):
        slack.person(who).says("reply", in_="acme", thread_ts=ts)


def test_a_whisper_in_a_thread_leads_the_one_who_sees_it_there(slack: Sandbox, client: WebClient) -> None:
    parent = slack.person("ben").says("first", in_="acme")
    client.chat_postMessage(channel="C0ACME", text="second", thread_ts=parent)
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="whisper", thread_ts=parent)
    ts = slack.person("ana").sees("acme").newest("whisper").ts

    slack.person("ana").says("reply", in_="acme", thread_ts=ts)
    with pytest.raises(DriverMistake, match="thread_not_found"):
        slack.person("ben").says("reply", in_="acme", thread_ts=ts)

    assert [message.text for message in slack.person("ben").sees("acme").thread(parent)] == ["second", "reply"]


def test_who_was_deactivated_sees_nothing_more(slack: Sandbox, app: App, client: WebClient) -> None:
    app.event("user_change")(lambda: None)
    ana = slack.person("ana")
    client.views_publish(user_id="U0ANA", view=home(section("my day")))
    client.views_open(trigger_id=slack.core.slack.triggers.new("U0ANA"), view=modal(section("form")))
    in_time = slack.core.slack.triggers.new("U0ANA")
    ana.leaves()
    before = len(slack.truth)

    client.chat_postMessage(channel="U0ANA", text="to you")
    client.chat_postMessage(channel="C0ACME", text="to all")
    client.views_publish(user_id="U0ANA", view=home(section("my next day")))
    client.views_open(trigger_id=in_time, view=modal(section("another form")))

    assert (ana.screen["channels"], ana.screen["modal"], ana.screen["home"]) == ([], None, None)
    assert slack.truth.seen_by("U0ANA", after=before) == []


MENTIONED = section("Also in <#C0BOARD> and <#C0NOBOT>")


def test_a_channel_out_of_sight_has_no_name(slack: Sandbox, client: WebClient) -> None:
    blocks = [MENTIONED, {"type": "rich_text", "elements": [RICH]}]
    client.chat_postMessage(channel="C0ACME", text="Also in <#C0BOARD>", blocks=blocks)
    client.chat_postMessage(channel="C0ACME", text="Only <#C0BOARD>")
    for who in ("ana", "carla", "gus"):
        client.views_publish(user_id=slack.person(who).id, view=home(MENTIONED))
        client.views_open(trigger_id=slack.core.slack.triggers.new(slack.person(who).id), view=modal(MENTIONED))

    read = {
        who: {word for words in words_of(slack, who) for word in words.split() if word.startswith("#")}
        for who in ("ana", "carla", "gus")
    }

    assert read == {
        "ana": {"#board", "#nobot"},
        "carla": {"#private-channel", "#nobot"},
        "gus": {"#private-channel"},
    }


RICH = {"type": "rich_text_section", "elements": [{"type": "channel", "channel_id": "C0BOARD"}]}


def words_of(slack: Sandbox, who: str) -> list[str]:
    person = slack.person(who)
    assert person.modal is not None
    assert person.home_view is not None
    return [*(message.words for message in person.sees("acme").messages), person.modal.words, person.home_view.words]


def test_what_nobody_could_look_at(slack: Sandbox) -> None:
    with pytest.raises(DriverMistake, match="channel_not_found"):
        slack.person("carla").sees("board")


def test_a_screen_that_was_read_stays_as_it_was(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text="one", blocks=[section("one")])["ts"]
    before = slack.person("ana").sees("acme").newest()

    client.chat_update(channel="C0ACME", ts=ts, text="two", blocks=[section("two")])

    assert (before.text, before.words) == ("one", "one")
    assert slack.truth[0].text == "one"
