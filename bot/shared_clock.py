"""The clock that all replicas share: the machine's, set right by the database's where the two disagree."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.clock import Clock, SystemClock

log = logging.getLogger(__name__)

#: So far apart people notice nothing, and replicas do each other no harm.
TOLERATED = timedelta(seconds=2)
#: Who waited longer for an answer does not know when it was given.
LONGEST_TRIP = timedelta(seconds=1)


class SharedClock:
    """What a fast clock wrote as due now would be late for all the others, and what it found due too early."""

    def __init__(self, machine: Clock | None = None) -> None:
        self._machine = machine or SystemClock()
        self._offset = timedelta()

    def now(self) -> datetime:
        return self._machine.now() + self._offset

    def set_right(self, theirs: Callable[[], datetime]) -> int:
        """A loop's work, and done once before the loops begin. Raises StoreUnavailable."""
        before = self._machine.now()
        said = theirs()
        took = self._machine.now() - before
        if timedelta() <= took <= LONGEST_TRIP:
            self._follow(said - before - took / 2)
        return 0

    def _follow(self, offset: timedelta) -> None:
        if abs(offset - self._offset) <= TOLERATED:
            return
        self._offset = offset if abs(offset) > TOLERATED else timedelta()
        log.warning(
            "this machine's clock is %d s away from the database's, which is followed; let it keep time by NTP",
            abs(offset).total_seconds(),
        )
