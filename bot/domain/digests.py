"""A channel's digest: when it comes, and what stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.edits import fingerprint
from bot.domain.ids import ChannelId, RequestNumber, ScheduleNumber, TaskNumber, UserId
from bot.domain.recurrence import Rule, restored, stored
from bot.domain.schedules import Occurrence, next_after_date, occurrence_on
from bot.domain.teams import OfTeam
from bot.domain.zones import zone_or

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)


@dataclass(eq=False, kw_only=True)
class DigestSchedule(OfTeam):
    """`rule`, as `recurrence.stored` writes it, is the truth; `next_date` and `next_at`
    follow from it by that edition of the zone data. `missed` counts those left out since one was posted, and
    `blocked_on` is the first day since then on which its channel took none.
    """

    number: ScheduleNumber
    channel_id: ChannelId
    rule: str
    next_date: date
    next_at: datetime
    zone_data: str
    set_by: UserId
    set_at: datetime
    is_on: bool = True
    missed: int = 0
    blocked_on: date | None = None
    version: int = 1

    @property
    def zone_name(self) -> str:
        return self.rule.rpartition(" ")[2]

    @property
    def shown(self) -> str:
        """Tells it from what may be set in its channel instead."""
        return fingerprint(self.rule)

    @property
    def as_set(self) -> Rule:
        """Its zone may have gone from the zone data since."""
        return restored(self.rule)

    @property
    def coming(self) -> Occurrence:
        return Occurrence(self.next_date, self.next_at)

    def recurrence(self, fallback: ZoneInfo) -> Rule:
        """By the clocks of its zone, or of the fallback once the zone data no longer know that name."""
        return replace(self.as_set, zone=zone_or(self.zone_name, fallback).zone.key)

    def expect(self, occurrence: Occurrence, rule: Rule, zone_data: str) -> None:
        self.rule, self.zone_data = stored(rule), zone_data
        self.next_date, self.next_at = occurrence.local_date, occurrence.at_utc

    def work_out_again(self, rule: Rule, zone_data: str) -> None:
        """By another zone, or by newer zone data. The date stays, so that there is one on each."""
        coming = occurrence_on(rule, self.next_date) or next_after_date(rule, self.next_date)
        self.expect(coming, rule, zone_data)


class Dated(Protocol):
    """What the order of a digest looks at."""

    @property
    def label(self) -> str: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def owner(self) -> UserId | None: ...
    @property
    def snoozed_until(self) -> datetime | None: ...


@dataclass(frozen=True)
class OpenItem:
    """Of a request or a task, what decides where it stands. `is_asked`: its owner has not said yes or no."""

    label: str
    due_at: datetime | None
    owner: UserId | None
    audience: ChannelId | None
    since: datetime
    is_asked: bool
    snoozed_until: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """Of what the people of a channel may see, except `restricted`: what is open elsewhere. One item may be in several:
    `new` since the last digest, `waiting` for its owner's yes.
    """

    open: int = 0
    overdue: int = 0
    today: int = 0
    unowned: int = 0
    new: int = 0
    waiting: int = 0
    restricted: int = 0


@dataclass(frozen=True)
class Items:
    """What a digest lists, frozen when it fell due: numbers only, the words are read again when it is posted.

    `missed` is how many digests before it were left out.
    """

    overdue: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    unowned: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    counts: Counts = Counts()
    missed: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.today or self.unowned or self.others)


def sorted_into(items: Iterable[Dated], *, now: datetime, zone: ZoneInfo) -> Items:
    """Each item once, under the most urgent heading it fits: overdue, today, unowned, others; soonest due first.

    What is snoozed is neither overdue nor of today.
    """
    today = now.astimezone(zone).date()
    piles: dict[str, list[str]] = {"overdue": [], "today": [], "unowned": [], "others": []}
    for item in sorted(items, key=_soonest):
        piles[_heading(item, now, today, zone)].append(item.label)
    overdue, due_today, unowned, others = (tuple(labels) for labels in piles.values())
    return Items(overdue=overdue, today=due_today, unowned=unowned, others=others)


def of_channel(items: Iterable[OpenItem], *, since: datetime, restricted: int, now: datetime, zone: ZoneInfo) -> Items:
    """`since` is when the last one was made."""
    seen = list(items)
    piles = sorted_into(seen, now=now, zone=zone)
    counts = Counts(
        open=len(seen),
        overdue=len(piles.overdue),
        today=len(piles.today),
        unowned=sum(item.owner is None for item in seen),
        new=sum(item.since > since for item in seen),
        waiting=sum(item.is_asked for item in seen),
        restricted=restricted,
    )
    return replace(piles, counts=counts)


def _soonest(item: Dated) -> tuple[bool, float, str, int]:
    return item.due_at is None, item.due_at.timestamp() if item.due_at else 0.0, item.label[0], number_of(item.label)


def _heading(item: Dated, now: datetime, today: date, zone: ZoneInfo) -> str:
    is_snoozed = item.snoozed_until is not None and item.snoozed_until > now
    if not is_snoozed and item.due_at is not None and item.due_at < now:
        return "overdue"
    if not is_snoozed and item.due_at is not None and item.due_at.astimezone(zone).date() == today:
        return "today"
    return "unowned" if item.owner is None else "others"


def number_of(label: str) -> RequestNumber | TaskNumber:
    return RequestNumber(int(label[2:])) if label.startswith("R-") else TaskNumber(int(label[2:]))
