"""How fast an app may call, in real time: each method by the minute, and messages by the second in each channel.

The numbers are those of docs.slack.dev/apis/web-api/rate-limits, which promise no less; where the text says "several
hundred" or "short bursts", they are ours.
"""

import math
import time
from dataclasses import dataclass
from enum import IntEnum

from sandbox.running_time import RealTime

WINDOW_SECONDS = 60.0
CHANNEL_BURST = 3
#: A scheduler that sleeps exactly one second wakes a little early or late.
EARLY_SECONDS = 0.05
#: For apps that are sold outside the Marketplace, since May 2025.
DISTRIBUTED_HISTORY = frozenset({"conversations.history", "conversations.replies"})
DISTRIBUTED_PAGE = 15


class Tier(IntEnum):
    """Calls of one method a minute in a workspace."""

    T1 = 1
    T2 = 20
    T3 = 50
    T4 = 100
    HUNDREDS = 300


@dataclass(frozen=True)
class Wait:
    """Whole seconds until the next try; `foreseen` when the app could have known without asking."""

    seconds: int
    foreseen: bool


@dataclass
class _Window:
    begun: float
    calls: int = 0
    told: bool = False


class Rates:
    """`distributed` is the narrower access to history that apps sold outside the Marketplace have."""

    def __init__(self, *, on: bool = True) -> None:
        self._windows: dict[str, _Window] = {}
        self._channels: dict[str, tuple[float, float]] = {}
        self._shut: dict[str, float] = {}
        self.set(on=on)

    def set(self, *, on: bool, distributed: bool = False, real_time: RealTime = time.monotonic) -> None:
        self.on, self.distributed, self._real_time = on, distributed, real_time

    def now(self) -> float:
        """Real seconds of any beginning."""
        return self._real_time()

    def call(self, method: str, tier: Tier) -> Wait | None:
        """None when this call may go on, which then counts; windows of a minute begin with their first call."""
        if self.is_shut(method):
            return Wait(math.ceil(self._shut[method] - self._real_time()), foreseen=True)
        if not self.on:
            return None
        now, most = self._real_time(), self._most(method, tier)
        window = self._windows.get(method)
        if window is None or now - window.begun >= WINDOW_SECONDS:
            window = self._windows[method] = _Window(now)
        if window.calls < most:
            window.calls += 1
            return None
        # A tier is no less than its number: only who was told to wait and does not knows better.
        foreseen, window.told = window.told, True
        return Wait(math.ceil(window.begun + WINDOW_SECONDS - now), foreseen)

    def shut(self, method: str, seconds: float) -> None:
        """Whoever calls it before this time is over knows better, whether calls are counted or not."""
        self._shut[method] = self._real_time() + seconds

    def is_shut(self, method: str) -> bool:
        return self._shut.get(method, 0) - EARLY_SECONDS > self._real_time()

    def post(self, channel_id: str) -> Wait | None:
        """None when this message may go out, which then counts: one a second, and a few at once after a pause."""
        if not self.on:
            return None
        now = self._real_time()
        left, since = self._channels.get(channel_id, (CHANNEL_BURST, now))
        left = min(CHANNEL_BURST, left + now - since)
        if left < 1 - EARLY_SECONDS:
            return Wait(math.ceil(1 - left), foreseen=True)
        self._channels[channel_id] = (left - 1, now)
        return None

    def page(self, asked: int) -> int:
        """How many messages of history a call gives at most."""
        return min(asked, DISTRIBUTED_PAGE) if self.on and self.distributed else asked

    def clear(self) -> None:
        self._windows.clear()
        self._channels.clear()
        self._shut.clear()

    def _most(self, method: str, tier: Tier) -> int:
        return Tier.T1 if self.distributed and method in DISTRIBUTED_HISTORY else tier
