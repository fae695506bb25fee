"""Events: which follow from what people do, in Slack's shapes, and only those that the manifest declares."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from tests.sandbox.http_face import post
from tests.sandbox.manifest import specimen
from tests.sandbox.shapes import home, section
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]


def heard(app: App, *names: str) -> list[Json]:
    """Every outer event of these types."""
    bodies: list[Json] = []

    def on_event(body: Json) -> None:
        bodies.append(body)

    for name in names:
        app.event(name)(on_event)
    return bodies


def test_opening_the_home(slack: Sandbox, app: App) -> None:
    bodies: list[Json] = []

    def on_opened(body: Json, client: WebClient) -> None:
        bodies.append(body)
        client.views_publish(user_id=body["event"]["user"], view=home(section("Day of <@U0ANA>")))

    app.event("app_home_opened")(on_opened)
    ana = slack.person("ana")

    assert ana.home().text == "Day of @ana"
    ana.home()

    first, second = (body["event"] for body in bodies)
    assert (first["user"], first["channel"], first["tab"]) == ("U0ANA", "D0ANA", "home")
    assert "view" not in first
    assert second["view"]["type"] == "home"


def test_the_outer_event(slack: Sandbox, app: App) -> None:
    [body] = heard_mention(slack, app, "hello <@U0SPECIMEN>")

    assert body["type"] == "event_callback"
    assert (body["team_id"], body["api_app_id"]) == ("T0SANDBOX", "A0SPECIMEN")
    assert body["event_id"].startswith("Ev")
    assert isinstance(body["event_time"], int)
    assert body["is_ext_shared_channel"] is False
    assert [a["user_id"] for a in body["authorizations"]] == ["U0SPECIMEN"]


def heard_mention(slack: Sandbox, app: App, said: str) -> list[Json]:
    bodies = heard(app, "app_mention")
    slack.person("ana").says(said, in_="acme")
    return bodies


def test_a_mention(slack: Sandbox, app: App) -> None:
    [body] = heard_mention(slack, app, "hello @specimen & co")

    event = body["event"]
    assert event["text"] == "hello <@U0SPECIMEN> &amp; co"
    assert (event["user"], event["channel"]) == ("U0ANA", "C0ACME")
    assert event["ts"] == event["event_ts"] == slack.person("ana").sees("acme").newest().ts


def test_a_mention_in_a_thread(slack: Sandbox, app: App) -> None:
    bodies = heard(app, "app_mention")
    ana = slack.person("ana")
    parent = ana.says("first", in_="acme")
    reply = ana.says("second", in_="acme", thread_ts=parent)
    ana.says("@specimen third", in_="acme", thread_ts=reply)

    assert bodies[0]["event"]["thread_ts"] == parent


def test_no_mention_is_told_from_elsewhere(slack: Sandbox, app: App) -> None:
    bodies = heard(app, "app_mention", "message")

    slack.person("ana").says("@specimen hello", in_="nobot")
    slack.person("ana").says("hello", in_="acme")

    assert bodies == []


def test_a_direct_message(slack: Sandbox, app: App) -> None:
    bodies = heard(app, "message", "app_mention")

    slack.person("ana").says("hello @specimen", in_="specimen")

    [body] = bodies
    event = body["event"]
    assert (event["channel"], event["channel_type"], event["user"]) == ("D0ANA", "im", "U0ANA")
    assert "subtype" not in event


def test_the_apps_own_messages_come_back(slack: Sandbox, app: App, client: WebClient) -> None:
    heard(app, "message")
    ts = client.chat_postMessage(channel="U0ANA", text="hello")["ts"]
    client.chat_update(channel="D0ANA", ts=ts, text="hello again")
    slack.settle()

    events = [call.request["event"] for call in slack.calls if call.name == "message"]

    assert [event.get("subtype") for event in events] == [None, "message_changed"]
    assert events[0]["bot_id"] == "B0SPECIMEN"
    assert (events[1]["message"]["text"], events[1]["previous_message"]["text"]) == ("hello again", "hello")


@pytest.mark.parametrize(
    ("channel", "letter", "left"),
    [("nobot", "C", "channel_left"), ("board", "G", "group_left")],
    ids=["public", "private"],
)
def test_the_app_comes_and_goes(slack: Sandbox, app: App, channel: str, letter: str, left: str) -> None:
    bodies = heard(app, "member_joined_channel", "member_left_channel", "channel_left", "group_left")
    ana = slack.person("ana")
    if channel == "board":
        ana.kick("specimen", from_="board")
        bodies.clear()
    ana.slash("/invite @Specimen", in_=channel)
    ana.kick("specimen", from_=channel)

    joined, *leaving = (body["event"] for body in bodies)
    assert (joined["user"], joined["channel_type"], joined["inviter"]) == ("U0SPECIMEN", letter, "U0ANA")
    assert sorted(event["type"] for event in leaving) == sorted([left, "member_left_channel"])
    assert all(event["channel"].lower().endswith(channel) for event in leaving)
    assert slack.person("ana").sees(channel).messages == []


def test_others_come_and_go(slack: Sandbox, app: App) -> None:
    bodies = heard(app, "member_joined_channel", "member_left_channel")
    ana = slack.person("ana")

    ana.invite("carla", to="board")
    ana.kick("carla", from_="board")
    ana.kick("carla", from_="nobot")

    events = [(body["event"]["type"], body["event"]["channel"]) for body in bodies]
    assert events == [("member_joined_channel", "C0BOARD"), ("member_left_channel", "C0BOARD")]


def test_people_change(slack: Sandbox, app: App) -> None:
    bodies = heard(app, "team_join", "user_change")

    slack.person("ana").moves_to("America/New_York")
    slack.person("ben").leaves()
    slack.join("Nia Cole", tz="Europe/Paris")

    moved, left, joined = (body["event"]["user"] for body in bodies)
    assert (moved["id"], moved["tz"], moved["tz_offset"]) == ("U0ANA", "America/New_York", -5 * 3600)
    assert (left["id"], left["deleted"]) == ("U0BEN", True)
    assert (joined["id"], joined["name"], joined["real_name"]) == ("U0NIA", "nia", "Nia Cole")


def test_nothing_is_told_that_the_manifest_does_not_declare(slack: Sandbox, app: App) -> None:
    slack.person("ana").says("no message.channels in the manifest", in_="acme")

    assert [call.name for call in slack.calls if call.direction == "slack"] == []


def test_the_messages_tab_is_told_apart(slack: Sandbox, app: App) -> None:
    bodies = heard(app, "app_home_opened")

    post(slack, "home?settle=1", user="ana", tab="messages")

    assert [(body["event"]["tab"], "view" in body["event"]) for body in bodies] == [("messages", False)]


def test_what_the_manifest_switches_off() -> None:
    manifest = specimen()
    manifest["features"]["app_home"] = {"home_tab_enabled": False, "messages_tab_enabled": False}
    manifest["settings"]["interactivity"]["is_enabled"] = False
    manifest["settings"]["socket_mode_enabled"] = False
    with Sandbox(manifest) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        ana = slack.person("ana")

        assert error_of(lambda: client.chat_postMessage(channel="U0ANA", text="x"))["error"] == "messages_tab_disabled"
        with slack.expect_violation("not_enabled"):
            error_of(lambda: client.views_publish(user_id="U0ANA", view=home(section("x"))))
        with slack.expect_violation("interactivity_disabled"):
            assert ana.shortcut("log_anything").error == "dispatch_failed"
        with slack.expect_violation("socket_mode_disabled"):
            answer = error_of(lambda: client.apps_connections_open(app_token=slack.app_token))
        assert answer["error"] == "socket_mode_disabled"
        with pytest.raises(DriverMistake, match="not_enabled"):
            ana.home()
        with pytest.raises(DriverMistake, match="messages_tab_disabled"):
            ana.says("hello", in_="specimen")
