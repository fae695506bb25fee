"""Socket Mode: what the stock handler loses, ours must not."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Queue

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from handlers import receipts, socket_attempts
from handlers.after_ack import AfterAck
from handlers.deliveries import CONCURRENCY
from handlers.socket_connections import SteadyConnection
from handlers.socket_mode import TOKEN_REFUSALS, AppTokenRefused, LiaisonSocketMode
from tests.handlers.scripted_slack import Answer, SocketSide, WebApi, slash, socket_side, web_api
from tests.patience import PATIENCE, stopwatch

Listener = Callable[[Ack, AfterAck], object]


@dataclass
class Connected:
    handler: LiaisonSocketMode
    side: SocketSide
    api: WebApi
    after_ack: AfterAck


def handler_of(
    listener: Listener, api: WebApi, after_ack: AfterAck, concurrency: int = CONCURRENCY
) -> LiaisonSocketMode:
    app = App(
        client=WebClient(base_url=api.url, retry_handlers=[], timeout=2),
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="U0", bot_token="xoxb-1"),
        process_before_response=True,
    )
    app.command("/do")(lambda ack: listener(ack, after_ack))
    return LiaisonSocketMode(app, "xapp-1", after_ack, web_client=app.client, concurrency=concurrency)


@contextmanager
def connected(
    listener: Listener, concurrency: int = CONCURRENCY, then: Callable[[ServerConnection], None] = lambda _: None
) -> Iterator[Connected]:
    after_ack = AfterAck()
    with socket_side(then) as side, web_api({"apps.connections.open": Answer.of(ok=True, url=side.url)}) as api:
        handler = handler_of(listener, api, after_ack, concurrency)
        handler.start()
        try:
            yield Connected(handler, side, api, after_ack)
        finally:
            handler.stop(timeout=2)


def answers_at_once(ack: Ack, _: AfterAck) -> None:
    ack("done")


def test_the_answer_travels_in_the_ack() -> None:
    with connected(answers_at_once) as it:
        it.side.newest().send(slash("e1"))
        assert it.side.ack() == {"envelope_id": "e1", "payload": {"text": "done"}}


@pytest.mark.parametrize("letters", [125, 126, 65_535, 65_536, 100_000], ids=str)
def test_an_ack_may_be_of_any_size(letters: int) -> None:
    with connected(lambda ack, _: ack("ж" * letters)) as it:
        it.side.newest().send(slash("e1"))
        assert it.side.ack()["payload"]["text"] == "ж" * letters


def test_work_after_the_ack_starts_once_the_ack_was_sent() -> None:
    ran = threading.Event()
    acked_before = list[str]()

    def work() -> None:
        acked_before.append(it.side.ack()["envelope_id"])
        ran.set()

    def listener(ack: Ack, after_ack: AfterAck) -> None:
        after_ack.after_ack(work)
        ack("done")

    with connected(listener) as it:
        it.side.newest().send(slash("e1"))
        assert ran.wait(PATIENCE)
        assert acked_before == ["e1"]


def test_work_of_a_listener_that_failed_is_not_done() -> None:
    turns: list[str] = []
    done = threading.Event()

    def listener(ack: Ack, after_ack: AfterAck) -> None:
        turn = f"turn {len(turns) + 1}"
        turns.append(turn)
        if turn == "turn 1":
            after_ack.after_ack(lambda: turns.append("work of the failed turn"))
            raise RuntimeError(turn)
        after_ack.after_ack(done.set)
        ack("done")

    with connected(listener) as it:
        socket = it.side.newest()
        socket.send(slash("e1"))
        socket.send(slash("e2"))
        # Of the two, whichever came second: they are worked off by several threads.
        assert it.side.ack()["envelope_id"] in {"e1", "e2"}
        assert done.wait(PATIENCE)
        assert turns == ["turn 1", "turn 2"]


def test_stopping_waits_for_the_answer_in_flight() -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(ack: Ack, _: AfterAck) -> None:
        started.set()
        assert go_on.wait(PATIENCE)
        ack("saved")

    with connected(slow) as it:
        it.side.newest().send(slash("e1"))
        assert started.wait(PATIENCE)
        assert it.handler.in_flight() == 1
        stopping = threading.Thread(target=it.handler.stop, kwargs={"timeout": 4})
        stopping.start()
        go_on.set()
        assert it.side.ack()["payload"]["text"] == "saved"
        stopping.join(PATIENCE)
        assert it.handler.in_flight() == 0


def test_stopping_is_quick_when_nothing_is_going_on() -> None:
    with connected(answers_at_once) as it:
        it.side.newest().send(slash("e1"))
        it.side.ack()
        with stopwatch() as seconds:
            assert it.handler.stop(timeout=4)
            assert seconds() < 1


def test_an_answer_in_flight_is_not_held_back_by_a_disconnect_frame() -> None:
    """The old socket stays open on Slack's side: the stock client takes three seconds to close it, with acks behind."""
    started, go_on = threading.Event(), threading.Event()

    def slow(ack: Ack, _: AfterAck) -> None:
        started.set()
        assert go_on.wait(PATIENCE)
        ack("saved")

    with connected(slow) as it:
        old = it.side.newest()
        old.send(slash("e1"))
        assert started.wait(PATIENCE)
        old.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        it.side.newest()
        with stopwatch() as seconds:
            go_on.set()
            assert it.side.ack()["payload"]["text"] == "saved"
            assert seconds() < 1


@pytest.mark.parametrize("how", ["close frame", "cut"])
def test_a_lost_connection_is_replaced_at_once(how: str) -> None:
    with connected(answers_at_once) as it:
        old = it.side.newest()
        if how == "close frame":
            old.close()
        else:
            old.close_socket()
        it.side.newest().send(slash("e2"))
        assert it.side.ack()["envelope_id"] == "e2"


