"""How the app is reached: Socket Mode, HTTP or not at all, how one switches, and what the challenge must bring."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sandbox import BadAddress, DriverMistake, Sandbox, World
from tests.patience import PATIENCE
from tests.sandbox.http_face import get, mistake, post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.scripted import JSON, Got, Says, Scripted, obliging, scripted

Json = dict[str, Any]


@pytest.fixture(scope="module")
def serving() -> Iterator[Scripted]:
    with scripted() as app:
        yield app


@pytest.fixture
def app(serving: Scripted) -> Scripted:
    serving.answer = obliging
    serving.got.clear()
    return serving


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(SPECIMEN, World.office(), retry_seconds=()) as sandbox:
        yield sandbox


@pytest.fixture
def slack(running: Sandbox) -> Iterator[Sandbox]:
    running.socket_mode()
    running.reset(World.office())
    running.core.delivery.ack_seconds = 3
    yield running
    running.settle()
    assert running.violations == []


def socket_address(slack: Sandbox) -> str:
    client = WebClient(base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


def challenge(got: Got) -> str:
    return str(got.payload["challenge"])


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda c: Says(body=c), id="plain text"),
        pytest.param(lambda c: Says(body=f"{c}\n"), id="a line"),
        pytest.param(lambda c: Says.json({"challenge": c}), id="JSON"),
        pytest.param(lambda c: Says(body=urlencode({"challenge": c}), content_type="text/plain"), id="a form"),
    ],
)
def test_a_challenge_that_comes_back(slack: Sandbox, app: Scripted, answer: Callable[[str], Says]) -> None:
    app.answer = lambda got: answer(challenge(got))

    slack.requests_to(app.url)

    [asked] = app.got
    assert asked.payload.keys() == {"token", "challenge", "type"}
    assert asked.headers["content-type"] == "application/json"
    assert SignatureVerifier(slack.signing_secret).is_valid_request(asked.body, asked.headers)
    assert get(slack, "app")["transport"] == "http"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(lambda c: Says(), "200 ''", id="nothing"),
        pytest.param(lambda c: Says(body="ok"), "200 'ok'", id="ok"),
        pytest.param(lambda c: Says(401, c), "401", id="not believed"),
        pytest.param(lambda c: Says(body="x" + c), "200", id="another one"),
        pytest.param(lambda c: Says.json({"Challenge": c}), "200", id="under another name"),
        pytest.param(lambda c: Says.json([c]), "200", id="in a list"),
        pytest.param(lambda c: Says(body=c, content_type=JSON), "200", id="text that says it is JSON"),
        pytest.param(lambda c: Says(302, headers={"Location": "/x"}), "too_many_redirects", id="round and round"),
    ],
)
def test_a_challenge_that_does_not(slack: Sandbox, app: Scripted, answer: Callable[[str], Says], words: str) -> None:
    app.answer = lambda got: answer(challenge(got))

    with pytest.raises(DriverMistake, match=words) as refused:
        slack.requests_to(app.url)

    assert refused.value.error == "url_not_verified"
    assert get(slack, "app")["transport"] == "socket_mode"


def test_a_challenge_that_comes_back_late(slack: Sandbox, app: Scripted) -> None:
    ready = Event()

    def answer(got: Got) -> Says:
        ready.wait(PATIENCE)
        return obliging(got)

    app.answer = answer
    slack.core.delivery.ack_seconds = 0.1
    with pytest.raises(DriverMistake, match=r"did not answer within 0\.1 s"):
        slack.requests_to(app.url)
    ready.set()


def test_an_address_where_nobody_is(slack: Sandbox) -> None:
    with scripted() as stopped:
        pass

    with pytest.raises(DriverMistake, match="connection_failed"):
        slack.requests_to(stopped.url)


@pytest.mark.parametrize(
    "url",
    ["", "localhost:3000", "ftp://localhost/", "http://", "http:///x", "http://x:y/", "http://x:99999/", "http://x y/"],
)
def test_what_is_no_address(slack: Sandbox, url: str) -> None:
    with pytest.raises(DriverMistake, match="bad_url"):
        slack.requests_to(url)
    with pytest.raises(BadAddress):
        Sandbox(SPECIMEN, request_url=url)


def test_sockets_end_when_http_begins(slack: Sandbox, app: Scripted) -> None:
    url = socket_address(slack)
    with connect(socket_address(slack)) as socket:
        assert json.loads(socket.recv(timeout=PATIENCE))["type"] == "hello"
        slack.requests_to(app.url)
        assert json.loads(socket.recv(timeout=PATIENCE))["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)

    with pytest.raises(InvalidStatus), connect(url):
        pass
    with pytest.raises(SlackApiError, match="socket_mode_disabled"):
        socket_address(slack)


def test_nothing_goes_over_http_in_socket_mode(slack: Sandbox, app: Scripted) -> None:
    slack.requests_to(app.url)
    slack.socket_mode()
    app.got.clear()
    ana = slack.person("ana")

    assert ana.slash("/log", in_="acme").error == "dispatch_failed"
    with connect(socket_address(slack)) as socket:
        assert json.loads(socket.recv(timeout=PATIENCE))["type"] == "hello"
    assert app.got == []


def test_switched_off_nothing_is_delivered(app: Scripted) -> None:
    """And nothing waits for the day when it is on again."""
    with Sandbox(SPECIMEN, World.office()) as slack:
        slack.socket_mode(on=False)
        slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

        assert slack.person("ana").slash("/log", in_="acme").error == "dispatch_failed"
        assert get(slack, "app")["transport"] == "none"
        slack.requests_to(app.url)
        slack.settle()
    assert app.asked == []


def test_socket_mode_off_brings_the_addresses_back(slack: Sandbox, app: Scripted) -> None:
    slack.requests_to(app.url)
    slack.socket_mode()
    slack.socket_mode(on=False)

    assert slack.person("ana").slash("/log", in_="acme").error is None


def test_events_that_waited_for_a_socket_go_over_http(slack: Sandbox, app: Scripted) -> None:
    slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

    slack.requests_to(app.url)
    slack.settle()

    [got] = app.asked
    assert (got.headers["x-slack-retry-num"], got.headers["x-slack-retry-reason"]) == ("1", "connection_failed")


def test_a_reset_leaves_the_way_as_it_is(slack: Sandbox, app: Scripted) -> None:
    slack.requests_to(app.url)
    slack.reset()

    assert slack.person("ana").slash("/log", in_="acme").error is None


def test_switching_over_http(slack: Sandbox, app: Scripted) -> None:
    there = post(slack, "transport", request_url=app.url)
    off = post(slack, "transport", socket_mode=False)
    again = post(slack, "transport", socket_mode=True)

    assert there == {"transport": "http", "request_urls": [app.url], "connections": 0, "events_disabled": False}
    assert (off["transport"], again["transport"]) == ("http", "socket_mode")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param({}, "missing_field", id="nothing"),
        pytest.param({"request_url": "http://127.0.0.1:1/", "socket_mode": True}, "missing_field", id="both"),
        pytest.param({"request_url": 7}, "bad_field", id="a number"),
        pytest.param({"socket_mode": "yes"}, "bad_field", id="a word"),
        pytest.param({"request_url": "nowhere"}, "bad_url", id="no address"),
        pytest.param({"request_url": "http://127.0.0.1:1/"}, "url_not_verified", id="nobody there"),
    ],
)
def test_mistakes_of_switching(slack: Sandbox, body: Json, error: str) -> None:
    status, answer = mistake(slack, "transport", json.dumps(body).encode())

    assert (status, answer["error"]) == (400, error)
    assert get(slack, "app")["transport"] == "socket_mode"


def addressed(url: str, *, without: str = "") -> Json:
    """A manifest for HTTP, with another path for each kind."""
    manifest = deepcopy(SPECIMEN)
    settings = manifest["settings"]
    settings["socket_mode_enabled"] = False
    for kind, name in (("event_subscriptions", "request_url"), ("interactivity", "request_url")):
        settings[kind][name] = f"{url}/{kind}"
    settings["interactivity"]["message_menu_options_url"] = f"{url}/options"
    for command in manifest["features"]["slash_commands"]:
        command["url"] = f"{url}/commands{command['command']}"
    for part in (settings["event_subscriptions"], settings["interactivity"], manifest["features"]["slash_commands"][0]):
        part.pop(without, None)
    return manifest


def each_kind(slack: Sandbox) -> list[str | None]:
    """The errors, as far as people are told of them."""
    ana = slack.person("ana")
    gesture = slack.core.delivery.gesture("interactive", "menu", {"type": "block_suggestion", "value": "x"})
    told = [ana.slash("/log", in_="acme").error, ana.shortcut("log_anything").error, slack.server.run(gesture).error]
    ana.says("<@U0SPECIMEN> hello", in_="acme")
    return told


def test_a_manifest_with_addresses(app: Scripted) -> None:
    """The first event is preceded by the challenge: an app needs the sandbox to start."""
    with Sandbox(addressed(app.url), World.office()) as slack:
        assert each_kind(slack) == [None, None, None]
        slack.person("ana").says("<@U0SPECIMEN> again", in_="acme")
        assert slack.violations == []

    events = "/slack/events/event_subscriptions"
    called = ["/slack/events/commands/log", "/slack/events/interactivity", "/slack/events/options"]
    assert [got.path for got in app.got] == [*called, events, events, events]
    assert [got.is_challenge for got in app.got] == [False, False, False, True, False, False]


def test_events_together_wait_for_one_challenge(app: Scripted) -> None:
    with Sandbox(SPECIMEN, World.office(), request_url=app.url) as slack:
        for n in range(5):
            slack.person("ana").says(f"<@U0SPECIMEN> {n}", in_="acme", settle=False)
        slack.settle()
        assert slack.violations == []

    assert [got.is_challenge for got in app.got] == [True] + [False] * 5


def test_a_manifest_without_addresses(app: Scripted) -> None:
    manifest = addressed(app.url, without="request_url")
    manifest["settings"]["interactivity"].pop("message_menu_options_url")
    with Sandbox(manifest, World.office()) as slack, slack.expect_violation("no_request_url"):
        slack.core.slack.manifest.commands.pop("/plain")
        told = each_kind(slack)
        assert [violation.method for violation in slack.violations] == ["log_anything", "menu", "app_mention"]

    assert told == [None, "dispatch_failed", "dispatch_failed"]
    assert [got.path for got in app.got] == ["/slack/events/commands/log"]


def test_an_address_that_is_never_verified(app: Scripted) -> None:
    app.answer = lambda got: Says()
    with Sandbox(SPECIMEN, World.office(), request_url=app.url, retry_seconds=(0, 0, 0)) as slack:
        with slack.expect_violation("url_not_verified"):
            slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")
        assert slack.person("ana").slash("/log", in_="acme").error is None

    assert [got.is_challenge for got in app.got] == [True] * 4 + [False]


@pytest.mark.parametrize(("status", "violations"), [(200, []), (404, ["ssl_check"])], ids=["answered", "not known"])
def test_the_ssl_check(slack: Sandbox, app: Scripted, status: int, violations: list[str]) -> None:
    slack.requests_to(app.url)
    app.says(Says(status))

    post(slack, "ssl_check")

    assert app.asked[-1].form.keys() == {"ssl_check", "token"}
    assert [violation.kind for violation in slack.violations] == violations
    slack.violations.clear()
