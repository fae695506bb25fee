"""What happens to connections, below HTTP: reset, closed too early, or silent."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from sandbox.activity import Activity

#: On, and no time to send what is left: the system then resets the connection instead of closing it.
NO_LINGER = struct.pack("ii", 1, 0)
PIECES = 20


def attach(app: Starlette, connections: Iterable[Any]) -> None:
    """`connections` is the server's own collection of the protocols that are open."""
    app.state.connections = connections


def reset(scope: Scope) -> None:
    transport = _transport(scope)
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        transport.abort()


def close(scope: Scope) -> None:
    """What was written still goes out."""
    transport = _transport(scope)
    if transport is not None:
        transport.close()


def silence(scope: Scope) -> None:
    """Nothing is read any more, not even a ping, and nobody is told."""
    transport = _transport(scope)
    if transport is not None:
        transport.pause_reading()


def _transport(scope: Scope) -> asyncio.Transport | None:
    """By the other end's address, which no two connections share; None when it has hung up itself."""
    connections: Iterable[Any] = scope["app"].state.connections
    return next((found.transport for found in connections if found.client == tuple(scope["client"])), None)


class Cut(Response):
    """No answer: the connection is reset or closed."""

    def __init__(self, how: Callable[[Scope], None]) -> None:
        self._how = how
        super().__init__()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        self._how(scope)
        await gone(receive)


class Half(Response):
    """The headers announce the whole."""

    def __init__(self, whole: Response) -> None:
        self._whole = whole
        super().__init__()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole, body = self._whole, bytes(self._whole.body)
        await send({"type": "http.response.start", "status": whole.status_code, "headers": whole.raw_headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        close(scope)
        await gone(receive)


def dripping(whole: Response, seconds: float, activity: Activity) -> Response:
    """In small pieces over so many seconds; that it goes on is known to whoever waits for quiet."""
    pieces = _pieces(bytes(whole.body), seconds / PIECES, activity)
    return StreamingResponse(pieces, whole.status_code, dict(whole.headers))


async def _pieces(body: bytes, pause: float, activity: Activity) -> AsyncIterator[bytes]:
    with activity.of("an answer that drips"):
        size = len(body) // PIECES + 1
        for start in range(0, len(body), size):
            await asyncio.sleep(pause)
            yield body[start : start + size]


async def gone(receive: Receive) -> None:
    """The other end has hung up, or has been cut off."""
    while (await receive())["type"] != "http.disconnect":
        pass
