"""Lengths of time as people type them."""

from datetime import timedelta

import pytest

from bot.domain.durations import DurationTooLong, NotADuration, parse_duration


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1h30", 90),
        ("1:30", 90),
        ("0:05", 5),
        ("90m", 90),
        ("90 min", 90),
        ("1.5h", 90),
        ("1h 30m", 90),
        ("1 hour and 30 minutes", 90),
        ("½h", 30),
        ("1½ hours", 90),
        ("half an hour", 30),
        ("half a day", 720),
        ("an hour and a half", 90),
        ("in 2 hours", 120),
        ("two hours", 120),
        ("2d", 2880),
        ("2 days 4 hours", 3120),
        ("1 week", 10080),
        ("0m", 0),
    ],
)
def test_understood(typed: str, minutes: int) -> None:
    assert parse_duration(typed) == timedelta(minutes=minutes)


def test_seconds() -> None:
    assert parse_duration("1h 30m 20s") == timedelta(hours=1, minutes=30, seconds=20)


@pytest.mark.parametrize(
    "typed", ["", "90", "5 m", "5mo", "1 month", "1:75", "1h30x", "1h75", "h", "soon", "1,5h", "-1h", "1h" * 99]
)
def test_not_understood(typed: str) -> None:
    with pytest.raises(NotADuration):
        parse_duration(typed)


@pytest.mark.parametrize("typed", ["367 days", "9999999 h", "1" * 50 + "h"])
def test_too_long(typed: str) -> None:
    with pytest.raises(DurationTooLong):
        parse_duration(typed)
