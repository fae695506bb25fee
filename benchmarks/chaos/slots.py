"""Places in which processes work one after the other: killed, stopped, asked to end, and started again."""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from benchmarks.chaos.board import Board
from benchmarks.chaos.plan import STOPPED
from benchmarks.chaos.points import POINTS, Point, number

#: Seconds that a point is waited for before the process is killed wherever it is; not all come by everywhere.
PATIENCE = 1.0
#: Seconds after which it is killed even if it holds nothing: it may be waiting for a slow statement.
LONGEST = 5.0
#: Outcomes that a worker records before it may be killed or stopped, unless it has lived for so many seconds: where
#: starting takes long, nothing would ever be delivered.
WORK, LIFE = 3, 1.0
#: Seconds for whoever was asked to end; the product promises ten, on a machine that is not as busy as this one.
ENDING = 20.0


@dataclass(frozen=True)
class Death:
    """How a process ended: whether it held a claim, the point if it was one, and the exit code, below 0 by a signal."""

    held: bool
    point: Point | None
    code: int


class Slot:
    """`start` forks the next process for this place; who is to stand still does so for `stopped` seconds."""

    def __init__(self, index: int, board: Board, start: Callable[[], BaseProcess], stopped: float = STOPPED) -> None:
        self.index = index
        self._stopped = stopped
        self._board = board
        self._start = start
        self._process: BaseProcess | None = None
        self._continues_at = 0.0
        self._wanted_since = 0.0
        self._is_wanted = False
        self._begun = 0.0
        self._ends_by = float("inf")
        self.has_not_ended = 0

    @property
    def has_worked(self) -> bool:
        return self._board.done[self.index] >= WORK

    @property
    def is_free(self) -> bool:
        """Alive, on its feet, nothing in store for it, and it has got to do something."""
        is_spared = self._process is None or self._is_wanted or self._continues_at > 0
        has_lived = self.has_worked or time.monotonic() - self._begun > LIFE
        return has_lived and not is_spared

    @property
    def is_stopped(self) -> bool:
        """Or soon will be."""
        return self._continues_at > 0

    @property
    def holds(self) -> bool:
        return self._board.held[self.index] > 0

    def begin(self) -> None:
        self._board.forget(self.index)
        self._begun, self._ends_by = time.monotonic(), float("inf")
        self._is_wanted, self._continues_at = False, 0.0
        self._process = self._start()

    def die_at(self, point: Point | None) -> None:
        """There, or anywhere else while it holds something."""
        self._is_wanted, self._wanted_since = True, time.monotonic()
        if point is not None:
            self._order(point, signal.SIGKILL)
        else:
            self._wanted_since -= PATIENCE

    def stop_at(self, point: Point) -> None:
        """From that point on it stands still for longer than its lease."""
        self._continues_at, self._wanted_since = float("inf"), time.monotonic()
        self._order(point, signal.SIGSTOP)

    def ask_to_end(self) -> None:
        self._is_wanted = True
        self._wanted_since, self._ends_by = float("inf"), time.monotonic() + ENDING
        self._send(signal.SIGTERM)

    def tend(self, chance: random.Random) -> Death | None:
        """What has become of it since; it works again afterwards."""
        if self._process is None:
            return None
        if not self._process.is_alive():
            death = self.death_of(self._process)
            self.begin()
            return death
        now = time.monotonic()
        if self._continues_at == float("inf"):
            self._see_whether_it_stands_still(now)
        elif self._continues_at and now > self._continues_at:
            self._continues_at = 0.0
            self._send(signal.SIGCONT)
        if now > self._ends_by:
            self._ends_by = float("inf")
            self.has_not_ended += 1
            self._send(signal.SIGKILL)
        if self._is_wanted and self._must_die(now - self._wanted_since, chance):
            self._board.order[self.index] = 0
            self._send(signal.SIGKILL)
            self._process.join()
        return None

    def _must_die(self, waited: float, chance: random.Random) -> bool:
        """Anywhere while it holds something, as long as that can be waited for."""
        return waited > LONGEST or (waited > PATIENCE and self.holds and chance.random() < 0.3)

    def death_of(self, process: BaseProcess) -> Death:
        return Death(self.holds, self._obeyed(), process.exitcode or 0)

    def calm(self) -> None:
        """Nothing more happens to it."""
        self._board.order[self.index] = 0
        self._is_wanted = False
        if self._continues_at:
            # And once more soon, should it just have been about to stand still.
            self._continues_at = time.monotonic() + PATIENCE
            self._send(signal.SIGCONT)

    def end(self) -> None:
        """By asking; what does not end by itself is killed."""
        self._send(signal.SIGCONT)
        self._send(signal.SIGTERM)
        self.let_end()

    def let_end(self) -> None:
        """Of a process that ends by itself soon, or is killed."""
        if self._process is None:
            return
        self._process.join(timeout=12)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process = None

    def _see_whether_it_stands_still(self, now: float) -> None:
        if self._board.obeyed[self.index]:
            self._board.obeyed[self.index] = 0
            self._continues_at = now + self._stopped
        elif now - self._wanted_since > PATIENCE:
            self._board.order[self.index] = 0
            self._continues_at = now  # should it have come to its point just now, it is continued

    def _order(self, point: Point, what: signal.Signals) -> None:
        self._board.signal[self.index] = what
        self._board.order[self.index] = number(point)

    def _obeyed(self) -> Point | None:
        obeyed = self._board.obeyed[self.index]
        return POINTS[obeyed - 1] if obeyed else None

    def _send(self, what: signal.Signals) -> None:
        if self._process is not None and self._process.pid is not None and self._process.is_alive():
            os.kill(self._process.pid, what)
