"""Bolt's builtin Socket Mode client with its defects repaired; each class says which."""

import json
import logging
import os
import socket
import ssl
import struct
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from queue import Empty
from typing import Any, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError, SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from handlers import receipts

log = logging.getLogger(__name__)

FINAL_TEXT = 0x81
MASKED = 0x80
PING_INTERVAL = 10.0
#: After so many ping intervals without a byte, pongs included, or without its hello, a socket is deaf. The monitor
#: looks once an interval, so that it is replaced within two.
DEAF_AFTER = 1.5


def text_frame(payload: bytes) -> bytes:
    """One masked text frame (RFC 6455, 5.2). The SDK's own knows no length above 65,535 bytes."""
    key = os.urandom(4)
    length = len(payload)
    if length <= 125:
        head = struct.pack("!BB", FINAL_TEXT, MASKED | length)
    elif length <= 0xFFFF:
        head = struct.pack("!BBH", FINAL_TEXT, MASKED | 126, length)
    else:
        head = struct.pack("!BBQ", FINAL_TEXT, MASKED | 127, length)
    mask = (key * (length // 4 + 1))[:length]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")
    return head + key + masked.to_bytes(length, "big")


def boottime() -> float:
    """Seconds that go on while the machine sleeps, after which a socket is hardly ever alive."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SteadySocket:
    """Sends whole frames, and says when the peer is gone.

    The SDK may send a part of a frame, and at the end of the stream it would read nothing over and over.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._ended_by_us = False
        self.heard_at = boottime()

    def recv(self, size: int) -> bytes:
        received = self._sock.recv(size)
        self.heard_at = boottime()
        if not received and not self._ended_by_us:
            raise ConnectionResetError("the other side closed the socket")
        return received

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def end_receiving(self) -> None:
        """A receiver in `recv` would hold its lock for up to three seconds; so it returns at once."""
        self._ended_by_us = True
        with suppress(OSError):
            # Not sock.shutdown: an SSLSocket's own would drop its encryption, and acks still have to go out.
            socket.socket.shutdown(self._sock, socket.SHUT_RD)

    def close(self) -> None:
        self._sock.close()


class SteadyConnection(Connection):
    """Acks of any size, a quick end, and no trust in one that says nothing: the SDK waits for four ping intervals, and
    for ever where not one pong came.
    """

    steady: SteadySocket | None = None
    is_greeted = False

    def is_deaf(self) -> bool:
        if self.steady is None:
            return False
        now, patience = boottime(), DEAF_AFTER * self.ping_interval
        return now - self.steady.heard_at > patience or (not self.is_greeted and now - self._connected_at > patience)

    def connect(self) -> None:
        super().connect()
        self._connected_at = boottime()
        if self.sock is not None:
            self.steady = SteadySocket(self.sock)
            # The SDK only calls recv, send and close.
            self.sock = cast("ssl.SSLSocket", self.steady)

    def send(self, payload: str) -> None:
        frame = text_frame(payload.encode())
        with self.sock_send_lock:
            try:
                self.sock.send(frame)  # type: ignore[union-attr]
            except (OSError, AttributeError) as error:
                raise SlackClientNotConnectedError("the connection was closed or replaced") from error

    def end_receiving(self) -> None:
        if self.steady is not None:
            self.steady.end_receiving()

    def disconnect(self) -> None:
        self.end_receiving()
        super().disconnect()


class SteadyClient(SocketModeClient):
    """Counts what it received until it is worked off, reconnects without holding acks back, and ends quickly."""

    current_session: SteadyConnection | None

    def __init__(self, app_token: str, web_client: WebClient, concurrency: int) -> None:
        self._changed = threading.Condition()
        self._in_flight = 0
        self._greeted = threading.Event()
        #: Set for good by the first connection, or by the end.
        self._opened = threading.Event()
        super().__init__(
            app_token=app_token,
            web_client=web_client,
            concurrency=concurrency,
            ping_interval=PING_INTERVAL,
            logger=logging.getLogger("slack_sdk.socket_mode"),
        )
        self.proxy = web_client.proxy

    def in_flight(self) -> int:
        with self._changed:
            return self._in_flight

    def is_connected(self) -> bool:
        session = self.current_session
        return session is not None and session.is_active() and not session.is_deaf()

    def wait_until_worked_off(self, timeout: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._in_flight == 0, timeout=timeout)

    def wait_for_hello(self, timeout: float) -> bool:
        """An open socket on which Slack has not said hello yet gets no envelopes."""
        return self._greeted.wait(timeout)

    def start_monitor(self) -> None:
        """After the first attempt, whether it went well or not: the SDK's only watches what once stood."""
        self.current_app_monitor_started = True
        self.current_app_monitor.start()

    def connect(self) -> None:
        """Acks in flight go out on the new connection, which stands before the old one is closed."""
        self.wss_uri = self.wss_uri or self.issue_new_wss_url()
        old, old_state = self.current_session, self.current_session_state
        new = self._connection(self.wss_uri)
        new.connect()
        self.current_session, self.current_session_state = new, ConnectionState()  # type: ignore[no-untyped-call]
        old_state.terminated = True
        self._opened.set()
        if old is not None:
            old.close()

    def enqueue_message(self, message: str) -> None:
        """With the moment of its receipt: it may wait here, and then for a thread, while its sender counts."""
        with self._changed:
            self._in_flight += 1
        self.message_queue.put((time.monotonic(), message))

    def process_message(self) -> None:
        """Unlike the SDK's, reconnecting is a worker's job too: the envelopes behind it go on."""
        try:
            received, raw_message = self.message_queue.get(timeout=1)
        except Empty:
            return
        if raw_message:
            self.message_workers.submit(self._work_off, received, raw_message)

    def stop_receiving(self) -> None:
        self.auto_reconnect_enabled = False
        self.current_session_state.terminated = True
        if isinstance(self.current_session, SteadyConnection):
            self.current_session.end_receiving()

    def close(self) -> None:
        """The SDK's waits for running listeners without limit; ours had their time before."""
        self.stop_receiving()
        self.closed = True
        self._opened.set()
        self.message_queue.put((time.monotonic(), ""))
        self.disconnect()
        for runner in (self.current_session_runner, self.current_app_monitor, self.message_processor):
            _end(runner)
        self.message_workers.shutdown(wait=False, cancel_futures=True)

    def _connection(self, url: str) -> SteadyConnection:
        return SteadyConnection(
            url=url,
            logger=self.logger,
            ping_interval=self.ping_interval,
            receive_buffer_size=self.receive_buffer_size,
            proxy=self.proxy,
            on_message_listener=self._on_message,
            on_error_listener=self._on_error,
            on_close_listener=self._on_close,
            ssl_context=self.web_client.ssl,
        )

    def _work_off(self, received: float, raw_message: str) -> None:
        message: dict[str, Any] = {}
        receipts.stamp(received)
        try:
            message = json.loads(raw_message) if raw_message.startswith("{") else {}
            self.run_message_listeners(message, raw_message)
        finally:
            with self._changed:
                self._in_flight -= 1
                self._changed.notify_all()
        if message.get("type") == "hello":
            self._on_hello()

    def _on_hello(self) -> None:
        if self.current_session is not None:
            self.current_session.is_greeted = True
        self._greeted.set()

    def _on_error(self, error: Exception) -> None:
        log.warning("socket: %s: %s", type(error).__name__, error)

    def _on_close(self, code: int, reason: str | None = None) -> None:
        # Reconnecting here, as the SDK does, would run in the thread that still holds the closing connection.
        log.info("socket: closed by Slack (%s %s)", code, reason)

    def _run_current_session(self) -> None:
        """The SDK's looks ten times a second whether there is a first connection; people wait for it at a start."""
        self._opened.wait()
        was_connected = self.is_connected()
        super()._run_current_session()  # type: ignore[no-untyped-call]
        if was_connected:
            self._reconnect_if_needed()

    def _monitor_current_session(self) -> None:
        session = self.current_session
        if session is not None and session.is_active() and session.is_deaf():
            log.warning("socket: Slack has fallen silent; connecting anew")
        elif session is not None:
            session.check_state()
        self._reconnect_if_needed()

    def _reconnect_if_needed(self) -> None:
        if not self.auto_reconnect_enabled or self.is_connected():
            return
        try:
            self.connect_to_new_endpoint()
        except (SlackClientError, OSError, HTTPException) as error:
            log.warning("socket: cannot connect, trying again: %s", error)


def _end(runner: IntervalRunner) -> None:
    runner.event.set()
    if runner.is_alive():
        runner.thread.join(timeout=1)
