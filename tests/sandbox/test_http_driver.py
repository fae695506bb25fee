"""The driver over HTTP: the same verbs, in the shapes that README.md names."""

import json
import threading
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from websockets.sync.client import connect

from sandbox import Sandbox
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.shapes import actions, asks, button, home, line, modal, section

Json = dict[str, Any]


def get(slack: Sandbox, path: str) -> Any:
    with urlopen(f"{slack.url}/_sandbox/{path}", timeout=10) as response:
        return json.load(response)


def post(slack: Sandbox, path: str, **body: Any) -> Json:
    request = Request(f"{slack.url}/_sandbox/{path}", json.dumps(body).encode(), method="POST")
    with urlopen(request, timeout=10) as response:
        answer = json.load(response)
    assert isinstance(answer, dict)
    return answer


def mistake(slack: Sandbox, path: str, body: bytes | None, method: str = "POST") -> tuple[int, Json]:
    request = Request(f"{slack.url}/_sandbox/{path}", body, method=method)
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=10)
    with refused.value as response:
        return response.code, json.load(response)


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


def test_a_screen(slack: Sandbox, client: WebClient) -> None:
    parent = slack.person("ana").says("one", in_="acme")
    client.chat_postMessage(channel="C0ACME", text="two", thread_ts=parent)
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="three")

    screen = get(slack, "screen?user=ana&limit=2")
    bens = get(slack, "screen?user=ben")

    acme = next(channel for channel in screen["channels"] if channel["name"] == "acme")
    assert (acme["id"], acme["kind"], acme["topic"], acme["is_archived"]) == ("C0ACME", "public", "Acme", False)
    two, three = acme["messages"]
    assert (two["text"], two["thread_ts"], two["app"], two["ephemeral"]) == ("two", parent, True, False)
    assert (three["text"], three["ephemeral"], three["name"], three["user"]) == (
        "three",
        True,
        "Specimen",
        "U0SPECIMEN",
    )
    assert {"ts", "blocks", "reactions", "edited", "words"} <= two.keys()
    assert (screen["modal"], screen["home"], screen["zone"]) == (None, None, "Europe/London")
    assert screen["clock"].startswith("2026-03-03T14:00")
    assert [m["text"] for c in bens["channels"] for m in c["messages"]] == ["one", "two"]


def test_a_screen_of_one_message_is_not_all_of_them(slack: Sandbox) -> None:
    slack.person("ana").says("one", in_="acme")

    assert [c["messages"] for c in get(slack, "screen?user=ana&limit=0")["channels"]] == [[]] * 7


def test_people_channels_and_the_app(slack: Sandbox) -> None:
    people = {person["name"]: person for person in get(slack, "people")}
    channels = {channel["name"]: channel for channel in get(slack, "channels")}

    assert people["ana"]["real_name"] == "Ana Lima"
    assert (people["ana"]["initials"], people["ana"]["kind"]) == ("AL", "member")
    assert people["ana"]["colour"].startswith("#")
    assert [people[name]["kind"] for name in ("gus", "eve", "rob", "specimen")] == ["guest", "external", "bot", "app"]
    assert channels["board"]["members"] == ["U0ANA", "U0BEN", "U0SPECIMEN"]
    assert get(slack, "app") == {
        "name": "Specimen",
        "user_id": "U0SPECIMEN",
        "commands": [
            {"command": "/log", "description": "Logs", "usage_hint": "something"},
            {"command": "/plain", "description": "As typed", "usage_hint": ""},
        ],
        "shortcuts": [
            {"name": "Log this", "type": "message", "callback_id": "log_message"},
            {"name": "Log", "type": "global", "callback_id": "log_anything"},
        ],
        "connections": 1,
    }


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


def test_one_channel_of_a_screen(slack: Sandbox) -> None:
    slack.person("ana").says("hello", in_="acme")

    screen = get(slack, "screen?user=ana&channel=%23acme")

    assert [[m["text"] for m in channel["messages"]] for channel in screen["channels"]] == [["hello"]]
    assert {"modal", "home", "clock"} <= screen.keys()
    assert mistake(slack, "screen?user=carla&channel=board", None, "GET")[1]["error"] == "channel_not_found"


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


