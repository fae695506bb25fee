"""The driver over HTTP: the same verbs, in the shapes that README.md names."""

import threading

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from websockets.sync.client import connect

from sandbox import Sandbox
from tests.sandbox.http_face import Json, get, mistake, post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.shapes import actions, asks, button, home, line, modal, section


def living(app: App) -> None:
    """An app with a command, a button, a form, a Home and an answer to mentions."""
    form = modal(asks("Title", "title", line()))

    def on_command(ack: Ack, command: Json, client: WebClient) -> None:
        blocks = [section(command["text"]), actions(button("Edit", "edit"))]
        client.chat_postMessage(channel=command["channel_id"], text=command["text"], blocks=blocks)
        ack(text="logged")

    def on_edit(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form)
        ack()

    def on_submission(ack: Ack, view: Json) -> None:
        title = view["state"]["values"]["title"]["line"]["value"]
        if title == "bad":
            ack(response_action="errors", errors={"title": "No"})
        else:
            ack()

    def on_home(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section("day"), actions(button("Edit", "edit"))))

    app.command("/log")(on_command)
    app.action("edit")(on_edit)
    app.view("log")(on_submission)
    app.shortcut("log_message")(on_edit)
    app.event("app_home_opened")(on_home)


def test_the_loop(slack: Sandbox, app: App) -> None:
    living(app)

    logged = post(slack, "command?settle=1", user="ana", channel="acme", command="/log", text="proof")
    opened = post(slack, "click?settle=1", user="U0ANA", channel="C0ACME", text="Edit")
    refused = post(slack, "submit?settle=1", user="ana", values={"Title": "bad"})
    closed = post(slack, "submit?settle=1", user="ana", values={"title": "good"})

    assert (logged["answer"]["text"], logged["modal"], logged["error"]) == ("logged", None, None)
    assert 0 < logged["acked_ms"] < 3000
    assert opened["modal"]["title"]["text"] == "Log"
    assert (refused["closed"], refused["errors"]) == (False, {"title": "No"})
    assert (closed["closed"], closed["errors"], closed["modal"]) == (True, {}, None)


def test_the_home_and_a_shortcut(slack: Sandbox, app: App) -> None:
    living(app)
    said = post(slack, "message", user="ben", channel="acme", text="please")

    post(slack, "home?settle=1", user="ana")
    assert get(slack, "screen?user=ana")["home"]["words"] == "day\nEdit"
    assert post(slack, "click", user="ana", text="Edit")["modal"] is not None
    assert post(slack, "close", user="ana")["modal"] is None
    shortcut = post(slack, "shortcut", user="ana", callback_id="log_message", channel="acme", ts=said["ts"])
    assert shortcut["modal"] is not None


def test_direct_messages_have_names(slack: Sandbox, app: App, client: WebClient) -> None:
    app.event("message")(lambda: None)
    for user in ("U0ANA", "U0BEN"):
        client.chat_postMessage(channel=user, text=f"hello {user}")

    names = {channel["id"]: channel["name"] for channel in get(slack, "channels")}

    assert len(set(names.values())) == len(names)
    assert (names["D0ANA"], names["D0BEN"]) == ("ana/specimen", "ben/specimen")
    for name in ("ana/specimen", "D0ANA", "specimen", "@Specimen", "<@U0SPECIMEN>", " D0ANA "):
        post(slack, "message", user="ana", channel=name, text=name)
    assert len(slack.person("ana").dm().messages) == 7
    status, answer = mistake(slack, "message", b'{"user": "ana", "channel": "ben/specimen", "text": "x"}')
    assert (status, answer["error"]) == (400, "channel_not_found")


def test_a_dm_that_nobody_has_opened_yet(slack: Sandbox, app: App) -> None:
    app.event("message")(lambda: None)

    assert post(slack, "message", user="ana", channel="D0ANA", text="hello")["ts"]


@pytest.mark.parametrize(
    ("user", "channel"),
    [(" ANA ", " #Acme "), ("@ana", "<#C0ACME>"), ("<@U0ANA>", "<#C0ACME|acme>"), ("Ana Lima", "c0acme")],
)
def test_how_names_may_be_written(slack: Sandbox, user: str, channel: str) -> None:
    post(slack, "message", user=user, channel=channel, text="hello")

    [message] = slack.person("ben").sees("acme").messages
    assert message.user == "U0ANA"


