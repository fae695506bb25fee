"""What goes over sockets as the wire sees it: envelopes and acks, and events that are sent again."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Thread
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox import Sandbox
from tests.patience import PATIENCE
from tests.sandbox.sockets import Json, ack, address, frame


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


def test_an_app_that_ends_is_sent_again_what_was_under_way_to_it(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        first = frame(socket)
    with connect(address(bare)) as socket:
        frame(socket)
        second = frame(socket)
        ack(socket, second)
        bare.settle()

    assert (second["payload"], second["retry_reason"]) == (first["payload"], "timeout")
    assert bare.violations == []


def test_a_gesture_is_lost_to_an_app_that_ends(bare: Sandbox) -> None:
    with ThreadPoolExecutor(1) as people:
        with connect(address(bare)) as socket:
            frame(socket)
            answer = people.submit(bare.person("ana").slash, "/log", in_="acme")
            frame(socket)
        assert answer.result().error == "operation_timeout"
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
            thread.join(PATIENCE)

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
