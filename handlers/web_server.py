"""The web server in our process: waitress on a thread of its own, with an end that lets answers out."""

import socket
import threading
import time
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import WSGITask

from handlers.deliveries import CONCURRENCY
from handlers.http_guard import MOST_BYTES

#: In a request's environment: `time.monotonic()` at its first byte.
RECEIVED = "liaison.received"
BACKLOG = 1024
FLUSH_SECONDS, FLUSH_POLL = 0.5, 0.005
END_SECONDS = 1.0


class StampedParser(HTTPRequestParser):  # type: ignore[misc]
    def __init__(self, adj: object) -> None:
        super().__init__(adj)
        self.received_at = time.monotonic()


class StampedTask(WSGITask):  # type: ignore[misc]
    complete: bool
    wrote_header: bool

    def get_environment(self) -> WSGIEnvironment:
        environ: WSGIEnvironment = super().get_environment()
        environ[RECEIVED] = self.request.received_at
        return environ

    def write(self, data: bytes) -> None:
        """An answer in one piece: waitress sends its head first, which wakes both sides twice."""
        if not self.complete or self.wrote_header or not self.has_body or self.content_length != len(data):
            super().write(data)
            return
        self.channel.write_soon(self.build_response_header() + data)
        self.wrote_header = True
        self.content_bytes_written = len(data)


class StampedChannel(HTTPChannel):  # type: ignore[misc]
    """People wait from the moment when Slack sent, not from when a thread was free."""

    parser_class = StampedParser
    task_class = StampedTask


class WebServer:
    def __init__(self, application: WSGIApplication, host: str, port: int) -> None:
        self._application = application
        self._host = host
        self._port = port

    @property
    def port(self) -> int:
        """Once started."""
        port: int = self._server.effective_port
        return port

    def start(self) -> None:
        """Raises OSError when the address cannot be had."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # Bound here, because waitress would leave its threads and files behind when that fails.
        bound = socket.create_server((self._host, self._port), family=family, backlog=BACKLOG)
        # `ident`: what we run on is nobody's business.
        self._server = create_server(
            self._application,
            sockets=[bound],
            threads=CONCURRENCY,
            max_request_body_size=MOST_BYTES,
            ident=None,
        )
        self._server.channel_class = StampedChannel
        self._thread = threading.Thread(target=self._server.run, name="web-server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answers that are ready still go out."""
        if not hasattr(self, "_thread"):
            return
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=END_SECONDS)
        until = time.monotonic() + FLUSH_SECONDS
        while self._has_unsent() and time.monotonic() < until:
            time.sleep(FLUSH_POLL)
        # In its own thread, because it waits on the very sockets that are closed.
        self._server.trigger.pull_trigger(self._close)
        self._thread.join(END_SECONDS)

    def _has_unsent(self) -> bool:
        return any(channel.total_outbufs_len for channel in tuple(self._server.active_channels.values()))

    def _close(self) -> None:
        for channel in tuple(self._server.active_channels.values()):
            channel.handle_close()
        self._server.close()


def routed(routes: Mapping[str, WSGIApplication]) -> WSGIApplication:
    """Each exact path to its application, and nothing else."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = routes.get(environ.get("PATH_INFO", ""))
        return found(environ, start_response) if found else plain(start_response, HTTPStatus.NOT_FOUND)

    return application


def plain(
    start_response: StartResponse, status: HTTPStatus, text: str | None = None, **headers: str
) -> Iterable[bytes]:
    """A short text, by default the status's own words."""
    body = f"{status.phrase if text is None else text}\n".encode()
    given = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), **headers}
    start_response(f"{status.value} {status.phrase}", list(given.items()))
    return [body]
