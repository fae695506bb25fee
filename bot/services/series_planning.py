"""Requests and tasks that come again are logged when they fall due."""

import logging
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.checklists import read_lines, rewritten
from bot.domain.clock import Clock
from bot.domain.hours_settings import WORKSPACE
from bot.domain.ids import SeriesNumber, TeamId, UserId
from bot.domain.origins import Gesture, OwnWork
from bot.domain.people import PersonKind
from bot.domain.recurrence import Rule
from bot.domain.schedules import Occurrence
from bot.domain.series import MOST_MISSED, Series, SeriesItem, SeriesKind, in_zone, missed
from bot.domain.zones import zone_or
from bot.services import cards, request_drafts, task_drafts
from bot.services.cards import Item
from bot.services.client_requests import ClientRequestService
from bot.services.holding import of_place
from bot.services.people import PeopleService
from bot.services.ports import Store, Teams, Transaction
from bot.services.tasks import TaskService

log = logging.getLogger(__name__)

_FOR_EVER = float("inf")


class Sweep(Protocol):
    def due(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, SeriesNumber]]: ...


@dataclass(frozen=True)
class Makers:
    """Whose ways of logging and giving are used."""

    people: PeopleService
    requests: ClientRequestService
    tasks: TaskService


class SeriesPlanning:
    """`teams` are those to plan for."""

    def __init__(self, store: Store[Transaction], sweep: Sweep, makers: Makers, clock: Clock, teams: Teams) -> None:
        self._store = store
        self._sweep = sweep
        self._makers = makers
        self._zone = makers.people.workspace_zone
        self._clock = clock
        self._teams = teams

    def plan_due(self) -> int:
        """Says how many it logged. A failure of one is raised after the others have had their turn."""
        now, done = self._clock.now(), list[int]()
        with ExitStack() as turns:
            for team, number in reversed(self._sweep.due(now, self._teams())):
                turns.callback(lambda team, number: done.append(self._plan(team, number, now)), team, number)
        return sum(done)

    def _plan(self, team: TeamId, number: SeriesNumber, now: datetime) -> int:
        """Each date in a transaction of its own, so that gestures need not wait for all of them."""
        made = 0
        while self._plan_one(team, number, now):
            made += 1
        return made

    def _plan_one(self, team: TeamId, number: SeriesNumber, now: datetime) -> bool:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            series = tx.series.for_planning(number)
            if series is None or not series.is_on or series.next_at > now:
                return False
            due, following = missed(rule_of(series, self._zone), series.next_date, now)
            by = self._maker(tx, series)
            if not due or by is None:
                self._end_or_move(tx, series, following, now, ends=by is None)
                return False
            for older in due[:-MOST_MISSED]:
                _turn(tx, series, older.local_date, now)
            if len(due) > MOST_MISSED:
                _tell_left_out(tx, series, len(due) - MOST_MISSED, by, now)
            this, *later = [*due[-MOST_MISSED:], following]
            self._make(tx, series, this, by, now)
            series.expect(later[0])
            return True

    def _make(self, tx: Transaction, series: Series, this: Occurrence, by: Gesture, now: datetime) -> None:
        turn = _turn(tx, series, this.local_date, now)
        if turn is None:
            return
        owner = series.owner if _is_member(tx, series.owner) else None
        item = self._made(tx, series, this, by, owner)
        item.series_number, item.series_at = series.number, this.at_utc
        item.checklist = rewritten((), read_lines(series.checklist))
        turn.about = item.label
        if owner != series.owner:
            facts = {"what": "series_owner", "owner": series.owner or "", "series": series.label}
            key = f"series_owner:{item.label}"
            cards.notice(tx.outbox, item.label, to=by.user_id, now=now, key=key, facts=facts)

    def _made(self, tx: Transaction, series: Series, this: Occurrence, by: Gesture, owner: UserId | None) -> Item:
        zone = zone_of(series, self._zone)
        workspace = of_place(None, tx.hours.one(WORKSPACE), self._zone, by_default=True).hours
        due = series.due_of(this.local_date, workspace, zone)
        parts = read_lines(series.parts)
        if series.kind is SeriesKind.TASK:
            draft = task_drafts.Draft(
                title=series.title, details=series.details, owner=owner, due=due, department=series.department
            )
            task = self._makers.tasks.give_in(tx, by, draft)
            for part in parts:
                self._makers.tasks.give_in(tx, by, task_drafts.Draft(title=part, parent_number=task.number))
            return task
        request = self._makers.requests.log_in(
            tx,
            by,
            request_drafts.Draft(
                title=series.title,
                details=series.details,
                client_number=series.client_number,
                client_words=series.client_words,
                priority=series.priority,
                owner=owner,
                due=due,
            ),
        )
        for part in parts:
            self._makers.tasks.give_in(tx, by, task_drafts.Draft(title=part, request_number=request.number))
        return request

    def _maker(self, tx: Transaction, series: Series) -> Gesture | None:
        """In whose name it is logged: whoever set it, else its owner; None once both have left."""
        user = next((user for user in (series.set_by, series.owner) if _is_member(tx, user)), None)
        if user is None:
            return None
        return Gesture(
            team_id=series.team_id,
            user_id=user,
            zone=zone_of(series, self._zone),
            key=f"series:{series.label}:{series.next_date}",
            deadline=_FOR_EVER,
            channel_id=series.audience,
        )

    def _end_or_move(
        self, tx: Transaction, series: Series, following: Occurrence, now: datetime, *, ends: bool
    ) -> None:
        if not ends:
            series.expect(following)
            return
        series.is_on, series.stopped_at = False, now
        teller = self._makers.people.responsible(series.team_id)
        if teller is not None:
            # Without its title: whoever looks after the workspace need not be among those who may see it.
            facts = {"what": "series_ended"}
            key = f"series_ended:{series.label}"
            cards.notice(tx.outbox, series.label, to=teller, now=now, key=key, facts=facts)


def zone_of(series: Series, workspace_zone: ZoneInfo) -> ZoneInfo:
    return zone_or(series.recurrence.zone, workspace_zone).zone


def rule_of(series: Series, workspace_zone: ZoneInfo) -> Rule:
    rule = series.recurrence
    choice = zone_or(rule.zone, workspace_zone)
    if choice.problem is not None:
        log.warning("%s: zone %r no longer exists, %s stands in", series.label, rule.zone, choice.zone.key)
    return in_zone(rule, choice.zone)


def work_out_again(tx: Transaction, workspace_zone: ZoneInfo) -> None:
    """After the zone data have changed: the same dates and wall times."""
    for series in tx.series.standing():
        rule = series.recurrence
        series.work_out_again(in_zone(rule, zone_or(rule.zone, workspace_zone).zone))


def _turn(tx: Transaction, series: Series, day: date, now: datetime) -> SeriesItem | None:
    """None when that date has had its turn: whatever happened to the row of the series, it is logged once."""
    turn = SeriesItem(team_id=series.team_id, number=series.number, local_date=day, about=None, planned_at=now)
    return turn if tx.series.add_item(turn) else None


def _tell_left_out(tx: Transaction, series: Series, count: int, by: Gesture, now: datetime) -> None:
    facts = {"what": "series_left_out", "count": str(count), "title": series.title}
    key = f"series_left_out:{series.label}:{series.next_date}"
    cards.notice(tx.outbox, series.label, to=by.user_id, now=now, key=key, facts=facts)


def _is_member(tx: Transaction, user: UserId | None) -> bool:
    person = tx.people.one(user) if user else None
    return person is not None and person.kind is PersonKind.MEMBER
