"""When Slack may be asked for a socket: not in a storm, and not while it has asked to wait."""

import time
from collections import deque
from threading import Lock

#: At once where a connection is lost, and so many times within an interval where each new one is lost again, as when
#: ten sockets are open already or Socket Mode is switched off. Slack answers fifty a minute.
MOST = 3


class Attempts:
    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._lock = Lock()
        self._recent: deque[float] = deque(maxlen=MOST)
        self._not_before = 0.0

    def may_try(self) -> bool:
        """Counts as an attempt where it is allowed."""
        now = time.monotonic()
        with self._lock:
            is_storm = len(self._recent) == MOST and now - self._recent[0] < self._interval
            if is_storm or now < self._not_before:
                return False
            self._recent.append(now)
            return True

    def put_off(self, seconds: float) -> None:
        self._not_before = time.monotonic() + seconds
