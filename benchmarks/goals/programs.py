"""Whole programs side by side: `liaison run` over HTTP, and a bare Bolt app on the same web server."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

from benchmarks.goals.figures import NotMeasured
from bot import database
from handlers.http_mode import PATH
from sandbox import Sandbox
from sandbox.sandbox import LOOPBACK

#: Seconds.
PATIENCE, POLL, REST = 30.0, 0.005, 0.3

_BARE = """
import os, waitress
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
client = WebClient(os.environ["TOKEN"], os.environ["API"])
app = App(client=client, signing_secret=os.environ["SECRET"], process_before_response=%s)
app.command("/task")(lambda ack: ack())
handler = SlackRequestHandler(app, path="%s")
waitress.serve(handler, host="%s", port=int(os.environ["PORT"]), threads=32, _quiet=True)
"""
#: As quick as Bolt can be, and as it comes: it looks every 10 ms whether a listener has acked.
BARE, AS_BOLT_COMES = (_BARE % (at_once, PATH, LOOPBACK) for at_once in (True, False))
OURS = "import sys; from bot.__main__ import main; sys.exit(main(['run']))"


@dataclass
class Program:
    """`ready` is a path that is answered, with whatever status below 500, once it can take work."""

    code: str
    env: dict[str, str]
    port: int
    ready: str
    #: MiB, of each start.
    memory: list[float] = field(default_factory=list)

    def start(self) -> float:
        """Seconds until it was ready."""
        begun = time.perf_counter()
        with self.running() as process:
            taken = time.perf_counter() - begun
            # What a start leaves to its threads belongs to its memory too.
            time.sleep(REST)
            self.memory.append(_resident(process.pid))
        return taken

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        # Compiled once, as installed programs are.
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | self.env
        command = [sys.executable, "-c", self.code]
        with subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
            try:
                self._wait(process)
                yield process
            finally:
                process.terminate()

    def _wait(self, process: subprocess.Popen[str]) -> None:
        ended = time.monotonic() + PATIENCE
        while not self._is_ready():
            if process.poll() is not None or time.monotonic() > ended:
                raise NotMeasured(f"not ready in {PATIENCE} s, or ended before")
            time.sleep(POLL)

    def _is_ready(self) -> bool:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", self.ready)
            return connection.getresponse().status < 500
        except ConnectionError:
            return False
        finally:
            connection.close()


def liaison(slack: Sandbox, database_url: str) -> Program:
    """As `liaison run` in a workspace that it knows."""
    database.upgrade(database_url)
    port = _free_port()
    given = {
        "LIAISON_BOT_TOKEN": slack.bot_token,
        "LIAISON_SIGNING_SECRET": slack.signing_secret,
        "LIAISON_API_BASE_URL": slack.api_url,
        "LIAISON_HTTP_PORT": str(port),
        "LIAISON_DATABASE_URL": database_url,
        "LIAISON_LOG_LEVEL": "WARNING",
    }
    return Program(OURS, given, port, "/readyz")


def bare(slack: Sandbox, code: str) -> Program:
    port = _free_port()
    given = {
        "TOKEN": slack.bot_token,
        "API": slack.api_url,
        "SECRET": slack.signing_secret,
        "PORT": str(port),
    }
    return Program(code, given, port, "/")


def cpu(process: int) -> float:
    """Seconds of CPU that it has taken so far, in all its threads."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    """MiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise NotMeasured("this system does not say how much memory a process has")


def _free_port() -> int:
    with socket() as free:
        free.bind((LOOPBACK, 0))
        port: int = free.getsockname()[1]
    return port
