"""Dates as people type them, each with the moment it means on Tuesday 3 March 2026, 10:00, in Berlin."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import (
    AfternoonAssumed,
    AtOnce,
    FoldFirst,
    GapMoved,
    Note,
    RolledToNextYear,
    RolledToTomorrow,
    ZoneGiven,
    understand,
)

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


MEANT = """
    fri                             | 2026-03-06 17:00
    Friday                          | 2026-03-06 17:00
    FRI.                            | 2026-03-06 17:00
    this fri                        | 2026-03-06 17:00
    next fri                        | 2026-03-13 17:00
    next mon                        | 2026-03-09 17:00
    next tue                        | 2026-03-10 17:00
    coming fri                      | 2026-03-06 17:00
    fri next week                   | 2026-03-13 17:00
    fri of next week                | 2026-03-13 17:00
    fri next                        | 2026-03-13 17:00
    fri next, 4pm                   | 2026-03-13 16:00
    this coming fri                 | 2026-03-06 17:00
    next week fri                   | 2026-03-13 17:00
    next week on friday             | 2026-03-13 17:00
    fri this week                   | 2026-03-06 17:00
    friday week                     | 2026-03-13 17:00
    tue week                        | 2026-03-10 17:00
    friday fortnight                | 2026-03-20 17:00
    a fortnight on friday           | 2026-03-20 17:00
    two weeks on friday             | 2026-03-20 17:00
    2 weeks today                   | 2026-03-17 17:00
    3 weeks from tomorrow           | 2026-03-25 17:00
    mon                             | 2026-03-09 17:00
    tue                             | 2026-03-03 17:00
    tues                            | 2026-03-03 17:00
    tue 9:00                        | 2026-03-10 09:00
    tue 9:59                        | 2026-03-03 09:59
    tue 11:00                       | 2026-03-03 11:00
    weds                            | 2026-03-04 17:00
    thurs                           | 2026-03-05 17:00
    sat                             | 2026-03-07 17:00
    sunday                          | 2026-03-08 17:00
    by sun                          | 2026-03-08 17:00
    sun 9:00                        | 2026-03-08 09:00
    today                           | 2026-03-03 17:00
    today 16:00                     | 2026-03-03 16:00
    tomorrow                        | 2026-03-04 17:00
    tmrw                            | 2026-03-04 17:00
    tom                             | 2026-03-04 17:00
    tommorow 9am                    | 2026-03-04 09:00
    tomorrow 4pm                    | 2026-03-04 16:00
    tomorrow at noon                | 2026-03-04 12:00
    day after tomorrow              | 2026-03-05 17:00
    the day after tomorrow at 9     | 2026-03-05 09:00
    day after tmrw                  | 2026-03-05 17:00
    tonight                         | 2026-03-03 20:00
    tonight at 8                    | 2026-03-03 20:00
    11:30 tonight                   | 2026-03-03 23:30
    tonight at 12                   | 2026-03-04 00:00
    this afternoon                  | 2026-03-03 15:00
    this evening                    | 2026-03-03 18:00
    tomorrow morning                | 2026-03-04 09:00
    tomorrow afternoon              | 2026-03-04 15:00
    fri evening                     | 2026-03-06 18:00
    fri 8 in the evening            | 2026-03-06 20:00
    fri 5 in the morning            | 2026-03-06 05:00
    fri eve                         | 2026-03-06 18:00
    first thing tomorrow            | 2026-03-04 09:00
    1st thing mon                   | 2026-03-09 09:00
    first thing tomorrow morning    | 2026-03-04 09:00
    eod                             | 2026-03-03 17:00
    cob                             | 2026-03-03 17:00
    by close of business            | 2026-03-03 17:00
    by close of play fri            | 2026-03-06 17:00
    end of day                      | 2026-03-03 17:00
    end of the day tomorrow         | 2026-03-04 17:00
    eod tomorrow                    | 2026-03-04 17:00
    fri cob                         | 2026-03-06 17:00
    fri eop                         | 2026-03-06 17:00
    end of play fri                 | 2026-03-06 17:00
    end of business tomorrow        | 2026-03-04 17:00
    by end of today                 | 2026-03-03 17:00
    end of friday                   | 2026-03-06 17:00
    eow                             | 2026-03-06 17:00
    end of the week                 | 2026-03-06 17:00
    end of this week                | 2026-03-06 17:00
    end of next week                | 2026-03-13 17:00
    eom                             | 2026-03-31 17:00
    end of month                    | 2026-03-31 17:00
    end of march                    | 2026-03-31 17:00
    by the end of february          | 2027-02-28 17:00
    end of january 2027             | 2027-01-31 17:00
    end of march 2027 9:00          | 2027-03-31 09:00
    end of march 1600               | 2026-03-31 16:00
    end of next month 16:00         | 2026-04-30 16:00
    noon                            | 2026-03-03 12:00
    midday tomorrow                 | 2026-03-04 12:00
    mid-day fri                     | 2026-03-06 12:00
    12 noon on fri                  | 2026-03-06 12:00
    fri 12 midnight                 | 2026-03-07 00:00
    midnight                        | 2026-03-04 00:00
    fri midnight                    | 2026-03-07 00:00
    24:00                           | 2026-03-04 00:00
    fri 0:00                        | 2026-03-06 00:00
    4pm                             | 2026-03-03 16:00
    4 pm                            | 2026-03-03 16:00
    4p                              | 2026-03-03 16:00
    4 p.m.                          | 2026-03-03 16:00
    4.30pm                          | 2026-03-03 16:30
    4:30 PM                         | 2026-03-03 16:30
    430pm                           | 2026-03-03 16:30
    12pm                            | 2026-03-03 12:00
    12am fri                        | 2026-03-06 00:00
    16:00                           | 2026-03-03 16:00
    16.00                           | 2026-03-03 16:00
    16:00h                          | 2026-03-03 16:00
    16:00:30                        | 2026-03-03 16:00:30
    1600                            | 2026-03-03 16:00
    1600 hrs                        | 2026-03-03 16:00
    by 1600                         | 2026-03-03 16:00
    fri 1600                        | 2026-03-06 16:00
    fri 0730                        | 2026-03-06 07:30
    fri at 07                       | 2026-03-06 07:00
    fri at 9                        | 2026-03-06 09:00
    fri 9                           | 2026-03-06 09:00
    9 fri                           | 2026-03-06 09:00
    fri at 930                      | 2026-03-06 09:30
    fri 11 o'clock                  | 2026-03-06 11:00
    fri 4:30                        | 2026-03-06 16:30
    fri 04:30                       | 2026-03-06 04:30
    fri 4:30 am                     | 2026-03-06 04:30
    4:30 tomorrow morning           | 2026-03-04 04:30
    tomorrow 7:15                   | 2026-03-04 07:15
    tomorrow 8:30                   | 2026-03-04 08:30
    2026-03-06 4:30                 | 2026-03-06 04:30
    2026-03-06T4:30:00              | 2026-03-06 04:30
    half past 10                    | 2026-03-03 10:30
    half 11                         | 2026-03-03 11:30
    quarter to 11                   | 2026-03-03 10:45
    quarter past 10                 | 2026-03-03 10:15
    ten past 10                     | 2026-03-03 10:10
    20 minutes to 11                | 2026-03-03 10:40
    fri half past 9                 | 2026-03-06 09:30
    half past four                  | 2026-03-03 16:30
    half four                       | 2026-03-03 16:30
    a quarter to five               | 2026-03-03 16:45
    fri at quarter past nine        | 2026-03-06 09:15
    ten past four pm fri            | 2026-03-06 16:10
    by four                         | 2026-03-03 16:00
    by four tomorrow                | 2026-03-04 16:00
    four o'clock fri                | 2026-03-06 16:00
    by 17h                          | 2026-03-03 17:00
    at 17h30                        | 2026-03-03 17:30
    by 08h                          | 2026-03-04 08:00
    fri 17h                         | 2026-03-06 17:00
    tomorrow 9h15                   | 2026-03-04 09:15
    15h30                           | 2026-03-03 15:30
    16.30h                          | 2026-03-03 16:30
    1.25h                           | 2026-03-03 11:15
    in 17h                          | 2026-03-04 03:00
    17h                             | 2026-03-04 03:00
    within 2 hours                  | 2026-03-03 12:00
    within the next 3 days          | 2026-03-06 17:00
    due within two weeks            | 2026-03-17 17:00
    in 2 hours                      | 2026-03-03 12:00
    2 hours from now                | 2026-03-03 12:00
    in two hours                    | 2026-03-03 12:00
    in an hour                      | 2026-03-03 11:00
    in an hour and a half           | 2026-03-03 11:30
    in half an hour                 | 2026-03-03 10:30
    half an hour                    | 2026-03-03 10:30
    in 1h30                         | 2026-03-03 11:30
    1h30m                           | 2026-03-03 11:30
    1h 30m                          | 2026-03-03 11:30
    1 hour and 30 minutes           | 2026-03-03 11:30
    1.5h                            | 2026-03-03 11:30
    ½h                              | 2026-03-03 10:30
    1½ hours                        | 2026-03-03 11:30
    90m                             | 2026-03-03 11:30
    5m                              | 2026-03-03 10:05
    in 5 m                          | 2026-03-03 10:05
    in 45 mins                      | 2026-03-03 10:45
    in 30 hours                     | 2026-03-04 16:00
    1 day 2 hours                   | 2026-03-04 12:00
    2 days                          | 2026-03-05 17:00
    in 2 days at 9:00               | 2026-03-05 09:00
    9am in 2 days                   | 2026-03-05 09:00
    in a week                       | 2026-03-10 17:00
    in 3 weeks                      | 2026-03-24 17:00
    in 2 weeks' time                | 2026-03-17 17:00
    in 2 weeks time                 | 2026-03-17 17:00
    in a week's time                | 2026-03-10 17:00
    in a fortnight                  | 2026-03-17 17:00
    in a couple of days             | 2026-03-05 17:00
    in 2 months                     | 2026-05-03 17:00
    5mo                             | 2026-08-03 17:00
    1y                              | 2027-03-03 17:00
    28 mar                          | 2026-03-28 17:00
    mar 28                          | 2026-03-28 17:00
    28mar                           | 2026-03-28 17:00
    28-mar-2026                     | 2026-03-28 17:00
    28th of march 2026              | 2026-03-28 17:00
    28th March                      | 2026-03-28 17:00
    March 28th, 2026                | 2026-03-28 17:00
    mar. 28                         | 2026-03-28 17:00
    the 28th of march at 4pm        | 2026-03-28 16:00
    28 mar 1600                     | 2026-03-28 16:00
    28 mar 2026 1600                | 2026-03-28 16:00
    mar 28 10am                     | 2026-03-28 10:00
    9:00 28 mar                     | 2026-03-28 09:00
    may 5                           | 2026-05-05 17:00
    1 may                           | 2026-05-01 17:00
    Friday, 6 March 2026 at 4.30 pm | 2026-03-06 16:30
    fri 6 mar                       | 2026-03-06 17:00
    fri 27                          | 2026-03-27 17:00
    6 mar, fri, 9:00                | 2026-03-06 09:00
    the 28th                        | 2026-03-28 17:00
    by the 3rd                      | 2026-03-03 17:00
    on the 2nd                      | 2026-04-02 17:00
    the 31st at 10:00               | 2026-03-31 10:00
    2026-03-05                      | 2026-03-05 17:00
    2026-03-05 16:00                | 2026-03-05 16:00
    2026-03-05T16:00                | 2026-03-05 16:00
    2026/3/5                        | 2026-03-05 17:00
    5.3.2026                        | 2026-03-05 17:00
    05.03.26 9:00                   | 2026-03-05 09:00
    5.3.                            | 2026-03-05 17:00
    5.3                             | 2026-03-05 17:00
    28.03                           | 2026-03-28 17:00
    28.3. 16:00                     | 2026-03-28 16:00
    13/4                            | 2026-04-13 17:00
    4/13                            | 2026-04-13 17:00
    4/4                             | 2026-04-04 17:00
    13/4/2026 at 9am                | 2026-04-13 09:00
    fri 3/4                         | 2026-04-03 17:00
    3/4 fri 9:00                    | 2026-04-03 09:00
    31/12                           | 2026-12-31 17:00
    2/1/27 mon                      | 2027-02-01 17:00
    4pm fri                         | 2026-03-06 16:00
    fri 4pm                         | 2026-03-06 16:00
    fri, 4pm                        | 2026-03-06 16:00
    fri at 4pm                      | 2026-03-06 16:00
    at 4pm on fri                   | 2026-03-06 16:00
    fri@4pm                         | 2026-03-06 16:00
    fri @ 4pm                       | 2026-03-06 16:00
    by fri 4pm                      | 2026-03-06 16:00
    due fri 4pm                     | 2026-03-06 16:00
    due: fri 4pm                    | 2026-03-06 16:00
    due by fri 4pm                  | 2026-03-06 16:00
    before fri 4pm!                 | 2026-03-06 16:00
    until fri                       | 2026-03-06 17:00
    till fri 16.30                  | 2026-03-06 16:30
    fri 4pm                         | 2026-03-06 16:00
