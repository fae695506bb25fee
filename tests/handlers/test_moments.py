"""Moments in words, also those whose zone has gone from the zone data."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_requests import Due
from handlers.language import Language
from handlers.moments import city, city_named, dated, due_moment, wall
from sandbox.driver import Person
from tests.conftest import Pair

#: What values mean is the same in every pair.
PAIRS = (Pair.SOCKET_SQLITE,)

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
AT = datetime(2026, 3, 6, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "now", "said"),
    [
        pytest.param("2026-03-06T16:00", "Europe/London", "2026-03-03T14:00", "Fri 6 Mar, 16:00", id="this year"),
        pytest.param("2027-03-01T17:00", "Europe/London", "2026-03-03T14:00", "Mon 1 Mar 2027, 17:00", id="next"),
        pytest.param("2025-12-30T17:00", "Europe/London", "2026-03-03T14:00", "Tue 30 Dec 2025, 17:00", id="last"),
        pytest.param("2027-01-01T02:00", "America/New_York", "2026-12-31T14:00", "Thu 31 Dec, 21:00", id="still this"),
        pytest.param("2026-12-31T15:30", "Asia/Tokyo", "2026-12-31T14:00", "Fri 1 Jan 2027, 00:30", id="there next"),
        pytest.param("2026-12-31T15:30", "Asia/Tokyo", "2026-12-31T15:10", "Fri 1 Jan, 00:30", id="there this"),
    ],
)
def test_the_year_is_said_where_it_is_not_the_readers(at: str, zone: str, now: str, said: str) -> None:
    read_at, place = datetime.fromisoformat(now).replace(tzinfo=UTC), ZoneInfo(zone)
    assert wall(datetime.fromisoformat(at).replace(tzinfo=UTC), place, read_at) == f"{said} {city(place)} time"


def test_the_fallback_of_a_card_says_it_too() -> None:
    due = Due(datetime(2027, 3, 1, 17, tzinfo=UTC), "Europe/London")
    assert due_moment(due, NOW).endswith("|Mon 1 Mar 2027, 17:00 London time>")


def test_no_words_of_a_workspace_break_out_of_slacks_token() -> None:
    own = Language({"{date} at {time}": "{date} > {time} ^", "{day}, {time} {city} time": "{day} | {time} > {city}"})
    with own.spoken():
        shown = due_moment(Due(AT, "Europe/London"), NOW)
    assert shown == "<!date^1772812800^{date_short_pretty} › {time} ˆ|Fri 6 Mar / 16:00 › London>"


def test_dated_always_says_it() -> None:
    assert dated(NOW, ZoneInfo("Europe/London")) == "Tue 3 Mar 2026, 14:00 London time"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("GMT", "GMT"),
        ("Etc/GMT-2", "UTC+2"),
        ("Etc/GMT+12", "UTC-12"),
    ],
)
def test_a_zone_is_named_as_people_name_it(key: str, said: str) -> None:
    assert city(ZoneInfo(key)) == said


def test_a_due_date_of_next_year_is_not_taken_for_a_past_one(ana: Person) -> None:
    """It is Tuesday 3 March 2026."""
    due = "Mon 1 Mar 2027, 17:00 London time"
    assert due in ana.slash("/request forty flyers by mon 1 mar @ana", in_="acme").words
    assert due in ana.slash("/task @ana print them by mon 1 mar", in_="acme").words
    assert due in ana.slash("/nudge me mon 1 mar 17:00 call Acme", in_="acme").words
    for label in ("R-1", "T-1"):
        assert due in ana.sees("acme").newest(f"*{label}*").words
    for line in ("/request list", "/task mine", "/nudge list", "/nudge N-1", "/liaison my day", "/digest preview"):
        assert due in ana.slash(line, in_="acme").words, line
    assert ana.home().text.count(due) == 3
    ts = ana.says("@liaison list", in_="acme")
    assert due in "".join(message.words for message in ana.sees("acme").thread(ts))


@pytest.mark.parametrize(
    ("zone_name", "fallback"),
    [
        ("Europe/Berlin", "Fri 6 Mar, 17:00 Berlin time"),
        ("US/Pacific-New", "Fri 6 Mar, 16:00 UTC time"),
        ("", "Fri 6 Mar, 16:00 UTC time"),
    ],
)
def test_a_due_moment_is_told_whatever_became_of_its_zone(zone_name: str, fallback: str) -> None:
    assert due_moment(Due(AT, zone_name), NOW).endswith(f"|{fallback}>")


@pytest.mark.parametrize(("name", "city"), [("America/New_York", "New York"), ("US/Pacific-New", "Pacific-New")])
def test_a_city_has_a_name_whether_its_zone_exists_or_not(name: str, city: str) -> None:
    assert city_named(name) == city
