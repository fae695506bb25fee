"""What a wall clock shows, turned into an instant: also on the days when the clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.moments import FoldFirst, GapMoved

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class WallTime:
    """`local` is what the clock really shows at `at`: the time asked for, or the first one after a gap."""

    local: datetime
    at: datetime
    change: GapMoved | FoldFirst | None = None


def instant_of(local: datetime, zone: ZoneInfo) -> WallTime:
    """Gap: the first instant after it. Fold: the first of the two."""
    first, second = (_offset(local, zone, fold) for fold in (0, 1))
    if first < second:
        return _after_gap(local, zone, _utc(local, second), _utc(local, first))
    return WallTime(local, _utc(local, first), FoldFirst() if first > second else None)


def exists(day: date, zone: ZoneInfo) -> bool:
    """False for a date that a zone left out, such as 30 December 2011 in Apia."""
    return instant_of(datetime.combine(day, time()), zone).local.date() == day


def wall_time(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _offset(local: datetime, zone: ZoneInfo, fold: int) -> timedelta:
    offset = local.replace(tzinfo=zone, fold=fold).utcoffset()
    assert offset is not None
    return offset


def _utc(local: datetime, offset: timedelta) -> datetime:
    return (local - offset).replace(tzinfo=UTC, fold=0)


def _after_gap(asked: datetime, zone: ZoneInfo, before: datetime, after: datetime) -> WallTime:
    """`before` lies before the change and `after` not: halves the way between them, to the second."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    used = wall_time(after, zone)
    return WallTime(used, after, GapMoved(asked, used))