"""


def rows(table: str) -> list[tuple[str, str]]:
    pairs = (line.rsplit("|", 1) for line in table.strip().splitlines())
    return [(typed.strip(" "), meant.strip()) for typed, meant in pairs]


def typed_as(table: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("typed", "meant"), [pytest.param(*row, id=row[0]) for row in rows(table)])


@typed_as(MEANT)
def test_dates_as_people_type_them(typed: str, meant: str) -> None:
    moment = understand(typed, now=TUESDAY, zone=BERLIN)
    assert moment.local == local(meant)
    assert moment.zone == BERLIN
    assert moment.at == moment.local.replace(tzinfo=BERLIN)


def test_the_table_is_long_enough() -> None:
    assert len(rows(MEANT)) >= 150


@pytest.mark.parametrize(
    ("typed", "meant", "notes"),
    [
        ("at 4", "2026-03-03 16:00", (AfternoonAssumed(16),)),
        ("fri 7", "2026-03-06 19:00", (AfternoonAssumed(19),)),
        ("half past 4", "2026-03-03 16:30", (AfternoonAssumed(16),)),
        ("half 4", "2026-03-03 16:30", (AfternoonAssumed(16),)),
        ("at 4.30", "2026-03-03 16:30", (AfternoonAssumed(16),)),
        ("at 1", "2026-03-03 13:00", (AfternoonAssumed(13),)),
        ("at 9", "2026-03-04 09:00", (RolledToTomorrow(),)),
        ("at 8", "2026-03-04 08:00", (RolledToTomorrow(),)),
        ("4:30", "2026-03-03 16:30", (AfternoonAssumed(16),)),
        ("04:30", "2026-03-04 04:30", (RolledToTomorrow(),)),
        ("9am", "2026-03-04 09:00", (RolledToTomorrow(),)),
        ("9:57", "2026-03-04 09:57", (RolledToTomorrow(),)),
        ("9:58", "2026-03-03 09:58", (AtOnce(),)),
        ("9:59", "2026-03-03 09:59", (AtOnce(),)),
        ("10:00", "2026-03-03 10:00", ()),
        ("28 feb", "2027-02-28 17:00", (RolledToNextYear(2027),)),
        ("28.02. 9:00", "2027-02-28 09:00", (RolledToNextYear(2027),)),
        ("3 mar", "2026-03-03 17:00", ()),
        ("2 mar", "2027-03-02 17:00", (RolledToNextYear(2027),)),
        ("29 mar 02:30", "2026-03-29 03:00", (GapMoved(local("2026-03-29 02:30"), local("2026-03-29 03:00")),)),
        ("25 oct 02:30", "2026-10-25 02:30", (FoldFirst(),)),
        ("in 2 hours", "2026-03-03 12:00", ()),
    ],
)
def test_what_was_assumed_is_noted(typed: str, meant: str, notes: tuple[Note, ...]) -> None:
    moment = understand(typed, now=TUESDAY, zone=BERLIN)
    assert (moment.local, moment.notes) == (local(meant), notes)


@pytest.mark.parametrize(
    ("typed", "zone", "at"),
    [
        ("fri 4pm Berlin", "Europe/Berlin", "2026-03-06T15:00"),
        ("fri 9:00 America/New_York", "America/New_York", "2026-03-06T14:00"),
        ("fri 9:00 new york", "America/New_York", "2026-03-06T14:00"),
        ("9:00 New York time fri", "America/New_York", "2026-03-06T14:00"),
        ("tomorrow 9am in London", "Europe/London", "2026-03-04T09:00"),
        ("fri 9:00 sao paulo", "America/Sao_Paulo", "2026-03-06T12:00"),
        ("fri 9:00 port-au-prince", "America/Port-au-Prince", "2026-03-06T14:00"),
        ("fri 9:00 America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "2026-03-06T12:00"),
        ("4pm UTC", "UTC", "2026-03-03T16:00"),
        ("16:00z", "UTC", "2026-03-03T16:00"),
        ("4pm GMT fri", "UTC", "2026-03-06T16:00"),
        ("fri 9:00 utc+2", "Etc/GMT-2", "2026-03-06T07:00"),
        ("fri 9:00 GMT-05:00", "Etc/GMT+5", "2026-03-06T14:00"),
        ("fri 9:00 utc+0", "UTC", "2026-03-06T09:00"),
        ("today 23:30 Auckland", "Pacific/Auckland", "2026-03-03T10:30"),
    ],
)
def test_zones_as_people_type_them(typed: str, zone: str, at: str) -> None:
    moment = understand(typed, now=TUESDAY, zone=BERLIN)
    assert moment.zone.key == zone
    assert moment.at == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert ZoneGiven(zone) in moment.notes


@pytest.mark.parametrize("typed", ["fri", "in 2 days", "28 mar", "eow", "next week mon"])
def test_a_day_without_a_time_gets_the_callers(typed: str) -> None:
    assert understand(typed, now=TUESDAY, zone=BERLIN, default_time=time(9)).local.time() == time(9)
    assert understand(typed, now=TUESDAY, zone=BERLIN, day_end=time(18)).local.time() == time(18)


def test_the_end_of_the_day_is_not_the_default_time() -> None:
    assert understand("eod", now=TUESDAY, zone=BERLIN, default_time=time(9)).local.time() == time(17)


def test_a_morning_is_the_callers() -> None:
    assert understand("fri morning", now=TUESDAY, zone=BERLIN, morning=time(8, 30)).local.time() == time(8, 30)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("next fri", "2026-03-13"), ("this sun", "2026-03-08"), ("fri", "2026-03-13"), ("eow", "2026-03-13")],
)
def test_on_a_sunday_the_week_is_nearly_over(typed: str, day: str) -> None:
    sunday = datetime(2026, 3, 8, 10, 0, tzinfo=BERLIN)
    assert understand(typed, now=sunday, zone=BERLIN).local.date().isoformat() == day


def test_today_is_that_of_the_zone() -> None:
    """In Auckland it is Wednesday already."""
    late = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    assert understand("today 9:00", now=late, zone=ZoneInfo("America/New_York")).local.day == 3
    assert understand("today 9:00", now=late, zone=ZoneInfo("Pacific/Auckland")).local.day == 4


def test_hours_pass_and_days_follow_the_clock_across_a_change() -> None:
    evening = datetime(2026, 3, 28, 19, 0, tzinfo=UTC)
    assert understand("in 24 hours", now=evening, zone=BERLIN).at == evening + timedelta(hours=24)
    assert understand("in 24 hours", now=evening, zone=BERLIN).local == local("2026-03-29 21:00")
    assert understand("tomorrow 20:00", now=evening, zone=BERLIN).at == evening + timedelta(hours=23)


def test_the_last_of_a_short_month() -> None:
    january = datetime(2026, 1, 31, 10, 0, tzinfo=BERLIN)
    assert understand("in 1 month", now=january, zone=BERLIN).local.date().isoformat() == "2026-02-28"


def test_what_was_typed_is_kept() -> None:
    assert understand("  Fri\n4pm ", now=TUESDAY, zone=BERLIN).typed == "Fri 4pm"
