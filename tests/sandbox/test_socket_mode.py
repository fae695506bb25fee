"""Socket Mode as the wire sees it: tickets, hello, envelopes and acks, several sockets, retries and disconnects."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox import DriverMistake, Sandbox, World
from tests.sandbox.http_face import mistake, post
from tests.sandbox.manifest import SPECIMEN

Json = dict[str, Any]


@pytest.fixture
def bare() -> Iterator[Sandbox]:
    """Without an app, and impatient."""
    with Sandbox(SPECIMEN, World.office(), ack_seconds=0.2) as sandbox:
        yield sandbox


def address(slack: Sandbox) -> str:
    client = WebClient(base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


def frame(socket: ClientConnection) -> Json:
    received = json.loads(socket.recv(timeout=5))
    assert isinstance(received, dict)
    return received


def ack(socket: ClientConnection, envelope: Json, **payload: Any) -> None:
    answer = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
    socket.send(json.dumps(answer))


def test_hello_comes_first(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        hello = frame(socket)

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A0SPECIMEN"}


def test_a_ticket_opens_one_socket(bare: Sandbox) -> None:
    url = address(bare)
    with connect(url) as socket:
        frame(socket)

        with pytest.raises(InvalidStatus), connect(url):
            pass


def test_an_event_is_sent_again_until_it_is_acked(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        first, second = frame(socket), frame(socket)
        ack(socket, second)
        bare.settle()

    assert (first["type"], first["accepts_response_payload"]) == ("events_api", False)
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]
    assert [violation.kind for violation in bare.violations] == ["ack_late"]


def test_an_event_is_given_up_after_three_retries(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.person("ana").says("@specimen hello", in_="acme")
        attempts = [frame(socket)["retry_attempt"] for _ in range(4)]
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.3)

    assert attempts == [0, 1, 2, 3]
    assert [violation.kind for violation in bare.violations] == ["ack_late"]


def test_events_wait_for_a_socket(bare: Sandbox) -> None:
    bare.person("ana").says("@specimen hello", in_="acme")

    with connect(address(bare)) as socket:
        assert frame(socket)["type"] == "hello"
        late = frame(socket)
        ack(socket, late)
        bare.settle()

    assert (late["payload"]["event"]["type"], late["retry_reason"]) == ("app_mention", "connection_failed")
    assert bare.violations == []


def test_an_event_that_waited_is_missed_like_any_other(bare: Sandbox) -> None:
    bare.person("ana").says("@specimen hello", in_="acme")

    with connect(address(bare)) as socket:
        frame(socket)
        attempts = [frame(socket)["retry_attempt"] for _ in range(3)]
        bare.settle()

    assert attempts == [1, 2, 3]
    assert [violation.kind for violation in bare.violations] == ["ack_late"]


def test_a_missed_event_is_told_once_over_two_sockets(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        frame(socket)
        frame(socket)
        bare.disconnect(close=True)
        bare.settle()
    with connect(address(bare)) as socket:
        frame(socket)
        again = frame(socket)
        bare.settle()

    assert again["retry_attempt"] > 1
    assert [violation.kind for violation in bare.violations] == ["ack_late"]


def test_a_gesture_without_an_app(bare: Sandbox) -> None:
    assert bare.person("ana").slash("/log", in_="acme").error == "dispatch_failed"
    assert bare.violations == []


def test_a_gesture_that_is_not_acked(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        answer = bare.person("ana").slash("/log", in_="acme")
        ack(socket, frame(socket), text="too late")
        bare.settle()

    assert (answer.error, answer.acked_ms) == ("operation_timeout", None)
    assert [(violation.kind, violation.method) for violation in bare.violations] == [("ack_late", "/log")]
    assert bare.person("ana").sees("acme").messages == []
    assert [call.violations[0]["kind"] for call in bare.calls if call.name == "/log"] == ["ack_late"]


def test_ten_sockets_share_the_work(bare: Sandbox) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(connect(address(bare))) for _ in range(10)]
        assert [frame(socket)["num_connections"] for socket in sockets] == list(range(1, 11))

        with connect(address(bare)) as eleventh:
            refused = frame(eleventh)
            with pytest.raises(ConnectionClosed):
                eleventh.recv(timeout=5)
        assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")
        assert bare.connections == 10


@pytest.mark.parametrize("close", [False, True], ids=["the old socket stays", "the old socket is closed"])
def test_disconnect_frames(bare: Sandbox, *, close: bool) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.disconnect("refresh_requested", close=close)

        assert frame(socket)["reason"] == "refresh_requested"
        if close:
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=5)
            assert bare.connections == 0
        else:
            assert bare.connections == 1


def test_a_socket_that_was_told_to_go_is_closed_after_a_while(bare: Sandbox) -> None:
    bare.core.socket_mode.notice_seconds = 0.05
    with connect(address(bare)) as socket:
        frame(socket)
        bare.disconnect("warning")

        assert frame(socket)["reason"] == "warning"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)
        bare.settle()
    assert bare.connections == 0


def test_a_connection_ends_by_itself(bare: Sandbox) -> None:
    bare.core.socket_mode.debug_seconds, bare.core.socket_mode.notice_seconds = 0.1, 0.05
    with connect(address(bare)) as lasting, connect(f"{address(bare)}&debug_reconnects=true") as short:
        lives = [frame(socket)["debug_info"]["approximate_connection_time"] for socket in (lasting, short)]
        told = [frame(short)["reason"] for _ in range(2)]
        with pytest.raises(ConnectionClosed):
            short.recv(timeout=5)
        assert bare.connections == 1

    assert lives == [3600, 0]
    assert told == ["warning", "refresh_requested"]


def test_a_life_that_is_set() -> None:
    with (
        Sandbox(SPECIMEN, debug_reconnect_seconds=7) as slack,
        connect(f"{address(slack)}&debug_reconnects=true") as it,
    ):
        assert frame(it)["debug_info"]["approximate_connection_time"] == 7


def test_a_ticket_ends(bare: Sandbox) -> None:
    bare.core.socket_mode.ticket_seconds = 0
    with pytest.raises(InvalidStatus), connect(address(bare)):
        pass


@pytest.mark.parametrize("ticket", ["", "?ticket=", "?ticket=unknown"])
def test_there_is_no_way_in_without_a_ticket(bare: Sandbox, ticket: str) -> None:
    with pytest.raises(InvalidStatus), connect(f"{bare.url.replace('http', 'ws', 1)}/socket{ticket}"):
        pass


def test_a_disabled_link_stays_so_until_it_is_switched_on(bare: Sandbox) -> None:
    ana = bare.person("ana")
    with connect(address(bare)) as socket:
        frame(socket)
        post(bare, "disconnect", reason="link_disabled")
        assert frame(socket)["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)
    with pytest.raises(SlackApiError, match="socket_mode_disabled"):
        address(bare)
    ana.says("<@U0SPECIMEN> hello", in_="acme")
    assert ana.slash("/log", in_="acme").error == "dispatch_failed"

    post(bare, "transport", socket_mode=True)
    with connect(address(bare)) as socket:
        assert frame(socket)["num_connections"] == 1
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.05)
    assert bare.violations == []


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
def test_reasons_over_http(bare: Sandbox, reason: str) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        answer = post(bare, "disconnect", reason=reason)

        assert frame(socket)["reason"] == reason
        assert answer["connections"] == 1


def test_a_reason_that_slack_does_not_have(bare: Sandbox) -> None:
    with pytest.raises(DriverMistake, match="warning, refresh_requested"):
        bare.disconnect("because")
    assert mistake(bare, "disconnect", b'{"reason": "because"}')[1]["error"] == "bad_field"


def test_each_socket_gets_its_share(bare: Sandbox) -> None:
    """Any one of them at random: that one of four gets nothing of 80 happens once in a thousand million runs."""
    acked: Counter[int] = Counter()

    def serve(number: int, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while (envelope := frame(socket))["type"] != "disconnect":
                ack(socket, envelope)
                acked[number] += 1

    with ExitStack() as stack:
        sockets = [stack.enter_context(connect(address(bare))) for _ in range(4)]
        serving = [Thread(target=serve, args=(number, socket)) for number, socket in enumerate(sockets)]
        for socket, thread in zip(sockets, serving, strict=True):
            frame(socket)
            thread.start()
        for _ in range(80):
            bare.person("ana").slash("/log", in_="acme", settle=False)
        bare.disconnect(close=True)
        for thread in serving:
            thread.join(5)

    assert acked.total() == 80
    assert len(acked) == 4


def test_an_ack_may_come_over_another_socket(bare: Sandbox) -> None:
    with connect(address(bare)) as first, connect(address(bare)) as second:
        frame(first)
        frame(second)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        by_either = {}
        for socket, other in ((first, second), (second, first)):
            try:
                by_either[id(socket)] = json.loads(socket.recv(timeout=0.05))
            except TimeoutError:
                continue
            ack(other, by_either[id(socket)])
        bare.settle()

    assert len(by_either) == 1
    assert bare.violations == []


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("not JSON", id="text"),
        pytest.param("[]", id="a list"),
        pytest.param('{"envelope_id": "env-unknown"}', id="an envelope that was never sent"),
        pytest.param('{"envelope_id": {}}', id="no id"),
        pytest.param('{"envelope_id": ["env-1"]}', id="several ids"),
        pytest.param("[" * 200_000, id="too deep"),
        pytest.param(b"\x00\xff", id="bytes"),
        pytest.param(b"{}", id="JSON in bytes"),
    ],
)
def test_noise_is_ignored(bare: Sandbox, sent: str | bytes) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        socket.send(sent)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        ack(socket, frame(socket))
        bare.settle()

    assert bare.violations == []


@pytest.mark.parametrize("payload", [7, "thanks", [1, "two"], [{}], True], ids=repr)
def test_payloads_that_are_no_answer(bare: Sandbox, payload: Any) -> None:
    """To a command, and to a shortcut whose ack says nothing."""
    ana = bare.person("ana")
    errors = []

    def acked(envelope: Json, socket: ClientConnection) -> None:
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": payload}))

    with connect(address(bare)) as socket:
        frame(socket)
        for typed in ("/log", None):
            answering = Thread(target=lambda: acked(frame(socket), socket))
            answering.start()
            answer = ana.slash(typed, in_="acme") if typed else ana.shortcut("log_anything")
            errors.append(answer.error)
            answering.join()

    assert errors == ["dispatch_failed", None]
    assert [violation.kind for violation in bare.violations] == ["bad_ack", "bad_ack"]
