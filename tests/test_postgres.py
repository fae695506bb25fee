"""What the tests start themselves is gone when they are, also when they were killed."""

import subprocess
import sys
import time
from pathlib import Path

from bot.settings import MANIFEST
from tests.patience import PATIENCE

STARTED = """
import time
from tests.postgres import running
with running() as postgres:
    print(postgres.folder, flush=True)
    time.sleep(60)
"""


def is_served(folder: Path) -> bool:
    """By the server or by whoever waits to remove the folder: each is there a moment longer than its last deed."""
    return any(str(folder).encode() in _command(process) for process in Path("/proc").glob("[0-9]*/cmdline"))


def _command(process: Path) -> bytes:
    """Nothing of one that has just ended."""
    try:
        return process.read_bytes()
    except OSError:
        return b""


def test_whoever_is_killed_leaves_no_server_and_no_folder() -> None:
    command = (sys.executable, "-W", "ignore", "-c", STARTED)
    with subprocess.Popen(command, cwd=MANIFEST.parent, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        folder = Path(owner.stdout.readline().strip())
        assert is_served(folder)
        owner.kill()
    until = time.monotonic() + PATIENCE
    while (folder.exists() or is_served(folder)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not folder.exists()
    assert not is_served(folder)
