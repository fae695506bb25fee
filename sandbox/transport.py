"""The seam between what is delivered and the ways to the app: envelopes, acks, and how either can fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.errors import Json
from sandbox.faults.kinds import Kind


@dataclass(frozen=True)
class Envelope:
    """`type` is slash_commands, interactive or events_api, `name` what people call it in the traffic."""

    id: str
    type: str
    name: str
    payload: Json
    retry_attempt: int = 0
    retry_reason: str = ""

    @property
    def names(self) -> frozenset[str]:
        """All that it goes by where somebody asks for a fault: also each word, its kind, and that of an interaction."""
        return frozenset({*self.name.split(), self.name, self.type, str(self.payload.get("type"))})


@dataclass(frozen=True)
class Ack:
    """`payload` is whatever the app said, None for nothing."""

    payload: Any
    ms: float


class NotReachable(Exception):
    """Nobody is there to take a payload."""


@dataclass
class NotAcked(Exception):
    """The app took too long, or what it answered is no ack.

    `reason` is how Slack words it in a retry, `violation` its kind or nothing where the app is not to blame; a `final`
    one is not tried again.
    """

    reason: str
    violation: str
    detail: str
    final: bool = False


class Transport(Protocol):
    """The way to the app: Socket Mode, or signed requests to its addresses.

    `retry_seconds` are the pauses before an event is sent again, `late_reason` is why when there was no answer in time,
    `faults` are those that can happen on it.
    """

    retry_seconds: tuple[float, ...]
    late_reason: str
    faults: Mapping[str, Kind]

    def reachable(self) -> bool: ...

    async def send(self, envelope: Envelope) -> Ack:
        """Raises NotReachable or NotAcked; takes as long as it takes."""
        ...

    def left_behind(self, envelope: Envelope) -> bool:
        """Whether the app ended in order while this was under way to it."""
        ...

    async def suffer(self, kind: str, envelope: Envelope) -> None:
        """A fault that no other way has, just before this is sent; raises NotReachable or NotAcked if it is lost."""
        ...
