"""What is going on right now, so that whoever drives can wait for the end of it instead of sleeping."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sandbox.errors import NotSettled

POLL_SECONDS = 0.002
WATCHED_QUIET_SECONDS = 0.002
QUIET_SECONDS = 0.008  # an app that nobody watches may be between its ack and its next call

Idle = Callable[[], bool]


class Activity:
    """Counted on the server's thread, read from any."""

    def __init__(self) -> None:
        self._going_on: Counter[str] = Counter()
        self._turns = 0
        self._turned_at = time.monotonic()
        self._watched: list[Idle] = []

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        self.begin(what)
        try:
            yield
        finally:
            self.end(what)

    def begin(self, what: str) -> None:
        self._going_on[what] += 1
        self._turn()

    def end(self, what: str) -> None:
        self._going_on[what] -= 1
        if not self._going_on[what]:
            del self._going_on[what]
        self._turn()

    def _turn(self) -> None:
        # In this order, as `settle` reads them in the other: on its thread a new turn never has an old time.
        self._turned_at = time.monotonic()
        self._turns += 1

    def watch(self, idle: Idle) -> Callable[[], None]:
        """Returns what ends the watching: an app that was stopped is never idle again."""
        self._watched.append(idle)
        return lambda: self._watched.remove(idle)

    def going_on(self) -> str:
        names = [f"{count}× {what}" for what, count in tuple(self._going_on.items())]
        if not names and not self._watched_idle():
            names.append("work of the app")
        return ", ".join(names)

    def _turn_if_quiet(self) -> int | None:
        turn = self._turns
        if self._going_on or not self._watched_idle() or self._going_on:
            return None
        return turn

    def _watched_idle(self) -> bool:
        return all(idle() for idle in tuple(self._watched))

    def settle(self, timeout: float) -> None:
        """Return once it has been quiet for some time, which may lie behind. Not for the server's own thread.

        What is watched only says how it is now, so there it takes two looks.
        """
        begun = time.monotonic()
        before, since = (None, begun) if self._watched else (self._turns, self._turned_at)
        while True:
            turn, now = self._turn_if_quiet(), time.monotonic()
            if turn is None or turn != before:
                before, since = turn, now
            elif now - since >= self._quiet_seconds:
                return
            if now - begun > timeout:
                raise NotSettled(self.going_on() or "nothing for long enough")
            time.sleep(POLL_SECONDS)

    @property
    def _quiet_seconds(self) -> float:
        return WATCHED_QUIET_SECONDS if self._watched else QUIET_SECONDS

    async def settled(self, timeout: float) -> None:  # noqa: ASYNC109 - it is the same timeout, on a thread
        await asyncio.to_thread(self.settle, timeout)
