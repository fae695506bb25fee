"""A Web API client whose calls end in time, however slowly the answer trickles in."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BytesIO
from math import inf
from ssl import SSLContext
from threading import Lock, Timer
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import BaseHandler, HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

_latest: ContextVar[float] = ContextVar("latest", default=inf)


class TooLateToSend(OSError):
    """Nothing was written: the connection was made too late for that."""


@contextmanager
def no_byte_after(boottime: float) -> Iterator[None]:
    """For calls within: what has not begun to leave by then, in seconds of CLOCK_BOOTTIME, does not leave."""
    token = _latest.set(boottime)
    try:
        yield
    finally:
        _latest.reset(token)


class DeadlineClient(WebClient):
    """`timeout` is the whole of a call. urllib counts it anew at every read, so that a peer that sends a byte now and
    then would be waited for without end.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._calls = Calls()

    def hang_up(self) -> None:
        """For good: what is being asked fails now, and what would be asked later at once."""
        self._calls.end()

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:  # noqa: ARG002 - the SDK names it
        """The SDK's one way out, for which it has no hook. `url` is the request's."""
        with (
            Deadline(self.timeout) as deadline,
            self._calls.of(deadline),
            _answered(self._opener(deadline), req, self.timeout) as response,
        ):
            charset = response.headers.get_content_charset() or "utf-8"
            return {"status": response.status, "headers": response.headers, "body": response.read().decode(charset)}

    def upload(self, url: str, content: bytes) -> None:
        """Raw bytes to an address of Slack's outside of the Web API. Raises OSError and HTTPException."""
        request = Request(url, data=content, headers={"Content-Type": "application/octet-stream"}, method="POST")  # noqa: S310
        with (
            Deadline(self.timeout) as deadline,
            self._calls.of(deadline),
            _answered(self._opener(deadline), request, self.timeout) as response,
        ):
            response.read()

    def _opener(self, deadline: "Deadline") -> OpenerDirector:
        """None for a proxy is the environment's, as everywhere in urllib."""
        proxies = None if self.proxy is None else {"http": self.proxy, "https": self.proxy}
        return build_opener(ProxyHandler(proxies), *deadline.handlers(self.ssl))


class Calls:
    """Those that are under way, until all of them are ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._are_over = False
        self._deadlines: set[Deadline] = set()

    @contextmanager
    def of(self, deadline: "Deadline") -> Iterator[None]:
        with self._lock:
            self._deadlines.add(deadline)
            are_over = self._are_over
        if are_over:
            deadline.end()
        try:
            yield
        finally:
            with self._lock:
                self._deadlines.discard(deadline)

    def end(self) -> None:
        with self._lock:
            self._are_over = True
            deadlines = tuple(self._deadlines)
        for deadline in deadlines:
            deadline.end()


class Deadline:
    """Shuts the connections that were made under it once its time is over."""

    def __init__(self, seconds: float) -> None:
        self._lock = Lock()
        self._is_over = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self.end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def handlers(self, tls: SSLContext | None) -> tuple[BaseHandler, BaseHandler]:
        watch = self._watch

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                watch(self.sock)

        class Encrypted(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                watch(self.sock)

        class OverPlain(HTTPHandler):
            def http_open(self, req: Request) -> HTTPResponse:
                return self.do_open(Plain, req)

        class OverTls(HTTPSHandler):
            def https_open(self, req: Request) -> HTTPResponse:
                return self.do_open(Encrypted, req, context=tls)

        return OverPlain(), OverTls()

    def _watch(self, connected: socket.socket) -> None:
        """Nothing was written yet, and nothing will be once it is too late."""
        with self._lock:
            if self._is_over or time.clock_gettime(time.CLOCK_BOOTTIME) > _latest.get():
                connected.close()
                raise TooLateToSend
            self._sockets.append(connected)

    def end(self) -> None:
        with self._lock:
            self._is_over = True
            for connected in self._sockets:
                with suppress(OSError):
                    # Not the method of TLS sockets, which would take away what another thread is reading with.
                    socket.socket.shutdown(connected, socket.SHUT_RDWR)


@contextmanager
def _answered(opener: OpenerDirector, request: Request, timeout: float) -> Iterator[HTTPResponse]:
    try:
        with opener.open(request, timeout=timeout) as response:
            yield response
    except HTTPError as refused:
        # Whoever catches it reads its body, which is then past the deadline.
        with refused:
            body = refused.read()
        raise HTTPError(refused.url, refused.code, refused.msg, refused.headers, BytesIO(body)) from None
