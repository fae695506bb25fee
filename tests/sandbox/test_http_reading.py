"""What is read over HTTP: screens, people, the traffic, violations, the truth, and the stream of changes."""

from http.client import HTTPResponse
from urllib.request import urlopen

from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.patience import PATIENCE, stopwatch
from tests.sandbox.http_face import Json, get, mistake, post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.shapes import section


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
    assert [name for name, person in people.items() if person["is_admin"]] == ["ana"]
    assert channels["board"]["members"] == ["U0ANA", "U0BEN", "U0SPECIMEN"]
    assert get(slack, "usergroups")[0]["handle"] == "proofs"
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
        "transport": "socket_mode",
        "rates": False,
        "distributed": False,
        "page_sizes": [],
        "token_fault": "",
        "request_urls": [],
        "connections": 1,
        "events_disabled": False,
    }


def test_one_channel_of_a_screen(slack: Sandbox) -> None:
    slack.person("ana").says("hello", in_="acme")

    screen = get(slack, "screen?user=ana&channel=%23acme")

    assert [[m["text"] for m in channel["messages"]] for channel in screen["channels"]] == [["hello"]]
    assert {"modal", "home", "clock"} <= screen.keys()
    assert mistake(slack, "screen?user=carla&channel=board", None, "GET")[1]["error"] == "channel_not_found"


def test_what_went_over_the_wire(slack: Sandbox, app: App) -> None:
    def on_command(ack: Ack, command: Json, client: WebClient) -> None:
        client.chat_postMessage(channel=command["channel_id"], text=command["text"])
        ack(text="logged")

    app.command("/log")(on_command)
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


def heard(stream: HTTPResponse) -> int:
    """The number of changes that the stream tells next."""
    assert stream.readline() == b"event: changed\n"
    name, _, number = stream.readline().partition(b": ")
    assert name == b"data"
    assert stream.readline() == b"\n"
    return int(number)


def test_the_stream_tells_of_changes(slack: Sandbox) -> None:
    with urlopen(f"{slack.url}/_sandbox/stream?user=ana", timeout=PATIENCE) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        first = heard(stream)
        assert first == get(slack, "window")["changes"]
        slack.person("ben").says("hello", in_="acme")
        second = heard(stream)
        assert second > first
        slack.clock.advance(60)
        assert heard(stream) > second


def test_a_reset_is_one_more_change(slack: Sandbox) -> None:
    before = get(slack, "window")["changes"]
    post(slack, "reset")
    assert get(slack, "window")["changes"] > before


def test_a_window_shows_what_is_read_one_by_one(slack: Sandbox) -> None:
    slack.person("ana").says("hello", in_="board")
    for user in ("ana", "ben"):
        window = get(slack, f"window?user={user}&limit=1")
        apart = get(slack, f"screen?user={user}&limit=1")
        assert {**window["screen"], "clock": None} == {**apart, "clock": None}
        for name in ("people", "channels", "violations", "app"):
            assert window[name] == get(slack, name)
    assert get(slack, "window")["screen"] is None


def test_an_open_stream_does_not_keep_it_from_stopping() -> None:
    slack = Sandbox(SPECIMEN)
    slack.start()
    with urlopen(f"{slack.url}/_sandbox/stream?user=ana", timeout=PATIENCE) as stream:
        stream.readline()
        with stopwatch() as seconds:
            slack.stop()
            assert seconds() < 2
