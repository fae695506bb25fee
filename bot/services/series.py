"""Requests and tasks that come again: set, paused, skipped and stopped by people, and logged when they fall due."""

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.checklists import read_lines, rewritten
from bot.domain.clock import Clock
from bot.domain.edits import changed_fields, conflicts
from bot.domain.errors import AlreadyDone, ChangedMeanwhile
from bot.domain.hours_settings import WORKSPACE
from bot.domain.ids import ClientNumber, SeriesNumber, TeamId, UserId
from bot.domain.origins import Gesture, OwnWork
from bot.domain.people import PersonKind
from bot.domain.priority import Priority
from bot.domain.recurrence import Rule, stored
from bot.domain.schedules import Occurrence, next_after
from bot.domain.series import MOST_MISSED, DueIn, Series, SeriesItem, SeriesKind, in_zone, missed
from bot.domain.zones import zone_or
from bot.services import cards, request_drafts, task_drafts
from bot.services.cards import Item
from bot.services.client_requests import ClientRequestService
from bot.services.holding import of_place
from bot.services.pages import Page
from bot.services.people import PeopleService
from bot.services.ports import Store, Teams, Transaction
from bot.services.tasks import TaskService

log = logging.getLogger(__name__)

PAGE = 10
_FOR_EVER = float("inf")


class Sweep(Protocol):
    def due(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, SeriesNumber]]: ...


@dataclass(frozen=True, kw_only=True)
class Template:
    """What is to be made again and again, from whichever surface; `checklist` and `parts` hold a line for each."""

    kind: SeriesKind
    title: str
    rule: Rule
    typed: str
    details: str = ""
    priority: Priority = Priority.NORMAL
    client_number: ClientNumber | None = None
    client_words: str | None = None
    owner: UserId | None = None
    department: str = ""
    due_in: DueIn | None = None
    checklist: str = ""
    parts: str = ""


@dataclass(frozen=True)
class Skipped:
    """`is_news` is False where the one that was shown as the next was logged, or left out before."""

    series: Series
    is_news: bool


@dataclass(frozen=True)
class Makers:
    """Whose ways of logging and giving are used."""

    people: PeopleService
    requests: ClientRequestService
    tasks: TaskService


class SeriesService:
    """`teams` are those to plan for."""

    def __init__(self, store: Store[Transaction], sweep: Sweep, makers: Makers, clock: Clock, teams: Teams) -> None:
        self._store = store
        self._sweep = sweep
        self._people = makers.people
        self._makers = makers
        self._clock = clock
        self._teams = teams

    def set(self, by: Gesture, template: Template) -> Series:
        self._people.must_take_work(by.team_id, template.owner)
        try:
            with self._store.begin(by) as tx:
                series = self._new(tx, by, template)
                tx.series.add(series)
                tx.remember(series.label)
        except AlreadyDone as done:
            return self.one(by, SeriesNumber(int((done.reference or "S-0")[2:])))
        return series

    def one(self, by: Gesture, number: SeriesNumber) -> Series:
        with self._store.read(by.team_id) as tx:
            return tx.series.one(number, seen_by=by.user_id)

    def page(self, by: Gesture, *, offset: int = 0) -> Page[Series]:
        with self._store.read(by.team_id) as tx:
            return tx.series.page(seen_by=by.user_id, offset=offset, limit=PAGE)

    def skip(self, by: Gesture, number: SeriesNumber, shown: date | None = None) -> Skipped:
        """The next one is not logged, if it is the one that was `shown`."""
        try:
            with self._store.begin(by) as tx:
                series = tx.series.for_change(number, seen_by=by.user_id)
                is_news = series.skip(self._rule(series), shown)
                series.changed_by = by.user_id if is_news else series.changed_by
        except AlreadyDone:
            return Skipped(self.one(by, number), is_news=True)
        return Skipped(series, is_news)

    def pause(self, by: Gesture, number: SeriesNumber) -> Series:
        return self._change(by, number, lambda _tx, series: series.pause())

    def resume(self, by: Gesture, number: SeriesNumber) -> Series:
        return self._change(by, number, self._resume)

    def stop(self, by: Gesture, number: SeriesNumber) -> Series:
        return self._change(by, number, lambda _tx, series: series.stop(by=by.user_id, at=self._clock.now()))

    def edit(self, by: Gesture, number: SeriesNumber, wanted: Template, shown: "Shown") -> Series:
        self._people.must_take_work(by.team_id, wanted.owner)
        return self._change(by, number, lambda tx, series: self._edit(tx, series, by, wanted, shown))

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
            due, following = missed(self._rule(series), series.next_date, now)
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
        zone = self._zone(series)
        workspace = of_place(None, tx.hours.one(WORKSPACE), self._people.workspace_zone, by_default=True).hours
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
            zone=self._zone(series),
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
        teller = self._people.responsible(series.team_id)
        if teller is not None:
            # Without its title: whoever looks after the workspace need not be among those who may see it.
            facts = {"what": "series_ended"}
            key = f"series_ended:{series.label}"
            cards.notice(tx.outbox, series.label, to=teller, now=now, key=key, facts=facts)

    def _new(self, tx: Transaction, by: Gesture, template: Template) -> Series:
        first = next_after(template.rule, self._clock.now())
        client = tx.clients.one(template.client_number, seen_by=by.user_id) if template.client_number else None
        place = cards.place_for(tx, (client.channel_id if client else None, by.channel_id), else_to=by.user_id)
        return Series(
            team_id=by.team_id,
            number=tx.series.next_number(),
            kind=template.kind,
            **_values(template),
            rule=stored(template.rule),
            typed=template.typed,
            next_date=first.local_date,
            next_at=first.at_utc,
            audience=place.audience,
            set_by=by.user_id,
            set_at=self._clock.now(),
            changed_by=by.user_id,
        )

    def _edit(self, tx: Transaction, series: Series, by: Gesture, wanted: Template, shown: "Shown") -> None:
        series.must_stand()
        sent = fields_of(wanted)
        differing = conflicts(shown, fields_of(series), sent)
        if differing:
            raise ChangedMeanwhile(series.label, series.changed_by or series.set_by, differing)
        changed = changed_fields(shown, sent)
        values = _values(wanted)
        for field in changed - {"when"}:
            for name in _COLUMNS.get(field, (field,)):
                setattr(series, name, values[name])
        if "client" in changed:
            client = tx.clients.one(wanted.client_number, seen_by=by.user_id) if wanted.client_number else None
            place = cards.place_for(tx, (client.channel_id if client else None, series.audience), else_to=by.user_id)
            series.audience = place.audience
        if "when" in changed:
            series.follow(wanted.rule, wanted.typed, self._clock.now())
            _without_those_that_came(tx, series, wanted.rule)

    def _resume(self, tx: Transaction, series: Series) -> None:
        rule = self._rule(series)
        series.resume(rule, self._clock.now())
        _without_those_that_came(tx, series, rule)

    def _change(self, by: Gesture, number: SeriesNumber, change: "Change") -> Series:
        try:
            with self._store.begin(by) as tx:
                series = tx.series.for_change(number, seen_by=by.user_id)
                change(tx, series)
                series.changed_by = by.user_id
        except AlreadyDone:
            return self.one(by, number)
        return series

    def _zone(self, series: Series) -> ZoneInfo:
        return zone_or(series.recurrence.zone, self._people.workspace_zone).zone

    def _rule(self, series: Series) -> Rule:
        rule = series.recurrence
        choice = zone_or(rule.zone, self._people.workspace_zone)
        if choice.problem is not None:
            log.warning("%s: zone %r no longer exists, %s stands in", series.label, rule.zone, choice.zone.key)
        return in_zone(rule, choice.zone)


