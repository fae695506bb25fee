"""How long a test waits for what should happen: a slow machine may take its time, and only a failure takes it all."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from sandbox.running_time import BEAT_SECONDS, RunningTime

#: Seconds; well below what a test may take as a whole.
PATIENCE = 30.0


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """The seconds since it began, without those in which the machine let nobody here run."""
    loop, running = asyncio.new_event_loop(), RunningTime()
    thread = Thread(target=loop.run_forever)
    thread.start()

    def wait_for_a_beat() -> None:
        """A standstill is seen by the one that follows it, and only behind another."""
        asyncio.run_coroutine_threadsafe(asyncio.sleep(2 * BEAT_SECONDS), loop).result()

    loop.call_soon_threadsafe(running.watch)
    wait_for_a_beat()
    begun = running.now()

    def seconds() -> float:
        real = running.real_time()
        wait_for_a_beat()
        return real - (running.real_time() - running.now()) - begun

    try:
        yield seconds
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