@pytest.mark.parametrize("settle", ["", "?settle=1"], ids=["at once", "settled"])
def test_gestures_that_cause_an_event_tell_when_it_was_acked(slack: Sandbox, app: App, settle: str) -> None:
    living(app)
    for event in (
        "app_mention",
        "message",
        "member_joined_channel",
        "member_left_channel",
        "channel_left",
        "user_change",
    ):
        app.event(event)(lambda: None)
    acme, nobot = {"user": "ana", "channel": "acme"}, {"user": "ana", "channel": "nobot", "who": "specimen"}

    answers = [
        post(slack, f"home{settle}", user="ana"),
        post(slack, f"message{settle}", **acme, text="@specimen hello"),
        post(slack, f"message{settle}", user="ana", channel="specimen", text="hello"),
        post(slack, f"command{settle}", user="ana", channel="nobot", command="/invite", text="@specimen"),
        post(slack, f"kick{settle}", **nobot),
        post(slack, f"invite{settle}", **nobot),
        post(slack, f"profile{settle}", user="ana", tz="Asia/Tokyo"),
    ]

    assert all(0 < answer["acked_ms"] < 3000 for answer in answers)
    assert post(slack, f"message{settle}", **acme, text="nobody is told")["acked_ms"] is None


def test_an_event_that_is_not_acked_has_no_time() -> None:
    with Sandbox(SPECIMEN, ack_seconds=0.1) as slack:
        assert post(slack, "home", user="ana")["acked_ms"] is None
        client = WebClient(base_url=slack.api_url)
        with connect(client.apps_connections_open(app_token=slack.app_token)["url"]) as socket:
            socket.recv()
            with slack.expect_violation("ack_late"):
                assert post(slack, "home", user="ana")["acked_ms"] is None


def test_membership_and_profiles(slack: Sandbox, app: App) -> None:
    for event in ("member_joined_channel", "member_left_channel", "channel_left", "user_change", "team_join"):
        app.event(event)(lambda: None)

    post(slack, "invite", user="ana", channel="nobot", who="specimen")
    post(slack, "kick?settle=1", user="ana", channel="nobot", who="specimen")
    post(slack, "profile?settle=1", user="ana", tz="Asia/Tokyo", name="Ana L.")
    joined = post(slack, "join?settle=1", name="Nia Cole", tz="Europe/Paris")

    assert joined == {"id": "U0NIA", "name": "nia"}
    people = {person["name"]: person for person in get(slack, "people")}
    assert (people["ana"]["tz"], people["ana"]["real_name"]) == ("Asia/Tokyo", "Ana L.")
    assert "nobot" not in str([c for c in get(slack, "channels") if "U0SPECIMEN" in c["members"]])


def test_the_clock(slack: Sandbox) -> None:
    told = threading.Event()
    slack.clock.subscribe(told.set)

    advanced = post(slack, "clock", advance=3600)["clock"]
    to = post(slack, "clock", to="2026-03-04T09:00")["clock"]

    assert advanced.startswith("2026-03-03T15:00")
    assert to.startswith("2026-03-04T09:00")  # London's, which is UTC in March
    assert told.is_set()


def test_rates_and_reset(slack: Sandbox) -> None:
    assert post(slack, "rates", on=True) == {"on": True}
    slack.person("ana").says("hello", in_="acme")
    post(slack, "clock", advance=86400)

    assert post(slack, "reset")["clock"].startswith("2026-03-03T14:00")

    assert slack.person("ana").sees("acme").messages == []
    assert get(slack, "truth") == []


def test_half_a_surrogate_pair(slack: Sandbox, client: WebClient) -> None:
    post(slack, "message", user="ana", channel="acme", text="half \ud83d")
    client.api_call("chat.postMessage", json={"channel": "C0ACME", "text": "half \ud83d"})

    acme = next(channel for channel in get(slack, "screen?user=ana")["channels"] if channel["name"] == "acme")
    assert [message["text"] for message in acme["messages"]] == ["half ?", "half ?"]
