"""A Web API client whose calls end in time, however slowly the answer trickles in."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar, Token
from functools import cache
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BytesIO
from math import inf
from ssl import SSLContext, create_default_context
from threading import Lock, Timer
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import (
    AbstractHTTPHandler,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from slack_sdk import WebClient

_latest: ContextVar[float] = ContextVar("latest", default=inf)
_under: ContextVar["Deadline"] = ContextVar("under")


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
        with self._under_deadline(req) as response:
            charset = response.headers.get_content_charset() or "utf-8"
            return {"status": response.status, "headers": response.headers, "body": response.read().decode(charset)}

    def upload(self, url: str, content: bytes) -> None:
        """Raw bytes to an address of Slack's outside of the Web API. Raises OSError, HTTPException and ValueError."""
        request = Request(url, data=content, headers={"Content-Type": "application/octet-stream"}, method="POST")  # noqa: S310
        with self._under_deadline(request) as response:
            response.read()

    def post(self, url: str, body: Mapping[str, Any]) -> int:
        """As JSON, to an address of Slack's outside of the Web API; says the status of the answer. Raises OSError,
        HTTPException and ValueError.
        """
        content = json.dumps(body).encode()
        request = Request(url, data=content, headers={"Content-Type": "application/json; charset=utf-8"}, method="POST")  # noqa: S310
        try:
            with self._under_deadline(request) as response:
                return response.status
        except HTTPError as refused:
            return refused.code

    @contextmanager
    def _under_deadline(self, request: Request) -> Iterator[HTTPResponse]:
        with (
            Deadline(self.timeout) as deadline,
            self._calls.of(deadline),
            _answered(_opener(self.proxy, self.ssl), request, self.timeout) as response,
        ):
            yield response


@cache
def _opener(proxy: str | None, tls: SSLContext | None) -> OpenerDirector:
    """One for all clients, of which each gesture has its own: to make one takes as long as to post a message. None for
    a proxy is the environment's, as everywhere in urllib.
    """
    proxies = None if proxy is None else {"http": proxy, "https": proxy}
    return build_opener(ProxyHandler(proxies), _OverPlain(), _OverTls(tls))


class _Plain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _under.get().watch(self.sock)


class _Encrypted(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _under.get().watch(self.sock)


class _OverPlain(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Plain, req)


class _OverTls(HTTPSHandler):
    def __init__(self, tls: SSLContext | None) -> None:
        # Past its own, which would read the certificates that are trusted for every client, also where nothing is
        # encrypted.
        AbstractHTTPHandler.__init__(self)
        self._tls = tls

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Encrypted, req, context=self._tls or _trusting())


@cache
def _trusting() -> SSLContext:
    """What the system trusts, read once: that takes longer than a call."""
    return create_default_context()


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
        self._token: Token[Deadline]

    def __enter__(self) -> Self:
        self._token = _under.set(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _under.reset(self._token)

    def watch(self, connected: socket.socket) -> None:
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
