"""For whoever waits: how far a run has come, in one line that is written over, on a terminal only."""

import sys
import time

from benchmarks.chaos.plan import Plan

#: Seconds between two changes of the line.
EVERY = 0.5
OVER = "\r\x1b[K"


class Progress:
    def __init__(self, plan: Plan) -> None:
        self._kills = plan.kills
        self._name = f"{plan.database} {plan.mutant}".strip()
        self._begun = time.monotonic()
        self._shown = 0.0

    def killed(self, kills: int) -> None:
        self._show(f"{kills} of {self._kills} kills" if self._kills else "at work")

    def left(self, messages: int) -> None:
        self._show(f"{messages} messages left")

    def clear(self) -> None:
        if sys.stderr.isatty():
            _write(OVER)

    def _show(self, what: str) -> None:
        now = time.monotonic()
        if now - self._shown > EVERY and sys.stderr.isatty():
            self._shown = now
            _write(f"{OVER}{self._name}: {what}, {now - self._begun:.0f} s")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
