"""What is asked about instead of guessed, each with its facts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import (
    FIELD_LIMIT,
    Ambiguous,
    AmbiguousZone,
    DateRefused,
    InThePast,
    LongPast,
    NoSuchDate,
    NoSuchTime,
    NotUnderstood,
    TooFar,
    TooLong,
    TooVague,
    UnknownZone,
    understand,
)

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)


def refusal(typed: str, *, now: datetime = TUESDAY) -> DateRefused:
    with pytest.raises(DateRefused) as refused:
        understand(typed, now=now, zone=BERLIN)
    return refused.value


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("31 Feb", (31, 2, None)),
        ("feb 30 9:00", (30, 2, None)),
        ("31 apr 2027", (31, 4, None)),
        ("29 feb 2027", (29, 2, 2027)),
        ("29 feb", (29, 2, 2026 + 1)),
        ("2026-13-01", (1, 13, None)),
        ("2026-02-31", (31, 2, None)),
        ("00/00/0000", (0, 0, None)),
        ("13/13", (13, 13, None)),
        ("31.2.2027", (31, 2, None)),
        ("0 may", (0, 5, None)),
        ("the 32nd", (32, 3, None)),
    ],
)
def test_no_such_date(typed: str, facts: tuple[int, int, int | None]) -> None:
    refused = refusal(typed)
    assert isinstance(refused, NoSuchDate)
    assert (refused.day, refused.month, refused.year) == facts


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("24:01", "24:01"),
        ("25:00", "25:00"),
        ("fri 12:60", "12:60"),
        ("at 25", "25"),
        ("fri 28", "28"),
        ("13pm", "13pm"),
        ("fri 0am", "0am"),
        ("4.75pm", "4.75pm"),
        ("2460", "2460"),
        ("9:00:75", "9:00:75"),
    ],
)
def test_no_such_time(typed: str, text: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, NoSuchTime)
    assert refused.text == text


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("3/4", "2026-04-03 17:00", "2026-03-04 17:00"),
        ("by 3/4 at 9am", "2026-04-03 09:00", "2026-03-04 09:00"),
        ("01/02/03", "2003-02-01 17:00", "2003-01-02 17:00"),
        ("5/6/2026", "2026-06-05 17:00", "2026-05-06 17:00"),
        ("5-6-2026", "2026-06-05 17:00", "2026-05-06 17:00"),
        ("1/2", "2027-02-01 17:00", "2027-01-02 17:00"),
        ("03.04", "2026-03-04 03:04", "2026-04-03 17:00"),
        ("9.10", "2026-03-04 09:10", "2026-10-09 17:00"),
        ("fri 28 mar", "2026-03-28 17:00", "2026-03-06 17:00"),
        ("fri 6", "2026-03-06 18:00", "2026-03-06 17:00"),
        ("by Fri 13", "2026-03-06 13:00", "2026-03-13 17:00"),
        ("mon, 3/4/2026", "2026-04-03 17:00", "2026-03-04 17:00"),
    ],
)
def test_two_readings(typed: str, first: str, second: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, Ambiguous)
    assert [reading.local for reading in refused.readings] == [datetime.fromisoformat(one) for one in (first, second)]


def test_a_reading_in_the_past_is_none() -> None:
    """With the year typed, 2 January 2026 cannot be meant on 3 March."""
    assert understand("1/2/26", now=datetime(2026, 1, 15, tzinfo=BERLIN), zone=BERLIN).local.date() == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [
        ("may", ("1 may", "end of may")),
        ("march", ("1 march", "end of march")),
        ("by june", ("1 june", "end of june")),
        ("may 2027", ("1 may", "end of may")),
        ("mid-april", ("1 april", "end of april")),
        ("early may", ("1 may", "end of may")),
        ("sun", ("sunday", "sun 9:00")),
        ("1", ("1 apr", "13:00")),
        ("on 12", ("12 mar", "12:00")),
        ("99", ("17:00",)),
        ("930", ("9:30",)),
        ("2027", ("20:27",)),
        ("now", ("in 5 min", "in 1 hour")),
        ("2day", ("today", "in 2 days")),
        ("5 m", ("5 min", "5 months")),
        ("next week", ("next mon", "next fri")),
        ("this week", ("tomorrow", "end of week")),
        ("by 2h", ("in 2h", "14:00")),
        ("next month", ("end of next month", "in 4 weeks")),
    ],
)
def test_too_vague(typed: str, suggestions: tuple[str, ...]) -> None:
    refused = refusal(typed)
    assert isinstance(refused, TooVague)
    assert (refused.typed, refused.suggestions) == (typed, suggestions)
    for suggestion in suggestions:
        assert understand(suggestion, now=TUESDAY, zone=BERLIN).at > TUESDAY


@pytest.mark.parametrize(
    ("typed", "ago"),
    [
        ("today 9:57", timedelta(minutes=3)),
        ("today 9:00", timedelta(hours=1)),
        ("yesterday 10:00", timedelta(days=1)),
        ("this mon 10:00", timedelta(days=1)),
        ("2 mar 2026 10:00", timedelta(days=1)),
        ("2016-03-03 10:00", timedelta(days=3652)),
    ],
)
def test_in_the_past(typed: str, ago: timedelta) -> None:
    refused = refusal(typed)
    assert isinstance(refused, InThePast)
    assert refused.ago == ago
    assert refused.moment.at == TUESDAY - ago


@pytest.mark.parametrize(
    ("typed", "ago"),
    [
        ("1 hour ago", timedelta(hours=1)),
        ("an hour ago", timedelta(hours=1)),
        ("5 min ago", timedelta(minutes=5)),
        ("1h30 ago", timedelta(minutes=90)),
        ("2 days ago", timedelta(days=2)),
        ("a week ago", timedelta(weeks=1)),
        ("by 1 hour ago", timedelta(hours=1)),
        ("2 days ago at 9:00", timedelta(days=2, hours=1)),
        ("-2h", timedelta(hours=2)),
        ("in -5 min", timedelta(minutes=5)),
        ("by -2 days", timedelta(days=2)),
        ("10 years ago", timedelta(days=3652)),
    ],
)
def test_so_long_ago(typed: str, ago: timedelta) -> None:
    refused = refusal(typed)
    assert isinstance(refused, InThePast)
    assert refused.ago == ago


@pytest.mark.parametrize(
    "typed",
    [
        *("0001-01-01", "0000-01-01", "1 jan 0001", "1 jan 0000", "jan 1 0099", "1 jan 1234", "01.01.0001", "1/2/0001"),
        *("9999 years ago", "99999999999 days ago", "in -99999999999 h", "1889-12-31", "end of jan 0000"),
    ],
)
def test_long_past(typed: str) -> None:
    assert isinstance(refusal(typed), LongPast)


@pytest.mark.parametrize("typed", ["eod", "today", "3 mar", "tonight at 5"])
def test_a_day_that_is_over(typed: str) -> None:
    evening = datetime(2026, 3, 3, 18, 0, tzinfo=BERLIN)
    assert isinstance(refusal(typed, now=evening), InThePast)


@pytest.mark.parametrize(
    "typed",
    [
        "9999-12-31",
        "10000-01-01",
        "28 feb 2150",
        "end of feb 2150",
        "28 feb 9999",
        "4 mar 2028",
        "in 3 years",
        "800 days",
        "in 99999999999 hours",
        "99999999999999999999 months",
        "1" * 80 + "h",
        "in 2000000 min",
    ],
)
def test_too_far(typed: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, TooFar)
    assert refused.years == 2


def test_two_years_to_the_day_are_near_enough() -> None:
    assert understand("3 mar 2028", now=TUESDAY, zone=BERLIN).local.year == 2028


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\u200b",
        "asap",
        "mon 9-ish",
        "morgen 9 Uhr",
        "明日",
        "٢٠٢٦-٠١-٠١",
        "fri 4pm or so",
        "4-5pm",
        "fri mon",
        "4pm 5pm",
        "in 2 hours at 9",
        "UTC+25",
        "Berlin",
        "half",
        "1:5",
        "fri 4pm Frankfurt",
        "at",
        "by",
        "fri@",
        "1/2/3/4",
        "1/9/930/2026",
        "fri 9:00-10:00",
        "fri 9:00-0500",
        "fri 9:00 - 10:00",
        "in 1,5h",
        "friday's",
        "1 2 3",
        "in hours",
        "☃",
        "2026-03-05-06",
        "eve",
        "the",
        "12345",
        "--",
        "fri fri",
    ],
)
def test_not_understood(typed: str) -> None:
    assert isinstance(refusal(typed), NotUnderstood)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("EST", "America/New_York"),
        ("CST", "Asia/Shanghai"),
        ("BST", "Europe/London"),
        ("IST", "Asia/Kolkata"),
        ("PST", "America/Los_Angeles"),
    ],
)
def test_ambiguous_zones(name: str, reading: str) -> None:
    refused = refusal(f"fri 4pm {name}")
    assert isinstance(refused, AmbiguousZone)
    assert refused.name == name
    assert reading in refused.readings
    assert all(ZoneInfo(one) for one in refused.readings)


@pytest.mark.parametrize("name", ["UTC+25", "utc-13", "GMT+5:20", "UTC-12:30", "UTC-3:30", "UTC+x", "UTC+123"])
def test_unknown_zones(name: str) -> None:
    refused = refusal(f"fri 4pm {name}")
    assert isinstance(refused, UnknownZone)
    assert refused.name == name


def test_too_long() -> None:
    refused = refusal("fri " * 2_500)
    assert isinstance(refused, TooLong)
    assert (refused.length, refused.limit) == (10_000, FIELD_LIMIT)


def test_refusals_can_be_raised_and_kept() -> None:
    """Dataclasses with value equality cannot be hashed, and an exception must be."""
    assert len({refusal("31 feb"), refusal("31 feb")}) == 2
