"""Requests at the moments when they are due, however long those before them take: whoever waits, waits."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

#: As many as are answered at once.
THREADS = 16
#: Seconds, in which the threads start.
LEAD = 0.1


def latencies(ask: Callable[[int], object], *, times: int, a_second: int) -> list[float]:
    """Seconds that each took from when it was due."""
    begun = time.perf_counter() + LEAD
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(partial(_latency, ask), range(times), (begun + n / a_second for n in range(times))))


def _latency(ask: Callable[[int], object], number: int, due: float) -> float:
    time.sleep(max(0.0, due - time.perf_counter()))
    ask(number)
    return time.perf_counter() - due
