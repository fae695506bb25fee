"""The lengths of time that the outbox protocol rests on (reliability.md 3.1)."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Sizes:
    """`grace`: from the intent to the first byte at most. `call`: the whole of a call, however slowly its answer comes.
    `lease`: how long a claim holds. `settle`: how long after a try of unknown end nobody looks for it.

    Raises ValueError for lengths with which a message could be posted twice: a lease must outlast the call that it is
    for, and nobody may look while the call may still arrive.
    """

    grace: timedelta = timedelta(seconds=1)
    call: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=30)
    settle: timedelta = timedelta(seconds=20)

    def __post_init__(self) -> None:
        if self.grace + self.call >= self.lease:
            raise ValueError("a lease must outlast grace and call")
        if self.settle <= self.grace + self.call:
            raise ValueError("settling must outlast grace and call")


SIZES = Sizes()
