"""How long something open may be put out of sight: the more urgent it is, the shorter."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.client_requests import ClientRequest, Due, SnoozedFor
from bot.domain.errors import SnoozeTooLong
from bot.domain.hours import Hours
from bot.domain.priority import Priority
from bot.domain.tasks import Task
from bot.domain.wall_clock import instant_of, wall_time

URGENT_MINUTES = 4 * 60
_DAYS = {Priority.HIGH: 1, Priority.NORMAL: 14}
_MONTHS = 2


@dataclass(frozen=True)
class Snooze:
    """Without `until` it lasts until somebody answers, or as long as it may."""

    until: Due | None

    @property
    def kind(self) -> SnoozedFor:
        return SnoozedFor.REPLY if self.until is None else SnoozedFor.DATE


@dataclass(frozen=True)
class OutOfSight:
    """Until when, and whether a reply ends it before."""

    until: Due
    kind: SnoozedFor


def out_of_sight(item: ClientRequest | Task) -> OutOfSight | None:
    return OutOfSight(item.snoozed, item.snoozed_for) if item.snoozed and item.snoozed_for else None


def priority_of(item: ClientRequest | Task) -> Priority:
    """Tasks have none of their own."""
    return item.priority if isinstance(item, ClientRequest) else Priority.NORMAL


def latest(priority: Priority, now: datetime, hours: Hours) -> datetime:
    """Until when at most, for somebody who works in these hours: to the minute."""
    now = now.replace(second=0, microsecond=0)
    if priority is Priority.URGENT:
        return hours.after_open(now, URGENT_MINUTES)
    local = wall_time(now, hours.zone)
    wanted = _months_later(local) if priority is Priority.LOW else local + timedelta(days=_DAYS[priority])
    return instant_of(wanted, hours.zone).at


def put_away(item: ClientRequest | Task, snooze: Snooze, now: datetime, hours: Hours) -> None:
    item.must_be_open()
    most = latest(priority_of(item), now, hours)
    until = snooze.until or Due(most, hours.zone.key)
    if until.at > most:
        raise SnoozeTooLong(item.label, priority_of(item), most, hours.zone.key)
    item.snooze(until, snooze.kind)


def put_back(item: ClientRequest | Task, before: OutOfSight, now: datetime, hours: Hours) -> None:
    """As it was, if that is not over and may still last so long."""
    if now < before.until.at <= latest(priority_of(item), now, hours):
        item.snooze(before.until, before.kind)


def exceeds(item: ClientRequest | Task, now: datetime, hours: Hours) -> bool:
    """Whether it lasts longer than it may, since the item has become more urgent."""
    return item.snoozed_until is not None and item.snoozed_until > latest(priority_of(item), now, hours)


def is_snoozed(item: ClientRequest | Task, now: datetime) -> bool:
    return item.is_open and item.snoozed_until is not None and item.snoozed_until > now


def _months_later(local: datetime) -> datetime:
    """The same day of the month, or the last one that it has."""
    year, month = divmod(local.year * 12 + local.month - 1 + _MONTHS, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
