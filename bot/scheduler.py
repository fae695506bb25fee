"""Wake-ups by APScheduler: which tick wakes which loop. Nothing else of the project knows APScheduler."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

HEARTBEAT = 5.0


class Wakeable(Protocol):
    @property
    def name(self) -> str: ...
    def wake(self) -> None: ...


@dataclass(frozen=True)
class Tick:
    """Wakes `loop` every `seconds`."""

    loop: Wakeable
    seconds: float


class Scheduler:
    """Ticks carry no data and may be lost or doubled: what is due is in the store.

    APScheduler follows the wall clock and falls silent when that goes back, so `check` watches it by the monotonic one.
    """

    def __init__(self, ticks: Sequence[Tick], heartbeat: float = HEARTBEAT) -> None:
        self._ticks = tuple(ticks)
        self._heartbeat = heartbeat
        self._lock = threading.Lock()
        self._last_beat = time.monotonic()
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        with self._lock:
            self._last_beat = time.monotonic()
            self._scheduler = self._built()
            self._scheduler.start()

    def stop(self) -> None:
        with self._lock:
            self._end()

    def is_beating(self) -> bool:
        return time.monotonic() - self._last_beat <= 3 * self._heartbeat

    def fault(self) -> str | None:
        """In words; None while it beats."""
        return None if self._scheduler is not None and self.is_beating() else "the scheduler fell silent"

    def check(self) -> int:
        """The watchdog's work: a scheduler that fell silent is replaced. Says how many were."""
        with self._lock:
            if self._scheduler is None or self.is_beating():
                return 0
            log.warning("the scheduler fell silent, which a clock set back does; it is replaced")
            self._end()
            self._last_beat = time.monotonic()
            self._scheduler = self._built()
            self._scheduler.start()
            return 1

    def _built(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        for tick in self._ticks:
            self._add(scheduler, tick.loop.name, tick.loop.wake, tick.seconds)
        self._add(scheduler, "heartbeat", self._beat, self._heartbeat)
        return scheduler

    @staticmethod
    def _add(scheduler: BackgroundScheduler, name: str, wake: object, seconds: float) -> None:
        trigger = IntervalTrigger(seconds=seconds, timezone=UTC)
        scheduler.add_job(wake, trigger, id=name, replace_existing=True)

    def _beat(self) -> None:
        self._last_beat = time.monotonic()

    def _end(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
