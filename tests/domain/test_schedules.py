"""One occurrence per local date, whatever the clocks do."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import NoSuchTime
from bot.domain.schedules import (
    EVERY_DAY,
    WORKING_DAYS,
    DailyRule,
    Kind,
    Late,
    NotASchedule,
    NoTimeOfDay,
    NoWeekdays,
    Occurrence,
    late,
    late_limit,
    lateness,
    next_after,
    next_after_date,
    occurrence_on,
    once,
    parse_schedule,
)
from bot.domain.zones import known_zones


def daily(at: str, zone: str, weekdays: frozenset[int] = EVERY_DAY) -> DailyRule:
    return DailyRule(time.fromisoformat(at), weekdays, zone)


@pytest.mark.parametrize(
    ("zone", "at", "day", "utc"),
    [
        ("Europe/Berlin", "09:00", "2026-03-28", "2026-03-28T08:00"),
        ("Europe/Berlin", "09:00", "2026-03-29", "2026-03-29T07:00"),
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00"),
        ("Europe/Berlin", "02:17", "2026-03-29", "2026-03-29T01:00"),
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30"),
        ("America/New_York", "09:00", "2026-03-08", "2026-03-08T13:00"),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:00"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),
        ("Australia/Sydney", "02:30", "2026-10-04", "2026-10-03T16:00"),
        ("Australia/Sydney", "02:30", "2026-04-05", "2026-04-04T15:30"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45"),
        ("Antarctica/Troll", "02:00", "2026-03-29", "2026-03-29T01:00"),
        ("Africa/Casablanca", "02:30", "2026-03-22", "2026-03-22T02:00"),
        ("Africa/Cairo", "00:15", "2026-04-24", "2026-04-23T22:00"),
        ("Asia/Beirut", "00:00", "2026-03-29", "2026-03-28T22:00"),
        ("America/Havana", "00:30", "2026-03-08", "2026-03-08T05:00"),
        ("America/Santiago", "00:30", "2026-09-06", "2026-09-06T04:00"),
        ("America/Godthab", "23:30", "2026-03-28", "2026-03-29T01:00"),
        ("Pacific/Kiritimati", "09:00", "2026-03-03", "2026-03-02T19:00"),
        ("Etc/GMT+12", "09:00", "2026-03-03", "2026-03-03T21:00"),
    ],
)
def test_occurrences(zone: str, at: str, day: str, utc: str) -> None:
    assert occurrence_on(daily(at, zone), date.fromisoformat(day)) == Occurrence(
        date.fromisoformat(day), datetime.fromisoformat(utc).replace(tzinfo=UTC)
    )


def test_a_date_that_does_not_exist_is_skipped() -> None:
    """On 30 December 2011 Samoa crossed the date line."""
    rule = daily("09:00", "Pacific/Apia")
    assert occurrence_on(rule, date(2011, 12, 30)) is None
    assert next_after_date(rule, date(2011, 12, 29)).local_date == date(2011, 12, 31)


def test_a_weekly_rule_steps_over_it() -> None:
    friday = daily("09:00", "Pacific/Apia", frozenset({4}))
    assert next_after_date(friday, date(2011, 12, 29)).local_date == date(2012, 1, 6)


def test_the_weekday_is_that_of_the_intended_date() -> None:
    """Greenland's gap ends at midnight: Saturday's 23:30 happens on Sunday, and counts as Saturday's."""
    saturday = daily("23:30", "America/Godthab", frozenset({5}))
    assert next_after(saturday, datetime(2026, 3, 28, 12, tzinfo=UTC)).local_date == date(2026, 3, 28)
    assert occurrence_on(saturday, date(2026, 3, 29)) is None


def test_only_its_weekdays() -> None:
    rule = daily("09:00", "Europe/Berlin", WORKING_DAYS)
    friday = next_after_date(rule, date(2026, 3, 5))
    assert [friday.local_date, next_after_date(rule, friday.local_date).local_date] == [
        date(2026, 3, 6),
        date(2026, 3, 9),
    ]


def test_no_weekday_at_all_is_refused() -> None:
    with pytest.raises(NoWeekdays):
        daily("09:00", "Europe/Berlin", frozenset())


def test_the_next_is_later_than_the_instant() -> None:
    rule = daily("09:00", "Europe/Berlin")
    at = datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert next_after(rule, at).local_date == date(2026, 3, 4)
    assert next_after(rule, at - timedelta(microseconds=1)).local_date == date(2026, 3, 3)


