"""Working hours, quiet hours, holidays and leave: set and shown. What is held by them is in `holding`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotHere
from bot.domain.hours import Leave, Quiet
from bot.domain.hours_settings import WORKSPACE, Effective, HoursSetting
from bot.domain.hours_words import (
    AddLeave,
    EndLeave,
    Forget,
    InheritWorking,
    Scope,
    SetHolidays,
    SetQuiet,
    SetWorking,
    Show,
    Wanted,
    parse_hours,
)
from bot.domain.ids import ChannelId, NudgeNumber, TeamId, UserId, is_direct
from bot.domain.origins import Gesture
from bot.domain.wall_clock import wall_time
from bot.services import cards, rungs
from bot.services.holding import held_until, hours_of
from bot.services.people import PeopleService, is_hidden
from bot.services.ports import Store, Transaction

#: That a form shows as they are.
FIELDS = frozenset({"working", "quiet", "country"})


@dataclass(frozen=True)
class Standing:
    """What counts for a person or a place. `leave` is that which is not over, `shared` the workspace's besides.
    `next_open` is None while it is open.
    """

    scope: Scope
    subject: str
    counts: Effective
    leave: tuple[Leave, ...] = ()
    shared: tuple[Leave, ...] = ()
    next_open: datetime | None = None


@dataclass(frozen=True)
class Filled:
    """A form's fields. What is None is inherited; what is not in `touched` was left as the form showed it."""

    working: SetWorking | None
    quiet: Quiet | None
    country: str | None
    leave: Leave | None = None
    touched: frozenset[str] = FIELDS

    @property
    def wanted(self) -> Iterator[Wanted]:
        if "working" in self.touched:
            yield self.working or InheritWorking()
        if "quiet" in self.touched:
            yield SetQuiet(self.quiet)
        if "country" in self.touched:
            yield SetHolidays(self.country)
        if self.leave is not None:
            yield AddLeave(self.leave)


@dataclass(frozen=True)
class About:
    """What a message reminds of: a reminder of `set_by`, or an item."""

    label: str
    set_by: UserId | None


