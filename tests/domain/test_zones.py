"""Time zones by the names that Slack sends and that people type."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.moments import AmbiguousZone, UnknownZone
from bot.domain.zones import ZoneChoice, ZoneProblem, known_zones, typed_zone, zone_or

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize("name", [None, ""])
def test_no_zone(name: str | None) -> None:
    assert zone_or(name, LONDON) == ZoneChoice(LONDON, ZoneProblem.MISSING)


@pytest.mark.parametrize(
    "name",
    [
        *("US/Pacific-New", "Europe/Atlantis", "Europe", "../../etc/passwd", "/etc/passwd", "Europe/Berlin\0"),
        *("\ud800", "x" * 5_000, " ", "europe/berlin", "UTC+25", "None"),
    ],
)
def test_an_unknown_zone(name: str) -> None:
    assert zone_or(name, LONDON) == ZoneChoice(LONDON, ZoneProblem.UNKNOWN)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata", "US/Pacific"]
)
def test_a_known_zone(name: str) -> None:
    assert zone_or(name, LONDON) == ZoneChoice(ZoneInfo(name))


def test_places_in_between_keep_their_offset_all_year() -> None:
    for hours, minutes in ((3, 30), (4, 30), (5, 30), (5, 45), (6, 30), (8, 45), (9, 30), (-9, 30)):
        zone = typed_zone(f"{hours:+d}:{minutes}")
        assert zone is not None
        away = timedelta(hours=hours, minutes=minutes if hours > 0 else -minutes)
        assert {datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in range(1, 13)} == {away}


def test_every_listed_zone_loads() -> None:
    assert len(known_zones()) > 550
    assert all(zone_or(name, LONDON).problem is None for name in known_zones())


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("ho chi minh", "Asia/Ho_Chi_Minh"),
        ("america/new_york", "America/New_York"),
        ("America/Indiana/Knox", "America/Indiana/Knox"),
        ("utc", "UTC"),
        ("UTC+14", "Etc/GMT-14"),
        ("utc-12", "Etc/GMT+12"),
        ("utc-00", "UTC"),
        ("utc+0", "UTC"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("gmt+0545", "Asia/Kathmandu"),
        ("UTC-9:30", "Pacific/Marquesas"),
        ("+05:00", "Etc/GMT-5"),
        ("-0500", "Etc/GMT+5"),
        ("+2", "Etc/GMT-2"),
        ("CET", "CET"),
        ("et", "America/New_York"),
        ("PT", "America/Los_Angeles"),
        ("PDT", "America/Los_Angeles"),
        ("cest", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("NY", "America/New_York"),
        ("nyc", "America/New_York"),
        ("LA", "America/Los_Angeles"),
        ("San Francisco", "America/Los_Angeles"),
        ("HK", "Asia/Hong_Kong"),
        ("UK", "Europe/London"),
    ],
)
def test_typed(words: str, key: str) -> None:
    zone = typed_zone(words)
    assert zone is not None
    assert zone.key == key


@pytest.mark.parametrize("words", ["", "copies", "center", "wake", "Knox", "Frankfurt", "Etc/GMT+5", "US/Pacific"])
def test_names_nothing(words: str) -> None:
    assert typed_zone(words) is None


@pytest.mark.parametrize("words", ["EST", "cst", "BST", "IST", "PST"])
def test_abbreviations_are_asked(words: str) -> None:
    with pytest.raises(AmbiguousZone) as refused:
        typed_zone(words)
    assert all(zone_or(key, LONDON).problem is None for key in refused.value.readings)


@pytest.mark.parametrize("words", ["UTC+25", "UTC+15", "utc-13", "gmt+", "utc+5:20", "utc+1.5", "+", "+123", "-12:30"])
def test_offsets_that_no_zone_has(words: str) -> None:
    with pytest.raises(UnknownZone):
        typed_zone(words)
