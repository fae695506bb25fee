"""Signed requests over HTTP as Liaison needs them: guarded, the answer first, then the rest; an end that loses none."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from slack_bolt import App, BoltResponse

from handlers import receipts
from handlers.after_ack import AfterAck
from handlers.deliveries import answered
from handlers.http_guard import Delivered, Guard, Refused, body_of, is_ssl_check
from handlers.web_server import RECEIVED, plain

log = logging.getLogger(__name__)

PATH = "/slack/events"


class LiaisonHttp:
    """A WSGI application for one path; the counterpart of `LiaisonSocketMode`."""

    def __init__(self, app: App, guard: Guard, after_ack: AfterAck) -> None:
        self._app = app
        self._guard = guard
        self._after_ack = after_ack
        self._flight = _Flight()
        self._is_taking = False

    def start(self) -> None:
        self._is_taking = True

    def is_connected(self) -> bool:
        return self._is_taking

    def in_flight(self) -> int:
        """Requests whose answer is not on its way yet."""
        return self._flight.count

    def stop(self, timeout: float) -> bool:
        """Takes nothing more in, and lets what is in flight be answered. False when something was cut off."""
        until = time.monotonic() + timeout
        self._is_taking = False
        is_answered = self._flight.is_over_within(timeout)
        is_done = self._after_ack.stop(max(0.0, until - time.monotonic()))
        return is_answered and is_done

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            return plain(start_response, HTTPStatus.METHOD_NOT_ALLOWED, Allow="POST")
        receipts.stamp(environ[RECEIVED])
        self._after_ack.begin()
        try:
            with ExitStack() as going:
                going.enter_context(self._flight)
                return self._answer(environ, start_response, going)
        except Refused as refused:
            log.info("a request was refused: %s", refused.why)
            return plain(start_response, refused.status)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse, going: ExitStack) -> Iterable[bytes]:
        """Raises Refused."""
        body = body_of(environ)
        if is_ssl_check(body):
            return plain(start_response, HTTPStatus.OK, "")
        delivered = self._guard.read(environ, body)
        if not self._is_taking:
            # Slack sends events again, and tells people of anything else at once instead of in three seconds.
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "Liaison is starting or stopping")
        response = self._dispatched(delivered)
        until_sent = going.pop_all()
        if response.status == HTTPStatus.OK:
            until_sent.callback(self._after_ack.hand_over)
        return _Sent(response, start_response, until_sent.close)

    def _dispatched(self, delivered: Delivered) -> BoltResponse:
        if delivered.what == "url_verification":
            return BoltResponse(status=200, body=str(delivered.payload.get("challenge", "")))
        return answered(self._app, delivered.what, delivered.payload, delivered.retry)


class _Flight:
    """Entered by each request that came in, and left once its answer is on its way."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.count = 0

    def __enter__(self) -> None:
        with self._changed:
            self.count += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self.count -= 1
            self._changed.notify_all()

    def is_over_within(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count == 0, timeout=seconds)


class _Sent:
    """The server calls `close` once the answer is on its way (PEP 3333): the moment for the rest."""

    def __init__(self, response: BoltResponse, start_response: StartResponse, close: Callable[[], None]) -> None:
        self._body = (response.body or "").encode()
        self.close = close
        kind = response.first_headers().get("content-type", "text/plain;charset=utf-8")
        headers = [("Content-Type", kind), ("Content-Length", str(len(self._body)))]
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", headers)

    def __iter__(self) -> Iterator[bytes]:
        return iter((self._body,))
