"""The clock that rules what people feel; machinery (leases, pacing, deadlines) keeps real time instead."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Aware UTC now. The demo and the tests hand in the sandbox's."""

    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


SYSTEM_CLOCK = SystemClock()
