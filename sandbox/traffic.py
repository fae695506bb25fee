"""What went over the wire between the sandbox and the app, both ways, oldest first."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.errors import Json

KEPT = 20_000

Direction = Literal["app", "slack"]


@dataclass
class Call:
    """`direction` is who began: `app` for an API call, `slack` for a delivery; `response` is null while awaited.

    `fault` is what went wrong with it on purpose; what Slack would have said all the same is then the response.
    """

    n: int
    at: datetime
    direction: Direction
    name: str
    request: Json
    response: Json | None = None
    ms: float | None = None
    violations: list[Json] = field(default_factory=list)
    fault: str = ""

    def as_json(self) -> Json:
        return {**vars(self), "at": self.at.isoformat(), "ms": None if self.ms is None else round(self.ms, 2)}


class Traffic:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._count = 0

    def began(self, at: datetime, direction: Direction, name: str, request: Json) -> Call:
        self._count += 1
        call = Call(self._count, at, direction, name, request)
        self._calls.append(call)
        return call

    def clear(self) -> None:
        """Numbers go on, so that whoever reads `after` a number misses nothing."""
        self._calls.clear()

    def after(self, n: int) -> list[Call]:
        return [call for call in tuple(self._calls) if call.n > n]

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))
