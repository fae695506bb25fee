"""APScheduler wakes loops, and is replaced when it falls silent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.scheduler import Scheduler, Tick
from tests.patience import PATIENCE


class Woken:
    def __init__(self, name: str) -> None:
        self.name = name
        self.event = threading.Event()

    def wake(self) -> None:
        self.event.set()


@contextmanager
def running(scheduler: Scheduler) -> Iterator[Scheduler]:
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.stop()


def test_each_tick_wakes_its_loop() -> None:
    deliver, plan = Woken("deliver"), Woken("plan")
    with running(Scheduler([Tick(deliver, 0.05), Tick(plan, 0.05)])):
        assert deliver.event.wait(PATIENCE)
        assert plan.event.wait(PATIENCE)


def test_a_scheduler_that_beats_is_left_alone() -> None:
    with running(Scheduler([])) as scheduler:
        assert scheduler.check() == 0


def test_a_silent_scheduler_is_replaced_and_ticks_again() -> None:
    deliver = Woken("deliver")
    with running(Scheduler([Tick(deliver, 0.1)], heartbeat=0.001)) as scheduler:
        while scheduler.is_beating():
            pass
        assert scheduler.check() == 1
        deliver.event.clear()
        assert deliver.event.wait(PATIENCE)


def test_one_that_was_stopped_stays_so() -> None:
    scheduler = Scheduler([], heartbeat=0.001)
    scheduler.start()
    scheduler.stop()
    scheduler.stop()
    assert scheduler.check() == 0
