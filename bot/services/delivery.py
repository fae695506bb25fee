"""The outbox protocol: claim, render from current state, find the place, commit the intent, post once, record; and of
what may have arrived already, look first. The steps and their reasons: reliability.md 3.1 and 3.2.

Posting is the one effect that cannot be rolled back, so every step before it can be repeated and every step after it
is fenced by the claim's token.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.delivery_sizes import SIZES, Sizes
from bot.domain.errors import StoreUnavailable
from bot.domain.holds import CONSEQUENCES
from bot.domain.ids import OutboxId
from bot.domain.outbox import (
    SAID,
    UNCLEAR,
    Claimed,
    Dropped,
    Expired,
    Held,
    InstallationDead,
    NotSent,
    NotThere,
    Outcome,
    Refused,
    Result,
    Throttled,
    Unclear,
)
from bot.services.follow_ups import Responsible, follow_up

log = logging.getLogger(__name__)

#: Rows in one hand: as many as go out in TURN, so that what is more urgent need not wait for long.
MOST, FEWEST, TURN = 100, 3, 2.0
#: Seconds that an outcome may wait for others to be written with it.
TOGETHER = 0.1
#: Of what the slowest call took, so much counts a call later: one that was slow for once is forgotten.
FADING = 0.9


class Call(Protocol):
    """One Web API call, ready to go; what is in it concerns handlers only."""

    @property
    def method(self) -> str: ...


class OutboxStore(Protocol):
    """Leases, tokens and the pace live by the database's clock; only `due` compares with the clock people feel."""

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]: ...
    def intend(self, rows: Sequence[Claimed]) -> Collection[OutboxId]:
        """Commits that these are being posted, and says which of them may be: not those whose claim was lost, nor
        those of a method that was refused since, which go back. No more at once than are certain to go within the
        grace.
        """
        ...

    def put_back(self, rows: Sequence[Claimed]) -> None:
        """As if they had not been claimed."""
        ...

    def record(self, results: Sequence[Result]) -> Collection[OutboxId]:
        """Says of which the claim still held, so that their end and what is to be told of it were written."""
        ...

    def has_some(self) -> bool:
        """Whether there is something to claim: to ask is little, and to claim takes the right to write from others."""
        ...


class Rendering(Protocol):
    def render(self, claimed: Claimed) -> Call | Dropped | Held: ...


class Sending(Protocol):
    def prepare(self, claimed: Claimed, call: Call) -> Call | Outcome:
        """With the place where it goes, which may have to be asked for; whatever that costs, nothing is posted."""
        ...

    def send(self, call: Call, *, latest: float) -> Outcome:
        """No byte of it leaves later than `latest`, in seconds of CLOCK_BOOTTIME."""
        ...


class Looking(Protocol):
    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        """What became of rows that may have arrived in one conversation: Accepted where they stand, NotThere, or why
        that cannot be seen. Nothing is posted.
        """
        ...


@dataclass(frozen=True)
class Ways:
    """To Slack, and to what became of what was sent there."""

    sending: Sending
    looking: Looking


