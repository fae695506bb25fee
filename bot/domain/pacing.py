"""How fast an app may call a method in a workspace: a few calls at once, then evenly."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: A workspace that refuses what it took before is asked half as often. In the time of each call that it would usually
#: take it is asked that much more often again, also where there is little to say: else it would stay slow for days.
SLOWER, FASTER, SLOWEST = 2.0, 0.9995, 16.0


@dataclass(frozen=True)
class Rate:
    """`burst` calls at once after a rest; in any minute no more than `per_minute`, those included."""

    per_minute: int
    burst: int

    def every(self, slowness: float) -> timedelta:
        return timedelta(minutes=1) / max(1, self.per_minute - self.burst) * slowness


@dataclass(frozen=True)
class Allowance:
    """`next_at` is when one more call may go out at the earliest; `slowness` of 2 is half the rate."""

    next_at: datetime
    slowness: float = 1.0

    def take(self, rate: Rate, wanted: int, now: datetime) -> tuple[int, "Allowance"]:
        """How many may go out now, and what is left then."""
        every, burst = rate.every(self.slowness), rate.burst if self.slowness <= 1 else 1
        # The moment at which as many as `burst` may go out again; see "generic cell rate algorithm".
        full_at = max(self.next_at + (burst - 1) * every, now)
        taken = max(0, min(wanted, (now + burst * every - full_at) // every))
        next_at = full_at + (taken - burst + 1) * every
        slowness = max(1.0, self.slowness * FASTER ** ((next_at - self.next_at) / rate.every(1.0)))
        return taken, Allowance(next_at, slowness)

    def slowed(self) -> "Allowance":
        return Allowance(self.next_at, min(SLOWEST, self.slowness * SLOWER))
