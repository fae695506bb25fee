"""Recurring reminders: what fell due is planned, once for each local date."""

import logging
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
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


class SeriesStore(Store[Transaction], Protocol):
    def due_nudges(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, NudgeNumber]]:
        """Those that recur, of these workspaces, longest due first."""
        ...


class NudgeSeriesService:
    """`workspace_zone` stands in for a rule's zone that no longer exists; `teams` are those to plan for."""

    def __init__(self, store: SeriesStore, clock: Clock, workspace_zone: ZoneInfo, teams: Teams) -> None:
        self._store = store
        self._clock = clock
        self._workspace_zone = workspace_zone
        self._teams = teams

    def plan_due(self) -> int:
        """Says how many it moved on. A failure of one is raised after the others have had their turn."""
        now, moved = self._clock.now(), list[int]()
        with ExitStack() as turns:
            for team, number in reversed(self._store.due_nudges(now, self._teams())):
                turns.callback(lambda team, number: moved.append(self._plan(team, number, now)), team, number)
        return sum(moved)

    def _plan(self, team: TeamId, number: NudgeNumber, now: datetime) -> int:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            nudge = tx.nudges.for_planning(number)
            if nudge is None or nudge.cancelled_at is not None or nudge.due_at > now:
                return 0
            if _is_gone(tx, nudge):
                _end(tx, nudge, now)
                return 1
            rule = self._rule(nudge)
            due, following = _latest_due(nudge, rule, now)
            nudge.expect(following, rule)
            at = nudge_holds.held(tx, nudge, due.at_utc, self._workspace_zone).at
            # What is held until the next one is said by that one.
            if at < following.at_utc:
                key = f"nudge:{nudge.label}:{due.local_date.isoformat()}"
                nudge_occurrences.plan(tx, nudge, at=at, key=key, local_date=due.local_date)
        return 1

    def _rule(self, nudge: Nudge) -> Rule:
        rule = nudge.recurrence
        assert rule is not None, "only those that recur are planned"
        choice = zone_or(rule.zone, self._workspace_zone)
        if choice.problem is not None:
            log.warning("%s: zone %r no longer exists, %s stands in", nudge.label, rule.zone, choice.zone.key)
        return replace(rule, zone=choice.zone.key)


def _latest_due(nudge: Nudge, rule: Rule, now: datetime) -> tuple[Occurrence, Occurrence]:
    """Of several that were missed only the last is of use. And the one that follows it."""
    assert nudge.next_date is not None
    due = occurrence_on(rule, nudge.next_date) or Occurrence(nudge.next_date, nudge.due_at)
    following = next_after_date(rule, due.local_date)
    while following.at_utc <= now:
        due, following = following, next_after_date(rule, following.local_date)
    return due, following


def _is_gone(tx: Transaction, nudge: Nudge) -> bool:
    person = tx.people.one(nudge.user_id) if nudge.user_id else None
    return person is not None and person.kind is PersonKind.DEACTIVATED


def _end(tx: Transaction, nudge: Nudge, now: datetime) -> None:
    """Nobody reads it any more; whoever set it is told once."""
    nudge.cancelled_at = now
    if nudge.set_by == nudge.user_id:
        return
    facts = {
        "what": "undelivered",
        "error": "user_disabled",
        "to": nudge.reaches,
        "kind": MessageKind.NUDGE.value,
        "text": nudge.text,
    }
    cards.notice(tx.outbox, nudge.label, to=nudge.set_by, now=now, key=f"nudge_ended:{nudge.label}", facts=facts)
