"""What a test may take is counted in time that the machine gave it."""

import os
import signal
import subprocess
import sys
import time

from tests.patience import stopwatch

#: Stopped for a second in the middle, as by a machine that has more urgent things to do.
COUNTING = """
import os
from tests.patience import stopwatch
with stopwatch() as seconds:
    print(os.getpid(), flush=True)
    input()
    print(seconds(), flush=True)
"""


def test_a_standstill_is_not_counted() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COUNTING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stopped = int(process.stdout.readline())
        begun = time.monotonic()
        os.kill(stopped, signal.SIGSTOP)
        os.waitid(os.P_PID, stopped, os.WSTOPPED)
        while time.monotonic() - begun < 1:
            pass
        os.kill(stopped, signal.SIGCONT)
        print(file=process.stdin, flush=True)
        assert float(process.stdout.readline()) < 0.5


def test_work_is_counted() -> None:
    with stopwatch() as seconds:
        begun = time.process_time()
        while time.process_time() - begun < 0.3:
            pass
        assert seconds() > 0.2
