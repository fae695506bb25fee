"""Digests fall due: once for each local date, with what stands in them then, whoever plans and however often."""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain import zone_data
from bot.domain.digests import DigestSchedule
from bot.domain.hours import Hours
from bot.domain.ids import ChannelId, ScheduleNumber, TeamId, UserId
from bot.domain.origins import OwnWork
from bot.domain.outbox import Message, MessageKind
from bot.domain.people import Channel
from bot.domain.recurrence import Rule, stored
from bot.domain.schedules import (
    Kind,
    Late,
    Occurrence,
    late,
    next_after,
    next_after_date,
)
from bot.services import cards, digest_parts
from bot.services.digest_contents import Work, count_parts, work_of
from bot.services.ports import Store, Teams, Transaction

log = logging.getLogger(__name__)


class DigestStore(Store[Transaction], Protocol):
    def due_digests(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, ScheduleNumber]]:
        """Those that are on, of these workspaces, longest due first."""
        ...

    def outdated_digests(self, edition: str, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, ScheduleNumber]]:
        """Those that are on and were worked out by an older edition of the zone data."""
        ...


@dataclass(frozen=True)
class _Turn:
    """One that fell due, in a channel with these hours. `missed` are those left out just before it."""

    due: Occurrence
    following: Occurrence
    missed: int
    now: datetime
    zone: ZoneInfo
    hours: Hours

    @property
    def at(self) -> datetime:
        """The time is one that somebody chose, so only quiet hours hold it."""
        return self.hours.after_quiet(self.due.at_utc)

    @property
    def is_too_late(self) -> bool:
        return late(Kind.DIGEST, self.at, self.now) is Late.TOO_LATE


class DigestPlanner:
    """`workspace_zone` stands in for a zone that does not exist (any more); `teams` are those to plan for."""

    def __init__(self, store: DigestStore, workspace_zone: ZoneInfo, teams: Teams) -> None:
        self._store = store
        self._workspace_zone = workspace_zone
        self._teams = teams

    def plan_due(self, now: datetime) -> int:
        """Freezes and queues what fell due; says how many schedules it moved on.

        A failure of one is raised after the others have had their turn, so that it holds none of them up.
        """
        teams, moved = self._teams(), list[int]()
        with ExitStack() as turns:
            turns.callback(self._plan_teams, teams, now, moved)
            turns.callback(self._work_out_again, teams)
        return sum(moved)

    def _work_out_again(self, teams: Collection[TeamId]) -> None:
        edition = zone_data.edition()
        with ExitStack() as turns:
            for team, number in self._store.outdated_digests(edition, teams):
                turns.callback(self._renew, team, number, edition)

    def _renew(self, team: TeamId, number: ScheduleNumber, edition: str) -> None:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            schedule = tx.digests.one(number)
            if schedule.zone_data < edition:
                schedule.work_out_again(self._rule(schedule), edition)

    def _plan_teams(self, teams: Collection[TeamId], now: datetime, moved: list[int]) -> None:
        due = self._store.due_digests(now, teams)
        with ExitStack() as turns:
            for team in dict.fromkeys(team for team, _ in reversed(due)):
                numbers = [number for other, number in due if other == team]
                turns.callback(self._plan_team, team, numbers, now, moved)

    def _plan_team(self, team: TeamId, numbers: Sequence[ScheduleNumber], now: datetime, moved: list[int]) -> None:
        with self._store.read(team) as tx:
            work = work_of(tx)
            before = tx.digests.last_planned(numbers)
        with ExitStack() as turns:
            for number in reversed(numbers):
                turns.callback(lambda one: moved.append(self._plan(team, one, work, before.get(one), now)), number)

    def _plan(self, team: TeamId, number: ScheduleNumber, work: Work, before: datetime | None, now: datetime) -> int:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            schedule = tx.digests.one(number)
            if not schedule.is_on or schedule.next_at > now:
                return 0
            rule = self._followed(schedule)
            turn = _turn(schedule, rule, work.hours_of(schedule.channel_id, self._workspace_zone), now)
            schedule.expect(turn.following, rule, zone_data.edition())
            schedule.missed += turn.missed
            if turn.due.at_utc <= now and not turn.hours.is_free(turn.due.local_date):
                _take(tx, schedule, work, turn, before or schedule.set_at)
        return 1

    def _followed(self, schedule: DigestSchedule) -> Rule:
        """By the workspace's clocks where the zone data know its zone no longer."""
        rule = self._rule(schedule)
        if rule.zone != schedule.zone_name:
            log.warning("digest %s: %s in the place of zone %r", schedule.number, rule.zone, schedule.zone_name)
            schedule.work_out_again(rule, zone_data.edition())
        return rule

    def _rule(self, schedule: DigestSchedule) -> Rule:
        return schedule.recurrence(self._workspace_zone)


