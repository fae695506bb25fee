"""A due moment through a form: shown in the reader's zone, read back in it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_requests import Due
from bot.domain.edits import fingerprint
from bot.domain.errors import FieldRefused
from handlers.due_fields import due_blocks, due_from
from handlers.gestures import Fields

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)


def form(day: str | None, hour: str | None) -> Fields:
    values = {"due_date": {"a": {"selected_date": day}}, "due_time": {"a": {"selected_time": hour}}}
    return Fields({"state": {"values": values}})


@pytest.mark.parametrize(
    ("day", "hour", "zone", "at"),
    [
        pytest.param("2026-03-05", "15:00", "Europe/London", "2026-03-05T15:00", id="winter"),
        pytest.param("2026-07-01", "15:00", "Europe/London", "2026-07-01T14:00", id="summer"),
        pytest.param("2026-03-05", None, "America/New_York", "2026-03-05T22:00", id="no time is 17:00"),
        pytest.param("2026-03-29", "01:30", "Europe/London", "2026-03-29T01:00", id="an hour that is left out"),
        pytest.param("2026-10-25", "01:30", "Europe/London", "2026-10-25T00:30", id="an hour that comes twice"),
        pytest.param("2026-03-03", "13:59", "Europe/London", "2026-03-03T13:59", id="passed while it was filled in"),
        pytest.param("2028-03-03", "09:00", "Europe/London", "2028-03-03T09:00", id="two years ahead"),
    ],
)
def test_it_is_read_in_the_zone_of_whoever_fills_it_in(day: str, hour: str | None, zone: str, at: str) -> None:
    assert due_from(form(day, hour), ZoneInfo(zone), NOW) == Due(datetime.fromisoformat(at).replace(tzinfo=UTC), zone)


def test_both_empty_is_no_due_moment() -> None:
    assert due_from(form(None, None), LONDON, NOW) is None


@pytest.mark.parametrize(
    ("day", "hour", "field", "reason"),
    [
        pytest.param(None, "15:00", "due_date", "missing", id="time without a day"),
        pytest.param("2026-03-02", None, "due_date", "past", id="yesterday"),
        pytest.param("2026-03-03", "13:57", "due_date", "past", id="three minutes ago"),
        pytest.param("0001-01-01", "00:00", "due_date", "past", id="first of all days"),
        pytest.param("2028-03-04", None, "due_date", "too_far", id="two years and a day ahead, as when it is typed"),
        pytest.param("2029-01-01", None, "due_date", "too_far", id="three years ahead"),
        pytest.param("9999-12-31", "23:59", "due_date", "too_far", id="last of all days"),
        pytest.param("2026-02-31", None, "due_date", "unknown", id="no such day"),
        pytest.param("soon", None, "due_date", "unknown", id="no date"),
        pytest.param("2026-03-05", "25:00", "due_time", "unknown", id="no such time"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(
    day: str | None, hour: str | None, field: str, reason: str
) -> None:
    with pytest.raises(FieldRefused) as refused:
        due_from(form(day, hour), LONDON, NOW)
    assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_ends_of_the_calendar_are_refused_in_every_zone(day: str, zone: str) -> None:
    with pytest.raises(FieldRefused):
        due_from(form(day, "00:00"), ZoneInfo(zone), NOW)


def test_a_moment_that_has_passed_may_stay_but_not_be_chosen() -> None:
    standing = Due(datetime(2026, 3, 2, 9, 0, 31, tzinfo=UTC), "Europe/Berlin")
    assert due_from(form("2026-03-02", "09:00"), LONDON, NOW, standing) is standing
    with pytest.raises(FieldRefused):
        due_from(form("2026-03-02", "09:01"), LONDON, NOW, standing)


def test_nor_is_what_was_shown_refused_where_another_stands_by_now() -> None:
    shown = Due(datetime(2026, 3, 2, 9, tzinfo=UTC), "Europe/Berlin")
    moved = Due(datetime(2026, 3, 6, 9, tzinfo=UTC), "Europe/Berlin")
    kept = fingerprint(shown.at.isoformat(timespec="minutes"))
    for standing in (moved, None):
        found = due_from(form("2026-03-02", "09:00"), LONDON, NOW, standing, shown=kept)
        assert found == Due(shown.at, "Europe/London")
        with pytest.raises(FieldRefused):
            due_from(form("2026-03-02", "09:01"), LONDON, NOW, standing, shown=kept)


def test_it_is_shown_in_the_readers_zone() -> None:
    day, hour = due_blocks(Due(datetime(2026, 3, 5, 2, tzinfo=UTC), "Europe/London"), ZoneInfo("America/New_York"))
    assert isinstance(day["element"], dict)
    assert isinstance(hour["element"], dict)
    assert day["element"]["initial_date"] == "2026-03-04"
    assert hour["element"]["initial_time"] == "21:00"
    assert "New York time" in str(hour["hint"])
