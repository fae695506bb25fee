"""One moment for a whole turn: what is decided in two steps must not fall between two of them."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.domain.clock import Clock

T = TypeVar("T")


class SteadyClock:
    """As the clock behind it, and within a turn as it was when that began, for the thread whose turn it is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turn = threading.local()

    def now(self) -> datetime:
        held: datetime | None = getattr(self._turn, "at", None)
        return held or self._clock.now()

    def steady(self, work: Callable[[], T]) -> Callable[[], T]:
        def turn() -> T:
            self._turn.at = self._clock.now()
            try:
                return work()
            finally:
                self._turn.at = None

        return turn
