"""Recurring reminders: what fell due is planned, once for each local date."""

import logging
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.ids import NudgeNumber, TeamId
from bot.domain.nudges import Nudge
from bot.domain.origins import OwnWork
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.domain.recurrence import Rule
from bot.domain.schedules import Occurrence, next_after_date, occurrence_on
from bot.domain.zones import zone_or
from bot.services import cards, nudge_holds, nudge_occurrences
from bot.services.ports import Store, Teams, Transaction

log = logging.getLogger(__name__)

#: In one transaction, which gestures wait for where the store has one writer.
BATCH = 50


class SeriesStore(Store[Transaction], Protocol):
    def due_nudges(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, NudgeNumber]]:
        """Those that recur, one of these workspaces after the other, and in it one reader after the other."""
        ...


@dataclass
class _Turn:
    """What was looked at, and how much of it was due."""

    done: set[tuple[TeamId, NudgeNumber]] = field(default_factory=set)
    moved: int = 0


class NudgeSeriesService:
    """`workspace_zone` stands in for a rule's zone that no longer exists; `teams` are those to plan for."""

    def __init__(self, store: SeriesStore, clock: Clock, workspace_zone: ZoneInfo, teams: Teams) -> None:
        self._store = store
        self._clock = clock
        self._workspace_zone = workspace_zone
        self._teams = teams

    def plan_due(self) -> int:
        """Says how many it moved on. A failure of one is raised after the others have had their turn."""
        now, turn = self._clock.now(), _Turn()
        with ExitStack() as turns:
            for team, numbers in reversed(_together(self._store.due_nudges(now, self._teams()))):
                # Alone come those that a failure of another one has held up.
                for batch in (*([number] for number in reversed(numbers)), numbers):
                    turns.callback(self._plan_together, team, batch, now, turn)
        return turn.moved

    def _plan_together(self, team: TeamId, numbers: Sequence[NudgeNumber], now: datetime, turn: _Turn) -> None:
        """So that what comes late is told together too. All are locked before the hours are, as by `replanning`."""
        left = sorted(number for number in numbers if (team, number) not in turn.done)
        if not left:
            return
        with self._store.begin(OwnWork(team_id=team)) as tx:
            nudges = [tx.nudges.for_planning(number) for number in left]
            due = [nudge for nudge in nudges if nudge and nudge.cancelled_at is None and nudge.due_at <= now]
            for nudge in sorted(due, key=lambda nudge: (nudge.due_at, nudge.number)):
                self._plan(tx, nudge, now)
        turn.done.update((team, number) for number in left)
        turn.moved += len(due)

    def _plan(self, tx: Transaction, nudge: Nudge, now: datetime) -> None:
        why_not = _why_not(tx, nudge)
        if why_not is not None:
            _end(tx, nudge, why_not, now)
            return
        rule = self._rule(nudge)
        due, following = _latest_due(nudge, rule, now)
        nudge.expect(following, rule)
        at = nudge_holds.held(tx, nudge, due.at_utc, self._workspace_zone).at
        # What is held until the next one is said by that one.
        if at < following.at_utc:
            key = f"nudge:{nudge.label}:{due.local_date.isoformat()}"
            nudge_occurrences.plan(tx, nudge, at=at, key=key, local_date=due.local_date)

    def _rule(self, nudge: Nudge) -> Rule:
        rule = nudge.recurrence
        assert rule is not None, "only those that recur are planned"
        choice = zone_or(rule.zone, self._workspace_zone)
        if choice.problem is not None:
            log.warning("%s: zone %r no longer exists, %s stands in", nudge.label, rule.zone, choice.zone.key)
        return replace(rule, zone=choice.zone.key)


def _together(due: Sequence[tuple[TeamId, NudgeNumber]]) -> list[tuple[TeamId, list[NudgeNumber]]]:
    batches = []
    for team, rows in groupby(due, key=itemgetter(0)):
        numbers = [number for _, number in rows]
        batches += [(team, numbers[start : start + BATCH]) for start in range(0, len(numbers), BATCH)]
    return batches


def _latest_due(nudge: Nudge, rule: Rule, now: datetime) -> tuple[Occurrence, Occurrence]:
    """Of several that were missed only the last is of use. And the one that follows it."""
    assert nudge.next_date is not None
    due = occurrence_on(rule, nudge.next_date) or Occurrence(nudge.next_date, nudge.due_at)
    following = next_after_date(rule, due.local_date)
    while following.at_utc <= now:
        due, following = following, next_after_date(rule, following.local_date)
    return due, following


def _why_not(tx: Transaction, nudge: Nudge) -> str | None:
    """Whoever it is for has left, or is no full member any more."""
    person = tx.people.one(nudge.user_id) if nudge.user_id else None
    if person is None or person.kind is PersonKind.MEMBER:
        return None
    return "user_disabled" if person.kind is PersonKind.DEACTIVATED else "not_a_member"


def _end(tx: Transaction, nudge: Nudge, why_not: str, now: datetime) -> None:
    """Whoever set it is told once."""
    nudge.cancelled_at = now
    if nudge.set_by == nudge.user_id:
        return
    facts = {
        "what": "undelivered",
        "error": why_not,
        "to": nudge.reaches,
        "kind": MessageKind.NUDGE.value,
        "text": nudge.text,
    }
    cards.notice(tx.outbox, nudge.label, to=nudge.set_by, now=now, key=f"nudge_ended:{nudge.label}", facts=facts)
