"""Calls that go wrong on purpose: what is done, what comes back, and what people saw of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import DriverMistake, Sandbox, World
from sandbox.faults.kinds import API, KINDS, RETRY_AFTER
from tests.patience import PATIENCE
from tests.sandbox.http_face import get, mistake, post
from tests.sandbox.manifest import SPECIMEN

Json = dict[str, Any]

POST = "chat.postMessage"


@pytest.fixture(scope="module")
def alone() -> Iterator[Sandbox]:
    with Sandbox(SPECIMEN, World.office(), rates=False) as sandbox:
        yield sandbox


@pytest.fixture
def slack(alone: Sandbox) -> Iterator[Sandbox]:
    """Without an app; at the end nothing may have happened that Slack would have refused."""
    alone.reset(World.office())
    yield alone
    alone.settle()
    assert alone.violations == []


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@contextmanager
def ask(slack: Sandbox, path: str = f"/api/{POST}", timeout: float = PATIENCE) -> Iterator[HTTPResponse]:
    """A call without any SDK, on a connection of its own."""
    connection = HTTPConnection(slack.url.removeprefix("http://"), timeout=timeout)
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", path, urlencode({"channel": "C0ACME", "text": "Proof"}), headers)
        with connection.getresponse() as response:
            yield response
    finally:
        connection.close()


def seen(slack: Sandbox) -> list[str]:
    slack.settle()
    return [sight.text for sight in slack.truth.seen_by("U0ANA")]


def cut_off(slack: Sandbox) -> None:
    with pytest.raises(ConnectionResetError) as ended, ask(slack):
        pass
    assert not isinstance(ended.value, RemoteDisconnected)


def hung_up(slack: Sandbox) -> None:
    with pytest.raises(RemoteDisconnected), ask(slack):
        pass


def kept_waiting(slack: Sandbox) -> None:
    with pytest.raises(TimeoutError), ask(slack, timeout=0.1):
        pass


def a_page(status: int) -> Callable[[Sandbox], None]:
    def look(slack: Sandbox) -> None:
        with ask(slack) as response:
            assert (response.status, response.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
            assert response.read().startswith(b"<!DOCTYPE html>")

    return look


def nothing_in_it(slack: Sandbox) -> None:
    with ask(slack) as response:
        assert (response.status, response.read()) == (200, b"")


def half(slack: Sandbox) -> None:
    with ask(slack) as response, pytest.raises(IncompleteRead) as ended:
        response.read()
    announced = int(response.headers["Content-Length"])
    assert (len(ended.value.partial), response.status) == (announced // 2, 200)


def an_error(code: str) -> Callable[[Sandbox], None]:
    def look(slack: Sandbox) -> None:
        with ask(slack) as response:
            assert (response.status, json.load(response)) == (200, {"ok": False, "error": code})

    return look


BROKEN = {
    "reset": cut_off,
    "close": hung_up,
    "hang": kept_waiting,
    "empty": nothing_in_it,
    "http_500": a_page(500),
    "http_502": a_page(502),
    "http_503": a_page(503),
    "html": a_page(200),
}
LOOKS = {
    **{f"{kind}_before": (look, []) for kind, look in BROKEN.items()},
    **{f"{kind}_after": (look, ["Proof"]) for kind, look in BROKEN.items()},
    "half_body": (half, ["Proof"]),
    **{
        code: (an_error(code.removesuffix("_after")), ["Proof"] if code.endswith("_after") else [])
        for code, kind in API.items()
        if "then the error" in kind.words
    },
}
#: These have tests of their own.
APART = {"drip", "late", "lagging", *RETRY_AFTER}


def test_every_kind_is_tested() -> None:
    assert set(API) == LOOKS.keys() | APART


@pytest.mark.parametrize("kind", LOOKS)
def test_a_fault(slack: Sandbox, client: WebClient, kind: str) -> None:
    look, there = LOOKS[kind]
    fault = slack.fault(kind, POST, times=1)

    look(slack)

    assert seen(slack) == there
    assert fault.hits == 1
    assert [call.fault for call in slack.calls] == [kind]
    assert client.chat_postMessage(channel="C0ACME", text="Proof")["ok"]
    assert seen(slack) == [*there, "Proof"]


@pytest.mark.parametrize("kind", RETRY_AFTER)
def test_too_often(slack: Sandbox, kind: str) -> None:
    slack.fault(kind, POST, times=1, seconds=7)

    with ask(slack) as response:
        assert (response.status, json.load(response)) == (429, {"ok": False, "error": "ratelimited"})
        retry_after = response.headers.get("Retry-After")

    known = {"ratelimited": "7", "ratelimited_twice": "7, 7", "ratelimited_date": retry_after}
    assert retry_after == known.get(kind, RETRY_AFTER[kind])
    assert (retry_after or "").endswith("GMT") == (kind == "ratelimited_date")
    assert seen(slack) == []


def test_who_does_not_wait_knows_better(slack: Sandbox, client: WebClient) -> None:
    slack.fault("ratelimited", "users.info", times=2, seconds=60)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            client.users_info(user="U0ANA")
        assert client.users_list()["ok"]

    assert [(violation.kind, violation.method) for violation in slack.violations] == [("rate_limited", "users.info")]
    slack.violations.clear()
    slack.reset()
    assert client.users_info(user="U0ANA")["ok"]


def test_done_when_the_app_has_given_up(slack: Sandbox) -> None:
    slack.fault("late", POST, times=1, seconds=0.5)

    kept_waiting(slack)

    assert seen(slack) == ["Proof"]
    assert slack.truth[0].at - slack.calls[-1].at >= timedelta(seconds=0.5)


def test_late_but_waited_for(slack: Sandbox, client: WebClient) -> None:
    slack.fault("late", POST, times=1, seconds=0.05)

    assert client.chat_postMessage(channel="C0ACME", text="Proof")["ok"]
    assert slack.calls[-1].ms is not None


def test_drop_by_drop(slack: Sandbox, client: WebClient) -> None:
    slack.fault("drip", POST, seconds=0.1)

    assert client.chat_postMessage(channel="C0ACME", text="Proof")["message"]["text"] == "Proof"


def test_a_drip_that_nobody_catches(slack: Sandbox) -> None:
    slack.fault("drip", POST, seconds=60)
    with ask(slack, timeout=0.1) as response, pytest.raises(TimeoutError):
        response.read()

    assert seen(slack) == ["Proof"]


@pytest.mark.parametrize("kind", ["late", "hang_before"])
def test_a_reset_forgets_what_was_held_back(slack: Sandbox, kind: str) -> None:
    slack.fault(kind, POST, seconds=60)
    kept_waiting(slack)

    slack.reset()

    assert seen(slack) == []
    assert get(slack, "faults")["faults"] == []


def test_history_lags(slack: Sandbox, client: WebClient) -> None:
    old = client.chat_postMessage(channel="C0ACME", text="Old")["ts"]
    slack.clock.advance(60)
    new = client.chat_postMessage(channel="C0ACME", text="New", thread_ts=old, reply_broadcast=True)["ts"]
    root = client.chat_postMessage(channel="C0ACME", text="Newer")["ts"]
    slack.fault("lagging", seconds=30)

    def read() -> list[list[str]]:
        history = client.conversations_history(channel="C0ACME", oldest=old, inclusive=True)
        replies = client.conversations_replies(channel="C0ACME", ts=old)
        return [[message["ts"] for message in answer["messages"]] for answer in (history, replies)]

    assert read() == [[old], [old]]
    with pytest.raises(SlackApiError, match="thread_not_found"):
        client.conversations_replies(channel="C0ACME", ts=root)
    slack.clock.advance(31)
    assert read() == [[root, new, old], [old, new]]


def test_another_address_of_the_app(slack: Sandbox) -> None:
    slack.fault("http_500_before", "response_url")

    with ask(slack, "/response/none") as response:
        assert response.status == 500


def fails(client: WebClient) -> bool:
    try:
        client.users_info(user="U0ANA")
    except SlackApiError as error:
        return bool(error.response["error"] == "internal_error")
    return False


@pytest.mark.parametrize("seed", [1, 2])
def test_chance_is_the_same_each_time(slack: Sandbox, client: WebClient, seed: int) -> None:
    def fates() -> list[bool]:
        slack.clear_faults()
        slack.fault("internal_error", "users.info", share=0.5, seed=seed)
        return [fails(client) for _ in range(30)]

    first = fates()

    assert fates() == first
    assert 5 < sum(first) < 25


def test_the_first_that_is_due(slack: Sandbox, client: WebClient) -> None:
    slack.fault("account_inactive", "users.info", times=1)
    slack.fault("token_revoked", times=2)
    met = []
    for _ in range(4):
        with suppress(SlackApiError):
            client.users_info(user="U0ANA")
        met.append(slack.calls[-1].fault)

    assert met == ["account_inactive", "token_revoked", "token_revoked", ""]


def test_over_http(slack: Sandbox, client: WebClient) -> None:
    asked = {"on": "api", "name": "users.info", "kind": "is_archived", "times": 3, "share": 1, "seconds": 2, "seed": 4}
    added = post(slack, "faults", **asked)
    assert fails(client) is False

    listed = get(slack, "faults")
    assert added == {"faults": [{**asked, "hits": 0}]}
    assert listed["faults"] == [{**asked, "hits": 1}]
    assert {on: set(kinds) for on, kinds in listed["kinds"].items()} == {on: set(of) for on, of in KINDS.items()}
    assert get(slack, "calls")[-1]["fault"] == "is_archived"
    assert post(slack, "faults/clear") == {"faults": []}
    assert client.users_info(user="U0ANA")["ok"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        pytest.param({"kind": "late"}, "missing_field", id="on nothing"),
        pytest.param({"on": "api"}, "missing_field", id="no kind"),
        pytest.param({"on": "moon", "kind": "late"}, "bad_field", id="on the moon"),
        pytest.param({"on": "api", "kind": "flood"}, "bad_field", id="unknown kind"),
        pytest.param({"on": "delivery", "kind": "html_after"}, "bad_field", id="of the other"),
        pytest.param({"on": "api", "kind": "late", "name": "chat.dance"}, "unknown_method", id="unknown method"),
        pytest.param({"on": "api", "kind": "lagging", "name": POST}, "bad_field", id="lagging messages"),
        pytest.param({"on": "api", "kind": "late", "name": 7}, "bad_field", id="a number as name"),
        pytest.param({"on": "api", "kind": "late", "times": 0}, "bad_field", id="never"),
        pytest.param({"on": "api", "kind": "late", "times": 1.5}, "bad_field", id="once and a half"),
        pytest.param({"on": "api", "kind": "late", "times": True}, "bad_field", id="true times"),
        pytest.param({"on": "api", "kind": "late", "share": 0}, "bad_field", id="a share of nothing"),
        pytest.param({"on": "api", "kind": "late", "share": 1.1}, "bad_field", id="more than all"),
        pytest.param({"on": "api", "kind": "late", "share": "half"}, "bad_field", id="a share in words"),
        pytest.param({"on": "api", "kind": "late", "seconds": -1}, "bad_field", id="back in time"),
        pytest.param({"on": "api", "kind": "late", "seconds": 3601}, "bad_field", id="more than an hour"),
        pytest.param({"on": "api", "kind": "late", "seed": -1}, "bad_field", id="seed"),
        pytest.param({"on": "api", "kind": "late", "colour": "red"}, "bad_field", id="another field"),
    ],
)
def test_mistakes(slack: Sandbox, asked: Json, error: str) -> None:
    status, answer = mistake(slack, "faults", json.dumps(asked).encode())

    assert (status, answer["error"], bool(answer["hint"])) == (400, error, True)
    assert get(slack, "faults")["faults"] == []


def test_mistakes_in_python(slack: Sandbox) -> None:
    with pytest.raises(DriverMistake, match="unknown_method"):
        slack.fault("late", "chat.dance")
