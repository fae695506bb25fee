"""Ctrl-C and SIGTERM: once, many at once, and once more because it takes too long."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.settings import MANIFEST
from tests.patience import PATIENCE

#: Other threads, because the system may hand signals to any of them; then an end that takes its time.
CODE = """
import bot.signals, sys, threading
bot.signals.SAME_WISH = {same_wish}
ended = bot.signals.StopSignal()
for _ in range(8):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
print("ready", flush=True)
ended.wait()
print("asked", flush=True)
{then}
"""


@contextmanager
def process(*, same_wish: float, then: str) -> Iterator[subprocess.Popen[str]]:
    code = CODE.format(same_wish=same_wish, then=then)
    kept = {**os.environ, "PYTHONPATH": str(MANIFEST.parent)}
    with subprocess.Popen([sys.executable, "-c", code], env=kept, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_later_one_ends_at_once(number: signal.Signals) -> None:
    with process(same_wish=0.0, then="threading.Event().wait()") as running:
        assert running.stdout is not None
        running.send_signal(number)
        assert running.stdout.readline() == "asked\n"
        running.send_signal(number)
        assert running.wait(PATIENCE) == 130


def test_many_at_once_are_one_wish_and_none_is_missed() -> None:
    with process(same_wish=60.0, then="sys.exit(7)") as running:
        for number in (signal.SIGINT, signal.SIGTERM) * 20:
            running.send_signal(number)
        assert running.wait(PATIENCE) == 7
