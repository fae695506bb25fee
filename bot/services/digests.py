"""Digests: set in a channel, planned once a day when they fall due, read again when they are posted."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.clients import Client
from bot.domain.clock import Clock
from bot.domain.digests import DigestSchedule, Items
from bot.domain.errors import AlreadyDone, NoDigestHere, NotHere
from bot.domain.hours import LONGEST_LEAVE, Hours
from bot.domain.ids import ChannelId, ScheduleNumber, TeamId, is_direct
from bot.domain.origins import Gesture
from bot.domain.people import Channel
from bot.domain.recurrence import Rule
from bot.domain.schedules import Kind, Late, Occurrence, late, next_after_date
from bot.domain.zones import ZoneChoice, zone_or
from bot.services.digest_contents import Digest, digest_of, work_of
from bot.services.digest_planning import DigestPlanner, DigestStore, begun
from bot.services.holding import hours_of
from bot.services.ports import Teams, Transaction


@dataclass(frozen=True)
class Setting:
    """What is set in a channel. `client` is the one whose channel it is; `replaced` what was set there before.

    `zone` says which clocks count, and whether they only stand in for a zone that no longer exists. `comes_at` is when
    the next one is posted, `is_held` that quiet hours put it off until then.
    """

    schedule: DigestSchedule
    zone: ZoneChoice
    client: Client | None
    comes_at: datetime
    is_held: bool
    replaced: DigestSchedule | None = None


class DigestService:
    """`workspace_zone` stands in for a schedule's zone that no longer exists; `teams` are those to plan for."""

    def __init__(self, store: DigestStore, clock: Clock, workspace_zone: ZoneInfo, teams: Teams) -> None:
        self._store = store
        self._clock = clock
        self._workspace_zone = workspace_zone
        self._planner = DigestPlanner(store, workspace_zone, teams)

    def here(self, by: Gesture) -> Setting | None:
        if by.channel_id is None:
            return None
        with self._store.read(by.team_id) as tx:
            schedule = tx.digests.in_channel(by.channel_id)
            return self._setting(tx, schedule) if schedule else None

    def set(self, by: Gesture, rule: Rule) -> Setting:
        """In the place of whatever was set in the channel before."""
        try:
            with self._store.begin(by) as tx:
                return self._set(tx, by, rule)
        except AlreadyDone:
            setting = self.here(by)
            if setting is None:
                raise NoDigestHere from None
            return setting

    def off(self, by: Gesture, shown: str = "") -> DigestSchedule | None:
        """None where another one is set by now than was `shown`: that one stays."""
        try:
            with self._store.begin(by) as tx:
                schedule = tx.digests.in_channel(by.channel_id) if by.channel_id else None
                if schedule is None:
                    raise NoDigestHere
                if shown not in {"", schedule.shown}:
                    return None
                schedule.is_on = False
                tx.remember(f"D-{schedule.number}")
        except AlreadyDone as done:
            return self._switched_off_before(by, done)
        return schedule

    def preview(self, by: Gesture) -> Digest:
        """As much as one message holds of what would be posted now."""
        now = self._clock.now()
        with self._store.read(by.team_id) as tx:
            channel = _open_to_digests(tx, by.channel_id).channel_id
            schedule = tx.digests.in_channel(channel)
            zone = self._zone(schedule) if schedule else by.zone
            before = tx.digests.last_planned([schedule.number]).get(schedule.number) if schedule else None
            since = before or (schedule.set_at if schedule else now)
            items = work_of(tx).of_channel(channel, since=since, now=now, zone=zone)
            return digest_of(tx, channel, items, now.astimezone(zone).date(), zone, part=1)

    def part(self, team: TeamId, about: str, part: int, due_at: datetime | None = None) -> Digest | None:
        """What was frozen, as it reads now. None when it has been switched off or may no longer be posted there."""
        number, day = _named(about)
        with self._store.read(team) as tx:
            schedule = tx.digests.one(number)
            items = tx.digests.items_of(number, day)
            digest = self._read_again(tx, schedule, items, day, part)
        is_late = due_at is not None and late(Kind.DIGEST, due_at, self._clock.now()) is not Late.NO
        return replace(digest, was_due=due_at) if digest and is_late else digest

    def plan_due(self) -> int:
        """Says how many schedules it moved on."""
        return self._planner.plan_due(self._clock.now())

    def _read_again(
        self, tx: Transaction, schedule: DigestSchedule, items: Items, day: date, part: int
    ) -> Digest | None:
        channel = tx.channels.one(schedule.channel_id)
        is_wanted = schedule.is_on or tx.digests.in_channel(schedule.channel_id) is not None
        if not is_wanted or channel is None or not channel.takes_cards:
            return None
        return digest_of(tx, channel.channel_id, items, day, self._zone(schedule), part=part)

    def _set(self, tx: Transaction, by: Gesture, rule: Rule) -> Setting:
        channel = _open_to_digests(tx, by.channel_id).channel_id
        # The number first: its counter stays locked, so that two people who set one here at once take turns.
        number = tx.digests.next_number()
        replaced = tx.digests.in_channel(channel)
        if replaced is not None:
            replaced.is_on = False
        now = self._clock.now()
        schedule = begun(by.team_id, number, rule, by=by.user_id, at=now, channel=channel)
        tx.digests.add(schedule)
        tx.remember(f"D-{number}")
        return self._setting(tx, schedule, replaced)

    def _setting(self, tx: Transaction, schedule: DigestSchedule, replaced: DigestSchedule | None = None) -> Setting:
        zone = zone_or(schedule.zone_name, self._workspace_zone)
        client = tx.clients.of_channel(schedule.channel_id)
        hours = hours_of(tx, schedule.channel_id, self._workspace_zone, by_default=False).hours
        at = _working(schedule.coming, schedule.recurrence(self._workspace_zone), hours).at_utc
        comes_at = hours.after_quiet(at)
        return Setting(schedule, zone, client, comes_at, comes_at > at, replaced)

    def _zone(self, schedule: DigestSchedule) -> ZoneInfo:
        return zone_or(schedule.zone_name, self._workspace_zone).zone

    def _switched_off_before(self, by: Gesture, done: AlreadyDone) -> DigestSchedule:
        if done.reference is None:
            raise NoDigestHere from None
        with self._store.read(by.team_id) as tx:
            return tx.digests.one(ScheduleNumber(int(done.reference[2:])))


def _open_to_digests(tx: Transaction, channel_id: ChannelId | None) -> Channel:
    channel = tx.channels.one(channel_id) if channel_id else None
    if channel is None or not channel.is_member:
        raise NotHere("direct" if channel_id is None or is_direct(channel_id) else "not_member")
    if not channel.takes_cards:
        raise NotHere("archived" if channel.is_archived else "shared")
    return channel


def _working(coming: Occurrence, rule: Rule, hours: Hours) -> Occurrence:
    """The first one on no holiday nor in leave."""
    for _ in range(LONGEST_LEAVE):
        if not hours.is_free(coming.local_date):
            break
        coming = next_after_date(rule, coming.local_date)
    return coming


def _named(about: str) -> tuple[ScheduleNumber, date]:
    """`D-2/2026-03-04`."""
    label, _, day = about.partition("/")
    return ScheduleNumber(int(label[2:])), date.fromisoformat(day)
