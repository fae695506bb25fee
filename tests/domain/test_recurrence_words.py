"""How often, as people type it. Today is Tuesday, 3 March 2026, nine o'clock in Berlin."""

from contextlib import suppress
from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import DateRefused, NoSuchDate, NoSuchTime
from bot.domain.recurrence import restored, stored
from bot.domain.recurrence_words import (
    DoubtfulRule,
    EitherSchedule,
    FoundRule,
    NoDateOfYear,
    NoDayOfMonth,
    parse_rule,
    rule_in,
)
from bot.domain.schedules import NotASchedule, NoTimeOfDay, NoWeekdays, ScheduleRefused, parse_schedule

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def kept(text: str) -> str:
    """Without seconds and zone."""
    *head, at, _zone = text.split(" ")
    return " ".join((*head, at.removesuffix(":00")))


UNDERSTOOD = [
    ("every monday 9:00", "week 0 09:00"),
    ("every weekday at 9", "week 0,1,2,3,4 09:00"),
    ("weekdays 8:30", "week 0,1,2,3,4 08:30"),
    ("daily 9:00", "week 0,1,2,3,4,5,6 09:00"),
    ("each friday 16:00", "week 4 16:00"),
    ("fridays 4pm", "week 4 16:00"),
    ("weekly on mon and thu 9:00", "week 0,3 09:00"),
    ("every week on monday 9:00", "week 0 09:00"),
    ("monday 9:00", "week 0 09:00"),
    ("9:00 every monday", "week 0 09:00"),
    ("every day 24:00", "week 0,1,2,3,4,5,6 00:00"),
    ("every morning", "week 0,1,2,3,4,5,6 09:00"),
    ("every monday morning", "week 0 09:00"),
    ("every friday afternoon", "week 4 15:00"),
    ("every evening at 8", "week 0,1,2,3,4,5,6 20:00"),
    ("Every Monday At 9AM", "week 0 09:00"),
    ("every 2 weeks on friday 15:00", "weeks 4/2/2026-03-06 15:00"),
    ("every two weeks on tue 9:30", "weeks 1/2/2026-03-03 09:30"),
    ("every two weeks on tue 9:00", "weeks 1/2/2026-03-10 09:00"),
    ("every other friday 9", "weeks 4/2/2026-03-06 09:00"),
    ("every second week on thu 9:30", "weeks 3/2/2026-03-05 09:30"),
    ("every 2nd week thu 9:30", "weeks 3/2/2026-03-05 09:30"),
    ("fortnightly on mon 9:00", "weeks 0/2/2026-03-09 09:00"),
    ("every fortnight on mon, wed 9:00", "weeks 0,2/2/2026-03-04 09:00"),
    ("every 4 weeks mon 10", "weeks 0/4/2026-03-09 10:00"),
    ("every 1 week on mon 10", "week 0 10:00"),
    ("monthly on the 1st 9:00", "month 1 09:00"),
    ("monthly 15th at 16:00", "month 15 16:00"),
    ("every 31st 9:00", "month 31 09:00"),
    ("every 15th at 9", "month 15 09:00"),
    ("the 1st of every month at 9", "month 1 09:00"),
    ("1st and 15th of every month 9:00", "month 1,15 09:00"),
    ("once a month on the 5th 9:00", "month 5 09:00"),
    ("last day of the month 17:00", "month 31 17:00"),
    ("end of every month 17:00", "month 31 17:00"),
    ("every month on the last day at 5pm", "month 31 17:00"),
    ("every first day of the month 9:00", "month 1 09:00"),
    ("on the last friday of every month 9", "nth -1/4 09:00"),
    ("every last friday 16:00", "nth -1/4 16:00"),
    ("every third tuesday of each month at noon", "nth 3/1 12:00"),
    ("every 2nd friday of the month 9:00", "nth 2/4 09:00"),
    ("monthly on the 2nd friday 9:00", "nth 2/4 09:00"),
    ("first monday of the month 10:00", "nth 1/0 10:00"),
    ("every first monday 9:30", "nth 1/0 09:30"),
    ("last working day of the month 9:00", "workday -1 09:00"),
    ("every last workday 9:00", "workday -1 09:00"),
    ("the first business day of every month at 9", "workday 1 09:00"),
    ("every 5th working day of month 9:00", "workday 5 09:00"),
    ("monthly on the second weekday 9:00", "workday 2 09:00"),
    ("quarterly on the first monday 9:00", "quarter-nth 1/0 09:00"),
    ("first monday of every quarter 9:00", "quarter-nth 1/0 09:00"),
    ("on the last friday of the quarter at 4pm", "quarter-nth -1/4 16:00"),
    ("every second friday of the quarter 9:00", "quarter-nth 2/4 09:00"),
    ("last working day of the quarter 17:00", "quarter-workday -1 17:00"),
    ("every quarter on the 5th working day 9:00", "quarter-workday 5 09:00"),
    ("every quarter on the 1st 9:00", "quarter 1 09:00"),
    ("quarterly 15th at 16:00", "quarter 15 16:00"),
    ("once a quarter on the last day 9:00", "quarter 31 09:00"),
    ("end of every quarter 17:00", "quarter 31 17:00"),
    ("end of the quarter 17:00", "quarter 31 17:00"),
    ("first day of each quarter 9:00", "quarter 1 09:00"),
    ("every year on 24 dec 9:00", "year 12/24 09:00"),
    ("every 24 dec 9:00", "year 12/24 09:00"),
    ("yearly dec 24 9:00", "year 12/24 09:00"),
    ("annually on 1 jan 0:00", "year 1/1 00:00"),
    ("every year on the 24th of december at 9am", "year 12/24 09:00"),
    ("every 29 feb 9:00", "year 2/29 09:00"),
    ("once a year on 24.12. at 9", "year 12/24 09:00"),
]


