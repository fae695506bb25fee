"""Reminders that arrive: planned, read again when they are sent, and answered with Done or Snooze."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.catch_up import Waiting
from bot.domain.clock import Clock
from bot.domain.dates import MORNING, understand
from bot.domain.durations import DurationRefused, parse_duration
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import NudgeNumber, OutboxId, TeamId, UserId
from bot.domain.moments import Moment
from bot.domain.nudge_occurrences import Coming, NudgeOccurrence, Settled
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.outbox import Lane, Message, MessageKind
from bot.domain.schedules import Kind, late_limit
from bot.domain.wall_clock import wall_time
from bot.services import cards, nudge_holds
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.time_ports import CatchUpPart

#: `in 2h` is a length of time, no wall time: it stays the same instant wherever its person goes. No profile in Slack
#: has this zone, so it tells such reminders apart.
INSTANT = ZoneInfo("Etc/UTC")
_DAY = timedelta(days=1)
#: Who had set a reminder that was handed on: a fact of the message of its first coming.
FIRST_SET_BY = "first_set_by"


@dataclass(frozen=True)
class Reminder:
    """A coming of a reminder. `item` is what it is about, `is_for_them` whether those it reaches may see that; `waits`
    is the label of the request whose client they can let be waited for. `first_set_by` is who had set it, where
    somebody else handed it on.
    """

    nudge: Nudge
    occurrence: NudgeOccurrence
    item: cards.Item | None
    is_for_them: bool
    zone: ZoneInfo
    waits: str | None = None
    first_set_by: UserId | None = None


@dataclass(frozen=True)
class Answered:
    """`is_news` is False when somebody had answered before: that stands."""

    nudge: Nudge
    occurrence: NudgeOccurrence
    is_news: bool


class NudgeOccurrenceService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def reminder(self, team: TeamId, coming: Coming) -> Reminder | None:
        """As it is now, for its message; None once it was stopped."""
        with self._store.read(team) as tx:
            return self._reminder(tx, coming)

    def one(self, by: Gesture, coming: Coming) -> Reminder:
        """For whoever can read its message."""
        with self._store.read(by.team_id) as tx:
            tx.nudges.reached(coming.number, by=by.user_id)
            reminder = self._reminder(tx, coming)
        if reminder is None:
            raise NotFound(f"N-{coming.number}")
        return reminder

    def last_told(self, by: Gesture, number: NudgeNumber) -> Reminder | None:
        """What this person has read of it last and nobody has answered."""
        with self._store.read(by.team_id) as tx:
            nudge = tx.nudges.reached(number, by=by.user_id)
            occurrence = tx.nudge_occurrences.last_told(number)
            if occurrence is None or occurrence.settled is not None or nudge.cancelled_at is not None:
                return None
            return self._reminder(tx, occurrence.coming)

    def told_in(self, team: TeamId, message: OutboxId) -> Sequence[Waiting]:
        """What one message tells in the place of several, oldest first."""
        with self._store.read(team) as tx:
            return tx.catch_up.gathered(message)

    def told_to(self, by: Gesture, message: OutboxId) -> Sequence[Waiting]:
        """As `told_in`, for somebody who is where the message stands; nothing for others."""
        with self._store.read(by.team_id) as tx:
            is_there = tx.catch_up.told_to(message) in {by.user_id, by.channel_id}
            return tx.catch_up.gathered(message) if is_there else ()

    def of_messages(self, team: TeamId, rows: Sequence[Waiting]) -> Mapping[OutboxId, Reminder]:
        """As they are now, without what was stopped."""
        with self._store.read(team) as tx:
            found = ((row.id, self._reminder(tx, coming_of(row.about, row.facts))) for row in rows)
            return {message: reminder for message, reminder in found if reminder is not None}

    def done(self, by: Gesture, coming: Coming, how: Settled = Settled.DONE) -> Answered:
        return self._settled(by, coming, how, None)

    def snooze(self, by: Gesture, coming: Coming, typed: str) -> Answered:
        """Until a moment on the clock of whoever says so. Raises DateRefused."""
        until = understand(typed, now=self._clock.now(), zone=by.zone, default_time=MORNING)
        return self._settled(by, coming, Settled.SNOOZED, until)

    def _settled(self, by: Gesture, coming: Coming, how: Settled, until: Moment | None) -> Answered:
        try:
            with self._store.begin(by) as tx:
                nudge = tx.nudges.reached(coming.number, by=by.user_id)
                occurrence = _found(tx, coming)
                at = self._comes_again(tx, nudge, until) if until else None
                is_news = occurrence.settle(how, by=by.user_id, at=self._clock.now(), until=at)
                if is_news:
                    self._carry_out(tx, nudge, occurrence, until)
                return Answered(nudge, occurrence, is_news)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                nudge, occurrence = tx.nudges.reached(coming.number, by=by.user_id), _found(tx, coming)
            return Answered(nudge, occurrence, (occurrence.settled, occurrence.settled_by) == (how, by.user_id))

    def _carry_out(self, tx: Transaction, nudge: Nudge, occurrence: NudgeOccurrence, until: Moment | None) -> None:
        if until is not None:
            zone, at = wall_zone(until), occurrence.until or until.at
            nudge.put_off(wall_time(until.at, zone), zone, at)
            again = tx.nudge_occurrences.next_sequence(nudge.number)
            plan(tx, nudge, at=at, key=f"nudge:{nudge.label}:{again}")
        show_answer(tx, nudge, occurrence, self._clock.now())

    def _comes_again(self, tx: Transaction, nudge: Nudge, until: Moment) -> datetime:
        """What one person snoozes in a channel is held by the channel's hours; one's own comes when one wants it."""
        if nudge.channel_id is None:
            return until.at
        return nudge_holds.held(tx, nudge, until.at, self._people.workspace_zone).at

    def _reminder(self, tx: Transaction, coming: Coming) -> Reminder | None:
        nudge, occurrence = tx.nudges.known(coming.number), tx.nudge_occurrences.one(coming)
        if nudge is None or occurrence is None or (nudge.cancelled_at and occurrence.settled is None):
            return None
        item = next(iter(tx.digests.entries([nudge.about])), None) if nudge.about else None
        is_for_them = item is not None and _may_see(tx, item, nudge)
        waits = cards.waits_with(tx, item, nudge.user_id or nudge.set_by) if item is not None and is_for_them else None
        first = first_set_by(tx, nudge)
        return Reminder(nudge, occurrence, item, is_for_them, self._zone_at(nudge), waits, first)

    def _zone_at(self, nudge: Nudge) -> ZoneInfo:
        """Where it is read; a channel's people are everywhere, so there it is that of whoever set it."""
        return self._people.zone_of(nudge.team_id, nudge.user_id or nudge.set_by)


