"""Slack's own work that is done a moment after its answer."""

import asyncio
from collections.abc import Callable

from sandbox.activity import Activity


class Later:
    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self._waiting: dict[asyncio.TimerHandle, str] = {}

    def do(self, what: str, seconds: float, work: Callable[[], object]) -> None:
        """On the server's thread; `settle` waits for it, and a new beginning forgets it."""

        def now() -> None:
            try:
                work()
            finally:
                self._over(handle)

        handle = asyncio.get_running_loop().call_later(seconds, now)
        self._waiting[handle] = what
        self._activity.begin(what)

    def forget(self) -> None:
        for handle in tuple(self._waiting):
            handle.cancel()
            self._over(handle)

    def _over(self, handle: asyncio.TimerHandle) -> None:
        self._activity.end(self._waiting.pop(handle))
