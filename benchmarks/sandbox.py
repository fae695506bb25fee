"""What the local Slack costs: its start, a message, and a gesture beside the app's own time."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median, quantiles
from subprocess import PIPE, Popen
from threading import Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.settings import MANIFEST
from sandbox import Sandbox, World

MESSAGES, GESTURES = 2000, 100
START_LIMIT_MS, GESTURE_LIMIT_MS = 1000.0, 20.0
MESSAGES_LIMIT = 300.0


def main() -> int:
    kept = [starting()]
    with Sandbox(MANIFEST, World.office(), rates=False) as slack:
        kept.append(posting(slack))
        for way, connected in (("Socket Mode", by_sockets), ("HTTP", by_http)):
            with connected(slack):
                kept.append(gestures(slack, way))
                stop = slack.watch(lambda: True)
                kept.append(gestures(slack, f"{way}, an app that says when it is idle"))
                stop()
    return 0 if all(kept) else 1


def report(what: str, figure: str) -> None:
    sys.stdout.write(f"{what}: {figure}\n")


def starting() -> bool:
    """As its own process, and inside one that has imported it already."""
    took, inside = [], []
    for _ in range(3):
        begun = time.monotonic()
        command = [sys.executable, "-m", "sandbox", "--manifest", str(MANIFEST), "--port", "0"]
        with Popen(command, stdout=PIPE, text=True) as process:  # noqa: S603 - ours
            assert process.stdout is not None
            process.stdout.readline()
            took.append((time.monotonic() - begun) * 1000)
            process.terminate()
        begun = time.monotonic()
        with Sandbox(MANIFEST, World.office()):
            inside.append((time.monotonic() - begun) * 1000)
    report("start of the sandbox", f"{median(took):.0f} ms as a process, {median(inside):.0f} ms inside one")
    return median(took) <= START_LIMIT_MS


def posting(slack: Sandbox) -> bool:
    """One caller, one open connection."""
    connection = HTTPConnection("127.0.0.1", int(slack.url.rpartition(":")[2]))
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json; charset=utf-8"}
    begun = time.monotonic()
    for n in range(MESSAGES):
        body = json.dumps({"channel": "C0ACME", "text": f"Message {n}"})
        connection.request("POST", "/api/chat.postMessage", body, headers)
        answer = json.load(connection.getresponse())
        if not answer["ok"]:
            raise SystemExit(f"message {n} was refused: {answer['error']}")
    a_second = MESSAGES / (time.monotonic() - begun)
    connection.close()
    report(f"chat.postMessage, {MESSAGES} in one channel", f"{a_second:.0f} a second")
    return a_second >= MESSAGES_LIMIT


def gestures(slack: Sandbox, way: str) -> bool:
    """Commands, each settled before and after; what the app took for its ack is not counted."""
    ana, beside = slack.person("ana"), []
    for _ in range(GESTURES):
        begun = time.monotonic()
        answer = ana.slash("/request list", in_="acme")
        if answer.acked_ms is None:
            raise SystemExit(f"the command was not acked: {answer.error}")
        beside.append((time.monotonic() - begun) * 1000 - answer.acked_ms)
    cuts = quantiles(beside, n=100, method="inclusive")
    report(f"a gesture over {way}", f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms beside the app's own time")
    return cuts[49] <= GESTURE_LIMIT_MS


@contextmanager
def by_sockets(slack: Sandbox) -> Iterator[None]:
    url = f"{slack.url.replace('http', 'ws', 1)}/socket?ticket={slack.core.socket_mode.ticket()}"
    with connect(url) as socket:
        socket.recv()
        serving = Thread(target=acking, args=(socket,))
        serving.start()
        yield
        socket.close()
        serving.join()


def acking(socket: ClientConnection) -> None:
    try:
        for frame in socket:
            socket.send(json.dumps({"envelope_id": json.loads(frame)["envelope_id"]}))
    except ConnectionClosed:
        return


class Obliging(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = json.loads(body)["challenge"].encode() if body.startswith(b"{") and b'"challenge"' in body else b""
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base calls it so
        """Nothing: the figures are what is read."""


@contextmanager
def by_http(slack: Sandbox) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Obliging) as server:
        serving = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
        serving.start()
        slack.requests_to(f"http://127.0.0.1:{server.server_port}/")
        yield
        server.shutdown()
        serving.join()


if __name__ == "__main__":
    sys.exit(main())
