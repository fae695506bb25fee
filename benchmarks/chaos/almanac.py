"""Recurring reminders on days when the clocks change, by a clock that leaps from one such day to the next.

The workers plan and deliver them, and move the clock on by hours once all that was due has ended, or a while has
passed: what is late by half a day then is not sent but reported. Those who start late read other zone data than those
who started early: a zone changes its mind between what is planned and what falls due.
"""

import shutil
import time
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.chaos.backlog import waiting
from benchmarks.chaos.board import Board
from benchmarks.chaos.world import ALMANAC, CHANNELS, PEOPLE
from bot.domain.ids import NudgeNumber
from bot.domain.nudges import Nudge
from bot.domain.origins import OwnWork
from bot.domain.recurrence import stored
from bot.domain.schedules import EVERY_DAY, DailyRule, next_after
from bot.services.delivery import Delivery
from storage.engine import make_engine
from storage.store import SqlStore

#: Daily at times that some day does not have, or has twice; the clocks change on these days.
RULES = (
    (wall(2, 30), "Europe/Berlin"),
    (wall(1, 30), "America/New_York"),
    (wall(0, 0), "Asia/Beirut"),
    (wall(0, 30), "Africa/Cairo"),
    (wall(2, 15), "Australia/Lord_Howe"),
)
DAYS = (
    *(
        date(2024, 3, 10),
        date(2024, 3, 31),
        date(2024, 4, 26),
        date(2024, 10, 6),
        date(2024, 10, 27),
        date(2024, 11, 3),
    ),
    *(date(2025, 3, 9), date(2025, 3, 30), date(2025, 4, 25), date(2025, 10, 5), date(2025, 10, 26), date(2025, 11, 2)),
)
#: Of those days so many in one run; the clock moves around noon of each, far enough for all zones, in steps that are
#: shorter than a reminder may be late.
DAYS_A_RUN = 6
EARLIEST, LATEST, STEP = timedelta(hours=-52), timedelta(hours=28), timedelta(hours=8)
ONE_DAY = timedelta(days=1)
#: Two comings of what recurs daily are further apart than this, whatever the clocks do.
APART = timedelta(hours=20)
#: Seconds that deliveries have before the clock moves on.
PATIENCE = 1.5
#: At the end it is later than it was by anybody's clock, so that what one of them has begun falls due for the others.
AT_LAST = timedelta(hours=2)
#: The zone that changes its mind, and whose clocks it has from then on.
CHANGED, AS = "Europe/Berlin", "Etc/GMT-2"


def days(seed: int) -> Sequence[date]:
    first = seed % (len(DAYS) - DAYS_A_RUN + 1)
    return DAYS[first : first + DAYS_A_RUN]


def moments(seed: int) -> tuple[datetime, ...]:
    return tuple(moment for day in days(seed) for moment in _around(day))


def _around(day: date) -> Iterator[datetime]:
    noon = datetime.combine(day, wall(12), UTC)
    for steps in range((LATEST - EARLIEST) // STEP + 1):
        yield noon + EARLIEST + steps * STEP


@dataclass(frozen=True)
class Series:
    number: NudgeNumber
    rule: DailyRule

    def key(self, day: date) -> str:
        """Of the message that comes on that day."""
        return f"nudge:N-{self.number}:{day.isoformat()}"


SERIES = tuple(
    Series(NudgeNumber(number), DailyRule(at, EVERY_DAY, zone)) for number, (at, zone) in enumerate(RULES, start=1)
)


def due(seed: int, passed: int) -> Iterator[tuple[Series, date]]:
    """What must have come once the clock was moved on so many times: on the days themselves and the days before."""
    for place, day in enumerate(days(seed), start=1):
        if passed >= place * len(tuple(_around(day))):
            yield from ((series, one) for series in SERIES for one in (day - ONE_DAY, day))


def set_up(url: str, begun: datetime) -> None:
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(OwnWork(team_id=ALMANAC)) as tx:
        for series in SERIES:
            tx.nudges.add(_nudge(series, begun))
    engine.dispose()


def _nudge(series: Series, begun: datetime) -> Nudge:
    rule, first = series.rule, next_after(series.rule, begun)
    return Nudge(
        team_id=ALMANAC,
        number=series.number,
        text="Look at the clock",
        about=None,
        user_id=None,
        channel_id=CHANNELS[series.number % len(CHANNELS)],
        local=datetime.combine(first.local_date, rule.local_time).isoformat(),
        zone_name=rule.zone,
        due_at=first.at_utc,
        set_by=PEOPLE[0],
        set_at=begun,
        rule=stored(rule),
        next_date=first.local_date,
    )


class LeapingClock:
    """As far as the workers have moved it, and for each of them as much off as its other clock."""

    def __init__(self, board: Board, slot: int, moments: Sequence[datetime]) -> None:
        self._board = board
        self._slot = slot
        self._moments = moments

    @property
    def position(self) -> int:
        return self._board.moment

    def now(self) -> datetime:
        moment = self._moments[min(self.position, len(self._moments) - 1)]
        if self._board.is_over:
            moment += AT_LAST
        return moment + timedelta(seconds=self._board.skew[self._slot])

    def is_slow(self) -> bool:
        return time.monotonic() - self._board.moved_at > PATIENCE

    def move_on(self, position: int) -> None:
        """From there; several who do so at once move it once."""
        if position < len(self._moments) and not self._board.is_over:
            self._board.moment = position + 1


@dataclass(frozen=True)
class Almanac:
    clock: LeapingClock
    engine: Engine
    plan: Callable[[], int]
    delivery: Delivery

    def turn(self) -> int:
        position = self.clock.position
        planned = self.plan()
        delivered = self.delivery.deliver_due() if self.delivery.has_work() else 0
        if not planned and (self.clock.is_slow() or not waiting(self.engine, [ALMANAC], self.clock.now())):
            self.clock.move_on(position)
        return planned + delivered


def write_zone_data(folder: Path) -> None:
    """Of an edition in which one zone has other clocks."""
    changed = folder / CHANGED
    changed.parent.mkdir(parents=True)
    with as_file(files("tzdata").joinpath("zoneinfo", *AS.split("/"))) as other:
        shutil.copy(other, changed)


def read_zone_data(folder: Path) -> None:
    """From now on, in this process."""
    zoneinfo.reset_tzpath([str(folder), *zoneinfo.TZPATH])
    zoneinfo.ZoneInfo.clear_cache()
