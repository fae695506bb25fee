"""Which reminders an item has, and at which minute of its owner's."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hours import Hours, Leave, Span
from bot.domain.ladders import (
    FOR_GIVERS,
    FOR_REQUESTS,
    FOR_TASKS,
    Calendar,
    Rung,
    Snooze,
    is_of_the_day,
    is_superseded,
    ladder,
    snoozed_until,
)
from bot.domain.wall_clock import wall_time

LONDON, BERLIN, NEW_YORK, AUCKLAND = map(
    ZoneInfo, ("Europe/London", "Europe/Berlin", "America/New_York", "Pacific/Auckland")
)
FORMAT = "%a %d %b %H:%M"


def at(local: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone)


def told(
    due: datetime,
    *,
    after: datetime,
    zone: ZoneInfo = LONDON,
    rungs: tuple[Rung, ...] = FOR_REQUESTS,
    is_urgent: bool = False,
) -> list[str]:
    hours = Hours(zone)
    calendar = Calendar.urgent(hours) if is_urgent else Calendar.within(hours)
    planned = ladder(rungs, due, calendar, after=after)
    return [f"{each.rung} {wall_time(each.at, zone):{FORMAT}}" for each in planned]


LONG_AGO = at("2026-03-02 10:00")
AFTERWARDS = ["day-after Mon 16 Mar 09:00", "second-day-after Tue 17 Mar 09:00", "third-day-after Wed 18 Mar 09:00"]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        pytest.param(
            "2026-03-13 16:00",
            ["day-before Thu 12 Mar 09:00", "soon Fri 13 Mar 14:00", "due Fri 13 Mar 16:00", *AFTERWARDS],
            id="on a working day",
        ),
        pytest.param(
            "2026-03-09 16:00",
            [
                "day-before Fri 06 Mar 09:00",
                "soon Mon 09 Mar 14:00",
                "due Mon 09 Mar 16:00",
                "day-after Tue 10 Mar 09:00",
                "second-day-after Wed 11 Mar 09:00",
                "third-day-after Thu 12 Mar 09:00",
            ],
            id="the day before a Monday is a Friday",
        ),
        pytest.param(
            "2026-03-13 10:00",
            ["day-before Thu 12 Mar 09:00", "soon Fri 13 Mar 09:00", "due Fri 13 Mar 10:00", *AFTERWARDS],
            id="two hours before is held until they begin",
        ),
        pytest.param(
            "2026-03-13 09:10",
            ["day-before Thu 12 Mar 09:00", "soon Fri 13 Mar 09:00", *AFTERWARDS],
            id="ten minutes later says the same",
        ),
        pytest.param(
            "2026-03-13 09:30",
            ["day-before Thu 12 Mar 09:00", "soon Fri 13 Mar 09:00", "due Fri 13 Mar 09:30", *AFTERWARDS],
            id="half an hour later both come",
        ),
        pytest.param(
            "2026-03-13 09:00",
            ["day-before Thu 12 Mar 09:00", "soon Thu 12 Mar 17:00", "due Fri 13 Mar 09:00", *AFTERWARDS],
            id="what would be held until it is due is moved before",
        ),
        pytest.param(
            "2026-03-13 07:00",
            ["day-before Thu 12 Mar 09:00", "soon Thu 12 Mar 17:00", "due Fri 13 Mar 09:00", *AFTERWARDS],
            id="before they begin",
        ),
        pytest.param(
            "2026-03-14 12:00",
            ["day-before Fri 13 Mar 09:00", "soon Fri 13 Mar 17:00", "due Mon 16 Mar 09:00", *AFTERWARDS[1:]],
            id="at a weekend, the due moment and the morning after are one",
        ),
        pytest.param(
            "2026-03-13 23:30",
            ["day-before Thu 12 Mar 09:00", "soon Fri 13 Mar 16:30", "due Mon 16 Mar 09:00", *AFTERWARDS[1:]],
            id="late in the evening",
        ),
    ],
)
def test_a_requests_ladder(due: str, expected: list[str]) -> None:
    assert told(at(due), after=LONG_AGO) == expected


def test_by_nights_the_day_before_is_one_of_theirs() -> None:
    """Saturday morning is still Friday's night, and yet no working day."""
    hours = Hours(LONDON, spans=(Span(22 * 60, 30 * 60),))
    planned = ladder((Rung.DAY_BEFORE,), at("2026-03-09 23:00"), Calendar.within(hours), after=LONG_AGO)
    assert [f"{wall_time(each.at, LONDON):{FORMAT}}" for each in planned] == ["Fri 06 Mar 22:00"]


