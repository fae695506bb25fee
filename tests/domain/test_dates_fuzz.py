"""Whatever is typed, a date is understood or refused, and at once."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import date_words
from bot.domain.dates import DateRefused, anywhere, leading, scan, understand
from bot.domain.durations import DurationRefused, parse_duration
from bot.domain.zones import known_zones
from tests.pace import at_most

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
MOST_SECONDS = at_most(0.05)

WORDS = sorted(
    {*date_words.WEEKDAYS, *date_words.MONTHS, *date_words.NEAR_DAYS, *date_words.UNITS, *date_words.COUNTS}
    | {*date_words.PARTS, *date_words.BETWEEN, *date_words.DEADLINES, *date_words.DAY_ENDS, *date_words.ORDINALS}
    | {
        "next",
        "this",
        "week",
        "half",
        "past",
        "to",
        "am",
        "pm",
        "noon",
        "midnight",
        "berlin",
        "est",
        "utc+2",
        "utc+5:30",
        "+01:00",
        "-2h",
        "ago",
        "½",
        "now",
    }
    | {".", ":", "/", "-", "'", "@", "o'clock", "end", "of", "the", "\u202e", "☃", "é"}
)
NUMBERS = st.one_of(st.integers(0, 60), st.integers(0, 10**12), st.sampled_from([0, 24, 25, 31, 1600, 2026, 9999])).map(
    str
)
WHEN = st.lists(st.one_of(st.sampled_from(WORDS), NUMBERS), max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda glue: glue.join(parts))
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 hypothesis adds the zone
ZONES = st.sampled_from(known_zones()).map(ZoneInfo)


def seconds(work: Callable[[], object]) -> float:
    """Of this thread's own work, so that a busy machine does not count, nor what Python tidies up once in a while."""
    taken: list[float] = []
    while not taken or (taken[-1] > MOST_SECONDS and len(taken) < 3):
        start = time.thread_time()
        work()
        taken.append(time.thread_time() - start)
    return min(taken)


@settings(max_examples=400, deadline=None)
@given(typed=st.one_of(WHEN, st.text(max_size=150)), now=MOMENTS, zone=ZONES)
def test_understood_or_refused(typed: str, now: datetime, zone: ZoneInfo) -> None:
    def work() -> None:
        with suppress(DateRefused):
            moment = understand(typed, now=now, zone=zone)
            assert timedelta(minutes=-2) <= moment.at - now <= timedelta(days=734)
            assert moment.local.tzinfo is None
            assert moment.at.tzinfo is UTC
            assert moment.at.astimezone(moment.zone).replace(tzinfo=None, fold=0) == moment.local

    assert seconds(work) < MOST_SECONDS


@settings(max_examples=200, deadline=None)
@given(line=st.one_of(WHEN, st.text(max_size=500)))
def test_a_line_is_scanned(line: str) -> None:
    def work() -> None:
        for reader in (scan, leading, anywhere):
            found = reader(line, now=TUESDAY, zone=BERLIN)
            assert found is None or 0 <= found.start < found.end <= len(line)

    assert seconds(work) < MOST_SECONDS


@settings(max_examples=200, deadline=None)
@given(typed=st.one_of(WHEN, st.text(max_size=150)))
def test_a_duration_is_understood_or_refused(typed: str) -> None:
    with suppress(DurationRefused):
        assert timedelta() <= parse_duration(typed) <= timedelta(days=800)


@pytest.mark.parametrize(
    "piece",
    [
        *("by 1 ", "by ", "at ", "1h ", "by 1h ", "at 4 at ", "1.1.", "fri ", "by fri 4pm ", "12:30 ", "x", "'"),
        *("by 1/2 ", "1", "berlin ", "at berlin 4pm at x ", "28 feb at ", "half past ", "in ", "a ", "☃", "\u0301"),
        *(
            "next week ",
            "for fri ",
            "by firday ",
            "by wednesdya 4pm ",
            "within 2 days of ",
            "fri 4pm Zenith Media time ",
        ),
    ],
)
def test_ten_thousand_characters(piece: str) -> None:
    line = (piece * 10_000)[:10_000]
    assert seconds(lambda: scan(line, now=TUESDAY, zone=BERLIN)) < MOST_SECONDS
    assert seconds(lambda: anywhere(line, now=TUESDAY, zone=BERLIN)) < MOST_SECONDS


def test_an_ordinary_line() -> None:
    line = "Acme: reprint of the spring brochure by fri 4pm !high @ana, as agreed on the phone with Ben"
    assert min(seconds(lambda: scan(line, now=TUESDAY, zone=BERLIN)) for _ in range(5)) < at_most(0.005)


FIRST_CALL = """
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from bot.domain.dates import DateRefused, understand
start = time.process_time()
try:
    understand("nothing that anybody knows 4pm Atlantis", now=datetime.now(UTC), zone=ZoneInfo("Europe/Berlin"))
except DateRefused:
    print(time.process_time() - start)
"""


def test_the_first_call_in_a_process_is_as_fast() -> None:
    """Others load every locale when they first meet a text that they do not know."""
    command = [sys.executable, "-c", FIRST_CALL]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert float(ran.stdout) < MOST_SECONDS