def test_what_went_over_the_wire(slack: Sandbox, app: App) -> None:
    living(app)
    post(slack, "command?settle=1", user="ana", channel="acme", command="/log", text="proof")

    calls = [call for call in get(slack, "calls") if call["name"] != "auth.test"]
    later = get(slack, f"calls?after={calls[0]['n']}")

    assert [(call["direction"], call["name"]) for call in calls] == [("slack", "/log"), ("app", "chat.postMessage")]
    assert calls[0]["response"] == {"text": "logged"}
    assert (calls[1]["request"]["text"], calls[1]["response"]["ok"]) == ("proof", True)
    assert later == calls[1:]
    assert get(slack, "violations") == []


def test_violations_are_listed_with_their_call(slack: Sandbox, client: WebClient) -> None:
    with slack.expect_violation("missing_text"):
        client.api_call("chat.postMessage", json={"channel": "C0ACME", "blocks": [section("x")]})
        [violation] = get(slack, "violations")
        assert {"kind": "missing_text", "method": "chat.postMessage"}.items() <= violation.items()
        assert {"detail", "pointer", "at"} <= violation.keys()
        assert [v["kind"] for v in get(slack, "calls")[-1]["violations"]] == ["missing_text"]


def test_the_truth(slack: Sandbox) -> None:
    slack.person("ana").says("hello", in_="board")

    [sight] = get(slack, "truth")

    assert (sight["what"], sight["text"], sight["to"]) == ("message", "hello", ["U0ANA", "U0BEN", "U0SPECIMEN"])
    assert get(slack, "truth?after=1") == []


def test_rates_and_reset(slack: Sandbox) -> None:
    assert post(slack, "rates", on=True) == {"on": True}
    slack.person("ana").says("hello", in_="acme")
    post(slack, "clock", advance=86400)

    assert post(slack, "reset")["clock"].startswith("2026-03-03T14:00")

    assert slack.person("ana").sees("acme").messages == []
    assert get(slack, "truth") == []


