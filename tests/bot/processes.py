"""`liaison run` as a process of its own, beside a local Slack, and what is awaited of it without sleeping."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server

from bot.settings import MANIFEST
from sandbox import Sandbox
from tests.patience import PATIENCE

#: Seconds that SIGTERM may take.
IN_TIME = 10.0
POLL = 0.005


class Process:
    def __init__(self, running: subprocess.Popen[str], port: int) -> None:
        self.running = running
        self.port = port

    def until(self, holds: Callable[[], object]) -> None:
        limit = time.monotonic() + PATIENCE
        while not holds():
            assert self.running.poll() is None, self.running.communicate()
            assert time.monotonic() < limit
            threading.Event().wait(POLL)

    def is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except ConnectionError:
            return False
        finally:
            connection.close()

    def ends(self) -> tuple[int, str]:
        """After SIGTERM, in time: the exit code, and what was complained of."""
        self.running.send_signal(signal.SIGTERM)
        _, said = self.running.communicate(timeout=IN_TIME)
        return self.running.returncode, said

    def is_ended_by_a_second(self) -> int:
        """Those within half a second are taken for one."""
        while self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
            threading.Event().wait(POLL)
        return self.running.returncode


@contextmanager
def liaison_process(slack: Sandbox, folder: Path, database_url: str, **given: str) -> Iterator[Process]:
    """Over a socket, unless `LIAISON_SIGNING_SECRET` is given."""
    with create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    way_in = {} if "LIAISON_SIGNING_SECRET" in given else {"LIAISON_APP_TOKEN": slack.app_token}
    settings = {
        "LIAISON_BOT_TOKEN": slack.bot_token,
        "LIAISON_API_BASE_URL": slack.api_url,
        "LIAISON_DATABASE_URL": database_url,
        "LIAISON_HTTP_PORT": str(port),
        "LIAISON_CHANNEL_SPACING": "0",
        "LIAISON_MESSAGES_PER_MINUTE": "0",
        "LIAISON_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(MANIFEST.parent),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "SLACK_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env=kept | settings | way_in | given,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Process(process, port)
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()
