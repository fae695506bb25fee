"""A channel's digest: when it comes, and what stands in it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import ChannelId, RequestNumber, ScheduleNumber, TaskNumber, TeamId, UserId
from bot.domain.schedules import DailyRule
from bot.domain.tasks import Task
from bot.domain.zones import zone_or

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)


@dataclass(eq=False, kw_only=True)
class DigestSchedule:
    """The wall time, weekdays (Monday is 0) and zone are the truth; `next_date` and `next_at` follow from them."""

    team_id: TeamId
    number: ScheduleNumber
    channel_id: ChannelId
    local_time: str
    weekdays: tuple[int, ...]
    zone_name: str
    next_date: date
    next_at: datetime
    set_by: UserId
    set_at: datetime
    is_on: bool = True
    version: int = 1

    def rule(self, fallback: ZoneInfo) -> DailyRule:
        """By the clocks of its zone, or of the fallback once the zone data no longer know that name."""
        zone = zone_or(self.zone_name, fallback).zone
        return DailyRule(time.fromisoformat(self.local_time), frozenset(self.weekdays), zone.key)


@dataclass(frozen=True)
class Items:
    """What a digest lists, frozen when it fell due: numbers only, the words are read again when it is posted."""

    overdue: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    unowned: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.today or self.unowned or self.others)


def sorted_into(items: list[ClientRequest | Task], *, now: datetime, zone: ZoneInfo) -> Items:
    """Each item once, under the most urgent heading it fits: overdue, today, unowned, others; soonest due first."""
    today = now.astimezone(zone).date()
    piles: dict[str, list[str]] = {"overdue": [], "today": [], "unowned": [], "others": []}
    for item in sorted(items, key=_soonest):
        piles[_heading(item, now, today, zone)].append(item.label)
    return Items(**{name: tuple(labels) for name, labels in piles.items()})


def _soonest(item: ClientRequest | Task) -> tuple[bool, float, str, int]:
    return item.due_at is None, item.due_at.timestamp() if item.due_at else 0.0, item.label[0], item.number


def _heading(item: ClientRequest | Task, now: datetime, today: date, zone: ZoneInfo) -> str:
    if item.due_at is not None and item.due_at < now:
        return "overdue"
    if item.due_at is not None and item.due_at.astimezone(zone).date() == today:
        return "today"
    return "unowned" if item.owner is None else "others"


def number_of(label: str) -> RequestNumber | TaskNumber:
    return RequestNumber(int(label[2:])) if label.startswith("R-") else TaskNumber(int(label[2:]))