def begun(
    team: TeamId,
    number: ScheduleNumber,
    rule: Rule,
    *,
    by: UserId,
    at: datetime,
    channel: ChannelId,
) -> DigestSchedule:
    first = next_after(rule, at)
    return DigestSchedule(
        team_id=team,
        number=number,
        channel_id=channel,
        rule=stored(rule),
        next_date=first.local_date,
        next_at=first.at_utc,
        zone_data=zone_data.edition(),
        set_by=by,
        set_at=at,
    )


def _turn(schedule: DigestSchedule, rule: Rule, hours: Hours, now: datetime) -> _Turn:
    """After a jump over several days only the last of them is of use. None was missed on a holiday."""
    due, missed = schedule.coming, 0
    following = next_after_date(rule, due.local_date)
    while following.at_utc <= now:
        missed += not hours.is_free(due.local_date)
        due, following = following, next_after_date(rule, following.local_date)
    if due.at_utc > now:
        following = due
    return _Turn(due, following, missed, now, ZoneInfo(rule.zone), hours)


def _take(tx: Transaction, schedule: DigestSchedule, work: Work, turn: _Turn, since: datetime) -> None:
    if turn.is_too_late:
        _leave_out(tx, schedule, turn)
    else:
        _freeze(tx, schedule, work, turn, since)


def _leave_out(tx: Transaction, schedule: DigestSchedule, turn: _Turn) -> None:
    """Whoever set it is told the first time; the next one says it to everybody."""
    log.warning("digest %s was due at %s: too late, left out", schedule.number, turn.due.at_utc)
    is_first = schedule.missed == turn.missed
    schedule.missed += 1
    if not is_first:
        return
    facts = {
        "what": "expired",
        "kind": MessageKind.DIGEST.value,
        "to": schedule.channel_id,
        "due": turn.due.at_utc.isoformat(),
    }
    key = f"digest_left_out:{schedule.number}:{turn.due.local_date.isoformat()}"
    cards.notice(tx.outbox, f"D-{schedule.number}", to=schedule.set_by, now=turn.now, key=key, facts=facts)


def _freeze(tx: Transaction, schedule: DigestSchedule, work: Work, turn: _Turn, since: datetime) -> None:
    items = work.of_channel(schedule.channel_id, since=since, now=turn.now, zone=turn.zone)
    items = replace(items, missed=schedule.missed)
    if not tx.digests.add_occurrence(schedule.number, turn.due.local_date, items, turn.now) or items.is_empty:
        return
    channel = work.channels.get(schedule.channel_id)
    if channel is None or not channel.takes_cards:
        _report_blocked(tx, schedule, channel, turn)
        return
    schedule.missed, schedule.blocked_on = 0, None
    due = replace(turn.due, at_utc=turn.at)
    digest_parts.queue(tx.outbox, _parts(schedule, due, count_parts(items)))


def _parts(schedule: DigestSchedule, due: Occurrence, count: int) -> Iterator[Message]:
    day = due.local_date.isoformat()
    for part in range(1, count + 1):
        yield Message(
            kind=MessageKind.DIGEST,
            about=f"D-{schedule.number}/{day}",
            to=schedule.channel_id,
            key=f"digest:{schedule.number}:{day}:{part}",
            due_at=due.at_utc,
            fallback=schedule.set_by,
            facts={"part": str(part), "parts": str(count)},
        )


def _report_blocked(tx: Transaction, schedule: DigestSchedule, channel: Channel | None, turn: _Turn) -> None:
    """Once until one is posted again, not every morning."""
    if schedule.blocked_on is not None:
        return
    schedule.blocked_on = turn.due.local_date
    cards.notice(
        tx.outbox,
        f"D-{schedule.number}",
        to=schedule.set_by,
        now=turn.now,
        key=f"digest_blocked:{schedule.number}:{schedule.blocked_on.isoformat()}",
        facts={
            "what": "undelivered",
            "error": _why_blocked(channel),
            "to": schedule.channel_id,
            "kind": MessageKind.DIGEST.value,
        },
    )


def _why_blocked(channel: Channel | None) -> str:
    if channel is not None and channel.is_archived:
        return "is_archived"
    return "not_in_channel" if channel is None or not channel.is_member else "shared"