@pytest.mark.parametrize(("typed", "expected"), UNDERSTOOD)
def test_as_people_type_it(typed: str, expected: str) -> None:
    assert kept(stored(parse_rule(typed, zone=BERLIN, now=NOW))) == expected


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", NotASchedule),
        ("often", NotASchedule),
        ("every", NotASchedule),
        ("every 3 days 9:00", NotASchedule),
        ("every other day 9:00", NotASchedule),
        ("every 2 hours", NotASchedule),
        ("every 2 months on the 1st 9:00", NotASchedule),
        ("every 2 quarters on the 1st 9:00", NotASchedule),
        ("every second quarter on the 1st 9:00", NotASchedule),
        ("every quarter on 24 dec 9:00", NotASchedule),
        ("every quarter on the 32nd 9:00", NotASchedule),
        ("quarterly monthly on the 1st 9:00", NotASchedule),
        ("every quarter on mon and tue 9:00", NotASchedule),
        ("every quarter of an hour", NotASchedule),
        ("quarterly 9:00", NoDayOfMonth),
        ("every quarter", NoDayOfMonth),
        ("every quarter on monday 9:00", EitherSchedule),
        ("end of every quarter", NoTimeOfDay),
        ("every 60 weeks on friday 9:00", NotASchedule),
        ("every 0 weeks on friday 9:00", NotASchedule),
        ("biweekly fri 9:00", NotASchedule),
        ("24 dec 9:00", NotASchedule),
        ("every 24 dec 2027 9:00", NotASchedule),
        ("every 3/4 9:00", NotASchedule),
        ("1st 9:00", NotASchedule),
        ("first monday 10:00", NotASchedule),
        ("every 1st and 3rd monday 9:00", NotASchedule),
        ("5th friday of every month 9:00", NotASchedule),
        ("every month on the 32nd 9:00", NotASchedule),
        ("every 2 weeks on the 1st 9:00", NotASchedule),
        ("weekly monthly on the 1st 9:00", NotASchedule),
        ("every monday in may 9:00", NotASchedule),
        ("every monday 9:00 16:00", NotASchedule),
        ("every monday on 24 dec 9:00", NotASchedule),
        ("yearly on monday 9:00", NotASchedule),
        ("every 2nd workday 9:00", NotASchedule),
        ("every second business day 9:00", NotASchedule),
        ("11th working day of the month 9:00", NotASchedule),
        ("every 2 mondays 9:00", NotASchedule),
        ("every 2 working days 9:00", NotASchedule),
        ("every monday " * 20, NotASchedule),
        ("9:00", NoWeekdays),
        ("weekly 9:00", NoWeekdays),
        ("every 2 weeks 9:00", NoWeekdays),
        ("every monday", NoTimeOfDay),
        ("on the last friday of every month", NoTimeOfDay),
        ("monthly 9:00", NoDayOfMonth),
        ("every month", NoDayOfMonth),
        ("yearly 9:00", NoDateOfYear),
        ("every second friday 9", EitherSchedule),
        ("every 2nd friday 9", EitherSchedule),
        ("every 3rd friday 9", EitherSchedule),
        ("monthly on friday 9:00", EitherSchedule),
        ("every 30 feb 9:00", NoSuchDate),
        ("every day 25:00", NoSuchTime),
    ],
)
def test_refused_and_never_guessed(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parse_rule(typed, zone=BERLIN, now=NOW)


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("every 2nd friday 9:00", ["weeks 4/2/2026-03-06 09:00", "nth 2/4 09:00"]),
        ("every month on friday 9:00", ["nth 1/4 09:00", "nth -1/4 09:00"]),
        ("every quarter on friday 9:00", ["quarter-nth 1/4 09:00", "quarter-nth -1/4 09:00"]),
    ],
)
def test_both_readings_would_be_understood(typed: str, both: list[str]) -> None:
    with pytest.raises(EitherSchedule) as refused:
        parse_rule(typed, zone=BERLIN, now=NOW)
    read = [kept(stored(parse_rule(f"{one} 9:00", zone=BERLIN, now=NOW))) for one in refused.value.readings]
    assert read == both


