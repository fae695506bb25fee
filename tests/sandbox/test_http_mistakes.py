"""Mistakes made over HTTP: what is answered, with which hint, and that no traceback is."""

import json

import pytest

from sandbox import Sandbox
from tests.sandbox.http_face import Json, get, mistake


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
