"""What is not needed any more is removed, a bit at a time."""

from datetime import timedelta
from typing import Protocol

#: Slack tells an event again for an hour, and people press a button twice within a moment.
REMEMBERED = timedelta(days=7)
#: Rows at once, so that nobody waits long for a lock.
BATCH = 1000


class Deliveries(Protocol):
    def forget(self, *, older_than: timedelta, limit: int) -> int:
        """Removes the keys of deliveries that were taken in before that, and says of how many."""
        ...


class HousekeepingService:
    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def forget_deliveries(self) -> int:
        """Says how many: as long as there were some there may be more."""
        return self._deliveries.forget(older_than=REMEMBERED, limit=BATCH)
