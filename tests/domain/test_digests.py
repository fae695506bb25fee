"""Under which heading an item stands in a digest, in which order, and what is counted."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import Counts, OpenItem, of_channel, sorted_into
from bot.domain.ids import ChannelId, UserId
from bot.domain.schedules import EVERY_DAY, DailyRule
from tests.storage import make

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
BEN = UserId("UBEN")
HOUR = timedelta(hours=1)


def item(
    due_in: timedelta | None = None,
    *,
    label: str = "R-1",
    owner: UserId | None = BEN,
    snoozed_for: timedelta | None = None,
    since: datetime = NOW,
    is_asked: bool = False,
) -> OpenItem:
    return OpenItem(
        label=label,
        due_at=NOW + due_in if due_in is not None else None,
        owner=owner,
        audience=ChannelId("C0ACME"),
        since=since,
        is_asked=is_asked,
        snoozed_until=NOW + snoozed_for if snoozed_for is not None else None,
    )


@pytest.mark.parametrize(
    ("one", "zone", "heading"),
    [
        pytest.param(item(-timedelta(minutes=1)), LONDON, "overdue", id="a minute ago"),
        pytest.param(item(timedelta()), LONDON, "today", id="now"),
        pytest.param(item(9 * HOUR), LONDON, "today", id="tonight"),
        pytest.param(item(10 * HOUR), LONDON, "others", id="at midnight"),
        pytest.param(item(9 * HOUR), TOKYO, "others", id="tonight, tomorrow in Tokyo"),
        pytest.param(item(-HOUR, owner=None), LONDON, "overdue", id="overdue and nobody's"),
        pytest.param(item(HOUR, owner=None), LONDON, "today", id="of today and nobody's"),
        pytest.param(item(24 * HOUR, owner=None), LONDON, "unowned", id="later and nobody's"),
        pytest.param(item(owner=None), LONDON, "unowned", id="nobody's and not due"),
        pytest.param(item(), LONDON, "others", id="not due"),
        pytest.param(item(-HOUR, snoozed_for=HOUR), LONDON, "others", id="overdue and snoozed"),
        pytest.param(item(HOUR, snoozed_for=HOUR), LONDON, "others", id="of today and snoozed"),
        pytest.param(item(-HOUR, snoozed_for=timedelta()), LONDON, "overdue", id="until now"),
    ],
)
def test_it_stands_once_under_the_most_urgent(one: OpenItem, zone: ZoneInfo, heading: str) -> None:
    piles = sorted_into([one], now=NOW, zone=zone)
    found = {name: getattr(piles, name) for name in ("overdue", "today", "unowned", "others")}
    assert found == {**dict.fromkeys(found, ()), heading: ("R-1",)}
    assert not piles.is_empty


def test_the_soonest_comes_first_and_what_is_not_due_last() -> None:
    items = [
        item(label="R-1"),
        item(50 * HOUR, label="T-9"),
        item(50 * HOUR, label="R-10"),
        item(50 * HOUR, label="R-9"),
        item(26 * HOUR, label="T-30"),
    ]
    assert sorted_into(items, now=NOW, zone=LONDON).others == ("T-30", "R-9", "R-10", "T-9", "R-1")


def test_what_is_counted() -> None:
    items = [
        item(-HOUR, since=NOW - HOUR),
        item(HOUR, label="R-2", owner=None, since=NOW),
        item(label="R-3", is_asked=True, since=NOW - 2 * HOUR),
    ]
    counts = of_channel(items, since=NOW - HOUR, restricted=4, now=NOW, zone=LONDON).counts
    assert counts == Counts(open=3, overdue=1, today=1, unowned=1, new=1, waiting=1, restricted=4)


def test_a_date_that_another_zone_has_left_out_is_the_next_one_there() -> None:
    """On Samoa Thursday 29 December 2011 was followed by Saturday the 31st."""
    schedule = make.schedule(next_date=date(2011, 12, 30))
    schedule.work_out_again(DailyRule(time(9), EVERY_DAY, "Pacific/Apia"), "2026a")
    assert schedule.coming.local_date == date(2011, 12, 31)
