"""The outbox protocol: claim, render from current state, commit the intent, post once, record (reliability.md 3.1).

Posting is the one effect that cannot be rolled back, so every step before it can be repeated and every step after it
is fenced by the claim's token.
"""

import logging
import time
from datetime import timedelta
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.errors import StoreUnavailable
from bot.domain.outbox import (
    Claimed,
    Dropped,
    Expired,
    Lane,
    Message,
    MessageKind,
    NotSent,
    Outcome,
    Refused,
)

log = logging.getLogger(__name__)

BATCH = 20
#: Sizes of reliability.md 3.1: intent to bytes at most GRACE; lease longer than GRACE and the sender's own deadline.
LEASE = timedelta(seconds=30)
GRACE = 1.0


class Call(Protocol):
    """One Web API call, ready to go; what is in it concerns handlers only."""

    @property
    def method(self) -> str: ...


class OutboxStore(Protocol):
    """Leases, tokens and the pace live by the database's clock; only `due` compares with the clock people feel."""

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]: ...
    def intend(self, claimed: Claimed) -> bool: ...
    def record(self, claimed: Claimed, outcome: Outcome, *, follow_up: Message | None) -> bool: ...
    def unfinished(self) -> int: ...


class Rendering(Protocol):
    def render(self, claimed: Claimed) -> Call | Dropped: ...


class Sending(Protocol):
    def send(self, claimed: Claimed, call: Call) -> Outcome: ...


class Delivery:
    def __init__(self, store: OutboxStore, rendering: Rendering, sending: Sending, clock: Clock) -> None:
        self._store = store
        self._rendering = rendering
        self._sending = sending
        self._clock = clock

    def deliver_due(self) -> int:
        """Works off what is due and may go now; says how many rows it had in hand. Safe any number of times."""
        claimed = self._store.claim(limit=BATCH, lease=LEASE)
        for row in claimed:
            outcome = self._attempt(row)
            if outcome is not None:
                self._record(row, outcome)
        return len(claimed)

    def is_idle(self) -> bool:
        return self._store.unfinished() == 0

    def _attempt(self, row: Claimed) -> Outcome | None:
        """None when the claim was lost on the way: whoever holds it now goes on."""
        if row.was_tried and not row.may_repeat:
            return Refused("unclear")
        if row.expires_at is not None and self._clock.now() > row.expires_at:
            return Expired()
        call = self._rendered(row)
        if isinstance(call, Dropped | Refused | NotSent):
            return call
        before_intent = _boottime()
        if not self._store.intend(row):
            return None
        if _boottime() - before_intent > GRACE:
            return NotSent("suspended between intent and call")
        return self._sending.send(row, call)

    def _rendered(self, row: Claimed) -> Call | Dropped | Refused | NotSent:
        try:
            return self._rendering.render(row)
        except StoreUnavailable:
            return NotSent("the store could not be read")
        except Exception:
            # A row that cannot be rendered is a defect of ours: it is parked, so that the rows behind it go on.
            log.exception("outbox %s kind=%s cannot be rendered", row.id, row.kind.value)
            return Refused("not_rendered")

    def _record(self, row: Claimed, outcome: Outcome) -> None:
        if not self._store.record(row, outcome, follow_up=self._follow_up(row, outcome)):
            log.warning("outbox %s: the claim was lost before its outcome was recorded", row.id)
        log.info("outbox %s kind=%s outcome=%s", row.id, row.kind.value, type(outcome).__name__)

    def _follow_up(self, row: Claimed, outcome: Outcome) -> Message | None:
        """What cannot be delivered is reported to a person, never dropped; a report about a report would go round."""
        if row.fallback is None or row.kind in {MessageKind.NOTICE, MessageKind.HOME}:
            return None
        match outcome:
            case Refused(error) if row.fallback != row.to:
                facts = {**row.facts, "what": "undelivered", "error": error, "to": row.to, "kind": row.kind.value}
            case Expired():
                due = row.due_at.isoformat()
                facts = {**row.facts, "what": "expired", "to": row.to, "kind": row.kind.value, "due": due}
            case _:
                return None
        return Message(
            kind=MessageKind.NOTICE,
            about=row.about,
            to=row.fallback,
            key=f"follow_up:{row.id}",
            due_at=self._clock.now(),
            lane=Lane.INTERACTIVE,
            facts=facts,
        )


def _boottime() -> float:
    """Seconds that count suspension too: `time.monotonic()` does not on Linux."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
