"""The wall clock goes back an hour: APScheduler falls silent, and nothing else does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo

import pytest

from bot.loops import Loop
from bot.scheduler import Scheduler, Tick
from tests.bot.test_loops import NEVER, Turns, running

HEARTBEAT = 0.05


class Wall:
    """What APScheduler takes for the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.back = timedelta()
        wall = self

        class Moment(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Moment":
                now = datetime.now(tz) - wall.back
                return cls.combine(now.date(), now.timetz())

        for module in ("schedulers.base", "triggers.interval"):
            monkeypatch.setattr(f"apscheduler.{module}.datetime", Moment)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


@contextmanager
def ticking(loop: Loop) -> Iterator[Scheduler]:
    scheduler = Scheduler([Tick(loop, 0.05)], heartbeat=HEARTBEAT)
    scheduler.start()
    try:
        with running(loop):
            yield scheduler
    finally:
        scheduler.stop()


def silent(scheduler: Scheduler) -> None:
    while scheduler.is_beating():
        threading.Event().wait(HEARTBEAT)


def test_the_scheduler_falls_silent(wall: Wall) -> None:
    """Or the other tests would prove nothing."""
    turns = Turns()
    with ticking(Loop("test", turns, NEVER)) as scheduler:
        assert turns.wait_for(3), "it is APScheduler that wakes it"
        wall.back = timedelta(hours=1)
        silent(scheduler)
        before = turns.count
        assert not turns.wait_for(before + 1, timeout=5 * HEARTBEAT)


def test_loops_go_on_by_themselves(wall: Wall) -> None:
    turns = Turns()
    with ticking(Loop("test", turns, 0.05)) as scheduler:
        wall.back = timedelta(hours=1)
        silent(scheduler)
        assert turns.wait_for(turns.count + 3)


def test_the_watchdog_brings_the_ticks_back(wall: Wall) -> None:
    turns = Turns()
    with ticking(Loop("test", turns, NEVER)) as scheduler:
        wall.back = timedelta(hours=1)
        silent(scheduler)
        with running(Loop("watchdog", scheduler.check, HEARTBEAT)):
            assert turns.wait_for(turns.count + 3)
            assert scheduler.is_beating()


def test_a_clock_set_forward_is_one_tick_and_no_storm(wall: Wall) -> None:
    turns = Turns()
    with ticking(Loop("test", turns, NEVER)) as scheduler:
        assert turns.wait_for(2)
        before = turns.count
        wall.back = timedelta(hours=-1)
        assert turns.wait_for(before + 2)
        assert not turns.wait_for(before + 100, timeout=0.1)
        assert scheduler.is_beating()