Change: TypeAlias = Callable[[Transaction, Series], object]
Shown: TypeAlias = dict[str, str]
#: The fields of a form that are more than one column.
_COLUMNS = {"client": ("client_number", "client_words"), "due_in": ("due_days", "due_working")}


def work_out_again(tx: Transaction, workspace_zone: ZoneInfo) -> None:
    """After the zone data have changed: the same dates and wall times."""
    for series in tx.series.standing():
        rule = series.recurrence
        series.work_out_again(in_zone(rule, zone_or(rule.zone, workspace_zone).zone))


def fields_of(series: Series | Template) -> dict[str, str]:
    """What a form shows, as text to compare."""
    due = series.due_in
    return {
        "title": series.title,
        "details": series.details,
        "priority": series.priority.value,
        "client": str(series.client_number or series.client_words or ""),
        "owner": series.owner or "",
        "department": series.department,
        "due_in": f"{due.days} {'working ' if due.is_working else ''}days" if due else "",
        "checklist": series.checklist,
        "parts": series.parts,
        "when": series.typed,
    }


def _values(template: Template) -> dict[str, Any]:
    due = template.due_in
    names = ("title", "details", "priority", "client_number", "client_words", "owner", "department")
    return {
        **{name: getattr(template, name) for name in (*names, "checklist", "parts")},
        "due_days": due.days if due else None,
        "due_working": due.is_working if due else False,
    }


def _turn(tx: Transaction, series: Series, day: date, now: datetime) -> SeriesItem | None:
    """None when that date has had its turn: whatever happened to the row of the series, it is logged once."""
    turn = SeriesItem(team_id=series.team_id, number=series.number, local_date=day, about=None, planned_at=now)
    return turn if tx.series.add_item(turn) else None


def _without_those_that_came(tx: Transaction, series: Series, rule: Rule) -> None:
    """There is one a date, also when it is set to a later hour of a day that has had its own."""
    while tx.series.has_come(series.number, series.next_date):
        series.leave_out(rule)


def _tell_left_out(tx: Transaction, series: Series, count: int, by: Gesture, now: datetime) -> None:
    facts = {"what": "series_left_out", "count": str(count), "title": series.title}
    key = f"series_left_out:{series.label}:{series.next_date}"
    cards.notice(tx.outbox, series.label, to=by.user_id, now=now, key=key, facts=facts)


def _is_member(tx: Transaction, user: UserId | None) -> bool:
    person = tx.people.one(user) if user else None
    return person is not None and person.kind is PersonKind.MEMBER