@pytest.mark.parametrize(
    "typed", ["weekdays 9am", "mon,wed fri 10:00", "10:00 Mon & Wed", "fri to mon 9", "working days 9", "weekends noon"]
)
def test_what_a_digest_understands_is_understood_alike(typed: str) -> None:
    assert parse_rule(typed, zone=BERLIN, now=NOW) == parse_schedule(typed, zone=BERLIN)


def test_the_default_time() -> None:
    rule = parse_rule("every monday", zone=BERLIN, now=NOW, default_time=time(8, 15))
    assert rule.local_time == time(8, 15)


@pytest.mark.parametrize(
    ("line", "typed", "expected"),
    [
        ("every monday 9:00 call Acme", "every monday 9:00", "week 0 09:00"),
        ("every monday call Acme", "every monday", "week 0 09:00"),
        ("call Acme every monday at 9:30", "every monday at 9:30", "week 0 09:30"),
        ("call Acme 9:30 every day please", "9:30 every day", "week 0,1,2,3,4,5,6 09:30"),
        ("call Acme every friday at 4pm about the budget", "every friday at 4pm", "week 4 16:00"),
        ("send figures on the last friday of every month", "on the last friday of every month", "nth -1/4 09:00"),
        ("monthly on the 1st invoice Acme", "monthly on the 1st", "month 1 09:00"),
        ("invoice Acme monthly on the 1st, 9:30", "monthly on the 1st, 9:30", "month 1 09:30"),
        ("at 9 every weekday check mail", "at 9 every weekday", "week 0,1,2,3,4 09:00"),
        ("daily 9:30 standup", "daily 9:30", "week 0,1,2,3,4,5,6 09:30"),
        ("every other friday send the minutes", "every other friday", "weeks 4/2/2026-03-06 09:00"),
        ("last friday of the month 9:30 report", "last friday of the month 9:30", "nth -1/4 09:30"),
        ("pay on the 1st of the month 9:30", "on the 1st of the month 9:30", "month 1 09:30"),
        ("every last working day 9:30 pay", "every last working day 9:30", "workday -1 09:30"),
        ("send figures quarterly on the first monday", "quarterly on the first monday", "quarter-nth 1/0 09:00"),
        (
            "last working day of the quarter 9:30 pay",
            "last working day of the quarter 9:30",
            "quarter-workday -1 09:30",
        ),
        ("send flowers every year on 24 dec", "every year on 24 dec", "year 12/24 09:00"),
    ],
)
def test_within_a_line(line: str, typed: str, expected: str) -> None:
    found = rule_in(line, zone=BERLIN, now=NOW)
    assert isinstance(found, FoundRule)
    assert (line[found.start : found.end], kept(stored(found.rule))) == (typed, expected)
    assert found.timed == any(sign.isdigit() for sign in typed.removeprefix("monthly on the 1st").split(" on 24")[0])


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("write the report monthly", NoDayOfMonth),
        ("write the report quarterly", NoDayOfMonth),
        ("every 2nd friday 9:00 call Acme", EitherSchedule),
        ("call Acme monthly on friday", EitherSchedule),
        ("call Acme every day 25:00", NoSuchTime),
        ("call Acme every 2 weeks", NoWeekdays),
    ],
)
def test_doubtful_in_a_line(line: str, refusal: type[Exception]) -> None:
    found = rule_in(line, zone=BERLIN, now=NOW)
    assert isinstance(found, DoubtfulRule)
    assert isinstance(found.refused, refusal)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "monday 9:00 call Acme",
        "call Acme fri 16:00",
        "send the weekly report by fri 9",
        "the monthly report is late",
        "every client has a new contact",
        "the every monday report is late",
        "report for the 1st of every month is missing",
        "check every day that mail works",
        "R-12 first monday",
        "report on the last friday of the month",
        "pay by the end of the month 9:00",
        "every 3 days 9:00 call Acme",
        "every other day 9:00 call Acme",
        "every few weekdays 9:00 call Acme",
        "every couple of days 9:00 call Acme",
    ],
)
def test_lines_about_once(line: str) -> None:
    assert rule_in(line, zone=BERLIN, now=NOW) is None


WORDS = (
    *("every", "each", "other", "the", "of", "on", "month", "year", "week", "weeks", "2", "2nd", "1st", "last"),
    *("first", "mon", "friday", "day", "24 dec", "31", "30 feb", "9", "9:00", "at", ",", "and", "monthly", "weekly"),
    *("fortnightly", "morning"),
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(WORDS),
            max_size=9,
        ).map(" ".join),
    )
)
def test_any_text_is_a_rule_or_refused(typed: str) -> None:
    with suppress(ScheduleRefused, DateRefused):
        rule = parse_rule(typed, zone=BERLIN, now=NOW)
        assert restored(stored(rule)) == rule
    found = rule_in(typed, zone=BERLIN, now=NOW)
    assert found is None or 0 <= found.start < found.end <= len(typed)
