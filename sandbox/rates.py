"""How fast an app may post: one message a second in a channel, in real time."""

import math
import time
from collections.abc import Callable

CHANNEL_SECONDS = 1.0
SLACK_SECONDS = 0.05  # a scheduler that sleeps exactly one second wakes a little early or late


class ChannelPace:
    def __init__(self, real_time: Callable[[], float] = time.monotonic, *, on: bool = True) -> None:
        self.on = on
        self._real_time = real_time
        self._last: dict[str, float] = {}

    def post(self, channel_id: str) -> int | None:
        """The seconds to wait when this post comes too early; else it counts, unless nothing is counted."""
        if not self.on:
            return None
        now = self._real_time()
        last = self._last.get(channel_id)
        if last is not None and now - last < CHANNEL_SECONDS - SLACK_SECONDS:
            return math.ceil(CHANNEL_SECONDS - (now - last))
        self._last[channel_id] = now
        return None

    def clear(self) -> None:
        self._last.clear()
