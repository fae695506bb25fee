"""What Slack would have refused, or what the app did too late: each is a fault of the app, not a circumstance."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Violation:
    """`method` is the API method, command or event that it happened in, `pointer` the place in its payload."""

    kind: str
    detail: str
    method: str
    at: datetime
    pointer: str = ""


class UnexpectedViolations(AssertionError):
    """Raised when a block that provokes violations got others, or none, of those that it named."""


@contextmanager
def expecting(found: list[Violation], kinds: tuple[str, ...]) -> Iterator[None]:
    """Take exactly these kinds out of the list when the block ends."""
    before = len(found)
    yield
    inside = found[before:]
    missing = set(kinds) - {violation.kind for violation in inside}
    others = [violation for violation in inside if violation.kind not in kinds]
    if missing or others:
        raise UnexpectedViolations(f"expected {', '.join(kinds)}; not seen: {sorted(missing)}; others: {others}")
    del found[before:]
