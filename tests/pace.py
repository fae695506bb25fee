"""What a computation may take, where what is meant is that it does not explode: a slow machine has its time."""

import re
import time
from functools import cache

_PIECE = re.compile(r"(\w+) (\d+)")
_TEXT = "by 12 " * 2_000
#: Seconds that the work below takes on a machine for which the limits of tests hold as they stand.
_ELSEWHERE = 0.0015


def at_most(seconds: float) -> float:
    """That many on such a machine, and more on a slower one."""
    return seconds * max(1.0, _taken() / _ELSEWHERE)


@cache
def _taken() -> float:
    return min(_once() for _ in range(5))


def _once() -> float:
    start = time.thread_time()
    counted: dict[str, int] = {}
    for number, found in enumerate(_PIECE.finditer(_TEXT)):
        counted[f"{found[1]}{number}"] = int(found[2])
    return time.thread_time() - start