def test_the_stream_tells_of_changes(slack: Sandbox) -> None:
    with urlopen(f"{slack.url}/_sandbox/stream?user=ana", timeout=10) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.readline().startswith(b":")
        assert stream.readline() == b"\n"
        slack.person("ben").says("hello", in_="acme")

        assert stream.readline() == b"event: changed\n"
        assert stream.readline().startswith(b"data: ")
        assert stream.readline() == b"\n"
        slack.clock.advance(60)
        assert stream.readline() == b"event: changed\n"


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        pytest.param("message", {"channel": "acme", "text": "x"}, "missing_field", id="no user"),
        pytest.param("message", {"user": "zoe", "channel": "acme", "text": "x"}, "user_not_found", id="nobody"),
        pytest.param("message", {"user": "ana", "channel": "moon", "text": "x"}, "channel_not_found", id="nowhere"),
        pytest.param("message", {"user": "ana", "channel": "#", "text": "x"}, "channel_not_found", id="no channel"),
        pytest.param(
            "message", {"user": "ana", "channel": " ", "text": "x"}, "channel_not_found", id="a blank channel"
        ),
        pytest.param("message", {"user": "@", "channel": "acme", "text": "x"}, "user_not_found", id="a blank person"),
        pytest.param(
            "message", {"user": "ana", "channel": "acme", "text": "x" * 40_001}, "msg_too_long", id="a long message"
        ),
        pytest.param(
            "message",
            {"user": "ana", "channel": "acme", "text": "x", "thread_ts": "1.2"},
            "thread_not_found",
            id="thread",
        ),
        pytest.param("message", {"user": "ana", "channel": "acme", "text": 7}, "bad_field", id="not text"),
        pytest.param("message", {"user": "ana", "channel": "acme", "text": " "}, "no_text", id="nothing said"),
        pytest.param("message", {"user": "specimen", "channel": "acme", "text": "x"}, "is_the_app", id="as the app"),
        pytest.param("command", {"user": "ana", "channel": "acme", "command": "/x"}, "unknown_command", id="command"),
        pytest.param("click", {"user": "ana", "channel": "acme", "text": "x"}, "no_such_button", id="button"),
        pytest.param("submit", {"user": "ana", "values": []}, "no_open_modal", id="no modal"),
        pytest.param("submit", {"user": "ana", "values": [1]}, "bad_field", id="values"),
        pytest.param("clock", {"advance": -1}, "bad_time", id="backwards"),
        pytest.param("clock", {"advance": True}, "bad_time", id="not seconds"),
        pytest.param("clock", {"to": "tomorrow"}, "bad_time", id="no moment"),
        pytest.param("clock", {"to": "2026-03-03T13:00"}, "bad_time", id="the past"),
        pytest.param("clock", {"advance": 60, "to": "2026-03-04T09:00"}, "bad_time", id="both ways"),
        pytest.param("clock", {"to": "9999-12-31T23:59:59-14:00"}, "bad_time", id="the end of time"),
        pytest.param("clock", {"to": "0001-01-01T00:00:00+14:00"}, "bad_time", id="the beginning of time"),
        pytest.param("clock", {}, "bad_time", id="nothing"),
        pytest.param("rates", {}, "missing_field", id="no rates"),
        pytest.param("rates", {"on": "yes"}, "bad_field", id="rates"),
        pytest.param("join", {"name": "Zed", "tz": [1]}, "bad_field", id="a list of zones"),
        pytest.param("join", {"name": "  "}, "no_name", id="a blank name"),
        pytest.param("profile", {"user": "ana", "name": " "}, "no_name", id="a blank new name"),
        pytest.param("close", {"user": "ana", "all": "yes"}, "bad_field", id="all"),
        pytest.param("profile", {"user": "ana", "tz": "Mars/Base"}, "invalid_timezone", id="zone"),
        pytest.param("invite", {"user": "ana", "channel": "acme", "who": "ben"}, "already_in_channel", id="in already"),
        pytest.param("join", {"name": ""}, "missing_field", id="no name"),
    ],
)
def test_mistakes_come_with_a_hint(slack: Sandbox, path: str, body: Json, error: str) -> None:
    status, answer = mistake(slack, path, json.dumps(body).encode())

    assert (status, answer["error"]) == (400, error)
    assert answer["hint"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="broken"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"\xff", id="not UTF-8"),
        pytest.param(b"[" * 200_000, id="too deep to read"),
        pytest.param(b'{"user": ' * 200 + b"1" + b"}" * 200, id="deeper than anybody nests"),
        pytest.param(b'{"advance": NaN}', id="not a number"),
        pytest.param(b'{"advance": 1e999}', id="more than a number"),
        pytest.param(b"user=ana", id="a form"),
    ],
)
def test_bodies_that_are_no_object(slack: Sandbox, body: bytes) -> None:
    status, answer = mistake(slack, "message", body)

    assert (status, answer["error"]) == (400, "invalid_json")
    assert "JSON object" in answer["hint"]


@pytest.mark.parametrize(
    ("method", "path", "error", "hint"),
    [
        pytest.param("POST", "dance", "unknown_verb", "/_sandbox/command", id="unknown verb"),
        pytest.param("GET", "dance", "unknown_verb", "/_sandbox/screen", id="nothing to read"),
        pytest.param("GET", "", "unknown_verb", "/_sandbox/screen", id="no verb"),
        pytest.param("PUT", "dance", "unknown_verb", "/_sandbox/screen", id="unknown in every way"),
        pytest.param("GET", "command", "wrong_method", "use POST", id="reading a gesture"),
        pytest.param("GET", "reset?settle=1", "wrong_method", "use POST", id="reading a reset"),
        pytest.param("POST", "screen?user=ana", "wrong_method", "use GET", id="doing a screen"),
        pytest.param("PUT", "message", "wrong_method", "use POST", id="PUT"),
        pytest.param("DELETE", "calls", "wrong_method", "use GET", id="DELETE"),
        pytest.param("BREW", "clock", "wrong_method", "use POST", id="no method of HTTP"),
        pytest.param("GET", "screen", "missing_field", "?user=", id="nobody's screen"),
        pytest.param("GET", "screen?user=zoe", "user_not_found", "ana", id="a stranger's screen"),
        pytest.param("GET", "screen?user=ana&limit=two", "bad_field", "limit", id="limit"),
        pytest.param("GET", f"calls?after={'9' * 5000}", "bad_field", "after", id="a very long number"),
        pytest.param("GET", "stream?user=zoe", "user_not_found", "ana", id="a stranger's stream"),
    ],
)
def test_ways_of_asking_wrongly(slack: Sandbox, method: str, path: str, error: str, hint: str) -> None:
    status, answer = mistake(slack, path, b"{}" if method == "POST" else None, method)

    assert (status, answer["error"]) == (400, error)
    assert hint in answer["hint"]


