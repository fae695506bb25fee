"""Ctrl-C and SIGTERM: the first asks to end, a later one ends at once."""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

#: Seconds. A signal to a whole group comes twice: by itself, and passed on by make.
SAME_WISH = 0.5
STOPS = (signal.SIGINT, signal.SIGTERM)
#: What a shell says of a process that Ctrl-C ended.
INTERRUPTED = 130


class StopSignal:
    """In place before any thread starts, because threads inherit that the signals are blocked.

    A handler would be run by the main thread only, which sleeps on when several signals come at once and the system
    hands all of them to other threads: then nobody would ever hear of them.
    """

    def __init__(self) -> None:
        self._asked = threading.Event()
        #: Set by whichever comes first: the wish to end, or the end of what is done meanwhile.
        self._news = threading.Event()
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        threading.Thread(target=self._listen, name="signals", daemon=True).start()

    def wait(self) -> None:
        self._asked.wait()

    def during(self, work: Callable[[], object]) -> bool:
        """Says whether it was done, raising what it raises: False when somebody asked to end before."""
        executor = ThreadPoolExecutor(1, thread_name_prefix="start")
        done = executor.submit(work)
        done.add_done_callback(lambda _: self._news.set())
        self._news.wait()
        executor.shutdown(wait=False)
        if not done.done():
            return False
        done.result()
        return True

    def _listen(self) -> None:
        signal.sigwait(STOPS)
        asked_at = time.monotonic()
        self._asked.set()
        self._news.set()
        while True:
            signal.sigwait(STOPS)
            if time.monotonic() - asked_at > SAME_WISH:
                # Whatever the others are doing: what was saved is safe and goes on at the next start.
                os._exit(INTERRUPTED)
