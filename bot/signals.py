"""Ctrl-C and SIGTERM: the first asks to end, a later one ends at once."""

import os
import signal
import threading
import time

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
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        threading.Thread(target=self._listen, name="signals", daemon=True).start()

    def wait(self) -> None:
        self._asked.wait()

    def _listen(self) -> None:
        signal.sigwait(STOPS)
        asked_at = time.monotonic()
        self._asked.set()
        while True:
            signal.sigwait(STOPS)
            if time.monotonic() - asked_at > SAME_WISH:
                # Whatever the others are doing: what was saved is safe and goes on at the next start.
                os._exit(INTERRUPTED)
