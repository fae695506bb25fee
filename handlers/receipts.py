"""When the delivery that this thread works on reached us: what may be done for it is counted from there."""

import time
from contextvars import ContextVar

_received: ContextVar[float | None] = ContextVar("received", default=None)


def stamp(received: float) -> None:
    """`time.monotonic()` at the moment when the transport had read it, before it waited for a thread."""
    _received.set(received)


def received_at() -> float:
    """Now, for what no transport has stamped."""
    received = _received.get()
    return time.monotonic() if received is None else received
