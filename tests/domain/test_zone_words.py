"""Whose clock a time is on, as it is typed behind the time: read, or asked about, never left out. Tuesday, London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import UnknownZone, understand
from bot.domain.quick_line import parse_nudge, parse_request

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
    "words", ["for the first time", "Paris brochure", "la casa", "(phone call)", "lunch time menu"]
)
def test_words_that_are_none(words: str) -> None:
    request = parse_request(f"Acme: reprint by fri 4pm {words}", now=TUESDAY, zone=LONDON)
    assert (request.title, request.ambiguities) == (f"reprint {words}", ())
    assert request.due is not None
    assert request.due.zone == LONDON


@pytest.mark.parametrize("text", ["log time", "submit time sheets", "check response time", "time to call Ben"])
def test_a_reminder_about_time(text: str) -> None:
    nudge = parse_nudge(f"me fri 9:00 {text}", now=TUESDAY, zone_of=lambda _: LONDON)
    assert (nudge.text, nudge.ambiguities) == (text, ())
