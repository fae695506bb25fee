"""What people set of their hours, their workspace's and their channels', and what of it counts for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.hours import ALWAYS, OFFICE, Hours, Leave, Quiet, Span, TooManyLeaves
from bot.domain.ids import UserId
from bot.domain.schedules import EVERY_DAY, WORKING_DAYS
from bot.domain.teams import OfTeam

#: The subject that a workspace's own hours are kept under.
WORKSPACE = "workspace"
#: More dates than this nobody has at once.
MOST_LEAVES = 20


class Source(StrEnum):
    """Who set what counts."""

    OWN = "own"
    WORKSPACE = "workspace"
    #: Nobody did: office hours, for what Liaison sends by itself.
    DEFAULT = "default"
    #: Nobody did, and a moment that somebody chose is kept.
    NOBODY = "nobody"


@dataclass(eq=False, kw_only=True)
class HoursSetting(OfTeam):
    """`subject` is the id of the person or the channel, or WORKSPACE. What is None was not set.

    `zone_name` is that of whoever set it: places follow it, people follow their own clocks. Texts as `Span`, `Quiet`
    and `Leave` write them, with a space between.
    """

    subject: str
    zone_name: str
    set_by: UserId
    set_at: datetime
    weekdays: tuple[int, ...] | None = None
    spans: str | None = None
    quiet: str | None = None
    country: str | None = None
    leave: str = ""
    version: int = 1

    @property
    def is_empty(self) -> bool:
        return (self.weekdays, self.quiet, self.country, self.leave) == (None, None, None, "")

    @property
    def leaves(self) -> tuple[Leave, ...]:
        pairs = (one.split("/") for one in self.leave.split())
        return tuple(Leave(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)

    def set_working(self, weekdays: frozenset[int], spans: tuple[Span, ...]) -> None:
        self.weekdays, self.spans = tuple(sorted(weekdays)), " ".join(map(str, spans))

    def add_leave(self, leave: Leave, today: date) -> None:
        """What is over is forgotten, the soonest comes first."""
        kept = {*(one for one in self.leaves if one.last >= today), leave}
        if len(kept) > MOST_LEAVES:
            raise TooManyLeaves(MOST_LEAVES)
        self.leave = " ".join(map(str, sorted(kept)))

    def forget(self) -> None:
        self.weekdays = self.spans = self.quiet = self.country = None
        self.leave = ""


@dataclass(frozen=True)
class Effective:
    """What counts, and who set each part of it."""

    hours: Hours
    working: Source
    quiet: Source
    holidays: Source


def effective(
    own: HoursSetting | None, workspace: HoursSetting | None, zone: ZoneInfo, *, by_default: bool
) -> Effective:
    """The own setting before the workspace's, part by part, and the leave of both. `by_default`: office hours where
    neither says any.
    """
    working = _source(own, workspace, "weekdays", Source.DEFAULT if by_default else Source.NOBODY)
    quiet = _source(own, workspace, "quiet", Source.NOBODY)
    country = _source(own, workspace, "country", Source.NOBODY)
    weekdays, spans = _working(_of(working, own, workspace), by_default=by_default)
    quiet_of, country_of = _of(quiet, own, workspace), _of(country, own, workspace)
    hours = Hours(
        zone,
        weekdays,
        spans,
        read_quiet(quiet_of.quiet) if quiet_of and quiet_of.quiet else None,
        country_of.country if country_of else None,
        tuple(dict.fromkeys(leave for setting in (own, workspace) if setting for leave in setting.leaves)),
    )
    return Effective(hours, working, quiet, country)


def read_spans(text: str) -> tuple[Span, ...]:
    return tuple(Span.over_midnight(*map(_minute, one.split("-"))) for one in text.split())


def read_quiet(text: str) -> Quiet:
    return Quiet(*map(_minute, text.split("-")))


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _working(setting: HoursSetting | None, *, by_default: bool) -> tuple[frozenset[int], tuple[Span, ...]]:
    if setting is not None and setting.weekdays is not None:
        return frozenset(setting.weekdays), read_spans(setting.spans or "")
    return (WORKING_DAYS, OFFICE) if by_default else (EVERY_DAY, ALWAYS)


def _source(own: HoursSetting | None, workspace: HoursSetting | None, part: str, otherwise: Source) -> Source:
    if own is not None and getattr(own, part) is not None:
        return Source.OWN
    return Source.WORKSPACE if workspace is not None and getattr(workspace, part) is not None else otherwise


def _of(source: Source, own: HoursSetting | None, workspace: HoursSetting | None) -> HoursSetting | None:
    return {Source.OWN: own, Source.WORKSPACE: workspace}.get(source)
