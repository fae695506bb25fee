"""Requests and tasks that come again: set, changed, paused, skipped and stopped by people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.clock import Clock
from bot.domain.edits import changed_fields, conflicts
from bot.domain.errors import AlreadyDone, ChangedMeanwhile
from bot.domain.ids import SeriesNumber
from bot.domain.origins import Gesture
from bot.domain.recurrence import Rule, stored
from bot.domain.schedules import next_after
from bot.domain.series import Series
from bot.services import cards
from bot.services.pages import Page
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.series_drafts import Shown, Template, fields_of, values_of
from bot.services.series_planning import rule_of

PAGE = 10
#: The fields of a form that are more than one column.
_COLUMNS = {"client": ("client_number", "client_words"), "due_in": ("due_days", "due_working")}
Change: TypeAlias = Callable[[Transaction, Series], object]


@dataclass(frozen=True)
class Skipped:
    """`is_news` is False where the one that was shown as the next was logged, or left out before."""

    series: Series
    is_news: bool


class SeriesService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

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
                is_news = series.skip(rule_of(series, self._people.workspace_zone), shown)
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

    def edit(self, by: Gesture, number: SeriesNumber, wanted: Template, shown: Shown) -> Series:
        self._people.must_take_work(by.team_id, wanted.owner)
        return self._change(by, number, lambda tx, series: self._edit(tx, series, by, wanted, shown))

    def _new(self, tx: Transaction, by: Gesture, template: Template) -> Series:
        first = next_after(template.rule, self._clock.now())
        client = tx.clients.one(template.client_number, seen_by=by.user_id) if template.client_number else None
        place = cards.place_for(tx, (client.channel_id if client else None, by.channel_id), else_to=by.user_id)
        return Series(
            team_id=by.team_id,
            number=tx.series.next_number(),
            kind=template.kind,
            **values_of(template),
            rule=stored(template.rule),
            typed=template.typed,
            next_date=first.local_date,
            next_at=first.at_utc,
            audience=place.audience,
            set_by=by.user_id,
            set_at=self._clock.now(),
            changed_by=by.user_id,
        )

    def _edit(self, tx: Transaction, series: Series, by: Gesture, wanted: Template, shown: Shown) -> None:
        series.must_stand()
        sent = fields_of(wanted)
        differing = conflicts(shown, fields_of(series), sent)
        if differing:
            raise ChangedMeanwhile(series.label, series.changed_by or series.set_by, differing)
        changed = changed_fields(shown, sent)
        values = values_of(wanted)
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
        rule = rule_of(series, self._people.workspace_zone)
        series.resume(rule, self._clock.now())
        _without_those_that_came(tx, series, rule)

    def _change(self, by: Gesture, number: SeriesNumber, change: Change) -> Series:
        try:
            with self._store.begin(by) as tx:
                series = tx.series.for_change(number, seen_by=by.user_id)
                change(tx, series)
                series.changed_by = by.user_id
        except AlreadyDone:
            return self.one(by, number)
        return series


def _without_those_that_came(tx: Transaction, series: Series, rule: Rule) -> None:
    """There is one a date, also when it is set to a later hour of a day that has had its own."""
    while tx.series.has_come(series.number, series.next_date):
        series.leave_out(rule)
