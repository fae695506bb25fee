"""`liaison demo` as a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bot.settings import MANIFEST
from tests.patience import PATIENCE

READY = re.compile(r"Liaison's demo is ready: (http://127\.0\.0\.1:\d+)\n")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


class Demo:
    def __init__(self, data: Path, *more: str) -> None:
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "SLACK_"))}
        proxies = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
        arguments = ["demo", "--port", str(self.port), "--data", str(data), *more]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=data.parent,
            env={**kept, **proxies, "PYTHONPATH": str(MANIFEST.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> str:
        assert self.process.stdout is not None
        ready = READY.fullmatch(self.process.stdout.readline())
        assert ready, self.process.communicate(timeout=PATIENCE)
        return ready[1]

    def end(self, by: signal.Signals) -> None:
        before = time.monotonic()
        self.process.send_signal(by)
        said = self.process.communicate(timeout=10)
        assert self.process.returncode == 0, said
        assert time.monotonic() - before < 5
        assert said == ("", "")


@contextmanager
def demo(data: Path, *more: str) -> Iterator[Demo]:
    running = Demo(data, *more)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.process.communicate()


#: Seconds. Starting over walks through two days of the demo's people.
TWO_DAYS = 2 * PATIENCE


def asked(url: str, body: Mapping[str, object] | None = None) -> Any:
    request = Request(url, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=TWO_DAYS) as response:
        return json.load(response)
