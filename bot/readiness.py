"""Whether Liaison can do its work right now, for whoever decides where requests go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.domain.errors import StoreUnavailable


class Transport(Protocol):
    """The way from Slack to us: a socket, or signed requests."""

    def start(self) -> None: ...
    def stop(self, timeout: float) -> bool: ...
    def is_connected(self) -> bool: ...
    def in_flight(self) -> int: ...


#: A fault in words, or None while there is none.
Check: TypeAlias = Callable[[], str | None]


class WriteTrial:
    """A store that reads may have no room to write. It is tried only after a write has failed, and until one succeeds:
    whoever sends requests elsewhere meanwhile would never find out.
    """

    def __init__(self, must_be_writable: Callable[[], None]) -> None:
        self._must_be_writable = must_be_writable
        self._is_suspected = False
        self._has_failed = False

    def suspect(self) -> None:
        self._is_suspected = True

    def check(self) -> int:
        """A loop's work."""
        if not (self._is_suspected or self._has_failed):
            return 0
        self._is_suspected = False
        try:
            self._must_be_writable()
        except StoreUnavailable:
            self._has_failed = True
        else:
            self._has_failed = False
        return 0

    def fault(self) -> str | None:
        return "the store cannot be written, its disk may be full" if self._has_failed else None


@dataclass(frozen=True)
class Readiness:
    """`must_reach_store` raises StoreUnavailable; `most` is how many deliveries are worked on at once; `checks` are
    what the parts say of themselves.
    """

    transport: Transport
    must_reach_store: Callable[[], None]
    most: int
    checks: Sequence[Check] = ()

    def faults(self) -> Iterator[str]:
        """Nothing while all is well."""
        if not self.transport.is_connected():
            yield "not connected to Slack"
        if self.transport.in_flight() >= self.most:
            yield f"busy: all {self.most} listeners are at work"
        try:
            self.must_reach_store()
        except StoreUnavailable:
            yield "the store cannot be used"
        yield from (fault for check in self.checks if (fault := check()) is not None)
