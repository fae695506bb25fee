"""Work that a listener leaves for after its answer is on its way."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from bot.logs import new_reference
from handlers.language import spoken_as_now

log = logging.getLogger(__name__)

Work = Callable[[], object]

WORKERS = 4
#: Enough for a burst; past it Slack is not answering and more would only wait longer.
MOST_PENDING = 500


class AfterAck:
    """Listener and transport share a thread, because Bolt processes before it responds: the list is that thread's."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._here = threading.local()
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="after-ack")
        self._changed = threading.Condition()
        self._pending = 0

    def begin(self) -> None:
        """Before a listener: what an earlier one left and never handed over is forgotten."""
        self._here.todo = []

    def after_ack(self, work: Work) -> None:
        """It speaks as whoever leaves it does."""
        self._todo().append(spoken_as_now(work))

    def hand_over(self) -> None:
        """Once the answer was sent."""
        works, self._here.todo = self._todo(), []
        for work in works:
            self._submit(work)

    def pending(self) -> int:
        with self._changed:
            return self._pending

    def stop(self, timeout: float) -> bool:
        """Finishes what was handed over; False when some of it was still going on after `timeout`."""
        with self._changed:
            is_done = self._changed.wait_for(lambda: self._pending == 0, timeout=timeout)
        self._executor.shutdown(wait=is_done, cancel_futures=True)
        return is_done

    def _todo(self) -> list[Work]:
        todo: list[Work] = self._here.__dict__.setdefault("todo", [])
        return todo

    def _submit(self, work: Work) -> None:
        with self._changed:
            if self._pending >= MOST_PENDING:
                log.error("after-ack work dropped: %d are waiting", self._pending)
                return
            self._pending += 1
        self._executor.submit(work).add_done_callback(self._finished)

    def _finished(self, future: Future[object]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is not None:
            log.error("after-ack work failed, reference %s", new_reference(), exc_info=error)
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()