def test_what_bolt_cannot_read_is_acked_and_the_next_is_answered() -> None:
    payload: dict[str, object] = {"type": "view_submission", "view": {}, "response_urls": None}
    with connected(answers_at_once) as it:
        socket = it.side.newest()
        socket.send(json.dumps({"type": "interactive", "envelope_id": "e1", "payload": payload}))
        socket.send(slash("e2"))
        assert {it.side.ack()["envelope_id"] for _ in range(2)} == {"e1", "e2"}


def test_a_refused_app_token_is_said_at_once() -> None:
    with web_api({"apps.connections.open": Answer.of(ok=False, error="invalid_auth")}) as api:
        handler = handler_of(answers_at_once, api, AfterAck())
        with pytest.raises(AppTokenRefused) as refused:
            handler.start()
        assert refused.value.error == "invalid_auth"


def test_slack_being_down_is_one_line_and_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with web_api({"apps.connections.open": Answer(b"down for a while", status=503)}) as api:
        handler = handler_of(answers_at_once, api, AfterAck())
        with caplog.at_level(logging.WARNING, logger="handlers.socket_mode"):
            handler.start()
        assert not handler.is_connected()
        assert len([r for r in caplog.records if r.name == "handlers.socket_mode"]) == 1
        handler.stop(timeout=1)


def test_nothing_is_taken_in_while_stopping() -> None:
    with connected(answers_at_once) as it:
        socket = it.side.newest()
        it.handler.client.stop_receiving()
        it.handler.stop(timeout=1)
        with suppress(ConnectionClosed):
            socket.send(slash("late"))
        assert it.handler.in_flight() == 0
        assert it.side.acks.empty()


def test_what_waits_for_a_thread_was_received_before_it_got_one() -> None:
    go_on, received = threading.Event(), list[float]()

    def slow(ack: Ack, _: AfterAck) -> None:
        received.append(receipts.received_at())
        assert go_on.wait(PATIENCE)
        ack("saved")

    with connected(slow, concurrency=1) as it:
        socket = it.side.newest()
        socket.send(slash("e1"))
        socket.send(slash("e2"))
        limit = time.monotonic() + PATIENCE
        while it.handler.in_flight() < 2:
            assert time.monotonic() < limit
        both_there = time.monotonic()
        go_on.set()
        assert {it.side.ack()["envelope_id"] for _ in range(2)} == {"e1", "e2"}
    assert len(received) == 2
    assert received[0] <= received[1] <= both_there


@pytest.mark.parametrize("junk", ['{"type": "events_api", "payload": {}}', "{broken", "null", "[]", "pong"])
def test_what_is_no_envelope_is_passed_over(junk: str) -> None:
    with connected(answers_at_once) as it:
        socket = it.side.newest()
        socket.send(junk)
        socket.send(slash("e1"))
        assert it.side.ack()["envelope_id"] == "e1"
        assert it.side.acks.empty()


@pytest.mark.parametrize(
    ("reason", "said"), [("too_many_websockets", "stop other processes"), ("link_disabled", "switch it on")]
)
def test_sockets_that_slack_ends_at_once_are_no_storm(
    reason: str, said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handlers.sockets.PING_INTERVAL", 0.2)
    is_mended, ended = threading.Event(), Queue[None]()

    def then(socket: ServerConnection) -> None:
        if is_mended.is_set():
            socket.send(slash("e1"))
            return
        socket.send(json.dumps({"type": "disconnect", "reason": reason}))
        socket.close_socket()
        ended.put(None)

    with connected(answers_at_once, then=then) as it:
        begun = time.monotonic()
        for _ in range(3 * socket_attempts.MOST):
            ended.get(timeout=PATIENCE)
        assert time.monotonic() - begun > 0.2
        is_mended.set()
        assert it.side.ack()["envelope_id"] == "e1"
    assert said in caplog.text


def test_a_start_does_not_wait_for_as_long_as_slack_asks_to() -> None:
    busy = Answer(b'{"ok": false, "error": "ratelimited"}', status=429, headers={"Retry-After": "3600"})
    with web_api({"apps.connections.open": busy}) as api:
        handler = handler_of(answers_at_once, api, AfterAck())
        handler.start()
        handler.client.connect_to_new_endpoint()
        handler.stop(timeout=1)
        assert api.methods() == ["apps.connections.open"], "and Slack is left alone until then"


@pytest.mark.parametrize("code", sorted(TOKEN_REFUSALS))
def test_every_refusal_of_the_token_is_for_good(code: str) -> None:
    with web_api({"apps.connections.open": Answer.of(ok=False, error=code)}) as api:
        with pytest.raises(AppTokenRefused) as refused:
            handler_of(answers_at_once, api, AfterAck()).start()
        assert refused.value.error == code


def test_a_connection_may_be_ended_by_several_threads_at_once() -> None:
    """Whoever receives and whoever watches both may; with the SDK's own, the second dies of it."""
    failed: list[BaseException] = []

    def end(connection: SteadyConnection, start: threading.Barrier) -> None:
        start.wait()
        try:
            connection.disconnect()
        except AttributeError as error:
            failed.append(error)

    with socket_side() as side:
        for _ in range(20):
            connection, start = SteadyConnection(url=side.url, logger=logging.getLogger("x")), threading.Barrier(4)
            connection.connect()
            enders = [threading.Thread(target=end, args=(connection, start)) for _ in range(4)]
            for thread in enders:
                thread.start()
            for thread in enders:
                thread.join()
    assert failed == []
