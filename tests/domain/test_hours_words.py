"""Hours as people type them. Today is Tuesday, 3 March 2026, nine o'clock in Berlin."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hours import HoursRefused, LeaveTooLong, NoSuchHours, NotHours, NotLeave, UnknownCountry
from bot.domain.hours_words import (
    AddLeave,
    EndLeave,
    Forget,
    InheritWorking,
    Scope,
    SetHolidays,
    SetQuiet,
    SetWorking,
    Show,
    parse_hours,
)
from bot.domain.moments import DateRefused, InThePast, NoSuchDate, NoSuchTime, NotUnderstood

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def shown(typed: str) -> str:
    scope, wanted = parse_hours(typed, now=NOW, zone=BERLIN)
    prefix = "" if scope is Scope.OWN else f"{scope} "
    match wanted:
        case SetWorking():
            return f"{prefix}{''.join(map(str, sorted(wanted.weekdays)))} {' '.join(map(str, wanted.spans))}"
        case SetQuiet():
            return f"{prefix}quiet {wanted.quiet}"
        case SetHolidays():
            return f"{prefix}holidays {wanted.country}"
        case AddLeave():
            return f"{prefix}leave {wanted.leave}"
        case Show() | Forget() | EndLeave() | InheritWorking():
            return f"{prefix}{type(wanted).__name__}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Show"),
        ("show", "Show"),
        ("off", "Forget"),
        ("OFF", "Forget"),
        ("channel", "channel Show"),
        ("workspace off", "workspace Forget"),
        ("mon-fri 9:00-17:30", "01234 09:00-17:30"),
        ("Mon - Fri 9:00 - 17:30", "01234 09:00-17:30"),
        ("mon–fri 9:00–17:30", "01234 09:00-17:30"),
        ("monday to friday 9 to 5", "01234 09:00-17:00"),
        ("weekdays 9-5", "01234 09:00-17:00"),
        ("weekdays 9:00-5:30", "01234 09:00-17:30"),
        ("sun-thu 22:00-6:00", "01236 22:00-06:00"),
        ("mon-fri 18-2", "01234 18:00-02:00"),
        ("mon-fri 10pm-6am", "01234 22:00-06:00"),
        ("fri sat 6:00-10:00 20:00-2:00", "45 06:00-10:00 20:00-02:00"),
        ("daily 12:00-0:00", "0123456 12:00-24:00"),
        ("9:00-17:30", "01234 09:00-17:30"),
        ("from 9:00 until 17:30", "01234 09:00-17:30"),
        ("8:30-16:00 mon-thu", "0123 08:30-16:00"),
        ("mon-thu 10 to 12 and 13 to 18", "0123 10:00-12:00 13:00-18:00"),
        ("mon-fri 9:00-12:30, 13:00-17:30", "01234 09:00-12:30 13:00-17:30"),
        ("mon-fri 13:00-17:30 9:00-12:30", "01234 09:00-12:30 13:00-17:30"),
        ("mon wed fri 9am-5pm", "024 09:00-17:00"),
        ("sun-thu 8-16", "01236 08:00-16:00"),
        ("daily 0:00-24:00", "0123456 00:00-24:00"),
        ("every day 7-22", "0123456 07:00-22:00"),
        ("weekends 10:00-0:00", "56 10:00-24:00"),
        ("24/7", "0123456 00:00-24:00"),
        ("channel mon-fri 8-18", "channel 01234 08:00-18:00"),
        ("workspace mon-fri 9:00-17:30", "workspace 01234 09:00-17:30"),
        ("quiet 22:00-7:00", "quiet 22:00-07:00"),
        ("quiet 22-7", "quiet 22:00-07:00"),
        ("quiet from 10pm to 7am", "quiet 22:00-07:00"),
        ("quiet 22:00 until 24:00", "quiet 22:00-00:00"),
        ("quiet 12:00-13:00", "quiet 12:00-13:00"),
        ("quiet off", "quiet None"),
        ("workspace quiet 20:00-8:00", "workspace quiet 20:00-08:00"),
        ("holidays germany", "holidays DE"),
        ("holidays de-by", "holidays DE-BY"),
        ("holidays United Kingdom", "holidays GB"),
        ("country US", "holidays US"),
        ("holidays off", "holidays None"),
        ("leave 24 dec - 2 jan", "leave 2026-12-24/2027-01-02"),
        ("leave 24 dec to 2 jan", "leave 2026-12-24/2027-01-02"),
        ("leave 24 dec-2 jan", "leave 2026-12-24/2027-01-02"),
        ("leave from 24 dec until 2 jan", "leave 2026-12-24/2027-01-02"),
        ("leave 24–28 dec", "leave 2026-12-24/2026-12-28"),
        ("leave 24-28 dec", "leave 2026-12-24/2026-12-28"),
        ("leave 28 feb - 5 mar", "leave 2027-02-28/2027-03-05"),
        ("leave today", "leave 2026-03-03/2026-03-03"),
        ("leave tomorrow", "leave 2026-03-04/2026-03-04"),
        ("leave thu - fri", "leave 2026-03-05/2026-03-06"),
        ("leave fri - mon", "leave 2026-03-06/2026-03-09"),
        ("leave 2026-12-24 - 2027-01-02", "leave 2026-12-24/2027-01-02"),
        ("away 6 apr", "leave 2026-04-06/2026-04-06"),
        ("leave off", "EndLeave"),
    ],
)
def test_as_people_type_it(typed: str, expected: str) -> None:
    assert shown(typed) == expected


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("mon-fri", NotHours),
        ("mon-fri 9:00", NotHours),
        ("sometimes", NotHours),
        ("mon-fri 9-17 please", NotHours),
        ("mon-fri 9-17 " * 20, NotHours),
        ("quiet", NotHours),
        ("quiet please", NotHours),
        ("quiet 22:00", NotHours),
        ("quiet 22:00-7:00 mon", NotHours),
        ("channel tuesday", NotHours),
        ("mon-fri 17:00-9:00", NoSuchHours),
        ("mon-fri 9:00-9:00", NoSuchHours),
        ("mon-fri 9-13 12-17", NoSuchHours),
        ("mon-fri 5:00-9:00 22:00-6:00", NoSuchHours),
        ("quiet 7:00-7:00", NoSuchHours),
        ("mon-fri 9:00-25:00", NoSuchTime),
        ("mon-fri 9:60-17:00", NoSuchTime),
        ("holidays atlantis", UnknownCountry),
        ("holidays", UnknownCountry),
        ("leave", NotLeave),
        ("leave 1 apr - 2 apr - 3 apr", NotLeave),
        ("leave soon", NotUnderstood),
        ("leave 31 feb", NoSuchDate),
        ("leave yesterday", InThePast),
        ("leave 6 apr 2026 - 6 may 2027", LeaveTooLong),
    ],
)
def test_refused_and_never_guessed(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parse_hours(typed, now=NOW, zone=BERLIN)


WORDS = (
    "mon",
    "fri",
    "-",
    "to",
    "9",
    "17:30",
    "quiet",
    "leave",
    "24 dec",
    "channel",
    "off",
    "am",
    "and",
    "24:00",
    "de",
)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
def test_any_text_is_understood_or_refused(typed: str) -> None:
    """What is understood is of some use: it has days and hours, and no leave is over."""
    with suppress(HoursRefused, DateRefused):
        match parse_hours(typed, now=NOW, zone=BERLIN)[1]:
            case SetWorking(weekdays=weekdays, spans=spans):
                assert weekdays, typed
                assert spans, typed
            case AddLeave(leave=leave):
                assert leave.last >= NOW.date(), typed
