"""How long something takes in working time: the hours between which nobody works do not count."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.hours import MIDNIGHT, Hours
from bot.domain.wall_clock import wall_time

_ONE_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def after_working(hours: Hours, at: datetime, span: timedelta) -> datetime:
    """The moment by which it has been open for so long since `at`."""
    left = span
    while True:
        at = hours.next_open(at)
        until = _closing(hours, at, at + left)
        if until is None:
            return at + left
        left -= until - at
        at = until


def _closing(hours: Hours, at: datetime, limit: datetime) -> datetime | None:
    """When it closes before `limit`."""
    day, last = wall_time(at, hours.zone).date() - _ONE_DAY, wall_time(limit, hours.zone).date()
    while day <= last:
        for edge in sorted(_edges(hours, day)):
            if at < edge < limit and not hours.is_open(edge):
                return edge
        day += _ONE_DAY
    return None


def _edges(hours: Hours, day: date) -> Iterator[datetime]:
    """The moments of a day, and of the night behind it, at which it may close."""
    stops = [span.stop for span in hours.spans]
    begins = datetime.combine(day, time())
    for minute in (0, MIDNIGHT, *stops, *([hours.quiet.start] if hours.quiet else [])):
        local = begins + minute * _MINUTE
        for fold in (0, 1):
            yield local.replace(tzinfo=hours.zone, fold=fold).astimezone(UTC)
