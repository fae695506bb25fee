"""What one run is made of: how much is said, what breaks how often, and the short times that it works with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from benchmarks.chaos.almanac import moments
from benchmarks.chaos.points import HARMLESS_STOPS, OF_WORKERS, Point
from benchmarks.chaos.weather import STORMS, Spell
from bot.domain.delivery_sizes import Sizes
from bot.domain.pacing import Rate

#: A tenth of the real ones. The ratios are those of the product; `late` and `lagging` of the weather stay within them.
SIZES = Sizes(
    grace=timedelta(seconds=0.5),
    call=timedelta(seconds=0.7),
    lease=timedelta(seconds=2),
    settle=timedelta(seconds=2),
)
#: Of the product's other waits a tenth too, or the end of a run would be nothing but these.
USUAL_PAUSE, LONGEST_BACKOFF = 3.0, timedelta(seconds=6)
#: Seconds that a worker is stopped for: beyond the lease, so that another has taken over by then.
STOPPED = SIZES.lease.total_seconds() * 1.75
#: High, so that the rows of the pace are used and the work is not hidden.
SPACING = 0.02
RATES = {"chat.postMessage": Rate(per_minute=3000, burst=20), "chat.update": Rate(per_minute=3000, burst=20)}


class Database(StrEnum):
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, kw_only=True)
class Intervals:
    """Seconds between two of a kind, on average; None for never."""

    stop: float | None = None
    ask: float | None = None
    writer_killed: float | None = None
    receiver_killed: float | None = None
    clock_jump: float | None = None
    lock: float | None = None
    full: float | None = None
    terminate: float | None = None
    restart: float | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`kills` of workers that hold a claim, in about `seconds`, while `rate` messages a second are written and people
    gesture to `receivers`: at each of `deaths` in turn, and at random. At each of `stops` in turn one is stopped for
    longer than its lease. `lost_commits` is the share of commits whose reply is lost, `slow` of those that take long.
    The clock of one process is `off` by so many seconds. At the end, when for `patience` seconds nothing more is
    delivered, what is left counts as lost. `moments` are those of the almanac's clock.
    """

    database: Database
    seed: int
    seconds: float
    rate: float
    kills: int = 0
    threads: int = 1
    processes: int = 1
    receivers: int = 0
    deaths: tuple[Point, ...] = ()
    stops: tuple[Point, ...] = ()
    stopped: float = STOPPED
    weather: tuple[Spell, ...] = ()
    intervals: Intervals = field(default_factory=Intervals)
    moments: tuple[datetime, ...] = ()
    lost_commits: float = 0.0
    slow: float = 0.0
    off: float = 0.0
    patience: float = 45.0
    mutant: str = ""


#: A kill on average, and the messages that are asked for in between; ten of them are written when much is broken.
SECONDS_A_KILL, MESSAGES_A_KILL = 0.42, 10


def everything(database: Database, kills: int, seed: int) -> Plan:
    """All faults at once: SQLite with three threads in one process, PostgreSQL with three processes."""
    is_sqlite = database is Database.SQLITE
    here = Intervals(lock=30, full=20) if is_sqlite else Intervals(lock=14, terminate=2, restart=6)
    return Plan(
        database=database,
        seed=seed,
        kills=kills,
        seconds=kills * SECONDS_A_KILL,
        rate=MESSAGES_A_KILL / SECONDS_A_KILL,
        threads=3 if is_sqlite else 1,
        processes=1 if is_sqlite else 3,
        receivers=1 if is_sqlite else 2,
        deaths=OF_WORKERS,
        stops=HARMLESS_STOPS,
        weather=STORMS,
        intervals=Intervals(
            **{
                **vars(here),
                "stop": 30 if is_sqlite else 4,
                "ask": 9,
                "writer_killed": 4,
                "receiver_killed": 10,
                "clock_jump": 5,
            }
        ),
        moments=moments(seed),
        lost_commits=0.004,
        slow=0.0006 if is_sqlite else 0.002,
        off=0 if is_sqlite else 300,
    )
