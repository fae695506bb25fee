"""Virtual time."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Sandbox, VirtualClock
from tests.sandbox.manifest import SPECIMEN

START = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


def test_it_runs_at_the_pace_of_real_time() -> None:
    clock = VirtualClock(START)
    begun = time.monotonic()

    first, second = clock.now(), clock.now()

    assert START <= first <= second <= START + timedelta(seconds=time.monotonic() - begun + 0.01)
    assert first.tzinfo is UTC


def test_jumps_are_told() -> None:
    clock = VirtualClock(START)
    told: list[datetime] = []
    clock.subscribe(lambda: told.append(clock.now()))

    clock.advance(3600)
    clock.to(START + timedelta(days=1))

    assert [moment.replace(microsecond=0) for moment in told] == [
        START + timedelta(hours=1),
        START + timedelta(days=1),
    ]


def test_forward_only() -> None:
    clock = VirtualClock(START)

    with pytest.raises(
        ValueError, match=r"forward only: it is 2026-03-03T14:00:0\S+, later than 2026-03-03T13:59:59\+00:00"
    ):
        clock.to(START - timedelta(seconds=1))
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(-1)


def test_no_moment_without_a_zone() -> None:
    naive = START.replace(tzinfo=None)

    with pytest.raises(ValueError, match="zone"):
        VirtualClock(naive)
    with pytest.raises(ValueError, match="zone"):
        VirtualClock(START).to(naive)


def test_messages_are_named_after_it(slack: Sandbox) -> None:
    ana = slack.person("ana")
    names = [ana.says("one", in_="acme"), ana.says("two", in_="brightside")]
    slack.clock.advance(3600)
    names.append(ana.says("three", in_="acme"))

    assert names == sorted(set(names))
    assert datetime.fromtimestamp(float(names[2]), UTC) - START > timedelta(hours=1)
    assert all(len(name.partition(".")[2]) == 6 for name in names)


def test_a_clock_may_be_shared() -> None:
    clock = VirtualClock(START + timedelta(days=30))

    with Sandbox(SPECIMEN, clock=clock) as slack:
        assert slack.clock is clock
        assert slack.person("ana").says("x", in_="acme").startswith(str(int(clock.now().timestamp()))[:8])
