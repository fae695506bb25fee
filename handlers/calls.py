"""One Web API call, ready to go."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """`arguments` say what is shown; where it goes is added by the sender, from the outbox row, when it prepares it."""

    method: str
    arguments: dict[str, object]
