"""What an app was sent in the last hour: the most that it gets, and when Slack gives up on one that takes nothing.

The numbers are those of docs.slack.dev/apis/events-api/.
"""

from collections import deque
from dataclasses import dataclass, field

HOUR, MINUTE = 3600.0, 60.0
MOST = 30_000  # deliveries in an hour
EXEMPT_BELOW = 1_000  # whoever gets fewer is not given up on
LEAST_TAKEN = 0.05


@dataclass
class EventHour:
    """Times are real seconds of any beginning. `given_up` until somebody enables the app's events again."""

    most: int = MOST
    exempt_below: int = EXEMPT_BELOW
    given_up: bool = False
    _sent: deque[float] = field(default_factory=deque)
    _ended: deque[tuple[float, bool]] = field(default_factory=deque)
    _taken: int = 0
    _told: int | None = None

    def is_full(self, now: float) -> bool:
        while self._sent and now - self._sent[0] >= HOUR:
            self._sent.popleft()
        return len(self._sent) >= self.most

    def is_first_of_its_minute(self, now: float) -> bool:
        """Of what is not sent any more: the app is told once a minute."""
        before, self._told = self._told, int(now // MINUTE)
        return before != self._told

    def sent(self, now: float) -> None:
        self._sent.append(now)

    def ended(self, now: float, *, taken: bool) -> bool:
        """Whether this was the failure after which Slack gives up."""
        while self._ended and now - self._ended[0][0] >= HOUR:
            self._taken -= self._ended.popleft()[1]
        self._ended.append((now, taken))
        self._taken += taken
        before, count = self.given_up, len(self._ended)
        self.given_up = before or (count >= self.exempt_below and self._taken < LEAST_TAKEN * count)
        return self.given_up and not before

    def begin_again(self) -> None:
        self._sent.clear()
        self._ended.clear()
        self.given_up, self._taken, self._told = False, 0, None
