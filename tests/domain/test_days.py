"""When a day ends, and which sections a page of it shows something of."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.days import Section, day_of, overlapped, page_start
from bot.domain.ids import UserId

SIZE = 20


@pytest.mark.parametrize(
    ("zone", "now", "ends"),
    [
        pytest.param(
            "Europe/London",
            datetime(2026, 3, 4, 9, tzinfo=UTC),
            datetime(2026, 3, 5, 0, tzinfo=UTC),
            id="an ordinary day",
        ),
        pytest.param(
            "America/New_York",
            datetime(2026, 3, 5, 3, tzinfo=UTC),
            datetime(2026, 3, 5, 5, tzinfo=UTC),
            id="still yesterday there",
        ),
        pytest.param(
            "Asia/Kolkata",
            datetime(2026, 3, 4, 19, tzinfo=UTC),
            datetime(2026, 3, 5, 18, 30, tzinfo=UTC),
            id="tomorrow there",
        ),
        pytest.param(
            "Europe/London",
            datetime(2026, 3, 29, 0, tzinfo=UTC),
            datetime(2026, 3, 29, 23, tzinfo=UTC),
            id="an hour short",
        ),
        pytest.param(
            "America/Sao_Paulo",
            datetime(2018, 11, 3, 12, tzinfo=UTC),
            datetime(2018, 11, 4, 3, tzinfo=UTC),
            id="midnight left out",
        ),
        pytest.param(
            "Pacific/Apia",
            datetime(2011, 12, 30, 1, tzinfo=UTC),
            datetime(2011, 12, 30, 10, tzinfo=UTC),
            id="a date left out",
        ),
    ],
)
def test_a_day_ends_at_its_persons_midnight(zone: str, now: datetime, ends: datetime) -> None:
    assert day_of(UserId("U1"), now, ZoneInfo(zone)).ends == ends


def _counts(overdue: int, later: int, unowned: int) -> Mapping[Section, int]:
    some = {Section.OVERDUE: overdue, Section.LATER: later, Section.UNOWNED: unowned}
    return {section: some.get(section, 0) for section in Section}


def test_a_page_reads_the_sections_that_it_shows_and_no_others() -> None:
    """Whatever the counts: as if all had been read and cut."""
    for some in product((0, 1, 19, 20, 21, 301), repeat=3):
        counts = _counts(*some)
        everything = [section for section in Section for _ in range(counts[section])]
        for offset in range(0, len(everything) + 1, SIZE):
            sections, skip = overlapped(counts, offset, SIZE)
            read = [section for section in sections for _ in range(counts[section])]
            shown = everything[offset : offset + SIZE]
            assert (read[skip : skip + SIZE], set(sections)) == (shown, set(shown)), (some, offset)


@pytest.mark.parametrize(
    ("offset", "total", "start"),
    [
        (0, 0, 0),
        (20, 0, 0),
        (0, 1, 0),
        (20, 1, 0),
        (19, 21, 0),
        (20, 21, 20),
        (21, 20, 0),
        (300, 301, 300),
        (290, 301, 280),
        (5_000, 301, 300),
        (-20, 301, 0),
        (9_990, 10_000, 9_980),
        (999_999, 10_000, 9_980),
    ],
)
def test_a_page_that_is_gone_is_the_last_one(offset: int, total: int, start: int) -> None:
    assert page_start(offset, total, SIZE) == start
