"""An app without a framework, reached over HTTP: it keeps what it got and answers as it is told."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))

    @property
    def payload(self) -> Any:
        return json.loads(self.form["payload"] if self.body.startswith(b"payload=") else self.body)

    @property
    def is_challenge(self) -> bool:
        return self.body.startswith(b"{") and self.payload["type"] == "url_verification"


@dataclass(frozen=True)
class Says:
    """`content_type` goes out as it is; none with nothing."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any) -> "Says":
        return cls(body=json.dumps(value), content_type=JSON)


Answering = Callable[[Got], Says]


def obliging(got: Got) -> Says:
    """Gives the challenge back and acks the rest."""
    return Says(body=got.payload["challenge"]) if got.is_challenge else Says()


@dataclass
class Scripted:
    """`got` is all that came, in order; `answer` may be changed at any time."""

    url: str
    answer: Answering = obliging
    got: list[Got] = field(default_factory=list)

    @property
    def asked(self) -> list[Got]:
        """Without the challenges."""
        return [got for got in self.got if not got.is_challenge]

    def says(self, *answers: Says) -> None:
        """One after the other, the last for all that follows; challenges are met."""
        waiting = list(answers)

        def answer(got: Got) -> Says:
            if got.is_challenge:
                return obliging(got)
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]

        self.answer = answer


@contextmanager
def scripted(path: str = "/slack/events") -> Iterator[Scripted]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            app.got.append(got)
            said = app.answer(got)
            self.send_response(said.status)
            for name, value in {"Content-Type": said.content_type, **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked may have had enough
                self.wfile.write(said.body.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base calls it so
            """Nothing: pytest shows what the test keeps."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        app = Scripted(f"http://127.0.0.1:{server.server_port}{path}")
        serving = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
        serving.start()
        try:
            yield app
        finally:
            server.shutdown()
            serving.join()
