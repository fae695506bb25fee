"""Reminders for a person or a channel: set, listed, stopped, one left out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.dates import MORNING, understand
from bot.domain.errors import AlreadyClosed, AlreadyDone, FieldRefused, NotHere
from bot.domain.ids import ChannelId, NudgeNumber, OutboxId, UserId
from bot.domain.moments import Moment
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageState
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_results import Mention, PersonName, QuickNudge, Target
from bot.domain.recurrence import Rule
from bot.domain.recurrence_words import parse_zoned_rule
from bot.domain.schedules import next_after
from bot.domain.wall_clock import wall_time
from bot.services import cards, nudge_holds, pings, rungs
from bot.services import nudge_occurrences as occurrences
from bot.services.holding import Held
from bot.services.pages import Page
from bot.services.people import PeopleService, is_hidden
from bot.services.pings import Waits
from bot.services.ports import Store, Transaction

PAGE = 10
#: What still fits a message together with who asked, when and about what.
TEXT_LIMIT = 2_000
_A_MOMENT = timedelta(microseconds=1)
_BARE_NAME = re.compile(r"(?<!<)@")
#: A line that begins so says itself whom it is for.
_NAMED = re.compile(r"\s*(?:remind\s+)?(?:<[@#!]|#|me\b)", re.IGNORECASE)

Item = cards.Item


@dataclass(frozen=True, kw_only=True)
class SetNudge:
    """What is to be said, when and to whom; without a channel it is for `user`. `about` is a label such as R-12.

    It comes at `moment`, or again and again by a `rule`, then not before `moment`.
    """

    by: Gesture
    text: str
    moment: Moment | None = None
    rule: Rule | None = None
    user: UserId | None = None
    channel: ChannelId | None = None
    about: str | None = None
    is_urgent: bool = False

    @property
    def zone(self) -> ZoneInfo:
        if self.rule is not None:
            return ZoneInfo(self.rule.zone)
        assert self.moment is not None, "it comes at some time"
        return self.moment.zone


@dataclass(frozen=True)
class Listed:
    """One that waits; `again` when what was snoozed of a recurring one comes, `held` until when it is held back because
    its reader had enough messages, `first_set_by` who had set it where somebody else handed it on.
    """

    nudge: Nudge
    again: tuple[datetime, ...] = ()
    held: Waits | None = None
    first_set_by: UserId | None = None


@dataclass(frozen=True)
class NudgeSet:
    """`zone` is the one that the moment was read in, `reached` the recipient's. `strays` are those of whom Slack names
    no usable zone, so that the workspace's was used. `held` is there when hours hold it. `repeated`: this delivery
    had been committed before.
    """

    nudge: Nudge
    item: Item | None
    zone: ZoneInfo
    reached: ZoneInfo
    strays: tuple[UserId, ...] = ()
    held: Held | None = None
    repeated: bool = False


@dataclass(frozen=True)
class Skipped:
    """`is_news` is False where the one that was shown as the next has come, or was left out before."""

    nudge: Nudge
    is_news: bool


class NudgeService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, text: str) -> QuickNudge:
        """Saves nothing; refuses at once whoever cannot be reminded."""
        zone_of = partial(self._read_in, by)
        quick = parse_nudge(text, now=self._clock.now(), zone_of=zone_of, people=self._called(by, text))
        if isinstance(quick.target, Mention):
            self._people.must_take_work(by.team_id, quick.target.user)
        return quick

    def moment(self, by: Gesture, typed: str, user: UserId | None) -> Moment:
        """Of a form's field, in the recipient's zone, for a channel in the speaker's. Raises DateRefused."""
        zone = self._people.zone_of(by.team_id, user) if user else by.zone
        return understand(typed, now=self._clock.now(), zone=zone, default_time=MORNING)

    def set(self, wanted: SetNudge) -> NudgeSet:
        by = wanted.by
        _check_text(wanted)
        if wanted.channel is None:
            self._people.must_take_work(by.team_id, wanted.user)
        user = None if wanted.channel else wanted.user or by.user_id
        # Read before the commit: a store that fails behind it would make "nothing was saved" of what was.
        reached, strays = self._people.zone_of(by.team_id, user or by.user_id), self._strays(by, user)
        try:
            with self._store.begin(by) as tx:
                item = _item(tx, wanted.about, by.user_id)
                nudge, held = self._add(tx, wanted)
                tx.remember(nudge.label)
        except AlreadyDone as done:
            return self._set_before(by, done)
        return NudgeSet(nudge, item, wanted.zone, reached, strays, held if held.closed else None)

    def item(self, by: Gesture, label: str) -> Item:
        """What a reminder is to be about."""
        with self._store.read(by.team_id) as tx:
            return cards.item(tx, label, seen_by=by.user_id)

    def one(self, by: Gesture, number: NudgeNumber) -> Nudge:
        with self._store.read(by.team_id) as tx:
            return tx.nudges.one(number, seen_by=by.user_id)

    def page(self, by: Gesture, *, offset: int = 0) -> Page[Listed]:
        with self._store.read(by.team_id) as tx:
            page = tx.nudges.waiting(seen_by=by.user_id, offset=max(offset, 0), limit=PAGE)
            return Page(tuple(self._listed(tx, nudge, by.user_id) for nudge in page.items), page.offset, page.total)

    def listed(self, by: Gesture, number: NudgeNumber) -> Listed:
        """As it stands in the list."""
        with self._store.read(by.team_id) as tx:
            return self._listed(tx, tx.nudges.one(number, seen_by=by.user_id), by.user_id)

    def cancel(self, by: Gesture, number: NudgeNumber) -> Nudge:
        try:
            with self._store.begin(by) as tx:
                nudge = tx.nudges.for_change(number, seen_by=by.user_id)
                nudge.cancel(by=by.user_id, at=self._clock.now())
                unsent = tx.nudge_occurrences.unsent(number)
                stopped = sum(_stopped(tx, occurrence.message) for occurrence in unsent)
                if not stopped and nudge.rule is None:
                    raise AlreadyClosed(nudge.label, "sent", None, None)
        except AlreadyDone:
            return self.one(by, number)
        return nudge

    def skip(self, by: Gesture, number: NudgeNumber, shown: date | None = None) -> Skipped:
        """The next one of a recurring reminder does not come, if it is the one that was `shown`."""
        try:
            with self._store.begin(by) as tx:
                nudge = tx.nudges.for_change(number, seen_by=by.user_id)
                return Skipped(nudge, nudge.skip(by=by.user_id, shown=shown))
        except AlreadyDone:
            return Skipped(self.one(by, number), is_news=True)

    def rule(self, by: Gesture, typed: str, user: UserId | None) -> Rule:
        """Of a form's field, read as `moment` is. Raises ScheduleRefused or DateRefused."""
        zone = self._people.zone_of(by.team_id, user) if user else by.zone
        return parse_zoned_rule(typed, zone=zone.key, now=self._clock.now(), default_time=MORNING)

    def _add(self, tx: Transaction, wanted: SetNudge) -> tuple[Nudge, Held]:
        if wanted.channel is not None:
            _must_be_open_to(tx, wanted.channel, wanted.by.user_id)
        number = tx.nudges.next_number()
        nudge = self._new(wanted, number)
        held = nudge_holds.held(tx, nudge, nudge.due_at, self._people.workspace_zone)
        if nudge.rule is None:
            nudge.due_at = held.at
        tx.nudges.add(nudge)
        if nudge.rule is None:
            occurrences.plan(tx, nudge, at=held.at, key=f"nudge:{nudge.label}")
        return nudge, held

    def _new(self, wanted: SetNudge, number: NudgeNumber) -> Nudge:
        by, now = wanted.by, self._clock.now()
        at = wanted.moment.at if wanted.moment else now
        zone = occurrences.wall_zone(wanted.moment) if wanted.moment else wanted.zone
        nudge = Nudge(
            team_id=by.team_id,
            number=number,
            text=wanted.text,
            about=wanted.about,
            user_id=None if wanted.channel else wanted.user or by.user_id,
            channel_id=wanted.channel,
            local=wall_time(at, zone).isoformat(),
            zone_name=zone.key,
            due_at=at,
            set_by=by.user_id,
            set_at=now,
            is_urgent=wanted.is_urgent,
        )
        if wanted.rule is not None:
            # The first one may be at the very moment that was named.
            after = max(now, at - _A_MOMENT) if wanted.moment else now
            nudge.expect(next_after(wanted.rule, after), wanted.rule)
        return nudge

    def _set_before(self, by: Gesture, done: AlreadyDone) -> NudgeSet:
        number = NudgeNumber(int((done.reference or "N-0")[2:]))
        with self._store.read(by.team_id) as tx:
            nudge = tx.nudges.one(number, seen_by=by.user_id)
            item = next(iter(tx.digests.entries([nudge.about])), None) if nudge.about else None
        zone = self._zone_at(nudge)
        return NudgeSet(nudge, item, zone, zone, self._strays(by, nudge.user_id), repeated=True)

    def _read_in(self, by: Gesture, target: Target) -> ZoneInfo:
        """Times for a person are meant on that person's clock."""
        return self._people.zone_of(by.team_id, target.user) if isinstance(target, Mention) else by.zone

    def _called(self, by: Gesture, text: str) -> list[PersonName]:
        """Needed only where Slack left a name as it was typed, with an @ or without."""
        if _NAMED.match(text) and not _BARE_NAME.search(text):
            return []
        return [PersonName(person.user_id, person.name) for person in self._people.members(by.team_id)]

    def _zone_at(self, nudge: Nudge) -> ZoneInfo:
        """Where it is read; a channel's people are everywhere, so there it is that of whoever set it."""
        return self._people.zone_of(nudge.team_id, nudge.user_id or nudge.set_by)

    def _strays(self, by: Gesture, user: UserId | None) -> tuple[UserId, ...]:
        concerned = dict.fromkeys((by.user_id, user or by.user_id))
        return tuple(user for user in concerned if self._people.speaker(by.team_id, user).zone_problem is not None)

    def _listed(self, tx: Transaction, nudge: Nudge, reader: UserId) -> Listed:
        now = self._clock.now()
        held = pings.waits(tx, nudge, reader, rungs.At(now, self._people.workspace_zone))
        if nudge.rule is None:
            return Listed(nudge, held=held, first_set_by=occurrences.first_set_by(tx, nudge))
        unsent = tx.nudge_occurrences.unsent(nudge.number)
        again = tuple(one.due_at for one in unsent if one.local_date is None and one.due_at > now)
        return Listed(nudge, again, held)


def _stopped(tx: Transaction, message: OutboxId) -> bool:
    """One that waits in a message with others, or for a digest, is left out of it."""
    if tx.outbox.cancel(message) or tx.pings.leave_out(message):
        return True
    together = tx.catch_up.told_by(message)
    return together is not None and together.state is MessageState.PENDING


def _check_text(wanted: SetNudge) -> None:
    if not wanted.text and not wanted.about:
        raise FieldRefused("text", "missing")
    if len(wanted.text) > TEXT_LIMIT:
        raise FieldRefused("text", "too_long", f"{len(wanted.text):,}", TEXT_LIMIT)


def _must_be_open_to(tx: Transaction, channel_id: ChannelId, user: UserId) -> None:
    """A private channel of others sounds like one that the bot is not in."""
    channel = tx.channels.one(channel_id)
    if channel is None or not channel.is_member or is_hidden(tx, channel, user):
        raise NotHere("not_member", channel_id)
    if not channel.takes_cards:
        raise NotHere("archived" if channel.is_archived else "shared", channel_id)


def _item(tx: Transaction, label: str | None, user: UserId) -> Item | None:
    return cards.item(tx, label, seen_by=user) if label else None
