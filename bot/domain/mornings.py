"""A person's own digest, on their mornings: when it comes, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.digests import WEEKDAYS, sorted_into
from bot.domain.hours import Hours
from bot.domain.ids import TeamId, UserId
from bot.domain.recurrence import Rule, restored, stored
from bot.domain.schedules import DailyRule, Kind, Late, Occurrence, late, next_after, next_after_date, occurrence_on
from bot.domain.snoozes import is_snoozed
from bot.domain.tasks import Task
from bot.domain.teams import OfTeam

#: When nobody has said when.
USUAL_TIME = "08:30"


@dataclass(eq=False, kw_only=True)
class Morning(OfTeam):
    """The wall time and weekdays (Monday is 0) are the truth, on the clock of wherever its person is; `zone_name` is
    where that was when `next_date` and `next_at` were worked out. What comes on other days than those of each week has
    them in `recurs`, as `recurrence.stored` writes it, and its zone is of no meaning there.
    """

    user_id: UserId
    local_time: str = USUAL_TIME
    weekdays: tuple[int, ...] = WEEKDAYS
    recurs: str | None = None
    zone_name: str
    next_date: date
    next_at: datetime
    is_on: bool = True
    version: int = 1

    @property
    def rule(self) -> Rule:
        if self.recurs is not None:
            return replace(restored(self.recurs), zone=self.zone_name)
        return DailyRule(time.fromisoformat(self.local_time), frozenset(self.weekdays), self.zone_name)

    def set(self, rule: Rule, now: datetime) -> None:
        self.local_time = f"{rule.local_time:%H:%M}"
        if isinstance(rule, DailyRule):
            self.weekdays, self.recurs = tuple(sorted(rule.weekdays)), None
        else:
            self.recurs = stored(rule)
        self.zone_name, self.is_on = rule.zone, True
        self._comes(next_after(rule, now))

    def follow(self, zone: ZoneInfo, now: datetime) -> bool:
        """To where its person is now. The date that was next stays next, unless it is too late for it there."""
        if zone.key == self.zone_name:
            return False
        self.zone_name = zone.key
        self.work_out_again(now)
        return True

    def work_out_again(self, now: datetime) -> None:
        """By another zone, or by newer zone data."""
        there = occurrence_on(self.rule, self.next_date)
        if there is None or late(Kind.DIGEST, there.at_utc, now) is Late.TOO_LATE:
            there = next_after(self.rule, now)
        self._comes(there)

    def leave_out(self) -> None:
        """The next one: its date has had one."""
        self._comes(next_after_date(self.rule, self.next_date))

    def take_due(self, now: datetime) -> Occurrence | None:
        """What is due, of several that were missed the last one; the next is worked out."""
        if not self.is_on or self.next_at > now:
            return None
        due = Occurrence(self.next_date, self.next_at)
        following = next_after_date(self.rule, due.local_date)
        while following.at_utc <= now:
            due, following = following, next_after_date(self.rule, following.local_date)
        self._comes(following)
        return due

    def comes_at(self, hours: Hours, before: datetime) -> datetime | None:
        """On the first day that is none off, once quiet hours are over. None where there is no such day `before`."""
        coming = Occurrence(self.next_date, self.next_at)
        while self.is_on and coming.at_utc < before:
            if hours.is_working_day(coming.local_date):
                return hours.after_quiet(coming.at_utc)
            coming = next_after_date(self.rule, coming.local_date)
        return None

    def _comes(self, occurrence: Occurrence) -> None:
        self.next_date, self.next_at = occurrence.local_date, occurrence.at_utc


def first(team: TeamId, user: UserId, zone: ZoneInfo, now: datetime) -> Morning:
    rule = DailyRule(time.fromisoformat(USUAL_TIME), frozenset(WEEKDAYS), zone.key)
    occurrence = next_after(rule, now)
    return Morning(
        team_id=team,
        user_id=user,
        zone_name=zone.key,
        next_date=occurrence.local_date,
        next_at=occurrence.at_utc,
    )


def part_key(user: UserId, day: date, part: int) -> str:
    """Of the message that is this part of a day's digest: that there is one a day rests on it."""
    return f"morning:{user}:{day.isoformat()}:{part}"


class Pile(StrEnum):
    """In the order in which they stand."""

    OVERDUE = "overdue"
    TODAY = "today"
    UNOWNED = "unowned"
    LATER = "later"
    REMINDERS = "reminders"
    HELD = "held"


def piled(
    items: Sequence[ClientRequest | Task], unowned: Sequence[ClientRequest], now: datetime, zone: ZoneInfo
) -> list[tuple[Pile, str]]:
    """Somebody's own open items by urgency, each by its label, and what nobody has taken; nothing that is snoozed."""
    sorted_ = sorted_into([item for item in items if not is_snoozed(item, now)], now=now, zone=zone)
    piles: dict[Pile, Sequence[str]] = {
        Pile.OVERDUE: sorted_.overdue,
        Pile.TODAY: sorted_.today,
        Pile.UNOWNED: [request.label for request in unowned if not is_snoozed(request, now)],
        Pile.LATER: sorted_.others,
    }
    return [(pile, label) for pile, labels in piles.items() for label in labels]
