"""Liaison over HTTP: what each path answers, and that what was refused has changed nothing."""

import json
import logging
import threading

import pytest
from waitress.channel import HTTPChannel

from bot.liaison import Liaison
from handlers.http_guard import MOST_BYTES
from handlers.web_server import StampedChannel
from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.signed import JSON, Got, command, sent, signed
from tests.patience import PATIENCE

PAIRS = (Pair.HTTP_POSTGRESQL,)
EVENTS = "/slack/events"


@pytest.fixture
def port(liaison: Liaison) -> int:
    return liaison.web_port


@pytest.fixture
def secret(slack: Sandbox) -> str:
    return slack.signing_secret


def posted(port: int, body: bytes, secret: str, **more: str) -> Got:
    return sent(port, "POST", EVENTS, body, signed(body, secret=secret) | more)


def test_a_signed_command_is_answered(port: int, secret: str) -> None:
    got = posted(port, command(), secret)
    assert (got.status, json.loads(got.body)["response_type"]) == (200, "ephemeral")


@pytest.mark.parametrize("channel", ["<!channel>", "<!subteam^S0ALL>", "C0ACME> <!here", "U0BEN", ""])
def test_what_is_no_channel_is_no_place(port: int, secret: str, slack: Sandbox, channel: str) -> None:
    """Slack sends no such thing; whoever does is not repeated, and what they log goes to them."""
    got = posted(port, command(text="Acme: reprint, phone", channel_id=channel), secret)
    assert "Its card is in your messages with me." in got.body
    assert "!" not in got.body
    assert not slack.violations


def test_head_and_body_are_sent_in_one_piece(port: int, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []

    def send(channel: StampedChannel, data: bytes, do_close: bool = True) -> object:
        pieces.append(bytes(data))
        return HTTPChannel.send(channel, data, do_close)

    monkeypatch.setattr(StampedChannel, "send", send)
    got = posted(port, command(), secret)
    (piece,) = pieces
    assert piece.startswith(b"HTTP/1.1 200 OK\r\n")
    assert piece.endswith(got.body.encode())
    assert got.body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", EVENTS, 405),
        ("PUT", EVENTS, 405),
        ("POST", "/", 404),
        ("POST", "/slack/events/", 404),
        ("POST", "/slack/install", 404),
        ("GET", "/slack/oauth_redirect?code=x", 404),
        ("POST", "/api/auth.test", 404),
        ("GET", "/_sandbox/people", 404),
        ("POST", "/healthz", 405),
        ("DELETE", "/readyz", 405),
    ],
)
def test_other_paths_and_methods(port: int, secret: str, method: str, path: str, status: int) -> None:
    got = sent(port, method, path, command(), signed(command(), secret=secret))
    assert got.status == status
    assert "Server" not in got.headers


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_is_well(port: int, path: str) -> None:
    got = sent(port, "GET", path)
    assert (got.status, got.body) == (200, "ok\n")
    assert sent(port, "HEAD", path).body == ""


def test_what_is_refused_changes_nothing_and_is_not_logged(
    port: int, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    body = command(text="Acme: MARKER of a client")
    with caplog.at_level(logging.DEBUG):
        got = posted(port, body, "another secret altogether")
    assert (got.status, got.body) == (401, "Unauthorized\n")
    assert "MARKER" not in caplog.text
    assert "MARKER" not in ana.slash("/request list", in_="acme").words


@pytest.mark.parametrize(
    ("length", "status"),
    [("abc", 400), ("-5", 400), (str(MOST_BYTES + 1), 413)],
    ids=["no number", "negative", "too large"],
)
def test_lengths_that_cannot_be(port: int, secret: str, length: str, status: int) -> None:
    got = sent(port, "POST", EVENTS, b"x", signed(b"x", secret=secret) | {"Content-Length": length})
    assert got.status == status
    assert "Traceback" not in got.body


def test_the_challenge_is_for_those_who_sign(port: int, secret: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}).encode()
    assert posted(port, body, secret, **{"Content-Type": JSON}).body == "3eZbrw1a"
    assert posted(port, body, "another secret altogether", **{"Content-Type": JSON}).status == 401


def test_the_check_of_certificates_tells_nothing(port: int) -> None:
    got = sent(port, "POST", EVENTS, b"ssl_check=1&token=x")
    assert (got.status, got.body.strip()) == (200, "")


def test_the_same_request_again_counts_once(port: int, secret: str, ana: Person) -> None:
    body = command(text="Acme: reprint", trigger_id="7.8.once")
    answers = [posted(port, body, secret).body for _ in range(3)]
    assert all("R-1" in json.loads(answer)["text"] for answer in answers)
    assert "R-2" not in ana.slash("/request list", in_="acme").words


def test_twenty_at_once_count_once(port: int, secret: str, ana: Person) -> None:
    body = command(text="Acme: reprint", trigger_id="7.8.at-once")
    threads = [threading.Thread(target=posted, args=(port, body, secret)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    words = ana.slash("/request list", in_="acme").words
    assert "R-1" in words
    assert "R-2" not in words


def test_another_workspace_is_not_read(port: int, secret: str) -> None:
    got = posted(port, command(team_id="T0OTHER"), secret)
    assert (got.status, got.body) == (200, "")


def test_while_it_stops_slack_is_told_to_come_again(liaison: Liaison, port: int, secret: str) -> None:
    liaison._parts.transport.stop(1)
    assert posted(port, command(), secret).status == 503
    assert sent(port, "GET", "/readyz").body == "not connected to Slack\n"
    assert sent(port, "GET", "/healthz").status == 200
