"""Digests: set in a channel, planned once a day when they fall due, read again when they are posted."""

import logging
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clients import Client
from bot.domain.clock import Clock
from bot.domain.digests import DigestSchedule
from bot.domain.errors import AlreadyDone, NoDigestHere, NotHere
from bot.domain.ids import ChannelId, ScheduleNumber, TeamId
from bot.domain.origins import Gesture, OwnWork
from bot.domain.outbox import Lane, Message, MessageKind
from bot.domain.people import Channel
from bot.domain.schedules import DailyRule, Kind, Late, Occurrence, late, late_limit, next_after, next_after_date
from bot.domain.zones import ZoneChoice, zone_or
from bot.services import cards
from bot.services.digest_contents import Digest, count_parts, digest_of, items_for
from bot.services.ports import Store, Teams, Transaction

log = logging.getLogger(__name__)


class DigestStore(Store[Transaction], Protocol):
    def due_digests(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, ScheduleNumber]]:
        """Those that are on, of these workspaces, longest due first."""
        ...


@dataclass(frozen=True)
class Setting:
    """What is set in a channel. `client` is the one whose channel it is; `replaced` what was set there before.

    `zone` says which clocks count, and whether they only stand in for a zone that no longer exists.
    """

    schedule: DigestSchedule
    zone: ZoneChoice
    client: Client | None
    replaced: DigestSchedule | None = None


class DigestService:
    """`workspace_zone` stands in for a schedule's zone that no longer exists; `teams` are those to plan for."""

    def __init__(self, store: DigestStore, clock: Clock, workspace_zone: ZoneInfo, teams: Teams) -> None:
        self._store = store
        self._clock = clock
        self._workspace_zone = workspace_zone
        self._teams = teams

    def here(self, by: Gesture) -> Setting | None:
        if by.channel_id is None:
            return None
        with self._store.read(by.team_id) as tx:
            schedule = tx.digests.in_channel(by.channel_id)
            return self._setting(tx, schedule) if schedule else None

    def set(self, by: Gesture, rule: DailyRule) -> Setting:
        """In the place of whatever was set in the channel before."""
        try:
            with self._store.begin(by) as tx:
                return self._set(tx, by, rule)
        except AlreadyDone:
            setting = self.here(by)
            if setting is None:
                raise NoDigestHere from None
            return setting

    def off(self, by: Gesture) -> DigestSchedule:
        try:
            with self._store.begin(by) as tx:
                schedule = tx.digests.in_channel(by.channel_id) if by.channel_id else None
                if schedule is None:
                    raise NoDigestHere
                schedule.is_on = False
                tx.remember(f"D-{schedule.number}")
        except AlreadyDone as done:
            return self._switched_off_before(by, done)
        return schedule

    def preview(self, by: Gesture) -> Digest:
        """As much as one message holds of what would be posted now."""
        now = self._clock.now()
        with self._store.read(by.team_id) as tx:
            channel = _open_to_digests(tx, by.channel_id)
            schedule = tx.digests.in_channel(channel.channel_id)
            zone = self._zone(schedule) if schedule else by.zone
            items = items_for(tx, channel.channel_id, now, zone)
            return digest_of(tx, channel.channel_id, items, now.astimezone(zone).date(), zone, part=1)

    def part(self, team: TeamId, about: str, part: int) -> Digest | None:
        """What was frozen, as it reads now. None when it has been switched off or may no longer be posted there."""
        number, day = _named(about)
        with self._store.read(team) as tx:
            schedule = tx.digests.one(number)
            channel = tx.channels.one(schedule.channel_id)
            is_wanted = schedule.is_on or tx.digests.in_channel(schedule.channel_id) is not None
            if not is_wanted or channel is None or not channel.takes_cards:
                return None
            items = tx.digests.items_of(number, day)
            return digest_of(tx, channel.channel_id, items, day, self._zone(schedule), part=part)

    def plan_due(self) -> int:
        """Freezes and queues what fell due, at most once a date; says how many schedules it moved on.

        A failure of one is raised after the others have had their turn, so that it holds none of them up.
        """
        now, moved = self._clock.now(), list[int]()
        with ExitStack() as turns:
            for team, number in reversed(self._store.due_digests(now, self._teams())):
                turns.callback(lambda team, number: moved.append(self._plan(team, number, now)), team, number)
        return sum(moved)

    def _set(self, tx: Transaction, by: Gesture, rule: DailyRule) -> Setting:
        channel = _open_to_digests(tx, by.channel_id).channel_id
        # The number first: its counter stays locked, so that two people who set one here at once take turns.
        number = tx.digests.next_number()
        replaced = tx.digests.in_channel(channel)
        if replaced is not None:
            replaced.is_on = False
        now = self._clock.now()
        first = next_after(rule, now)
        schedule = DigestSchedule(
            team_id=by.team_id,
            number=number,
            channel_id=channel,
            local_time=f"{rule.local_time:%H:%M}",
            weekdays=tuple(sorted(rule.weekdays)),
            zone_name=rule.zone,
            next_date=first.local_date,
            next_at=first.at_utc,
            set_by=by.user_id,
            set_at=now,
        )
        tx.digests.add(schedule)
        tx.remember(f"D-{number}")
        return self._setting(tx, schedule, replaced)

    def _setting(self, tx: Transaction, schedule: DigestSchedule, replaced: DigestSchedule | None = None) -> Setting:
        zone = zone_or(schedule.zone_name, self._workspace_zone)
        return Setting(schedule, zone, tx.clients.of_channel(schedule.channel_id), replaced)

    def _zone(self, schedule: DigestSchedule) -> ZoneInfo:
        return zone_or(schedule.zone_name, self._workspace_zone).zone

    def _switched_off_before(self, by: Gesture, done: AlreadyDone) -> DigestSchedule:
        if done.reference is None:
            raise NoDigestHere from None
        with self._store.read(by.team_id) as tx:
            return tx.digests.one(ScheduleNumber(int(done.reference[2:])))

    def _plan(self, team: TeamId, number: ScheduleNumber, now: datetime) -> int:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            schedule = tx.digests.one(number)
            if not schedule.is_on or schedule.next_at > now:
                return 0
            self._replace_lost_zone(schedule)
            rule = schedule.rule(self._workspace_zone)
            due, following = _latest_due(schedule, rule, now)
            schedule.next_date, schedule.next_at = following.local_date, following.at_utc
            if late(Kind.DIGEST, due.at_utc, now) is Late.TOO_LATE:
                log.warning("digest %s of %s was due at %s: too late, skipped", number, team, due.at_utc)
            else:
                _freeze(tx, schedule, rule.zone_info, due, now)
        return 1

    def _replace_lost_zone(self, schedule: DigestSchedule) -> None:
        zone = self._zone(schedule)
        if zone.key != schedule.zone_name:
            lost = schedule.zone_name
            log.warning("digest %s: zone %r no longer exists, %s stands in", schedule.number, lost, zone.key)
            schedule.zone_name = zone.key


