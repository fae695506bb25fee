"""Rules beyond a week: which dates they fall on, and how they are kept as text."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import (
    LAST,
    NTH_WORKDAYS,
    MonthlyRule,
    NthWeekdayRule,
    NthWorkdayRule,
    Period,
    Rule,
    WeeksRule,
    YearlyRule,
    restored,
    stored,
)
from bot.domain.schedules import DailyRule, NoWeekdays, next_after, next_after_date, occurrence_on
from bot.domain.zones import known_zones

BERLIN = "Europe/Berlin"
NINE = time(9)


def monthly(*days: int, zone: str = BERLIN) -> MonthlyRule:
    return MonthlyRule(NINE, frozenset(days), zone)


def quarterly(*days: int, zone: str = BERLIN) -> MonthlyRule:
    return MonthlyRule(NINE, frozenset(days), zone, Period.QUARTER)


def nth(number: int, weekday: int) -> NthWeekdayRule:
    return NthWeekdayRule(NINE, number, weekday, BERLIN)


@pytest.mark.parametrize(
    ("rule", "after", "dates"),
    [
        pytest.param(
            WeeksRule(NINE, frozenset({4}), 2, date(2026, 3, 6), BERLIN),
            "2026-03-05",
            ["2026-03-06", "2026-03-20", "2026-04-03"],
            id="every other Friday",
        ),
        pytest.param(
            WeeksRule(NINE, frozenset({0, 4}), 2, date(2026, 3, 6), BERLIN),
            "2026-03-01",
            ["2026-03-02", "2026-03-06", "2026-03-16", "2026-03-20"],
            id="two days of the same weeks",
        ),
        pytest.param(
            WeeksRule(NINE, frozenset({6}), 3, date(2026, 12, 27), BERLIN),
            "2026-12-20",
            ["2026-12-27", "2027-01-17"],
            id="three weeks over the new year",
        ),
        pytest.param(
            WeeksRule(NINE, frozenset({0}), 52, date(2026, 3, 2), BERLIN),
            "2026-03-02",
            ["2027-03-01", "2028-02-28"],
            id="the most weeks there are",
        ),
        pytest.param(monthly(1), "2026-03-01", ["2026-04-01", "2026-05-01"], id="the first"),
        pytest.param(
            monthly(31),
            "2026-01-31",
            ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"],
            id="31 is the last day",
        ),
        pytest.param(monthly(30), "2028-01-30", ["2028-02-29", "2028-03-30"], id="30 in a February of 29 days"),
        pytest.param(monthly(28, 31), "2027-02-01", ["2027-02-28", "2027-03-28", "2027-03-31"], id="two become one"),
        pytest.param(monthly(1, 15), "2026-12-02", ["2026-12-15", "2027-01-01"], id="twice a month"),
        pytest.param(nth(LAST, 4), "2026-01-31", ["2026-02-27", "2026-03-27", "2026-04-24"], id="the last Friday"),
        pytest.param(nth(1, 0), "2026-06-01", ["2026-07-06", "2026-08-03"], id="the first Monday"),
        pytest.param(nth(4, 6), "2026-02-01", ["2026-02-22", "2026-03-22"], id="the fourth Sunday"),
        pytest.param(
            NthWorkdayRule(NINE, LAST, BERLIN),
            "2026-01-29",
            ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"],
            id="the last working day",
        ),
        pytest.param(
            NthWorkdayRule(NINE, 1, BERLIN),
            "2026-01-02",
            ["2026-02-02", "2026-03-02", "2026-04-01", "2026-05-01"],
            id="the first working day",
        ),
        pytest.param(NthWorkdayRule(NINE, 10, BERLIN), "2027-02-01", ["2027-02-12", "2027-03-12"], id="the tenth"),
        pytest.param(YearlyRule(NINE, 12, 24, BERLIN), "2026-12-24", ["2027-12-24", "2028-12-24"], id="a date"),
        pytest.param(
            YearlyRule(NINE, 2, 29, BERLIN),
            "2026-12-24",
            ["2027-02-28", "2028-02-29", "2029-02-28"],
            id="29 February",
        ),
        pytest.param(
            quarterly(1), "2026-01-01", ["2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"], id="quarters begin"
        ),
        pytest.param(
            quarterly(31), "2027-12-31", ["2028-03-31", "2028-06-30", "2028-09-30", "2028-12-31"], id="quarters end"
        ),
        pytest.param(
            quarterly(30), "2026-04-30", ["2026-07-30", "2026-10-30"], id="the 30th of a quarter's first month"
        ),
        pytest.param(
            quarterly(1, 15, 31),
            "2026-03-15",
            ["2026-03-31", "2026-04-01", "2026-04-15", "2026-06-30"],
            id="three days",
        ),
        pytest.param(
            NthWeekdayRule(NINE, 1, 0, BERLIN, Period.QUARTER),
            "2026-01-05",
            ["2026-04-06", "2026-07-06", "2026-10-05", "2027-01-04"],
            id="the first Monday of a quarter",
        ),
        pytest.param(
            NthWeekdayRule(NINE, LAST, 4, BERLIN, Period.QUARTER),
            "2026-03-01",
            ["2026-03-27", "2026-06-26", "2026-09-25", "2026-12-25"],
            id="the last Friday of a quarter",
        ),
        pytest.param(
            NthWorkdayRule(NINE, LAST, BERLIN, Period.QUARTER),
            "2028-01-31",
            ["2028-03-31", "2028-06-30", "2028-09-29", "2028-12-29"],
            id="the last working day of a quarter",
        ),
        pytest.param(
            NthWorkdayRule(NINE, 10, BERLIN, Period.QUARTER), "2026-10-31", ["2027-01-14"], id="the tenth of a quarter"
        ),
        pytest.param(
            quarterly(31, zone="Europe/Dublin"), "2023-12-31", ["2024-03-31", "2024-06-30"], id="where clocks change"
        ),
        pytest.param(YearlyRule(NINE, 12, 30, "Pacific/Apia"), "2010-12-30", ["2012-12-30"], id="a date left out"),
        pytest.param(monthly(30, zone="Pacific/Apia"), "2011-11-30", ["2012-01-30"], id="a day left out"),
    ],
)
def test_dates(rule: Rule, after: str, dates: list[str]) -> None:
    day = date.fromisoformat(after)
    found = []
    for _ in dates:
        day = next_after_date(rule, day).local_date
        found.append(day.isoformat())
    assert found == dates


RULES = st.one_of(
    st.builds(DailyRule, st.times(), st.frozensets(st.integers(0, 6), min_size=1), st.sampled_from(known_zones())),
    st.builds(
        WeeksRule,
        st.times(),
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(1, 52),
        st.dates(date(2020, 1, 1), date(2035, 1, 1)),
        st.sampled_from(known_zones()),
    ),
    st.builds(
        MonthlyRule,
        st.times(),
        st.frozensets(st.integers(1, 31), min_size=1),
        st.sampled_from(known_zones()),
        st.sampled_from(Period),
    ),
    st.builds(
        NthWeekdayRule,
        st.times(),
        st.sampled_from([1, 2, 3, 4, LAST]),
        st.integers(0, 6),
        st.sampled_from(known_zones()),
        st.sampled_from(Period),
    ),
    st.builds(
        NthWorkdayRule,
        st.times(),
        st.sampled_from(NTH_WORKDAYS),
        st.sampled_from(known_zones()),
        st.sampled_from(Period),
    ),
    st.builds(YearlyRule, st.times(), st.integers(1, 12), st.integers(1, 29), st.sampled_from(known_zones())),
)


@settings(max_examples=200, deadline=None)
@given(RULES)
def test_kept_as_text(rule: Rule) -> None:
    assert restored(stored(rule)) == rule


@settings(max_examples=100, deadline=None)
@given(RULES, st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 hypothesis adds it
def test_the_next_is_the_first_one_later(rule: Rule, after: datetime) -> None:
    found = next_after(rule, after)
    assert found.at_utc > after
    before = (found.local_date - timedelta(days=ahead) for ahead in range(1, 40))
    assert all(earlier is None or earlier.at_utc <= after for earlier in (occurrence_on(rule, day) for day in before))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "week",
        "often 1 09:00 Europe/Berlin",
        "month 0 09:00 UTC",
        "nth 5/1 09:00 UTC",
        "workday 11 09:00 UTC",
        "year 2/30 09:00 UTC",
    ],
)
def test_other_text_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        restored(text)


def test_no_weekday_at_all_is_refused() -> None:
    with pytest.raises(NoWeekdays):
        WeeksRule(NINE, frozenset(), 2, date(2026, 3, 6), BERLIN)


def test_a_month_that_begins_in_a_gap() -> None:
    """Clocks in Asuncion jumped over midnight of 1 October 2023: it comes at the first instant after, once."""
    rule = MonthlyRule(time(0, 30), frozenset({1}), "America/Asuncion")
    found = next_after_date(rule, date(2023, 9, 2))
    assert found.at_utc == datetime(2023, 10, 1, 4, tzinfo=UTC)
    assert next_after(rule, found.at_utc).local_date == date(2023, 11, 1)
