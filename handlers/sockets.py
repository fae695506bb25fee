"""Bolt's builtin Socket Mode client with its defects repaired."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from http.client import HTTPException
from queue import Empty
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from bot.domain.outbox import Throttled
from handlers import receipts
from handlers.attempts import outcome_of_answer
from handlers.socket_attempts import Attempts
from handlers.socket_connections import SteadyConnection

log = logging.getLogger(__name__)

PING_INTERVAL = 10.0
#: Ends of a socket that no new one mends, in words.
TROUBLES = {
    "too_many_websockets": "Slack has as many sockets of this app as it takes; stop other processes that use its token",
    "link_disabled": "Socket Mode is switched off; switch it on in the app's settings",
}


class SteadyClient(SocketModeClient):
    """Counts what it received until it is worked off, reconnects without holding acks back, and ends quickly."""

    current_session: SteadyConnection | None

    def __init__(self, app_token: str, web_client: WebClient, concurrency: int) -> None:
        self._changed = threading.Condition()
        self._in_flight = 0
        self._greeted = threading.Event()
        #: Set for good by the first connection, or by the end.
        self._opened = threading.Event()
        self._attempts = Attempts(PING_INTERVAL)
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

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """The monitor comes back to what is not tried now."""
        if self._attempts.may_try():
            super().connect_to_new_endpoint(force)

    def issue_new_wss_url(self) -> str:
        """Where Slack asks to wait, the SDK would sleep here, at the start too and for as long as that takes."""
        try:
            return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])
        except SlackApiError as error:
            outcome = outcome_of_answer("apps.connections.open", error.response)
            if isinstance(outcome, Throttled):
                self._attempts.put_off(outcome.seconds)
            raise

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
            message = _read(raw_message)
            _tell_end(message)
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


def _read(raw_message: str) -> dict[str, Any]:
    """Empty for what is no JSON object: nothing is known of it that could be answered."""
    try:
        message = json.loads(raw_message)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _tell_end(message: Mapping[str, Any]) -> None:
    reason = message.get("reason")
    if message.get("type") == "disconnect" and reason in TROUBLES:
        log.warning("socket: %s; Liaison goes on trying", TROUBLES[reason])


def _end(runner: IntervalRunner) -> None:
    runner.event.set()
    if runner.is_alive():
        runner.thread.join(timeout=1)
