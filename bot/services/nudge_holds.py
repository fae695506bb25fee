"""Reminders that are held for the hours of whom they reach, unless they are urgent."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyClosed, AlreadyDone
from bot.domain.ids import NudgeNumber, TeamId
from bot.domain.nudge_occurrences import NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.recurrence import Rule
from bot.domain.schedules import Kind, late_limit, occurrence_on
from bot.domain.zones import zone_or
from bot.services.holding import Held, held_until
from bot.services.ports import Store, Transaction

log = logging.getLogger(__name__)


class NudgeHoldService:
    """`workspace_zone` is that of those of whom no usable one is known."""

    def __init__(self, store: Store[Transaction], clock: Clock, workspace_zone: ZoneInfo) -> None:
        self._store = store
        self._clock = clock
        self._workspace_zone = workspace_zone

    def release(self, by: Gesture, number: NudgeNumber) -> Nudge:
        """It is urgent after all: it comes at the time that was given, or at once where that has passed."""
        try:
            with self._store.begin(by) as tx:
                nudge = tx.nudges.for_change(number, seen_by=by.user_id)
                nudge.hurry(by=by.user_id)
                rule = nudge.recurrence
                if rule is None:
                    self._bring_forward(tx, nudge)
                else:
                    _replan_comings(tx, nudge, rule, self._clock.now(), self._workspace_zone)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return tx.nudges.one(number, seen_by=by.user_id)
        return nudge

    def coming(self, team: TeamId, labels: Collection[str]) -> Mapping[str, datetime]:
        """When those of them that recur come next."""
        numbers = [NudgeNumber(int(label[2:])) for label in labels if label.startswith("N-")]
        with self._store.read(team) as tx:
            known = [nudge for nudge in map(tx.nudges.known, numbers) if nudge is not None]
            recurring = [nudge for nudge in known if nudge.rule is not None and nudge.cancelled_at is None]
            return {nudge.label: held(tx, nudge, nudge.due_at, self._workspace_zone).at for nudge in recurring}

    def _bring_forward(self, tx: Transaction, nudge: Nudge) -> None:
        at = max(nudge.wanted_at, self._clock.now())
        if not postpone(tx, nudge, at):
            raise AlreadyClosed(nudge.label, "sent", None, None)
        nudge.due_at = at


def held(tx: Transaction, nudge: Nudge, at: datetime, workspace_zone: ZoneInfo) -> Held:
    """Somebody chose the moment, so only hours that somebody set hold it."""
    urgent = nudge.is_urgent
    return held_until(tx, nudge.reaches, at, is_urgent=urgent, is_explicit=True, workspace_zone=workspace_zone)


def replan(tx: Transaction, nudge: Nudge, *, now: datetime, workspace_zone: ZoneInfo) -> None:
    """After the hours of whom it reaches have changed: it comes as early as they allow, not before it was wanted."""
    _in_a_zone_that_exists(nudge, workspace_zone)
    rule = nudge.recurrence
    if rule is not None:
        nudge.move_to(ZoneInfo(rule.zone))
        _replan_comings(tx, nudge, rule, now, workspace_zone)
        return
    at = max(nudge.wanted_at, now)
    if not any(_is_own_wish(nudge, occurrence) for occurrence in tx.nudge_occurrences.unsent(nudge.number)):
        at = held(tx, nudge, at, workspace_zone).at
    if at != nudge.due_at and postpone(tx, nudge, at):
        nudge.due_at = at


def _is_own_wish(nudge: Nudge, occurrence: NudgeOccurrence) -> bool:
    """Whoever it reaches has snoozed it until that moment. In a channel somebody has, for all of its people."""
    return nudge.user_id is not None and occurrence.sequence > 1


def _in_a_zone_that_exists(nudge: Nudge, workspace_zone: ZoneInfo) -> None:
    choice = zone_or(nudge.zone_name, workspace_zone)
    if choice.problem is not None:
        log.warning("%s: zone %r no longer exists, %s stands in", nudge.label, nudge.zone_name, choice.zone.key)
        due_at = nudge.due_at
        nudge.move_to(choice.zone)
        nudge.due_at = due_at


def _replan_comings(tx: Transaction, nudge: Nudge, rule: Rule, now: datetime, workspace_zone: ZoneInfo) -> None:
    """One that would be held until the next one is said by that one. What was snoozed has its own moment."""
    for occurrence in tx.nudge_occurrences.unsent(nudge.number):
        wanted = occurrence_on(rule, occurrence.local_date) if occurrence.local_date else None
        if wanted is None:
            continue
        at = held(tx, nudge, max(wanted.at_utc, now), workspace_zone).at
        if at >= nudge.due_at:
            tx.outbox.cancel(occurrence.message)
        elif at != occurrence.due_at:
            _move(tx, occurrence, at)


def postpone(tx: Transaction, nudge: Nudge, due_at: datetime) -> bool:
    """What has not been tried yet comes then."""
    moved = [_move(tx, occurrence, due_at) for occurrence in tx.nudge_occurrences.unsent(nudge.number)]
    return any(moved)


def _move(tx: Transaction, occurrence: NudgeOccurrence, due_at: datetime) -> bool:
    expires_at = due_at + late_limit(Kind.REMINDER)
    is_moved = tx.outbox.postpone(occurrence.message, due_at=due_at, expires_at=expires_at)
    if is_moved:
        occurrence.due_at = due_at
    return is_moved
