"""The seconds that an app is judged by: those in which this machine let it run.

Slack's servers never wait for the machine that the app is on. Ours share it: if it is suspended, or its cores are given
to others, the app could not have answered, and three seconds of nothing would be called its lateness.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

RealTime = Callable[[], float]

BEAT_SECONDS = 0.05
#: What any machine takes now and then is forgiven to nobody.
WORTH_SECONDS = 0.1


@dataclass(eq=False)
class RunningTime:
    """Real time without standstills; `worked` are the seconds of CPU that this process has used.

    A process that is busy is not standing still, so that an app in this process which keeps the sandbox from its turn
    is as late as it is.
    """

    real_time: RealTime = time.monotonic
    worked: RealTime = time.process_time
    _lost: float = 0.0
    _limits: set[asyncio.Timeout] = field(default_factory=set)

    def now(self) -> float:
        return self.real_time() - self._lost

    @asynccontextmanager
    async def within(self, seconds: float) -> AsyncIterator[None]:
        """Raises TimeoutError, as asyncio.timeout does, once so many seconds of it are over."""
        async with asyncio.timeout(seconds) as limit:
            self._limits.add(limit)
            try:
                yield
            finally:
                self._limits.discard(limit)

    def watch(self) -> None:
        """For as long as the loop that this is called in runs."""
        loop = asyncio.get_running_loop()
        # Not a task, which would have its turn only after what ran out during the standstill.
        loop.call_later(BEAT_SECONDS, self._beat, self.real_time() + BEAT_SECONDS, self.worked())

    def _beat(self, due: float, worked: float) -> None:
        lost = self.real_time() - due - (self.worked() - worked)
        if lost >= WORTH_SECONDS:
            self._lost += lost
            for limit in self._limits:
                _put_off(limit, lost)
        self.watch()


def _put_off(limit: asyncio.Timeout, seconds: float) -> None:
    until = limit.when()
    if until is not None and not limit.expired():
        limit.reschedule(until + seconds)
