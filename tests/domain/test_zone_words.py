"""Whose clock a time is on, as it is typed behind the time: read, or asked about, never left out. Tuesday, London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import UnknownZone, understand
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_request import parse_request

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 14, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("4pm New York time", "America/New_York"),
        ("4pm NY time", "America/New_York"),
        ("4pm ny time", "America/New_York"),
        ("4pm NY", "America/New_York"),
        ("4pm nyc", "America/New_York"),
        ("4pm New York City time", "America/New_York"),
        ("4pm LA time", "America/Los_Angeles"),
        ("4pm SF", "America/Los_Angeles"),
        ("4pm PT", "America/Los_Angeles"),
        ("4pm ET", "America/New_York"),
        ("4pm et time", "America/New_York"),
        ("4pm UK time", "Europe/London"),
        ("4pm Paris", "Europe/Paris"),
        ("4pm berlin", "Europe/Berlin"),
        ("4pm (Berlin)", "Europe/Berlin"),
        ("4pm (Berlin time)", "Europe/Berlin"),
        ("4pm (NY)", "America/New_York"),
        ("4pm sharp Paris time", "Europe/Paris"),
        ("4pm CET", "CET"),
        ("4pm UTC+2", "Etc/GMT-2"),
        ("4pm utc +2", "Etc/GMT-2"),
        ("4pm UTC + 2", "Etc/GMT-2"),
        ("4pm (UTC+2)", "Etc/GMT-2"),
        ("4pm GMT-5", "Etc/GMT+5"),
        ("4pm UTC−5", "Etc/GMT+5"),
        ("4pm UTC –5", "Etc/GMT+5"),
        ("4pm UTC+5:30", "Asia/Kolkata"),
        ("16:00+01:00", "Etc/GMT-1"),
        ("16:00 +01:00", "Etc/GMT-1"),
        ("16:00 +0100", "Etc/GMT-1"),
        ("16:00 -0500", "Etc/GMT+5"),
        ("16:00 -05:00", "Etc/GMT+5"),
        ("eod NY time", "America/New_York"),
        ("noon Paris time", "Europe/Paris"),
    ],
)
def test_read(typed: str, zone: str) -> None:
    request = parse_request(f"Acme: reprint by fri {typed}", now=TUESDAY, zone=LONDON)
    assert (request.title, request.ambiguities) == ("reprint", ())
    assert request.due is not None
    assert request.due.zone.key == zone
    assert understand(f"fri {typed}", now=TUESDAY, zone=LONDON).zone.key == zone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("4pm their time", "their time"),
        ("4pm client time", "client time"),
        ("4pm the client's time", "client's time"),
        ("4pm Acme time", "Acme time"),
        ("4pm Acme's time", "Acme's time"),
        ("4pm Zenith Media time", "Zenith Media time"),
        ("4pm East Coast time", "East Coast time"),
        ("4pm frankfurt time", "frankfurt time"),
        ("4pm local time", "local time"),
        ("4pm their time zone", "their time zone"),
        ("4pm (client time)", "client time"),
        ("eod their time", "their time"),
        ("afternoon their time", "their time"),
        ("4pm UTC+25", "UTC+25"),
        ("4pm UTC-12:30", "UTC-12:30"),
        ("16:00+25:00", "+25:00"),
    ],
)
def test_asked(typed: str, name: str) -> None:
    request = parse_request(f"Acme: reprint by fri {typed}", now=TUESDAY, zone=LONDON)
    assert (request.title, request.due) == ("reprint", None)
    assert isinstance(request.due_refused, UnknownZone)
    assert request.due_refused.name == name
    assert request.due_refused in request.ambiguities


def test_asked_without_a_word_in_front() -> None:
    request = parse_request("Acme: call fri 4pm their time", now=TUESDAY, zone=LONDON)
    assert (request.title, type(request.due_refused)) == ("call", UnknownZone)


def test_it_belongs_to_the_date_though_the_line_goes_on() -> None:
    request = parse_request("by fri 4pm New York time Acme: reprint", now=TUESDAY, zone=LONDON)
    assert request.title == "reprint"
    assert request.due is not None
    assert request.due.zone.key == "America/New_York"


@pytest.mark.parametrize(
    "words",
    [
        "+1 copy",
        "-1 page",
        "+ 2 copies",
        "- 12 pages",
        "for the first time",
        "Paris brochure",
        "la casa",
        "lunch time menu",
    ],
)
def test_words_that_are_none(words: str) -> None:
    request = parse_request(f"Acme: reprint by fri 4pm {words}", now=TUESDAY, zone=LONDON)
    assert (request.title, request.ambiguities) == (f"reprint {words}", ())
    assert request.due is not None
    assert request.due.zone == LONDON


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("fri 9:00 utc+2", "Etc/GMT-2"),
        ("fri 9:00 UTC+5:30", "Asia/Kolkata"),
        ("fri 9:00+01:00", "Etc/GMT-1"),
        ("2026-03-06T09:00:00+05:00", "Etc/GMT-5"),
        ("2026-03-06T09:00-05:00", "Etc/GMT+5"),
        ("2026-03-06 09:00:00 -0500", "Etc/GMT+5"),
        ("2026-03-06T09:00:00Z", "UTC"),
    ],
)
def test_in_front_of_what_a_reminder_says(typed: str, zone: str) -> None:
    nudge = parse_nudge(f"<@U0BEN> {typed} call Acme", now=TUESDAY, zone_of=lambda _: LONDON)
    assert nudge.moment is not None
    assert (nudge.text, nudge.moment.zone.key, nudge.ambiguities) == ("call Acme", zone, ())
    assert nudge.moment.local == datetime(2026, 3, 6, 9)  # noqa: DTZ001  # wall time


@pytest.mark.parametrize("name", ["UTC+25", "UTC-12:30", "UTC+1:17", "+25:00", "CET+1"])
def test_an_unknown_one_takes_no_words_with_it(name: str) -> None:
    nudge = parse_nudge(f"me fri 9:00 {name} call Acme", now=TUESDAY, zone_of=lambda _: LONDON)
    assert isinstance(nudge.refused, UnknownZone)
    assert (nudge.text, nudge.refused.name) == ("call Acme", name)


@pytest.mark.parametrize("text", ["log time", "submit time sheets", "check response time", "time to call Ben"])
def test_a_reminder_about_time(text: str) -> None:
    nudge = parse_nudge(f"me fri 9:00 {text}", now=TUESDAY, zone_of=lambda _: LONDON)
    assert (nudge.text, nudge.ambiguities) == (text, ())
