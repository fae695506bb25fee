"""P12: from a process's start until it is ready, and its memory when idle, against a bare Bolt app over HTTP."""

import json
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
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.goals.figures import Figure, NotMeasured, at_most, paired
from bot import database
from bot.settings import MANIFEST
from sandbox import Sandbox, World
from sandbox.sandbox import LOOPBACK

TIMES = 4
#: Seconds.
PATIENCE, POLL, REST = 30.0, 0.005, 0.3
#: What only some commands need, or only whoever measures.
HEAVY = ("alembic", "aiohttp", "holidays", "matplotlib", "procrastinate", "sandbox", "uvicorn")

_BARE = """
import os, waitress
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
app = App(client=WebClient(os.environ["TOKEN"], os.environ["API"]), signing_secret="bare", process_before_response=True)
app.command("/task")(lambda ack: ack())
waitress.serve(SlackRequestHandler(app), host="127.0.0.1", port=int(os.environ["PORT"]), threads=32, _quiet=True)
"""
#: What is left for us to save is the difference to this.
_LIBRARIES = f"import apscheduler.schedulers.background, pydantic_settings, sqlalchemy.orm\n{_BARE}"
_OURS = "import sys; from bot.__main__ import main; sys.exit(main(['run']))"
_LOADED = f"""
import json, sys
from bot.__main__ import main
main(["run"])
print(json.dumps([name for name in {HEAVY} if sys.modules.get(name)]))
"""


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


def figures() -> Iterator[Figure]:
    with Sandbox(MANIFEST, World.office(), rates=False) as slack, TemporaryDirectory() as folder:
        ours, bare, libraries = _ours(slack, Path(folder)), _bare(slack, _BARE), _bare(slack, _LIBRARIES)
        imported = median(libraries.start() for _ in range(TIMES))
        start = paired(ours.start, bare.start, times=TIMES)
        with_ours = "the same with Liaison's libraries imported"
        said = f"s until ready: {start.ours:.2f}, a bare app over WSGI: {start.theirs:.2f}, {with_ours}: {imported:.2f}"
        yield at_most(2, start.ratio, said)
        mine, others, with_them = (median(program.memory) for program in (ours, bare, libraries))
        said = f"MiB when idle: {mine:.0f}, a bare app over WSGI: {others:.0f}, {with_ours}: {with_them:.0f}"
        yield at_most(1.8, mine / others, said)
        loaded = _loaded(ours)
        yield at_most(0, len(loaded), f"of {', '.join(HEAVY)} are loaded: {', '.join(loaded) or 'none'}")


def _ours(slack: Sandbox, folder: Path) -> Program:
    """As `liaison run` in a workspace that it knows."""
    port = _free_port()
    given = {
        "LIAISON_BOT_TOKEN": slack.bot_token,
        "LIAISON_SIGNING_SECRET": slack.signing_secret,
        "LIAISON_API_BASE_URL": slack.api_url,
        "LIAISON_HTTP_PORT": str(port),
        "LIAISON_DATABASE_URL": f"sqlite:///{folder / 'liaison.db'}",
        "LIAISON_LOG_LEVEL": "WARNING",
    }
    database.upgrade(given["LIAISON_DATABASE_URL"])
    return Program(_OURS, given, port, "/readyz")


def _bare(slack: Sandbox, code: str) -> Program:
    port = _free_port()
    return Program(code, {"TOKEN": slack.bot_token, "API": slack.api_url, "PORT": str(port)}, port, "/")


def _loaded(ours: Program) -> list[str]:
    with Program(_LOADED, ours.env, ours.port, ours.ready).running() as process:
        process.terminate()
        assert process.stdout is not None
        loaded: list[str] = json.loads(process.stdout.read())
    return loaded


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
