"""A Slack that does exactly what a test tells it, down to broken bytes: for faults that a sandbox has no verb for."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any
from urllib.parse import parse_qsl

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tests.patience import PATIENCE


@dataclass
class Answer:
    """`raw` replaces the whole response; an empty one closes the connection without a word."""

    body: bytes = b'{"ok": true}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    @classmethod
    def of(cls, **facts: object) -> "Answer":
        return cls(json.dumps(facts).encode())


@dataclass
class WebApi:
    """`answers` maps a path's last part to what is answered, a list to one after the other; `calls` is what came in."""

    url: str
    answers: Mapping[str, "Answer | list[Answer]"]
    calls: list[tuple[str, dict[str, Any]]]

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    def answer_to(self, method: str) -> Answer:
        found = self.answers.get(method, Answer.of(ok=False, error="unknown_method"))
        return found.pop(0) if isinstance(found, list) else found

    def body_of(self, method: str) -> dict[str, Any]:
        return next(body for name, body in self.calls if name == method)


@contextmanager
def web_api(answers: Mapping[str, Answer | list[Answer]]) -> Iterator[WebApi]:
    api = WebApi("", answers, [])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            method = self.path.rsplit("/", 1)[-1]
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            api.calls.append((method, json.loads(sent) if sent.startswith(b"{") else dict(parse_qsl(sent.decode()))))
            self._answer(api.answer_to(method))

        def _answer(self, answer: Answer) -> None:
            if answer.raw is not None:
                self.wfile.write(answer.raw)
                self.close_connection = True
                return
            self.send_response_only(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}/api/"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class SocketSide:
    """Slack's end of the sockets: every connection that was opened, and every ack in the order it came."""

    url: str
    connections: "Queue[ServerConnection]"
    acks: "Queue[dict[str, Any]]"

    def newest(self) -> ServerConnection:
        return self.connections.get(timeout=PATIENCE)

    def ack(self) -> dict[str, Any]:
        return self.acks.get(timeout=PATIENCE)


@contextmanager
def socket_side(then: Callable[[ServerConnection], None] = lambda _: None) -> Iterator[SocketSide]:
    """`then` is what Slack does to each socket after its hello."""
    side = SocketSide("", Queue(), Queue())

    def serve_one(connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        side.connections.put(connection)
        with suppress(ConnectionClosed):
            then(connection)
            for message in connection:
                side.acks.put(json.loads(message))

    with serve(serve_one, "127.0.0.1", 0, max_size=None) as server:
        host, port = server.socket.getsockname()[:2]
        side.url = f"ws://{host}:{port}/link?ticket=1"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield side
        finally:
            server.shutdown()
            thread.join()


def slash(envelope_id: str, text: str = "") -> str:
    payload = {
        "command": "/do",
        "text": text,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:1/",
    }
    envelope = {
        "type": "slash_commands",
        "envelope_id": envelope_id,
        "payload": payload,
        "accepts_response_payload": True,
    }
    return json.dumps(envelope)