def test_a_slash_at_the_end_changes_nothing(slack: Sandbox) -> None:
    assert get(slack, "people/") == get(slack, "people")


def test_a_defect_is_answered_without_its_traceback(slack: Sandbox) -> None:
    def broken() -> bool:
        raise RuntimeError("secret detail")

    stop_watching = slack.watch(broken)
    try:
        status, answer = mistake(slack, "people?settle=1", None, "GET")
    finally:
        stop_watching()

    assert (status, answer["error"]) == (500, "internal")
    assert "RuntimeError" in answer["hint"]
    assert "secret detail" not in str(answer)


@pytest.mark.parametrize(
    "path", ["screen?user=ana", "calls", "truth", "violations", "people", "channels", "app"], ids=str
)
def test_reading_settles_first(slack: Sandbox, app: App, path: str) -> None:
    working, may_end = threading.Event(), threading.Event()

    def on_mention(client: WebClient) -> None:
        working.set()
        may_end.wait(5)
        client.chat_postMessage(channel="C0ACME", text="done")

    app.event("app_mention")(on_mention)
    slack.person("ana").says("@specimen hello", in_="acme", settle=False)
    working.wait(5)
    assert "done" not in slack.person("ana").sees("acme").texts
    threading.Timer(0.05, may_end.set).start()

    get(slack, f"{path}{'&' if '?' in path else '?'}settle=1")

    assert "done" in slack.person("ana").sees("acme").texts


@pytest.mark.parametrize(
    ("asked", "status"), [("1", 500), ("true", 500), ("yes", 500), ("0", 200), ("false", 200), ("", 200)]
)
def test_how_settling_is_asked_for(slack: Sandbox, asked: str, status: int) -> None:
    def broken() -> bool:
        raise RuntimeError

    stop_watching = slack.watch(broken)
    try:
        if status == 200:
            assert "on" in post(slack, f"rates?settle={asked}", on=False)
        else:
            assert mistake(slack, f"rates?settle={asked}", b'{"on": false}')[0] == status
    finally:
        stop_watching()


def test_one_reset_after_the_other() -> None:
    """Whoever gestures meanwhile waits as well: half a world is no place to be in."""
    going_on: list[str] = []
    begun, may_end = threading.Event(), threading.Event()

    with Sandbox(SPECIMEN) as slack:

        def start_over() -> None:
            going_on.append("begun")
            begun.set()
            may_end.wait(5)
            slack.reset()
            going_on.append("ended")

        slack.on_reset(start_over)
        resets = [threading.Thread(target=post, args=(slack, "reset?settle=1")) for _ in range(2)]
        for reset in resets:
            reset.start()
        begun.wait(5)
        saying = threading.Thread(
            target=post, args=(slack, "message"), kwargs={"user": "ana", "channel": "acme", "text": "after"}
        )
        saying.start()
        threading.Timer(0.1, may_end.set).start()
        for each in (*resets, saying):
            each.join(10)

        assert going_on == ["begun", "ended"] * 2
        assert slack.person("ana").sees("acme").texts == ["after"]


def test_an_open_stream_does_not_keep_it_from_stopping() -> None:
    slack = Sandbox(SPECIMEN)
    slack.start()
    with urlopen(f"{slack.url}/_sandbox/stream?user=ana", timeout=10) as stream:
        stream.readline()
        begun = time.monotonic()
        slack.stop()

    assert time.monotonic() - begun < 2


def test_half_a_surrogate_pair(slack: Sandbox, client: WebClient) -> None:
    post(slack, "message", user="ana", channel="acme", text="half \ud83d")
    client.api_call("chat.postMessage", json={"channel": "C0ACME", "text": "half \ud83d"})

    acme = next(channel for channel in get(slack, "screen?user=ana")["channels"] if channel["name"] == "acme")
    assert [message["text"] for message in acme["messages"]] == ["half ?", "half ?"]
