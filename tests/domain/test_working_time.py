"""By when so much working time has passed, across nights, weekends, holidays and changes of the clocks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hours import Hours, Leave, Quiet, Span
from bot.domain.working_time import after_working

LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")
OFFICE = Hours(LONDON)
NIGHTS = Hours(LONDON, spans=(Span.over_midnight(22 * 60, 6 * 60),))
LUNCH = Hours(LONDON, spans=(Span(9 * 60, 12 * 60), Span(13 * 60, 17 * 60)))


@pytest.mark.parametrize(
    ("hours", "at", "minutes", "until"),
    [
        pytest.param(OFFICE, "2026-03-03 14:00", 30, "2026-03-03 14:30", id="within a day"),
        pytest.param(OFFICE, "2026-03-03 17:10", 30, "2026-03-04 09:10", id="over a night"),
        pytest.param(OFFICE, "2026-03-03 20:00", 30, "2026-03-04 09:30", id="from a night"),
        pytest.param(OFFICE, "2026-03-06 17:10", 30, "2026-03-09 09:10", id="over a weekend"),
        pytest.param(OFFICE, "2026-03-03 14:00", 510, "2026-03-04 14:00", id="a working day"),
        pytest.param(OFFICE, "2026-03-03 17:00", 30, "2026-03-03 17:30", id="to the last minute"),
        pytest.param(LUNCH, "2026-03-03 11:50", 30, "2026-03-03 13:20", id="over lunch"),
        pytest.param(NIGHTS, "2026-03-03 23:50", 30, "2026-03-04 00:20", id="over midnight"),
        pytest.param(NIGHTS, "2026-03-04 05:50", 30, "2026-03-04 22:20", id="over a day that is off"),
        pytest.param(Hours(LONDON, holidays="GB-ENG"), "2026-04-02 17:20", 30, "2026-04-07 09:20", id="over Easter"),
        pytest.param(
            Hours(LONDON, leave=(Leave(*[datetime(2026, 3, 4).date()] * 2),)),  # noqa: DTZ001
            "2026-03-03 17:20",
            30,
            "2026-03-05 09:20",
            id="over leave",
        ),
        pytest.param(
            Hours(LONDON, quiet=Quiet(14 * 60, 15 * 60)), "2026-03-03 13:50", 30, "2026-03-03 15:20", id="over quiet"
        ),
        pytest.param(Hours.always(LONDON), "2026-03-28 23:30", 120, "2026-03-29 02:30", id="always, clocks forward"),
        pytest.param(Hours.always(BERLIN), "2026-10-25 01:30", 120, "2026-10-25 02:30", id="always, clocks back"),
    ],
)
def test_after_so_much_working_time(hours: Hours, at: str, minutes: int, until: str) -> None:
    zone = hours.zone
    begun, wanted = (datetime.fromisoformat(one).replace(tzinfo=zone) for one in (at, until))
    reached = after_working(hours, begun.astimezone(ZoneInfo("UTC")), timedelta(minutes=minutes))
    assert reached.astimezone(zone).replace(fold=0) == wanted


def test_where_nothing_opens_it_comes_all_the_same() -> None:
    never = Hours(LONDON, weekdays=frozenset())
    at = datetime(2026, 3, 3, 14, tzinfo=LONDON)
    assert at < after_working(never, at, timedelta(hours=8)) <= at + timedelta(hours=8)