class Delivery:
    """`deliver_due` works in one thread at a time; several of these may share a store, in one process or in many."""

    def __init__(
        self,
        store: OutboxStore,
        rendering: Rendering,
        ways: Ways,
        clock: Clock,
        responsible: Responsible,
        *,
        sizes: Sizes = SIZES,
    ) -> None:
        self._store = store
        self._rendering = rendering
        self._sending, self._looking = ways.sending, ways.looking
        self._clock = clock
        self._responsible = responsible
        self._sizes = sizes
        self._results = Results(self._record)
        self._is_stopping = False
        #: What Slack has been asked to post is worth waiting for: otherwise somebody has to look for it.
        self.is_posting = False
        #: Seconds, as long as a call may well take: at first all that it may.
        self._call = sizes.call.total_seconds()

    def deliver_due(self) -> int:
        """Works off what is due and may go now; says how many rows it had in hand. Safe any number of times."""
        if self._is_stopping:
            return 0
        claimed = self._store.claim(limit=self._hand(TURN, FEWEST), lease=self._sizes.lease)
        self._post([row for row in claimed if not row.is_unclear])
        self._find(_by_conversation(row for row in claimed if row.is_unclear))
        return len(claimed)

    def stop(self) -> None:
        """From any thread: what is in hand and not being posted in this moment is put back, for whoever comes next."""
        self._is_stopping = True

    def has_work(self) -> bool:
        return self._store.has_some()

    def _hand(self, seconds: float, fewest: int) -> int:
        """As many calls as fit into this."""
        return max(fewest, min(MOST, int(seconds / max(self._call, 0.001))))

    def _post(self, rows: Sequence[Claimed]) -> None:
        left = list(rows)
        while left:
            ready = self._made_ready(left, self._hand(self._sizes.grace.total_seconds() / 2, 1))
            self._send(ready)
            ends = self._ends
            self._results.write()
            if ends:
                # What may still go is claimed again at once; what may not, not before Slack is to be asked again.
                self._store.put_back(left)
                return

    @property
    def _ends(self) -> bool:
        """Slack refused more than the one message, or we are to stop."""
        return self._results.refused_all or self._is_stopping

    def _made_ready(self, left: list[Claimed], most: int) -> Sequence[tuple[Claimed, Call]]:
        """Takes rows off `left` until so many may be posted."""
        ready: list[tuple[Claimed, Call]] = []
        while left and len(ready) < most and not self._ends:
            row = left.pop(0)
            made = self._ready(row)
            if isinstance(made, Outcome):
                self._results.add(row, made)
            else:
                ready.append((row, made))
        return ready

    def _send(self, ready: Sequence[tuple[Claimed, Call]]) -> None:
        """Those that are not posted after all are put back as if they had never been tried."""
        if self._ends:
            self._store.put_back([row for row, _ in ready])
            return
        before_intent = _boottime()
        going = self._store.intend([row for row, _ in ready]) if ready else ()
        waiting = [(row, call) for row, call in ready if row.id in going]
        while waiting and not self._ends:
            row, call = waiting.pop(0)
            outcome = self._sent(call, before_intent)
            self._results.add(row, _given_up(row, outcome) if row.may_repeat else outcome)
        self._store.put_back([row for row, _ in waiting])

    def _sent(self, call: Call, before_intent: float) -> Outcome:
        begun, latest = _boottime(), before_intent + self._sizes.grace.total_seconds()
        if begun > latest:
            return NotSent("suspended between intent and call")
        self.is_posting = True
        try:
            outcome = self._sending.send(call, latest=latest)
        finally:
            self.is_posting = False
        self._call = max(_boottime() - begun, self._call * FADING)
        return outcome

    def _find(self, conversations: Sequence[Sequence[Claimed]]) -> None:
        """After what is new, because looking takes its time."""
        for position, rows in enumerate(conversations, start=1):
            outcomes = self._looking.look(rows)
            for row in rows:
                self._results.add(row, _given_up(row, outcomes[row.id]))
            ends = self._ends
            self._results.write()
            if ends:
                self._store.put_back([row for others in conversations[position:] for row in others])
                return

    def _ready(self, row: Claimed) -> Call | Outcome:
        """All that may take its time, because nothing has been posted before the intent."""
        if row.expires_at is not None and self._clock.now() > row.expires_at:
            return Expired()
        call = self._rendered(row)
        if isinstance(call, Dropped | Held | Refused | NotSent):
            return call
        ready = self._sending.prepare(row, call)
        return _without_place(row, ready) if isinstance(ready, Outcome) else ready

    def _rendered(self, row: Claimed) -> Call | Dropped | Held | Refused | NotSent:
        try:
            return self._rendering.render(row)
        except StoreUnavailable:
            return NotSent("the store could not be read")
        except Exception:
            # A row that cannot be rendered is a defect of ours: it is parked, so that the rows behind it go on.
            log.exception("outbox %s kind=%s cannot be rendered", row.id, row.kind.value)
            return Refused("not_rendered")

    def _record(self, ended: Sequence[tuple[Claimed, Outcome]]) -> None:
        now = self._clock.now()
        results = [Result(row, outcome, follow_up(row, outcome, now, self._responsible)) for row, outcome in ended]
        recorded = self._store.record(results)
        for row, outcome in ended:
            if row.id not in recorded:
                log.warning("outbox %s: the claim was lost before its outcome was recorded", row.id)
            log.info("outbox %s kind=%s outcome=%s", row.id, row.kind.value, type(outcome).__name__)


class Results:
    """Outcomes that are not written yet, because a commit for each would cost more than the posting."""

    def __init__(self, record: Callable[[Sequence[tuple[Claimed, Outcome]]], None]) -> None:
        self._record = record
        self._ended: list[tuple[Claimed, Outcome]] = []
        self._since = 0.0
        #: Slack refused the method or the installation, and not just the message.
        self.refused_all = False

    def add(self, row: Claimed, outcome: Outcome) -> None:
        if not self._ended:
            self._since = time.monotonic()
        self._ended.append((row, outcome))
        self.refused_all |= isinstance(outcome, Throttled | InstallationDead)
        if time.monotonic() - self._since > TOGETHER and not self.refused_all:
            self.write()

    def write(self) -> None:
        ended, self._ended, self.refused_all = self._ended, [], False
        if ended:
            self._record(ended)


def _given_up(row: Claimed, outcome: Outcome) -> Outcome:
    """Once it is known not to be there, a message that Slack stumbles over each time is not posted for ever. What
    nobody would be asked about, after the database was brought back, is rather said twice than not at all.
    """
    if outcome == Refused(UNCLEAR) and row.held_since is not None and row.kind in CONSEQUENCES:
        return NotThere()
    if row.is_hopeless and isinstance(outcome, NotThere | Unclear):
        return Refused((row.reason or "").removeprefix(SAID))
    return outcome


def _without_place(row: Claimed, outcome: Outcome) -> Outcome:
    """Nor is a place looked for that Slack stumbles over each time."""
    match outcome:
        case NotSent(reason) if row.is_homeless and reason.startswith(SAID):
            return Refused(reason.removeprefix(SAID))
        case _:
            return outcome


def _by_conversation(rows: Iterable[Claimed]) -> Sequence[Sequence[Claimed]]:
    together: dict[tuple[str, ...], list[Claimed]] = {}
    for row in rows:
        together.setdefault((row.team_id, row.to, row.thread_ts or ""), []).append(row)
    return list(together.values())


def _boottime() -> float:
    """Seconds that count suspension too: `time.monotonic()` does not on Linux."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
