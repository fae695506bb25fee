"""Virtual time: what people feel as now, running at the pace of real time plus the jumps that somebody asked for."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: Further on, calendars of apps end and nothing is learnt.
FURTHEST = timedelta(days=3660)


class VirtualClock:
    """Safe to share between threads: the sandbox and the app of a demo hold the same one."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._subscribers: list[Callable[[], object]] = []
        self._set(start)

    def now(self) -> datetime:
        with self._lock:
            return self._start + timedelta(seconds=time.monotonic() - self._started)

    def advance(self, seconds: float) -> None:
        if not seconds >= 0:
            raise ValueError(f"the clock runs forward only, not by {seconds} seconds")
        if seconds > FURTHEST.total_seconds():
            raise ValueError(f"the clock jumps {FURTHEST.days:,} days at the most")
        with self._lock:
            self._start += timedelta(seconds=seconds)
        self._tell()

    def to(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with its zone")
        now = self.now()
        if moment < now:
            reached = now.astimezone(moment.tzinfo).isoformat(timespec="seconds")
            raise ValueError(f"the clock runs forward only: it is {reached}, later than {moment.isoformat()}")
        self.advance((moment - now).total_seconds())

    def restart(self, moment: datetime) -> None:
        """A new beginning for a world that forgets everything; the only way back, and no jump to tell of."""
        self._set(moment)

    def subscribe(self, callback: Callable[[], object]) -> Callable[[], None]:
        """Call back after every jump, on the thread that made it, until what this returns is called."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def _set(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with its zone")
        with self._lock:
            self._start = moment.astimezone(UTC)
            self._started = time.monotonic()

    def _tell(self) -> None:
        for callback in tuple(self._subscribers):
            callback()
