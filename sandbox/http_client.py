"""One POST over a connection of its own, as Slack's servers make it: redirects are followed twice."""

import asyncio
import contextlib
import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import h11

from sandbox.errors import BadAddress

MOST_REDIRECTS = 2
MOST_BYTES = 1_000_000  # of an answer; no message or view comes near
READ_BYTES = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PRINTABLE = re.compile(r"[!-~]+")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """Names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class NoAnswer(Exception):
    """Raised with Slack's reason for a delivery that failed: connection_failed, too_many_redirects, …"""

    reason: str
    detail: str


def address(url: str) -> SplitResult:
    """Raises BadAddress for what is none of a web server."""
    try:
        parts = urlsplit(url)
        port = parts.port
        (parts.hostname or "").encode("idna")  # as the system's look-up does; it refuses labels that are too long
    except ValueError as trouble:
        raise BadAddress(url) from trouble
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or not PRINTABLE.fullmatch(url):
        raise BadAddress(url)
    return parts


async def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Raises NoAnswer. Whoever calls limits the time."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = await _post(url, headers, body)
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return answer
        url = _joined(url, answer.headers["location"])
    raise NoAnswer("too_many_redirects", f"more than {MOST_REDIRECTS} redirects, the last to {url:.200}")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as trouble:
        raise NoAnswer("unknown_error", f"a redirect to {location!r:.200}") from trouble


async def _post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    try:
        parts = address(url)
        return await _exchanged(parts, headers, body)
    except ssl.SSLError as trouble:
        raise NoAnswer("ssl_error", str(trouble)) from trouble
    except OSError as trouble:
        raise NoAnswer("connection_failed", f"{url:.200}: {_worded(trouble)}") from trouble
    except (BadAddress, h11.RemoteProtocolError) as trouble:
        raise NoAnswer("unknown_error", str(trouble)) from trouble


def _worded(trouble: OSError) -> str:
    """What the system says, where asyncio says something of its own."""
    if trouble.errno is not None and trouble.errno > 0:
        return os.strerror(trouble.errno)
    return str(trouble.strerror or trouble)


async def _exchanged(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> Answer:
    port = parts.port or PORTS[parts.scheme]
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=parts.scheme == "https" or None)
    try:
        connection = h11.Connection(h11.CLIENT)
        writer.write(_request(connection, parts, headers, body))
        with contextlib.suppress(ConnectionError):  # an app may answer before it has read everything, and hang up
            await writer.drain()
        return await _answer(connection, reader)
    finally:
        writer.close()


def _request(connection: h11.Connection, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = {"Host": parts.netloc.rpartition("@")[2], "Content-Length": str(len(body)), "Connection": "close"}
    request = h11.Request(method="POST", target=target, headers=list({**own, **headers}.items()))
    sent = [connection.send(event) for event in (request, h11.Data(data=body), h11.EndOfMessage())]
    return b"".join(filter(None, sent))


async def _answer(connection: h11.Connection, reader: asyncio.StreamReader) -> Answer:
    status, headers, body = 0, dict[str, str](), bytearray()
    while True:
        match await _next(connection, reader):
            case h11.Response() as response:
                status = response.status_code
                headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
            case h11.Data() as data:
                body += data.data
                if len(body) > MOST_BYTES:
                    raise NoAnswer("unknown_error", f"an answer of more than {MOST_BYTES} bytes")
            case h11.EndOfMessage():
                return Answer(status, headers, bytes(body))
            case _:
                pass  # 100 Continue and its like


async def _next(connection: h11.Connection, reader: asyncio.StreamReader) -> object:
    while (event := connection.next_event()) is h11.NEED_DATA:
        received = await reader.read(READ_BYTES)
        if not received and connection.their_state is h11.SEND_RESPONSE:
            raise ConnectionResetError("the connection was closed before an answer came")
        connection.receive_data(received)
    return event