def _open_to_digests(tx: Transaction, channel_id: ChannelId | None) -> Channel:
    channel = tx.channels.one(channel_id) if channel_id else None
    if channel is None or not channel.is_member:
        is_direct = channel_id is None or channel_id.startswith("D")
        raise NotHere("direct" if is_direct else "not_member")
    if not channel.takes_cards:
        raise NotHere("archived" if channel.is_archived else "shared")
    return channel


def _latest_due(schedule: DigestSchedule, rule: DailyRule, now: datetime) -> tuple[Occurrence, Occurrence]:
    """After a jump over several days only the last of them is of use. And the one that follows it."""
    due = Occurrence(schedule.next_date, schedule.next_at)
    following = next_after_date(rule, due.local_date)
    while following.at_utc <= now:
        due, following = following, next_after_date(rule, following.local_date)
    return due, following


def _freeze(tx: Transaction, schedule: DigestSchedule, zone: ZoneInfo, due: Occurrence, now: datetime) -> None:
    items = items_for(tx, schedule.channel_id, now, zone)
    if not tx.digests.add_occurrence(schedule.number, due.local_date, items, now) or items.is_empty:
        return
    about = f"D-{schedule.number}/{due.local_date.isoformat()}"
    channel = tx.channels.one(schedule.channel_id)
    if channel is None or not channel.takes_cards:
        _report_blocked(tx, schedule, channel, now)
        return
    parts = count_parts(items)
    for part in range(1, parts + 1):
        tx.outbox.add(
            Message(
                kind=MessageKind.DIGEST,
                about=about,
                to=schedule.channel_id,
                key=f"digest:{schedule.number}:{due.local_date.isoformat()}:{part}",
                due_at=due.at_utc,
                lane=Lane.DIGEST,
                expires_at=due.at_utc + late_limit(Kind.DIGEST),
                fallback=schedule.set_by,
                facts={"part": str(part), "parts": str(parts)},
            )
        )


def _report_blocked(tx: Transaction, schedule: DigestSchedule, channel: Channel | None, now: datetime) -> None:
    """Once, not every morning."""
    cards.notice(
        tx.outbox,
        f"D-{schedule.number}",
        to=schedule.set_by,
        now=now,
        key=f"digest_blocked:{schedule.number}",
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


def _named(about: str) -> tuple[ScheduleNumber, date]:
    """`D-2/2026-03-04`."""
    label, _, day = about.partition("/")
    return ScheduleNumber(int(label[2:])), date.fromisoformat(day)
