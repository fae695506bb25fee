"""A zone named in a schedule is told apart from words that are none."""

import pytest

from bot.domain.schedule_zones import Zoned, zoned


@pytest.mark.parametrize(
    ("typed", "schedule", "zone"),
    [
        ("daily 9:00 Berlin", "daily 9:00", "Berlin"),
        ("daily 9:00 EST", "daily 9:00", "EST"),
        ("weekdays 9am Europe/Berlin", "weekdays 9am", "Europe/Berlin"),
        ("mon wed 16:30 New York time", "mon wed 16:30", "New York time"),
        ("9:00 (CET) daily", "9:00 daily", "CET"),
        ("daily 9:00 their time", "daily 9:00", "their time"),
    ],
)
def test_what_is_a_schedule_and_a_zone(typed: str, schedule: str, zone: str) -> None:
    assert zoned(typed, zone="Europe/London") == Zoned(schedule, zone)


@pytest.mark.parametrize(
    "typed", ["", "daily 9:00", "daily 9:00 please", "Berlin", "daily Berlin", "soon EST", "x" * 500]
)
def test_what_is_something_else(typed: str) -> None:
    assert zoned(typed, zone="Europe/London") is None
