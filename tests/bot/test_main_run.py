"""`liaison run` as a process: it ends in time, whatever is going on."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.database import upgrade
from bot.settings import MANIFEST
from sandbox import Sandbox, World
from tests.patience import PATIENCE

CUT_OFF = "liaison: stopped with work cut off; what was saved is safe and goes on at the next start\n"


@contextmanager
def liaison_in(slack: Sandbox, folder: Path) -> Iterator[subprocess.Popen[str]]:
    database = f"sqlite:///{folder / 'liaison.db'}"
    upgrade(database)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "SLACK_"))}
    given = {
        "LIAISON_BOT_TOKEN": slack.bot_token,
        "LIAISON_APP_TOKEN": slack.app_token,
        "LIAISON_API_BASE_URL": slack.api_url,
        "LIAISON_DATABASE_URL": database,
        "LIAISON_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(MANIFEST.parent),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=folder, env=kept | given, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.office()) as running:
        yield running


def test_an_event_that_waits_for_the_store_does_not_hold_up_the_end(slack: Sandbox, tmp_path: Path) -> None:
    with liaison_in(slack, tmp_path) as process, closing(sqlite3.connect(tmp_path / "liaison.db")) as other:
        other.isolation_level = None
        limit = time.monotonic() + PATIENCE
        while not any(message.app for message in slack.person("ana").dm().messages):
            # Answered, so at work in full.
            assert time.monotonic() < limit
            slack.person("ana").says("help", in_="liaison", settle=False)
        other.execute("begin immediate")
        slack.person("ben").moves_to("America/New_York", settle=False)
        before = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - before < 5
        assert (process.returncode, said) in {(0, ""), (1, CUT_OFF)}


def test_what_does_not_end_by_itself_is_cut_off_with_a_word() -> None:
    """A thread of an executor, which Python waits for when it ends."""
    code = (
        "import threading; from concurrent.futures import ThreadPoolExecutor; import bot.__main__ as it;"
        "ThreadPoolExecutor().submit(threading.Event().wait); raise SystemExit(it.end(is_whole=False))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=MANIFEST.parent, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (1, CUT_OFF)
