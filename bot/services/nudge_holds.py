"""Reminders that are held for the hours of whom they reach, unless they are urgent."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyClosed, AlreadyDone
from bot.domain.ids import NudgeNumber, UserId
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.schedules import Kind, late_limit
from bot.services.holding import Held, held_until
from bot.services.ports import Store, Transaction


class NudgeHoldService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def release(self, by: Gesture, number: NudgeNumber) -> Nudge:
        """It is urgent after all: it comes at the time that was given, or at once where that has passed."""
        try:
            with self._store.begin(by) as tx:
                nudge = tx.nudges.for_change(number, seen_by=by.user_id)
                nudge.hurry(by=by.user_id)
                if nudge.rule is None:
                    self._bring_forward(tx, nudge)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return tx.nudges.one(number, seen_by=by.user_id)
        return nudge

    def _bring_forward(self, tx: Transaction, nudge: Nudge) -> None:
        at = max(nudge.wanted_at, self._clock.now())
        if not postpone(tx, nudge, at):
            raise AlreadyClosed(nudge.label, "sent", None, None)
        nudge.due_at = at


def held(tx: Transaction, nudge: Nudge, at: datetime, workspace_zone: ZoneInfo) -> Held:
    """Somebody chose the moment, so only hours that somebody set hold it."""
    urgent = nudge.is_urgent
    return held_until(tx, nudge.reaches, at, is_urgent=urgent, is_explicit=True, workspace_zone=workspace_zone)


def replan(tx: Transaction, user: UserId, *, now: datetime, workspace_zone: ZoneInfo) -> None:
    """After this person's hours have changed: what waits comes as early as they allow, not before it was wanted.

    Of those that recur each coming is held when it is planned.
    """
    for nudge in tx.nudges.waiting_for(user):
        if nudge.rule is not None:
            continue
        at = held(tx, nudge, max(nudge.wanted_at, now), workspace_zone).at
        if at != nudge.due_at and postpone(tx, nudge, at):
            nudge.due_at = at


def postpone(tx: Transaction, nudge: Nudge, due_at: datetime) -> bool:
    """What has not been tried yet comes then."""
    expires_at = due_at + late_limit(Kind.REMINDER)
    moved = False
    for occurrence in tx.nudge_occurrences.unsent(nudge.number):
        if tx.outbox.postpone(occurrence.message, due_at=due_at, expires_at=expires_at):
            occurrence.due_at, moved = due_at, True
    return moved
