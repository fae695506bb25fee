"""The outbox protocol: claim, render from current state, find the place, commit the intent, post once, record; and of
what may have arrived already, look first. The steps and their reasons: reliability.md 3.1 and 3.2.

Posting is the one effect that cannot be rolled back, so every step before it can be repeated and every step after it
is fenced by the claim's token.
"""

import logging
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import OutboxId
from bot.domain.outbox import (
    UNCLEAR,
    Claimed,
    Dropped,
    Expired,
    InstallationDead,
    Lane,
    Message,
    MessageKind,
    NotSent,
    Outcome,
    Refused,
    Result,
    Throttled,
    Withheld,
    follow_up_key,
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
    def intend(self, rows: Sequence[Claimed]) -> Collection[OutboxId]:
        """Commits that these are being posted, and says which of them may be: not those whose claim was lost, nor
        those of a method that was refused since, which go back. No more at once than are certain to go within GRACE.
        """
        ...

    def put_back(self, rows: Sequence[Claimed]) -> None:
        """As if they had not been claimed."""
        ...

    def record(self, results: Sequence[Result]) -> Collection[OutboxId]:
        """Says of which the claim still held, so that their end and what is to be told of it were written."""
        ...

    def unfinished(self) -> int: ...


class Rendering(Protocol):
    def render(self, claimed: Claimed) -> Call | Dropped: ...


class Sending(Protocol):
    def prepare(self, claimed: Claimed, call: Call) -> Call | Outcome:
        """With the place where it goes, which may have to be asked for; whatever that costs, nothing is posted."""
        ...

    def send(self, call: Call) -> Outcome: ...


class Looking(Protocol):
    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        """What became of rows that may have arrived in one conversation: Accepted where they stand, NotThere, or why
        that cannot be seen. Nothing is posted.
        """
        ...


class Delivery:
    def __init__(
        self, store: OutboxStore, rendering: Rendering, sending: Sending, looking: Looking, clock: Clock
    ) -> None:
        self._store = store
        self._rendering = rendering
        self._sending = sending
        self._looking = looking
        self._clock = clock

    def deliver_due(self) -> int:
        """Works off what is due and may go now; says how many rows it had in hand. Safe any number of times."""
        claimed = self._store.claim(limit=BATCH, lease=LEASE)
        self._post([row for row in claimed if not row.is_unclear])
        self._find(_by_conversation(row for row in claimed if row.is_unclear))
        return len(claimed)

    def is_idle(self) -> bool:
        return self._store.unfinished() == 0

    def _post(self, rows: Sequence[Claimed]) -> None:
        for position, row in enumerate(rows, start=1):
            outcome = self._attempt(row)
            if outcome is not None:
                self._record(row, outcome)
            if isinstance(outcome, Throttled | InstallationDead):
                # What may still go is claimed again at once; what may not, not before Slack is to be asked again.
                self._store.put_back(rows[position:])
                break

    def _find(self, conversations: Sequence[Sequence[Claimed]]) -> None:
        """After what is new, because looking takes its time."""
        for position, rows in enumerate(conversations, start=1):
            outcomes = self._looking.look(rows)
            for row in rows:
                self._record(row, outcomes[row.id])
            if any(isinstance(outcomes[row.id], Throttled | InstallationDead) for row in rows):
                self._store.put_back([row for others in conversations[position:] for row in others])
                break

    def _attempt(self, row: Claimed) -> Outcome | None:
        """None when the claim was lost on the way: whoever holds it now goes on."""
        ready = self._ready(row)
        if isinstance(ready, Outcome):
            return ready
        before_intent = _boottime()
        if row.id not in self._store.intend([row]):
            return None
        if _boottime() - before_intent > GRACE:
            return NotSent("suspended between intent and call")
        return self._sending.send(ready)

    def _ready(self, row: Claimed) -> Call | Outcome:
        """All that may take its time, because nothing has been posted before the intent."""
        if row.expires_at is not None and self._clock.now() > row.expires_at:
            return Expired()
        call = self._rendered(row)
        return call if isinstance(call, Dropped | Refused | NotSent) else self._sending.prepare(row, call)

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
        if row.id not in self._store.record([Result(row, outcome, self._follow_up(row, outcome))]):
            log.warning("outbox %s: the claim was lost before its outcome was recorded", row.id)
        log.info("outbox %s kind=%s outcome=%s", row.id, row.kind.value, type(outcome).__name__)

    def _follow_up(self, row: Claimed, outcome: Outcome) -> Message | None:
        """What cannot be delivered is reported to a person, never dropped; a report about a report would go round."""
        if row.fallback is None or row.kind in {MessageKind.NOTICE, MessageKind.HOME}:
            return None
        match outcome:
            case Refused(error) | Withheld(error) if row.fallback != row.to or error == UNCLEAR:
                told = {"what": "undelivered", "error": error, "to": row.to, "kind": row.kind.value, "row": row.id}
                facts = {**row.facts, **told}
            case Expired():
                due = row.due_at.isoformat()
                facts = {**row.facts, "what": "expired", "to": row.to, "kind": row.kind.value, "due": due}
            case _:
                return None
        return Message(
            kind=MessageKind.NOTICE,
            about=row.about,
            to=row.fallback,
            key=follow_up_key(row.id),
            due_at=self._clock.now(),
            lane=Lane.INTERACTIVE,
            facts=facts,
        )


def _by_conversation(rows: Iterable[Claimed]) -> Sequence[Sequence[Claimed]]:
    together: dict[tuple[str, ...], list[Claimed]] = {}
    for row in rows:
        together.setdefault((row.team_id, row.to, row.thread_ts or ""), []).append(row)
    return list(together.values())


def _boottime() -> float:
    """Seconds that count suspension too: `time.monotonic()` does not on Linux."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
