"""What a goal comes to, and how two sides are timed: in turn, so that a machine that slows down slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class NotMeasured(Exception):
    """What was to be measured did not happen."""


class Bound(StrEnum):
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True)
class Figure:
    """One comparison. `what` says what was compared, with the absolute figures, which differ between machines."""

    value: float
    bound: Bound
    limit: float
    what: str

    @property
    def is_reached(self) -> bool:
        return self.value >= self.limit if self.bound is Bound.AT_LEAST else self.value <= self.limit

    @property
    def reserve(self) -> float:
        """Below 1 it is short."""
        if self.bound is Bound.AT_LEAST:
            return self.value / self.limit
        return self.limit / self.value if self.value > 0 else float("inf")

    def __str__(self) -> str:
        return f"{self._worth} ({self.bound} {self.limit:g}) {'ok' if self.is_reached else 'short'}"

    @property
    def _worth(self) -> str:
        """Three figures are all that a ratio is worth, unless they would hide why it is short."""
        short = f"{self.value:.0f}" if self.value >= 100 else f"{self.value:.3g}"
        return f"{self.value:g}" if not self.is_reached and short == f"{self.limit:g}" else short


def at_least(limit: float, value: float, what: str) -> Figure:
    return Figure(value, Bound.AT_LEAST, limit, what)


def at_most(limit: float, value: float, what: str) -> Figure:
    return Figure(value, Bound.AT_MOST, limit, what)


@dataclass(frozen=True)
class Paired:
    """The medians of both sides, and that of the ratios of each pair."""

    ours: float
    theirs: float
    ratio: float


def paired(ours: Callable[[], float], theirs: Callable[[], float], *, times: int = 3) -> Paired:
    """Both measure themselves, in turn; the first pair warms up and does not count."""
    pairs = [(ours(), theirs()) for _ in range(times + 1)][1:]
    mine, others = zip(*pairs, strict=True)
    return Paired(median(mine), median(others), median(one / other for one, other in pairs))


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
