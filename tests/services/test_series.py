"""Requests and tasks that come again: each date once, whatever Liaison was doing when it fell due."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.client_requests import ClientRequest
from bot.domain.digests import number_of
from bot.domain.edits import fingerprints
from bot.domain.errors import AlreadyClosed, ChangedMeanwhile, DomainError, NotFound
from bot.domain.hours_settings import WORKSPACE, HoursSetting
from bot.domain.ids import ClientNumber, RequestNumber, SeriesNumber, TaskNumber
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.domain.priority import Priority
from bot.domain.recurrence import MonthlyRule, NthWorkdayRule
from bot.domain.schedules import EVERY_DAY, DailyRule
from bot.domain.series import MOST_MISSED, DueIn, Series, SeriesKind
from bot.services.pages import Which
from bot.services.series_drafts import Template, fields_of
from storage.outbox import outbox
from tests.engines import kept_engine
from tests.services.office import GUS, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, T1

ONE = SeriesNumber(1)
NINE = time(9)
FIRST_WORKDAY = NthWorkdayRule(NINE, 1, "Europe/London")
DAILY = DailyRule(NINE, EVERY_DAY, "Europe/London")
#: From April 2026, without the weekends.
FOURTEEN = [
    *(date(2026, month, 3 if month == 8 else 2 if month == 11 else 1) for month in range(4, 13)),
    *(date(2027, month, 3 if month == 5 else 1) for month in range(1, 6)),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    engine = kept_engine(request.getfixturevalue(f"empty_{request.param}_url"))
    yield Office(engine)
    engine.dispose()


def template(**changed: Any) -> Template:
    values: dict[str, Any] = {
        "kind": SeriesKind.REQUEST,
        "title": "Monthly report",
        "rule": FIRST_WORKDAY,
        "typed": "first working day of the month 9:00",
        "owner": BEN,
        "due_in": DueIn(3, is_working=True),
    }
    return Template(**(values | changed))


def logged(office: Office) -> list[ClientRequest]:
    with office.store.read(T1) as tx:
        page = tx.client_requests.page(Which.OPEN, seen_by=ANA, offset=0, limit=1000)
    return sorted(page.items, key=lambda request: request.number)


def restarted(office: Office) -> Office:
    """On the same store, with nothing in memory."""
    again = Office(office.engine, moved_in=True)
    again.clock.moment = office.clock.moment
    return again


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)


def test_fourteen_months_bring_fourteen_at_the_right_dates_through_two_restarts(office: Office) -> None:
    office.series.set(office.by(), template())
    for day in FOURTEEN:
        for moment in (at(day, 7), at(day), at(day)):
            office.clock.moment = moment
            office.series_planning.plan_due()
        if day.month in {7, 12}:
            office = restarted(office)
    found = logged(office)
    assert [request.series_at.date() for request in found if request.series_at] == FOURTEEN
    assert {request.series_at.astimezone(UTC).hour for request in found if request.series_at} == {8, 9}
    assert {(request.title, request.owner, request.logged_by) for request in found} == {("Monthly report", BEN, ANA)}


def test_all_that_were_missed_come_once_and_say_what_day_they_are_of(office: Office) -> None:
    office.series.set(office.by(), template())
    office.clock.moment = at(FOURTEEN[-1])
    assert office.series_planning.plan_due() == len(FOURTEEN)
    assert office.series_planning.plan_due() == 0
    assert [request.series_at.date() for request in logged(office) if request.series_at] == FOURTEEN


def test_of_very_many_that_were_missed_the_latest_come_and_the_setter_is_told(office: Office) -> None:
    office.series.set(office.by(), template(rule=DAILY, typed="daily 9:00"))
    office.clock.moment += timedelta(days=MOST_MISSED + 9)
    assert office.series_planning.plan_due() == MOST_MISSED
    assert logged(office)[-1].series_at == datetime(2026, 4, 13, 8, tzinfo=UTC)
    assert notices(office, "S-1") == [ANA]


def test_two_planners_at_once_log_it_once(office: Office) -> None:
    office.series.set(office.by(), template())
    office.clock.moment = at(FOURTEEN[2])
    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(office.series_planning.plan_due) for _ in range(3)]
        for one in done:
            one.result()
    assert len(logged(office)) == 3


def test_a_date_that_had_its_turn_has_no_other(office: Office) -> None:
    """As when a database was restored, or the row of the series was changed by hand."""
    office.series.set(office.by(), template())
    office.clock.moment = at(FOURTEEN[0])
    office.series_planning.plan_due()
    with office.store.begin(OWN_WORK) as tx:
        series = tx.series.for_planning(ONE)
        assert series is not None
        series.next_date, series.next_at = FOURTEEN[0], at(FOURTEEN[0], 8)
    office.series_planning.plan_due()
    assert len(logged(office)) == 1
    assert office.series.one(office.by(), ONE).next_date == FOURTEEN[1]


def test_it_is_due_in_working_days_of_the_workspace(office: Office) -> None:
    """Good Friday and Easter Monday are free in Britain."""
    with office.store.begin(OWN_WORK) as tx:
        tx.hours.add(
            HoursSetting(
                team_id=T1, subject=WORKSPACE, zone_name="Europe/London", set_by=ANA, set_at=NOW, country="GB-ENG"
            )
        )
    office.series.set(office.by(), template())
    office.clock.moment = at(FOURTEEN[0])
    office.series_planning.plan_due()
    (request,) = logged(office)
    assert request.due_at == datetime(2026, 4, 8, 16, tzinfo=UTC)


def test_skipped_paused_and_stopped(office: Office) -> None:
    office.series.set(office.by(), template())
    assert office.series.skip(office.by(), ONE).series.next_date == FOURTEEN[1]
    office.clock.moment = at(FOURTEEN[0])
    assert office.series_planning.plan_due() == 0
    office.series.pause(office.by(BEN), ONE)
    office.clock.moment = at(FOURTEEN[3])
    assert office.series_planning.plan_due() == 0
    assert office.series.resume(office.by(), ONE).next_date == FOURTEEN[4]
    office.clock.moment = at(FOURTEEN[4])
    assert office.series_planning.plan_due() == 1
    office.series.stop(office.by(), ONE)
    office.clock.moment = at(FOURTEEN[6])
    assert office.series_planning.plan_due() == 0
    with pytest.raises(AlreadyClosed):
        office.series.resume(office.by(), ONE)


def test_each_has_its_checklist_and_its_tasks(office: Office) -> None:
    office.series.set(office.by(), template(checklist="Figures checked\nSent", parts="Collect\nWrite"))
    task = template(kind=SeriesKind.TASK, title="Clean", department="Print", parts="Ink", rule=DAILY, checklist="Dry")
    office.series.set(office.by(), task)
    office.clock.moment = NOW + timedelta(days=1, hours=1)
    assert office.series_planning.plan_due() == 1
    clean, ink = (office.tasks.one(office.by(), TaskNumber(number)) for number in (1, 2))
    assert (clean.department, clean.series_number, clean.owner, len(clean.checklist)) == ("Print", 2, BEN, 1)
    assert (ink.title, ink.parent_number) == ("Ink", 1)
    office.series.stop(office.by(), SeriesNumber(2))
    office.clock.moment = at(FOURTEEN[0])
    office.series_planning.plan_due()
    (request,) = logged(office)
    assert [check.text for check in request.checklist] == ["Figures checked", "Sent"]
    with office.store.read(T1) as tx:
        assert [part.title for part in tx.tasks.of_request(request.number)] == ["Collect", "Write"]


def test_who_may_not_see_it_changes_nothing(office: Office) -> None:
    office.series.set(office.by(channel_id=PRIVATE), template(owner=None))
    for who in (CAT, GUS):
        with pytest.raises(NotFound):
            office.series.stop(office.by(who), ONE)
        assert office.series.page(office.by(who)).total == 0
    with pytest.raises(DomainError):
        office.series.set(office.by(), template(owner=GUS))
    office.clock.moment = at(FOURTEEN[0])
    office.series_planning.plan_due()
    assert logged(office)[0].audience == PRIVATE


def leaves(office: Office, *users: str) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for user in users:
            person = tx.people.for_change(user)  # type: ignore[arg-type]
            assert person is not None
            person.kind = PersonKind.DEACTIVATED


def notices(office: Office, about: str) -> list[str]:
    told = select(outbox.c.recipient).where(outbox.c.kind == MessageKind.NOTICE, outbox.c.about == about)
    with office.engine.connect() as connection:
        return list(connection.scalars(told))


def test_whose_owner_has_left_is_logged_for_nobody_and_told(office: Office) -> None:
    office.series.set(office.by(), template())
    leaves(office, BEN)
    office.clock.moment = at(FOURTEEN[1])
    office.series_planning.plan_due()
    assert [request.owner for request in logged(office)] == [None, None]
    assert notices(office, "R-1") == notices(office, "R-2") == [ANA]


def test_whose_setter_has_left_goes_on_in_its_owners_name_and_ends_without_both(office: Office) -> None:
    office.series.set(office.by(), template(owner=BEN))
    leaves(office, ANA)
    office.clock.moment = at(FOURTEEN[0])
    office.series_planning.plan_due()
    with office.store.read(T1) as tx:
        assert tx.client_requests.one(RequestNumber(1), seen_by=BEN).logged_by == BEN
    leaves(office, BEN)
    office.clock.moment = at(FOURTEEN[1])
    assert office.series_planning.plan_due() == 0
    with office.store.read(T1) as tx:
        series = tx.series.for_planning(ONE)
    assert series is not None
    assert series.stopped_at == office.clock.moment


def test_what_comes_is_of_its_client_and_as_urgent(office: Office) -> None:
    office.series.set(office.by(), template(client_words="Nordlicht", priority=Priority.HIGH))
    office.clock.moment = at(FOURTEEN[0])
    office.series_planning.plan_due()
    assert [(one.client_words, one.priority) for one in logged(office)] == [("Nordlicht", Priority.HIGH)]


def test_with_another_client_it_goes_to_those_who_may_see_that(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(channel_id=PRIVATE))
    made = office.series.set(office.by(), template())
    shown = fingerprints(fields_of(made))
    edited = office.series.edit(office.by(BEN), ONE, template(client_number=ClientNumber(1)), shown)
    assert edited.audience == PRIVATE
    with pytest.raises(NotFound):
        office.series.one(office.by(CAT), ONE)


def test_an_edit_changes_what_comes_next_and_two_are_told(office: Office) -> None:
    made = office.series.set(office.by(), template())
    shown = fingerprints(fields_of(made))
    monthly = MonthlyRule(NINE, frozenset({15}), "Europe/London")
    edited = office.series.edit(office.by(BEN), ONE, template(title="Report", rule=monthly, typed="15th"), shown)
    assert (edited.title, edited.next_date, edited.owner) == ("Report", date(2026, 3, 15), BEN)
    with pytest.raises(ChangedMeanwhile):
        office.series.edit(office.by(), ONE, template(title="Figures"), shown)


def test_the_same_delivery_again_sets_one(office: Office) -> None:
    by = office.by()
    first, again = office.series.set(by, template()), office.series.set(by, template())
    assert isinstance(first, Series)
    assert again.number == first.number
    assert office.series.page(office.by()).total == 1
    assert number_of(again.label) == 1
