"""Deliveries that go wrong on purpose, over both ways: how often the app hears of a thing, and what people are told."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox import Sandbox, World
from sandbox.faults.forgeries import FORGERIES
from sandbox.faults.kinds import EITHER_WAY
from tests.patience import PATIENCE
from tests.sandbox.http_face import post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.scripted import Got, Says, Scripted, obliging, scripted

Json = dict[str, Any]

#: What the app heard: a payload, the number of the attempt and why Slack says that it came again.
Heard = tuple[Json, int, str]


@dataclass
class Reached:
    """An app that acks whatever comes."""

    slack: Sandbox
    late_reason: str
    heard: Callable[[], list[Heard]]
    forget: Callable[[], None]


def heard_over_http(got: Got) -> Heard:
    payload = got.payload if got.body.startswith((b"{", b"payload=")) else got.form
    return payload, int(got.headers.get("x-slack-retry-num", 0)), got.headers.get("x-slack-retry-reason", "")


@dataclass
class Socket:
    connection: ClientConnection
    heard: list[Heard] = field(default_factory=list)

    def live(self) -> None:
        with suppress(ConnectionClosed):
            while frame := json.loads(self.connection.recv()):
                if "envelope_id" not in frame:
                    continue
                self.heard.append((frame["payload"], frame.get("retry_attempt", 0), frame.get("retry_reason", "")))
                self.connection.send(json.dumps({"envelope_id": frame["envelope_id"]}))


def address(slack: Sandbox) -> str:
    client = WebClient(base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


@contextmanager
def plugged_in(slack: Sandbox) -> Iterator[Socket]:
    with connect(address(slack), close_timeout=0.1) as connection:
        json.loads(connection.recv(timeout=PATIENCE))
        socket = Socket(connection)
        living = Thread(target=socket.live)
        living.start()
        yield socket
    living.join()


@contextmanager
def by_sockets() -> Iterator[Reached]:
    with Sandbox(SPECIMEN, World.office(), rates=False) as slack, plugged_in(slack) as socket:
        yield Reached(slack, "timeout", lambda: list(socket.heard), socket.heard.clear)


@contextmanager
def by_http() -> Iterator[Reached]:
    with scripted() as app, Sandbox(SPECIMEN, World.office(), rates=False, retry_seconds=(0, 0.01, 0.01)) as slack:
        slack.requests_to(app.url)
        yield Reached(slack, "http_timeout", lambda: [heard_over_http(got) for got in app.asked], app.got.clear)


@pytest.fixture(scope="module", params=[by_sockets, by_http], ids=["socket_mode", "http"])
def connected(request: pytest.FixtureRequest) -> Iterator[Reached]:
    with request.param() as reached:
        yield reached


@pytest.fixture
def reached(connected: Reached) -> Iterator[Reached]:
    connected.slack.settle()
    connected.slack.reset(World.office())
    connected.forget()
    yield connected
    connected.slack.settle()
    assert connected.slack.violations == []


LATE = "late"  # stands for how each way words it
EVENTS = {
    "late": [(0, "")],
    "reordered": [(0, "")],
    "duplicated": [(0, ""), (0, "")],
    "repeated": [(0, ""), (0, "")],
    "ack_lost": [(0, ""), (1, LATE)],
    "unreachable": [(1, "connection_failed")],
    "lost": [],
}
GESTURES = {
    "late": (1, None),
    "reordered": (1, None),
    "duplicated": (2, None),
    "repeated": (2, None),
    "ack_lost": (1, "operation_timeout"),
    "unreachable": (0, "dispatch_failed"),
    "lost": (0, "operation_timeout"),
}


def test_every_kind_is_tested() -> None:
    assert EVENTS.keys() == GESTURES.keys() == EITHER_WAY.keys()


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event(reached: Reached, kind: str) -> None:
    fault = reached.slack.fault(kind, "app_mention", on="delivery", times=1, seconds=0.02)

    reached.slack.person("ana").says("@specimen hello", in_="acme")

    expected = [(number, reason.replace(LATE, reached.late_reason)) for number, reason in EVENTS[kind]]
    assert [(number, reason) for _, number, reason in reached.heard()] == expected
    assert len({payload["event_id"] for payload, _, _ in reached.heard()}) == bool(expected)
    assert fault.hits == 1
    assert reached.slack.calls[0].fault == kind


@pytest.mark.parametrize("kind", GESTURES)
def test_a_gesture(reached: Reached, kind: str) -> None:
    reached.slack.fault(kind, "/log", on="delivery", times=1, seconds=0.02)
    ana = reached.slack.person("ana")

    failed = ana.slash("/log a proof", in_="acme").error
    again = ana.slash("/log a proof", in_="acme").error

    times, error = GESTURES[kind]
    assert (failed, again) == (error, None)
    assert len(reached.heard()) == times + 1
    assert set(Counter(payload["trigger_id"] for payload, _, _ in reached.heard()).values()) == {1, times} - {0}


def test_one_overtakes_the_other(reached: Reached) -> None:
    reached.slack.fault("reordered", "app_mention", on="delivery", times=1, seconds=60)
    ana = reached.slack.person("ana")

    ana.says("@specimen first", in_="acme", settle=False)
    ana.says("@specimen second", in_="acme", settle=False)
    reached.slack.settle()

    assert [payload["event"]["text"].split()[1] for payload, _, _ in reached.heard()] == ["second", "first"]


def test_acks_that_are_never_heard(reached: Reached) -> None:
    reached.slack.fault("ack_lost", on="delivery")

    reached.slack.person("ana").says("@specimen hello", in_="acme")

    assert [number for _, number, _ in reached.heard()] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("name", "hits"),
    [
        pytest.param("/log", 1, id="a command"),
        pytest.param("slash_commands", 2, id="every command"),
        pytest.param("app_mention", 1, id="an event"),
        pytest.param("events_api", 1, id="every event"),
        pytest.param("*", 3, id="everything"),
        pytest.param("/dance", 0, id="nothing that is there"),
    ],
)
def test_by_name(reached: Reached, name: str, hits: int) -> None:
    fault = reached.slack.fault("lost", name, on="delivery")
    ana = reached.slack.person("ana")
    for line in ("/log x", "/plain x"):
        ana.slash(line, in_="acme")
    ana.says("@specimen hello", in_="acme")

    assert fault.hits == hits
    assert len(reached.heard()) == 3 - hits


@pytest.mark.parametrize("name", ["log_anything", "shortcut", "interactive"])
def test_interactions_by_name(reached: Reached, name: str) -> None:
    reached.slack.fault("unreachable", name, on="delivery", times=1)
    ana = reached.slack.person("ana")

    assert ana.slash("/log", in_="acme").error is None
    assert [ana.shortcut("log_anything").error for _ in range(2)] == ["dispatch_failed", None]


@pytest.mark.parametrize("kind", ["late", "reordered"])
def test_a_reset_forgets_what_was_held_back(reached: Reached, kind: str) -> None:
    post(reached.slack, "faults", on="delivery", kind=kind, seconds=60)
    ana = reached.slack.person("ana")
    ana.says("@specimen hello", in_="acme", settle=False)
    with ThreadPoolExecutor(1) as pool:
        typing = pool.submit(lambda: ana.slash("/log", in_="acme", settle=False))
        while len(reached.slack.core.slack.faults._held) < 2 and not typing.done():
            reached.slack.server.call(lambda: None)
        reached.slack.reset()
        assert typing.result(5).error == "dispatch_failed"
    reached.slack.settle()

    assert reached.heard() == []


def test_a_fault_of_the_other_way_waits(reached: Reached) -> None:
    other = "forged_old" if reached.late_reason == "timeout" else "socket_dead"
    fault = reached.slack.fault(other, on="delivery")

    assert reached.slack.person("ana").slash("/log", in_="acme").error is None
    assert fault.hits == 0


@pytest.fixture(scope="module")
def impatient() -> Iterator[Sandbox]:
    with Sandbox(SPECIMEN, World.office()) as slack:
        yield slack


def test_a_reset_socket(impatient: Sandbox) -> None:
    """The event waits for the next one."""
    impatient.fault("socket_reset", on="delivery", times=1)
    with plugged_in(impatient) as first:
        impatient.person("ana").says("@specimen hello", in_="acme")
        assert (first.heard, impatient.connections) == ([], 0)
        first.connection.recv_events_thread.join(PATIENCE)
        assert not first.connection.recv_events_thread.is_alive()
    with plugged_in(impatient) as second:
        impatient.settle()

    assert [(number, reason) for _, number, reason in second.heard] == [(1, "connection_failed")]
    assert impatient.violations == []


def test_a_dead_socket(impatient: Sandbox) -> None:
    """It answers no ping, and what it would have taken comes over the other one."""
    with plugged_in(impatient) as first, plugged_in(impatient) as second:
        impatient.fault("socket_dead", on="delivery", times=1)
        impatient.person("ana").says("@specimen hello", in_="acme")

        assert sorted(len(socket.heard) for socket in (first, second)) == [0, 1]
        dead, alive = (first, second) if second.heard else (second, first)
        assert alive.connection.ping().wait(PATIENCE)
        assert not dead.connection.ping().wait(0.1)
    assert impatient.violations == []


@pytest.fixture(scope="module")
def over_http() -> Iterator[tuple[Sandbox, Scripted]]:
    with scripted() as app, Sandbox(SPECIMEN, World.office(), retry_seconds=(0, 0, 0)) as slack:
        slack.requests_to(app.url)
        yield slack, app


def careful(slack: Sandbox) -> Callable[[Got], Says]:
    verifier = SignatureVerifier(slack.signing_secret)
    return lambda got: obliging(got) if verifier.is_valid_request(got.body, got.headers) else Says(401)


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forgery_that_is_refused(over_http: tuple[Sandbox, Scripted], kind: str) -> None:
    slack, app = over_http
    slack.reset(World.office())
    app.got.clear()
    app.answer = careful(slack)
    slack.fault(kind, on="delivery")
    ana = slack.person("ana")

    assert ana.slash("/log", in_="acme").error is None
    ana.says("@specimen hello", in_="acme")

    assert len(app.asked) == 4
    assert [call.fault for call in slack.calls if call.response == {"status": 401, "body": ""}] == [kind, kind]
    assert slack.violations == []


@pytest.mark.parametrize("status", [200, 302, 500])
def test_a_forgery_that_is_not(over_http: tuple[Sandbox, Scripted], status: int) -> None:
    slack, app = over_http
    slack.reset(World.office())
    app.says(Says(status), Says())
    slack.fault("forged_old", on="delivery")

    with slack.expect_violation("forgery_not_refused"):
        assert slack.person("ana").slash("/log", in_="acme").error is None
