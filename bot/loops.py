"""A loop that works whenever it is woken, and by itself after its interval on the monotonic clock."""

import logging
import math
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from bot.logs import new_reference

log = logging.getLogger(__name__)

#: After a failed turn: 1, 2, 4, 5 … seconds, so that a broken store is not asked hundreds of times a second, and one
#: that is mended is soon noticed.
LONGEST_PAUSE = 5.0
#: Seconds that one turn may well take, however short the interval: several calls that are each waited for to the end.
LONGEST_TURN = 30.0
#: Failures in a row that are more than bad luck.
FAILS = 3
#: Turns in vain that may follow each other at once, and the seconds between any more: a turn costs about as much as the
#: commit that asks for it, and a hundred people a second would pay for each other's.
IN_VAIN, REST = 10, 0.05


def in_turn(*works: Callable[[], int]) -> Callable[[], int]:
    """All of them, one after the other; a failure of one is raised after the others have had their turn."""

    def work() -> int:
        done: list[int] = []
        with ExitStack() as turns:
            for one in reversed(works):
                turns.callback(lambda one: done.append(one()), one)
        return sum(done)

    return work


class Loop:
    """`work` says how much it did; as long as it did something there may be more, so it is called again at once."""

    def __init__(self, name: str, work: Callable[[], int], interval: float) -> None:
        self.name = name
        self._work = work
        self._interval = interval
        self._changed = threading.Condition()
        self._is_wanted = True
        self._is_working = False
        self._is_stopping = False
        self._failures = 0
        #: When it has rested from its turns in vain, by `time.monotonic()`.
        self._rested_at = -math.inf
        #: None before the start.
        self._last_turn: float | None = None
        self._thread = threading.Thread(target=self._run, name=f"loop-{name}", daemon=True)

    def start(self) -> None:
        self._last_turn = time.monotonic()
        self._thread.start()

    def fault(self) -> str | None:
        """What is wrong with it, in words; None while it goes on."""
        if self._failures >= FAILS:
            return f"the loop {self.name} fails again and again"
        patience = max(3 * self._interval, LONGEST_TURN)
        is_silent = self._last_turn is not None and time.monotonic() - self._last_turn > patience
        has_died = self._last_turn is not None and not self._thread.is_alive()
        return f"the loop {self.name} fell silent" if is_silent or has_died else None

    def wake(self) -> None:
        with self._changed:
            self._is_wanted = True
            self._changed.notify_all()

    def is_idle(self) -> bool:
        with self._changed:
            return not self._is_working and not self._is_wanted

    def ask_to_stop(self) -> None:
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()

    def stop(self, timeout: float = 2.0) -> bool:
        """Lets a turn that is going on end by itself; False when it did not within `timeout`."""
        self.ask_to_stop()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        did_something = False
        while self._next_turn():
            looked_for_more, did_something = did_something, self._turn()
            with self._changed:
                self._last_turn = time.monotonic()
                self._is_working = False
                self._is_wanted = self._is_wanted or did_something
                self._changed.notify_all()
            if not (did_something or looked_for_more):
                self._rested_at = max(self._rested_at, self._last_turn - IN_VAIN * REST) + REST
            self._pause_after_failure()

    def _next_turn(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._is_wanted or self._is_stopping, timeout=self._interval)
            self._changed.wait_for(lambda: self._is_stopping, timeout=max(0.0, self._rested_at - time.monotonic()))
            if self._is_stopping:
                return False
            self._is_wanted, self._is_working = False, True
            return True

    def _turn(self) -> bool:
        try:
            done = self._work()
        except Exception:
            # The thread is all that stands between a defect and silence for ever: it outlives any single turn.
            self._failures += 1
            log.exception("loop %s failed, reference %s", self.name, new_reference())
            return False
        self._failures = 0
        return done > 0

    def _pause_after_failure(self) -> None:
        if self._failures:
            pause = min(LONGEST_PAUSE, 2.0 ** (self._failures - 1))
            with self._changed:
                self._changed.wait_for(lambda: self._is_stopping, timeout=pause)


class Bell:
    """Rung by every commit. The loops come after the store that they work on, hence the late binding."""

    def __init__(self) -> None:
        self._loops: tuple[Loop, ...] = ()
        #: How often it has rung: whoever remembers the number knows whether anything was committed since.
        self.rings = 0

    def wakes(self, *loops: Loop) -> None:
        self._loops = loops

    def ring(self) -> None:
        self.rings += 1
        for loop in self._loops:
            loop.wake()