class HoursService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, typed: str) -> tuple[Scope, Wanted]:
        return parse_hours(typed, now=self._clock.now(), zone=by.zone)

    def standing(self, by: Gesture, scope: Scope) -> Standing:
        with self._store.read(by.team_id) as tx:
            return self._standing(tx, by, scope)

    def change(self, by: Gesture, scope: Scope, *wanted: Wanted) -> Standing:
        """Raises HoursRefused when nothing would be left of the week; then nothing is saved."""
        try:
            with self._store.begin(by) as tx:
                subject = self._subject(tx, by, scope)
                _mark(tx, by, scope)
                self._set(tx, by, subject, wanted)
                self._must_open(tx, by, scope, subject)
                if scope is Scope.CHANNEL:
                    self._tell_channel(tx, by)
                return self._standing(tx, by, scope)
        except AlreadyDone:
            return self.standing(by, scope)

    def fill(self, by: Gesture, filled: Filled) -> Standing:
        """The person's own, as a form holds them; leave is added to what there is."""
        return self.change(by, Scope.OWN, *filled.wanted)

    def held_now(self, team: TeamId, to: UserId | ChannelId, about: Sequence[About]) -> datetime | None:
        """Until when what comes late is kept for the hours of whom it reaches; None when it may come, or is urgent."""
        now = self._clock.now()
        is_explicit = any(one.label.startswith("N-") for one in about)
        zone = self._people.workspace_zone
        with self._store.read(team) as tx:
            is_urgent = any(_is_urgent(tx, one) for one in about)
            held = held_until(tx, to, now, is_urgent=is_urgent, is_explicit=is_explicit, workspace_zone=zone)
        return held.at if held.at > now else None

    def _subject(self, tx: Transaction, by: Gesture, scope: Scope) -> str:
        match scope:
            case Scope.OWN:
                return by.user_id
            case Scope.WORKSPACE:
                return WORKSPACE
            case Scope.CHANNEL:
                return _channel(tx, by)

    def _set(self, tx: Transaction, by: Gesture, subject: str, wanted: Sequence[Wanted]) -> None:
        there = tx.hours.for_change(subject)
        if there is None:
            first = HoursSetting(
                team_id=by.team_id, subject=subject, zone_name=by.zone.key, set_by=by.user_id, set_at=self._clock.now()
            )
            self._change(first, by, wanted)
            if tx.hours.add(first):
                return
            there = tx.hours.for_change(subject)
            assert there is not None, "set by somebody else in this very moment"
        self._change(there, by, wanted)

    def _change(self, setting: HoursSetting, by: Gesture, wanted: Sequence[Wanted]) -> None:
        for one in wanted:
            _apply(setting, one, self._today(by))
        setting.set_by, setting.set_at, setting.zone_name = by.user_id, self._clock.now(), by.zone.key

    def _must_open(self, tx: Transaction, by: Gesture, scope: Scope, subject: str) -> None:
        """Also for those who take a part of them over: quiet hours of one's own within hours of the workspace's."""
        for recipient in {subject, by.user_id} if scope is Scope.WORKSPACE else {subject}:
            self._counts(tx, UserId(recipient), scope).hours.must_open()

    def _counts(self, tx: Transaction, recipient: UserId, scope: Scope) -> Effective:
        """To a channel Liaison sends no reminders by itself, so office hours hold none of its."""
        return hours_of(tx, recipient, self._people.workspace_zone, by_default=scope is not Scope.CHANNEL)

    def _tell_channel(self, tx: Transaction, by: Gesture) -> None:
        facts = {"what": "hours", "by": by.user_id}
        key, channel = f"hours:{by.channel_id}:{by.key}", str(by.channel_id)
        cards.notice(tx.outbox, channel, to=UserId(channel), now=self._clock.now(), key=key, facts=facts)

    def _standing(self, tx: Transaction, by: Gesture, scope: Scope) -> Standing:
        subject = self._subject(tx, by, scope)
        counts, now = self._counts(tx, UserId(subject), scope), self._clock.now()
        own, shared = self._leave(tx, by, subject), self._leave(tx, by, WORKSPACE)
        next_open = None if counts.hours.is_open(now) else counts.hours.next_open(now)
        return Standing(scope, subject, counts, own, tuple(one for one in shared if one not in own), next_open)

    def _leave(self, tx: Transaction, by: Gesture, subject: str) -> tuple[Leave, ...]:
        setting, today = tx.hours.one(subject), self._today(by)
        return tuple(one for one in (setting.leaves if setting else ()) if one.last >= today)

    def _today(self, by: Gesture) -> date:
        return wall_time(self._clock.now(), by.zone).date()


def _apply(setting: HoursSetting, wanted: Wanted, today: date) -> None:
    match wanted:
        case SetWorking(weekdays=weekdays, spans=spans):
            setting.set_working(weekdays, spans)
        case SetQuiet(quiet=quiet):
            setting.quiet = str(quiet) if quiet else None
        case SetHolidays(country=country):
            setting.country = country
        case AddLeave(leave=leave):
            setting.add_leave(leave, today)
        case EndLeave():
            setting.leave = ""
        case Forget():
            setting.forget()
        case InheritWorking():
            setting.weekdays = setting.spans = None
        case Show():
            pass


def _mark(tx: Transaction, by: Gesture, scope: Scope) -> None:
    """What waits is planned anew behind the answer: of a workspace that may be very much."""
    match scope:
        case Scope.OWN:
            tx.replans.mark_reaching(by.user_id)
        case Scope.WORKSPACE:
            tx.replans.mark_all()
        case Scope.CHANNEL:
            tx.replans.mark_posted_in(_channel(tx, by))


def _channel(tx: Transaction, by: Gesture) -> ChannelId:
    """That in which it was typed, if the bot may read and post there."""
    if by.channel_id is None or is_direct(by.channel_id):
        raise NotHere("direct")
    channel = tx.channels.one(by.channel_id)
    if channel is None or not channel.is_member or is_hidden(tx, channel, by.user_id):
        raise NotHere("not_member")
    return channel.channel_id


def _is_urgent(tx: Transaction, about: About) -> bool:
    if not about.label.startswith("N-"):
        return any(rungs.comes_anyway(tx, item) for item in tx.digests.entries([about.label]))
    if about.set_by is None:
        return False
    return tx.nudges.one(NudgeNumber(int(about.label[2:])), seen_by=about.set_by).is_urgent