def first_set_by(tx: Transaction, nudge: Nudge) -> UserId | None:
    """Who set a reminder that somebody else handed on; None for any other."""
    if nudge.user_id in {None, nudge.set_by} or nudge.rule is not None:
        return None
    first = UserId(tx.nudge_occurrences.first_facts(nudge.number).get(FIRST_SET_BY, nudge.set_by))
    return first if first != nudge.set_by else None


def plan(
    tx: Transaction,
    nudge: Nudge,
    *,
    at: datetime,
    key: str,
    local_date: date | None = None,
    facts: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """The next coming of it, to be sent at that moment."""
    sequence = tx.nudge_occurrences.next_sequence(nudge.number)
    message = tx.outbox.add(_message(nudge, Coming(nudge.number, sequence), at, key, facts))
    tx.nudge_occurrences.add(
        NudgeOccurrence(
            team_id=nudge.team_id,
            number=nudge.number,
            sequence=sequence,
            due_at=at,
            message=message,
            local_date=local_date,
        )
    )


def show_answer(tx: Transaction, nudge: Nudge, occurrence: NudgeOccurrence, now: datetime) -> None:
    """In its message, or in the one that tells it with others."""
    tx.outbox.cancel(occurrence.message)
    tx.outbox.add(_answer_shown(nudge, occurrence, tx.catch_up.told_by(occurrence.message), now))


def coming_of(about: str, facts: Mapping[str, str]) -> Coming:
    """Of a message. Those of earlier releases came once, and do not say so."""
    return Coming(NudgeNumber(int(about[2:])), int(facts.get("sequence", "1")))


def wall_zone(moment: Moment) -> ZoneInfo:
    """The zone whose wall time was meant."""
    return INSTANT if _is_span(moment.typed) else moment.zone


def _message(nudge: Nudge, coming: Coming, at: datetime, key: str, facts: Mapping[str, str]) -> Message:
    return Message(
        kind=MessageKind.NUDGE,
        about=nudge.label,
        to=nudge.reaches,
        key=key,
        due_at=at,
        lane=Lane.REMINDER,
        expires_at=at + late_limit(Kind.REMINDER),
        fallback=nudge.set_by,
        facts={"text": nudge.text or nudge.about or "", "sequence": str(coming.sequence), **facts},
    )


def _answer_shown(nudge: Nudge, occurrence: NudgeOccurrence, told_by: CatchUpPart | None, now: datetime) -> Message:
    """Its message says what was answered, and has no buttons for it any more."""
    return Message(
        kind=told_by.kind if told_by else MessageKind.NUDGE,
        about=nudge.label,
        to=nudge.reaches,
        key=f"settled:{occurrence.message}",
        due_at=now,
        edits=told_by.message if told_by else occurrence.message,
        merge_key=f"edit:{told_by.message}" if told_by else None,
        facts=told_by.facts if told_by else {"sequence": str(occurrence.sequence)},
    )


def _found(tx: Transaction, coming: Coming) -> NudgeOccurrence:
    occurrence = tx.nudge_occurrences.one(coming)
    if occurrence is None:
        raise NotFound(f"N-{coming.number}")
    return occurrence


def _may_see(tx: Transaction, item: cards.Item, nudge: Nudge) -> bool:
    """A channel may see its own items and those of public channels, unless other companies read along."""
    if nudge.user_id is not None:
        return cards.is_seen_by(tx, item, nudge.user_id)
    where = tx.channels.one(nudge.channel_id) if nudge.channel_id else None
    audience = tx.channels.one(item.audience) if item.audience else None
    if where is None or where.is_shared or audience is None:
        return False
    return audience.channel_id == where.channel_id or not audience.is_private


def _is_span(typed: str) -> bool:
    """Hours and minutes from now; whole days keep the time of day. `9:00` is a time, though it could be a length."""
    try:
        return any(sign.isalpha() for sign in typed) and bool(parse_duration(typed) % _DAY)
    except DurationRefused:
        return False
