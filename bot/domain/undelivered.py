"""Messages that have not reached anybody yet, or could not, as an operator sees them: facts and no words of clients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import OutboxId, TeamId

#: Delivery looks several times a second; who waits for longer waits for something.
LATE_AFTER = timedelta(minutes=1)


class Standing(StrEnum):
    """`unknown` may have arrived and is looked for."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    LATE = "late"
    PENDING = "pending"


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """`reason` is a code: why it failed, or what it waits for. `kind` is mostly one of MessageKind."""

    id: OutboxId
    team_id: TeamId
    standing: Standing
    kind: str
    about: str
    to: str
    due_at: datetime
    attempt: int
    reason: str | None


class NotDecided(Exception):
    """`why`: missing, ended (it was sent, cancelled or expired), held (in the hands of delivery) or looked_for."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