@pytest.mark.parametrize("at", ["23:59", "00:00"])
@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_around_midnight_on_the_days_of_change(at: str, day: str) -> None:
    rule = daily(at, "Europe/Berlin")
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=1)
    fired = {next_after(rule, start + timedelta(minutes=15 * step)) for step in range(96 * 3)}
    days = sorted(occurrence.local_date for occurrence in fired)
    assert days == [days[0] + timedelta(days=ahead) for ahead in range(len(fired))]
    assert date.fromisoformat(day) in days


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(known_zones()),
    at=st.times(),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    after=st.datetimes(datetime(1975, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 hypothesis adds it
)
def test_the_next_is_the_first_one_later(zone: str, at: time, weekdays: frozenset[int], after: datetime) -> None:
    rule = DailyRule(at, weekdays, zone)
    found = next_after(rule, after)
    assert found.at_utc > after
    assert found.local_date.weekday() in weekdays
    before = (found.local_date - timedelta(days=ahead) for ahead in range(1, 9))
    assert all(earlier is None or earlier.at_utc <= after for earlier in (occurrence_on(rule, day) for day in before))


def test_once() -> None:
    gap = datetime.fromisoformat("2026-03-29T02:30")
    assert once(gap, ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "at", "weekdays"),
    [
        ("daily 9:00", "09:00", EVERY_DAY),
        ("every day at 9", "09:00", EVERY_DAY),
        ("weekdays 9am", "09:00", WORKING_DAYS),
        ("weekdays at 8.30", "08:30", WORKING_DAYS),
        ("every weekday at 16:30", "16:30", WORKING_DAYS),
        ("working days 9", "09:00", WORKING_DAYS),
        ("weekends noon", "12:00", frozenset({5, 6})),
        ("mon,wed fri 10:00", "10:00", frozenset({0, 2, 4})),
        ("10:00 Mon & Wed", "10:00", frozenset({0, 2})),
        ("mon-fri 9", "09:00", WORKING_DAYS),
        ("fri to mon 9", "09:00", frozenset({4, 5, 6, 0})),
        ("mondays 4pm", "16:00", frozenset({0})),
        ("every tuesday at half past 8", "08:30", frozenset({1})),
        ("daily 0:00", "00:00", EVERY_DAY),
        ("daily 23:59", "23:59", EVERY_DAY),
        ("daily\u00a09:00", "09:00", EVERY_DAY),
    ],
)
def test_schedules_as_people_type_them(typed: str, at: str, weekdays: frozenset[int]) -> None:
    assert parse_schedule(typed, zone="Europe/Berlin") == daily(at, "Europe/Berlin", weekdays)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", NotASchedule),
        ("often", NotASchedule),
        ("daily 9:00 x", NotASchedule),
        ("weekdays 9:00 9:30", NotASchedule),
        ("daily eod", NotASchedule),
        ("daily " * 100, NotASchedule),
        ("daily", NoTimeOfDay),
        ("mon and fri", NoTimeOfDay),
        ("9:00", NoWeekdays),
        ("daily 25:00", NoSuchTime),
        ("daily 12:60", NoSuchTime),
    ],
)
def test_schedules_that_are_refused(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parse_schedule(typed, zone="Europe/Berlin")


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(["mon", "fri", "-", "9", ":", "00", "daily", "at"])).map(" ".join),
    )
)
def test_any_text_is_a_schedule_or_refused(typed: str) -> None:
    with suppress(NotASchedule, NoTimeOfDay, NoWeekdays, NoSuchTime):
        assert parse_schedule(typed, zone="Europe/Berlin").weekdays


DUE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "by", "expected"),
    [
        (Kind.REMINDER, timedelta(minutes=-5), Late.NO),
        (Kind.REMINDER, timedelta(minutes=1), Late.NO),
        (Kind.REMINDER, timedelta(minutes=3), Late.SAY_SO),
        (Kind.REMINDER, timedelta(hours=12), Late.SAY_SO),
        (Kind.REMINDER, timedelta(hours=12, seconds=1), Late.TOO_LATE),
        (Kind.REMINDER, timedelta(days=3), Late.TOO_LATE),
        (Kind.DIGEST, timedelta(hours=4), Late.SAY_SO),
        (Kind.DIGEST, timedelta(hours=4, seconds=1), Late.TOO_LATE),
    ],
)
def test_how_late_is_too_late(kind: Kind, by: timedelta, expected: Late) -> None:
    assert late(kind, DUE, DUE + by) is expected


def test_lateness() -> None:
    assert lateness(DUE, DUE + timedelta(hours=1)) == timedelta(hours=1)
    assert lateness(DUE, DUE - timedelta(hours=1)) == timedelta()
    assert late_limit(Kind.DIGEST) == timedelta(hours=4)