def test_behind_a_long_leave_there_is_no_day_before() -> None:
    """Theirs would be three weeks ago."""
    hours = Hours(LONDON, leave=(Leave(date(2026, 2, 16), date(2026, 3, 8)),))
    planned = ladder(FOR_TASKS, at("2026-03-09 16:00"), Calendar.within(hours), after=at("2026-02-02 10:00"))
    assert [each.rung for each in planned] == [Rung.DUE, Rung.DAY_AFTER, Rung.SECOND_DAY_AFTER, Rung.THIRD_DAY_AFTER]


def test_a_task_has_no_two_hours_before() -> None:
    due = at("2026-03-13 16:00")
    expected = ["day-before Thu 12 Mar 09:00", "due Fri 13 Mar 16:00", *AFTERWARDS]
    assert told(due, after=LONG_AGO, rungs=FOR_TASKS) == expected


def test_whoever_gave_it_is_told_a_day_after_the_last() -> None:
    assert told(at("2026-03-13 16:00"), after=LONG_AGO, rungs=FOR_GIVERS) == ["unanswered Thu 19 Mar 09:00"]


@pytest.mark.parametrize(
    ("zone", "due", "expected"),
    [
        pytest.param(
            NEW_YORK,
            at("2026-03-13 11:00"),
            ["day-before Thu 12 Mar 09:00", "soon Thu 12 Mar 17:00", "due Fri 13 Mar 09:00"],
            id="due before New York begins",
        ),
        pytest.param(
            AUCKLAND,
            at("2026-03-13 16:00"),
            ["day-before Fri 13 Mar 09:00", "soon Fri 13 Mar 17:00", "due Mon 16 Mar 09:00"],
            id="due on Saturday in Auckland",
        ),
        pytest.param(
            NEW_YORK,
            at("2026-03-09 16:00", NEW_YORK),
            ["day-before Fri 06 Mar 09:00", "soon Mon 09 Mar 14:00", "due Mon 09 Mar 16:00"],
            id="over the weekend when New York's clocks go forward",
        ),
        pytest.param(
            BERLIN,
            at("2026-10-26 10:00", BERLIN),
            ["day-before Fri 23 Oct 09:00", "soon Mon 26 Oct 09:00", "due Mon 26 Oct 10:00"],
            id="over the weekend when Berlin's clocks go back",
        ),
    ],
)
def test_the_owners_clock_counts(zone: ZoneInfo, due: datetime, expected: list[str]) -> None:
    assert told(due, after=LONG_AGO, zone=zone)[:3] == expected


def test_the_spans_of_the_clock_changes_are_real_ones() -> None:
    """Between the mornings before and after the change lie 71 hours in spring, 73 in autumn."""
    for day, hours in (("2026-03-30", 71), ("2026-10-26", 73)):
        planned = ladder(FOR_REQUESTS, at(f"{day} 10:00", BERLIN), Calendar.within(Hours(BERLIN)), after=LONG_AGO)
        before, soon = planned[0].at, planned[1].at
        assert soon - before == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-03-13 10:00", ["soon Fri 13 Mar 14:00", "due Fri 13 Mar 16:00"], id="on the day"),
        pytest.param("2026-03-13 15:30", ["due Fri 13 Mar 16:00"], id="in half an hour"),
        pytest.param("2026-03-13 16:00", [], id="now"),
        pytest.param("2026-03-13 16:30", [], id="overdue when it was given"),
    ],
)
def test_what_is_past_is_left_out(now: str, expected: list[str]) -> None:
    assert told(at("2026-03-13 16:00"), after=at(now)) == [*expected, *AFTERWARDS]


def test_long_overdue_has_none() -> None:
    assert told(at("2026-03-13 16:00"), after=at("2026-03-18 09:00")) == []


