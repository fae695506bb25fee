"""Whether Liaison can do its work right now, for whoever decides where requests go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.domain.errors import StoreUnavailable


class Transport(Protocol):
    """The way from Slack to us: a socket, or signed requests."""

    def start(self) -> None: ...
    def stop(self, timeout: float) -> bool: ...
    def is_connected(self) -> bool: ...
    def in_flight(self) -> int: ...


@dataclass(frozen=True)
class Readiness:
    """`must_reach_store` raises StoreUnavailable; `most` is how many deliveries are worked on at once."""

    transport: Transport
    must_reach_store: Callable[[], None]
    most: int

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
