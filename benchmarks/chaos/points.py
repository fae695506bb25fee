"""Named points on the way of a message, at which a worker can be made to die or to stand still."""

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from benchmarks.chaos.board import Board


class Point(StrEnum):
    CLAIM_UNCOMMITTED = "before the claim is committed"
    CLAIM_COMMITTED = "after the claim"
    BEFORE_RENDER = "before rendering"
    RENDERED = "after rendering"
    PREPARED = "after its place was found"
    INTENT_UNCOMMITTED = "before the intent is committed"
    INTENT_COMMITTED = "after the intent"
    BEFORE_CALL = "before the request"
    CALL_WRITTEN = "after the request was written"
    CALL_ACCEPTED = "after Slack accepted, before the reply was read"
    CALL_ANSWERED = "after the reply"
    RECORD_UNCOMMITTED = "before the outcome is committed"
    RECORD_COMMITTED = "after the outcome"
    BEFORE_LOOK = "before looking"
    LOOK_WRITTEN = "while looking"
    LOOKED = "after looking"
    PLAN_UNCOMMITTED = "before what falls due is committed"
    WRITE_UNCOMMITTED = "before what is to be said is committed"
    WRITE_COMMITTED = "after what is to be said"
    GESTURE_DONE = "after a gesture, before its answer"
    GESTURE_ANSWERED = "after a gesture was answered"


class Phase(StrEnum):
    """What a thread is about when its engine commits or its connection reads."""

    NONE = ""
    CLAIM = "claim"
    INTENT = "intent"
    SEND = "send"
    RECORD = "record"
    LOOK = "look"
    PLAN = "plan"
    WRITE = "write"


BEFORE_COMMIT = {
    Phase.CLAIM: Point.CLAIM_UNCOMMITTED,
    Phase.INTENT: Point.INTENT_UNCOMMITTED,
    Phase.RECORD: Point.RECORD_UNCOMMITTED,
    Phase.PLAN: Point.PLAN_UNCOMMITTED,
    Phase.WRITE: Point.WRITE_UNCOMMITTED,
}
WRITTEN = {Phase.SEND: Point.CALL_WRITTEN, Phase.LOOK: Point.LOOK_WRITTEN}
POINTS = tuple(Point)
OF_WRITERS = (Point.WRITE_UNCOMMITTED, Point.WRITE_COMMITTED)
OF_RECEIVERS = (Point.GESTURE_DONE, Point.GESTURE_ANSWERED)
OF_WORKERS = tuple(point for point in Point if point not in OF_WRITERS + OF_RECEIVERS)
#: Whoever stands still between the last check and the first byte posts twice; that moment is stated in reliability.md
#: 3.5 and cannot be closed. Anywhere else standing still must do no harm.
HARMLESS_STOPS = tuple(point for point in OF_WORKERS if point is not Point.BEFORE_CALL)


class Trail:
    """Where a process is, for all of its threads: what it holds, and what happens to it when it comes to its point."""

    def __init__(self, board: Board, slot: int) -> None:
        self.slot = slot
        self._board = board
        self._lock = threading.Lock()
        self._held: dict[int, set[str]] = {}
        self._here = threading.local()

    @property
    def phase(self) -> Phase:
        phase: Phase = getattr(self._here, "phase", Phase.NONE)
        return phase

    @contextmanager
    def during(self, phase: Phase) -> Iterator[None]:
        self._here.phase = phase
        try:
            yield
        finally:
            self._here.phase = Phase.NONE

    def hold(self, ids: Iterable[str]) -> None:
        with self._lock:
            self._held.setdefault(threading.get_ident(), set()).update(ids)
            self._tell()

    def let_go(self, ids: Iterable[str]) -> None:
        with self._lock:
            self._held.get(threading.get_ident(), set()).difference_update(ids)
            self._tell()

    def has_done(self, outcomes: int) -> None:
        with self._lock:
            self._board.done[self.slot] += outcomes

    def let_all_go(self) -> None:
        """A turn is over, however it ended: what this thread knew of its claims is forgotten."""
        with self._lock:
            self._held.pop(threading.get_ident(), None)
            self._tell()

    def _tell(self) -> None:
        self._board.held[self.slot] = sum(map(len, self._held.values()))

    def passes(self, point: Point | None) -> None:
        """Kills or stops this process where the parent has ordered it."""
        if point is None or self._board.order[self.slot] != number(point):
            return
        with self._lock:
            ordered, self._board.order[self.slot] = self._board.order[self.slot], 0
        if ordered:
            self._board.obeyed[self.slot] = ordered
            # Sent to the process, another thread could take it, and this one would go on for a moment.
            signal.pthread_kill(threading.get_ident(), self._board.signal[self.slot])


def number(point: Point) -> int:
    return POINTS.index(point) + 1