def test_what_is_urgent_comes_at_any_hour() -> None:
    expected = ["day-before Fri 13 Mar 09:00", "soon Sat 14 Mar 21:00", "due Sat 14 Mar 23:00", *AFTERWARDS]
    assert told(at("2026-03-14 23:00"), after=LONG_AGO, is_urgent=True) == expected


def test_each_knows_when_the_next_one_comes() -> None:
    planned = ladder(FOR_TASKS, at("2026-03-13 16:00"), Calendar.within(Hours(LONDON)), after=LONG_AGO)
    assert [each.next_at for each in planned] == [*(each.at for each in planned[1:]), None]


def test_none_is_close_to_another_whatever_the_due_minute() -> None:
    for minutes in range(0, 7 * 24 * 60, 37):
        due = at("2026-03-09 00:00") + timedelta(minutes=minutes)
        moments = [each.at for each in ladder(FOR_REQUESTS, due, Calendar.within(Hours(NEW_YORK)), after=LONG_AGO)]
        assert all(later - earlier >= timedelta(minutes=30) for earlier, later in pairwise(moments))
        assert all(Hours(NEW_YORK).next_open(moment) == moment for moment in moments)
        assert 5 <= len(moments) <= 6
        assert moments[0] < due


@pytest.mark.parametrize(
    ("snooze", "now", "expected"),
    [
        (Snooze.TWENTY_MINUTES, "2026-03-13 17:20", "Fri 13 Mar 17:40"),
        (Snooze.HOUR, "2026-03-13 23:00", "Sat 14 Mar 00:00"),
        (Snooze.MORNING, "2026-03-12 14:00", "Fri 13 Mar 09:00"),
        (Snooze.MORNING, "2026-03-13 14:00", "Mon 16 Mar 09:00"),
    ],
    ids=["minutes", "an hour is meant as it is said", "tomorrow", "tomorrow is a Saturday"],
)
def test_snoozed_until(snooze: Snooze, now: str, expected: str) -> None:
    until = snoozed_until(snooze, at(now), Calendar.within(Hours(LONDON)))
    assert f"{wall_time(until, LONDON):{FORMAT}}" == expected


@pytest.mark.parametrize(
    ("late_by", "next_in", "expected"),
    [
        pytest.param(timedelta(hours=1), timedelta(hours=2), False, id="an hour late, the next comes later"),
        pytest.param(timedelta(hours=3), timedelta(hours=2), True, id="the next is due as well"),
        pytest.param(timedelta(hours=2), timedelta(hours=2), True, id="the next is due at this very moment"),
        pytest.param(timedelta(hours=12), timedelta(days=1), False, id="just in time"),
        pytest.param(timedelta(hours=13), timedelta(days=1), True, id="too late, and there is a next one"),
        pytest.param(timedelta(days=3), None, False, id="the last one is told however late"),
    ],
)
def test_late_ones(late_by: timedelta, next_in: timedelta | None, expected: bool) -> None:
    planned = at("2026-03-13 16:00")
    next_at = planned + next_in if next_in else None
    assert is_superseded(planned, next_at, planned + late_by) is expected


@pytest.mark.parametrize(
    ("rung", "late_by", "expected"),
    [
        pytest.param(Rung.DAY_BEFORE, timedelta(), True, id="on the morning before"),
        pytest.param(Rung.SECOND_DAY_AFTER, timedelta(), True, id="on a morning after"),
        pytest.param(Rung.DUE, timedelta(), False, id="at the due minute"),
        pytest.param(Rung.DUE, timedelta(minutes=1), True, id="held until later"),
        pytest.param(Rung.SOON, timedelta(), False, id="two hours before"),
        pytest.param("snooze-1", timedelta(hours=1), False, id="asked for"),
        pytest.param(Rung.UNANSWERED, timedelta(hours=1), False, id="to whoever gave it"),
    ],
)
def test_what_a_digest_of_the_day_says_as_well(rung: str, late_by: timedelta, expected: bool) -> None:
    due = at("2026-03-13 09:00")
    assert is_of_the_day(rung, due + late_by, due) is expected
