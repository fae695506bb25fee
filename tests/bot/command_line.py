"""`liaison` as somebody types it: in this process, or in one of its own where the process is what is looked at."""

import importlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from bot.__main__ import main
from bot.settings import MANIFEST
from tests.patience import PATIENCE

ROOT = MANIFEST.parent
Ended = subprocess.CompletedProcess[str]


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Nothing of this machine's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "SLACK_"))}
    return {**kept, **given}


class Unsignalled:
    """Asked to end as soon as it has started."""

    def wait(self) -> None:
        """Nobody waits."""

    def during(self, work: Callable[[], object]) -> bool:
        work()
        return True


@contextmanager
def _as_it_was() -> Iterator[None]:
    """What a command sets for its whole process is put back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    sandbox = importlib.import_module("sandbox")
    try:
        yield
    finally:
        sys.modules["sandbox"] = sandbox
        root.handlers[:] = handlers
        root.setLevel(level)


def liaison(*arguments: str, folder: Path, **environment: str) -> Ended:
    """In this process, which takes a fraction of the time."""
    said, complained = io.StringIO(), io.StringIO()
    here = patch.dict(os.environ, _environment(environment), clear=True)
    # Signals are the whole process's, and here that is pytest.
    unsignalled = patch("bot.__main__.StopSignal", Unsignalled)
    with _as_it_was(), unsignalled, chdir(folder), here, redirect_stdout(said), redirect_stderr(complained):
        code = main(arguments)
    return Ended(arguments, code, said.getvalue(), complained.getvalue())


def liaison_process(*arguments: str, folder: Path, **environment: str) -> Ended:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=_environment({"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", **environment}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
