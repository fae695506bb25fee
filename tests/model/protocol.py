"""The outbox protocol without a database and without Slack: one message, its row, workers and a Slack that loses
replies, accepts late and shows late (reliability.md 3.1 and 3.2).

Time is counted in ticks and only as what is left or has passed, so that there are finitely many states and all of them
can be visited. `Protocol` is how it is meant; each mutant leaves out one of the steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeVar

#: Ticks. A call is accepted at most ACCEPTING after it was made, and what was accepted shows HIDING later at the most.
ACCEPTING, HIDING = 1, 1
GRACE = 1
#: Longer than GRACE, ACCEPTING and HIDING together: when it ends, whatever was posted under it can be seen.
LEASE = 4
#: Longer than ACCEPTING and HIDING together.
SETTLE = 3
BACKOFF = 1


class Standing(Enum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({Standing.SENT, Standing.FAILED, Standing.CANCELLED})


class Step(Enum):
    """What a worker does next, or is waiting for."""

    CLAIM = "claim"
    LOOK = "look"
    INTEND = "intend"
    POST = "post"
    ANSWER = "answer"
    RECORD = "record"


class Outcome(Enum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    THROTTLED = "throttled"
    NOT_SENT = "not sent"
    UNCLEAR = "unclear"
    NOT_THERE = "not there"
    NOT_SEEN = "not seen"


class Row(NamedTuple):
    """`free_in` is how many ticks nobody else may take it for."""

    standing: Standing = Standing.PENDING
    owner: int | None = None
    free_in: int = 0
    was_tried: bool = False


class Worker(NamedTuple):
    """`since` is how long ago it committed its intent; anything past GRACE is the same."""

    step: Step = Step.CLAIM
    since: int = 0
    outcome: Outcome | None = None


class Call(NamedTuple):
    """On its way to Slack; nobody may be waiting for its answer any more."""

    waiting: int | None
    age: int = 0


class State(NamedTuple):
    """`hidden` holds, for each copy that people see and the history does not show yet, how long it has been there."""

    row: Row
    workers: tuple[Worker, ...]
    calls: tuple[Call, ...] = ()
    hidden: tuple[int, ...] = ()
    shown: int = 0

    @property
    def copies(self) -> int:
        return len(self.hidden) + self.shown

    def working(self, number: int, worker: Worker) -> "State":
        return self._replace(workers=(*self.workers[:number], worker, *self.workers[number + 1 :]))


def beginning(workers: int) -> State:
    return State(Row(), (Worker(),) * workers)


T = TypeVar("T")
Move = tuple[str, State]


@dataclass(frozen=True)
class Protocol:
    lease: int = LEASE
    settle: int = SETTLE

    def moves(self, state: State) -> Iterator[Move]:
        """Whatever may happen next: a step of a worker, something at Slack, a crash, a change of mind, or a tick."""
        for number, worker in enumerate(state.workers):
            yield from self._steps(state, number, worker)
            if worker.step is not Step.CLAIM:
                yield f"{number} crashes", self._crashed(state, number)
        for call in set(state.calls):
            yield from self._arrivals(state, call)
        for age in set(state.hidden):
            yield "it shows", state._replace(hidden=_without(state.hidden, age), shown=state.shown + 1)
        if self.may_cancel(state.row):
            yield "cancelled", state._replace(row=Row(Standing.CANCELLED))
        if all(call.age < ACCEPTING for call in state.calls) and all(age < HIDING for age in state.hidden):
            yield "tick", self._later(state)

    # What a mutant does otherwise.

    def must_look(self, row: Row) -> bool:
        return row.was_tried

    def holds(self, row: Row, number: int) -> bool:
        return row.owner == number

    def is_in_time(self, worker: Worker) -> bool:
        return worker.since <= GRACE

    def may_cancel(self, row: Row) -> bool:
        return row.standing not in ENDED and not row.was_tried

    def claimed(self, row: Row, number: int) -> Row:
        return row._replace(standing=Standing.SENDING, owner=number, free_in=self.lease)

    def intended(self, row: Row) -> Row:
        return row._replace(was_tried=True, free_in=self.lease)

    def recorded(self, row: Row, outcome: Outcome) -> Row:
        match outcome:
            case Outcome.ACCEPTED:
                return Row(Standing.SENT)
            case Outcome.REFUSED:
                return Row(Standing.FAILED)
            case Outcome.THROTTLED | Outcome.NOT_SENT:
                return Row(Standing.PENDING, free_in=BACKOFF)
            case Outcome.NOT_THERE:
                return Row(Standing.PENDING)
            case Outcome.NOT_SEEN:
                return Row(Standing.SENDING, free_in=BACKOFF, was_tried=True)
            case Outcome.UNCLEAR:
                return Row(Standing.SENDING, free_in=self.settle, was_tried=True)

    def after_claim(self, row: Row) -> Step:
        return Step.LOOK if self.must_look(row) else Step.INTEND

    # The steps.

    def _steps(self, state: State, number: int, worker: Worker) -> Iterator[Move]:
        match worker.step:
            case Step.CLAIM:
                if state.row.standing not in ENDED and state.row.free_in == 0:
                    claimed = state._replace(row=self.claimed(state.row, number))
                    yield f"{number} claims", claimed.working(number, Worker(self.after_claim(state.row)))
            case Step.LOOK:
                seen = Outcome.ACCEPTED if state.shown else Outcome.NOT_THERE
                yield f"{number} looks", state.working(number, Worker(Step.RECORD, outcome=seen))
                yield f"{number} may not look", state.working(number, Worker(Step.RECORD, outcome=Outcome.NOT_SEEN))
            case Step.INTEND:
                yield f"{number} intends", self._intends(state, number)
            case Step.POST:
                yield f"{number} posts", self._posts(state, number, worker)
            case Step.ANSWER:
                yield f"{number} hears nothing", self._hears(state, number, Outcome.UNCLEAR)
            case Step.RECORD:
                yield f"{number} records", self._records(state, number, worker)

    def _intends(self, state: State, number: int) -> State:
        if not self.holds(state.row, number):
            return state.working(number, Worker())
        return state._replace(row=self.intended(state.row)).working(number, Worker(Step.POST))

    def _posts(self, state: State, number: int, worker: Worker) -> State:
        if not self.is_in_time(worker):
            return state.working(number, Worker(Step.RECORD, outcome=Outcome.NOT_SENT))
        return _posted(state, number)

    def _hears(self, state: State, number: int, outcome: Outcome) -> State:
        calls = tuple(call._replace(waiting=None) if call.waiting == number else call for call in state.calls)
        return state._replace(calls=_sorted(calls)).working(number, Worker(Step.RECORD, outcome=outcome))

    def _records(self, state: State, number: int, worker: Worker) -> State:
        assert worker.outcome is not None
        idle = state.working(number, Worker())
        return idle._replace(row=self.recorded(state.row, worker.outcome)) if self.holds(state.row, number) else idle

    def _crashed(self, state: State, number: int) -> State:
        return self._hears(state, number, Outcome.UNCLEAR).working(number, Worker())

    def _arrivals(self, state: State, call: Call) -> Iterator[Move]:
        gone = state._replace(calls=_without(state.calls, call))
        accepted = gone._replace(hidden=tuple(sorted((*state.hidden, 0))))
        if call.waiting is None:
            yield "accepted unheard", accepted
            yield "lost on the way", gone
            return
        for outcome, arrived in (
            (Outcome.ACCEPTED, accepted),
            (Outcome.UNCLEAR, accepted),
            (Outcome.UNCLEAR, gone),
            (Outcome.THROTTLED, gone),
            (Outcome.REFUSED, gone),
        ):
            heard = Worker(Step.RECORD, outcome=outcome)
            yield f"{call.waiting} hears {outcome.value}", arrived.working(call.waiting, heard)

    def _later(self, state: State) -> State:
        return state._replace(
            row=state.row._replace(free_in=max(0, state.row.free_in - 1)),
            workers=tuple(
                worker._replace(since=min(worker.since + 1, GRACE + 1)) if worker.step is Step.POST else worker
                for worker in state.workers
            ),
            calls=tuple(call._replace(age=call.age + 1) for call in state.calls),
            hidden=tuple(age + 1 for age in state.hidden),
        )


def _posted(state: State, number: int) -> State:
    travelling = state._replace(calls=_sorted((*state.calls, Call(number))))
    return travelling.working(number, Worker(Step.ANSWER))


def _sorted(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """In any order they are the same state."""
    return tuple(sorted(calls, key=lambda call: (-1 if call.waiting is None else call.waiting, call.age)))


def _without(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    position = items.index(item)
    return items[:position] + items[position + 1 :]


class NaiveResend(Protocol):
    """What may have arrived is taken for not sent."""

    def must_look(self, row: Row) -> bool:
        return False

    def recorded(self, row: Row, outcome: Outcome) -> Row:
        return super().recorded(row, Outcome.NOT_SENT if outcome is Outcome.UNCLEAR else outcome)


class NoLookup(Protocol):
    """It waits, and then posts without looking."""

    def must_look(self, row: Row) -> bool:
        return False


class NoDeadlineCheck(Protocol):
    """It posts however long it slept after its intent."""

    def is_in_time(self, worker: Worker) -> bool:
        return True


class NoFence(Protocol):
    """Whoever had the row once writes what became of it."""

    def holds(self, row: Row, number: int) -> bool:
        return True


class NoFenceAtTheEnd(Protocol):
    """The intent asks for the claim, the record does not."""

    def _records(self, state: State, number: int, worker: Worker) -> State:
        assert worker.outcome is not None
        return state.working(number, Worker())._replace(row=self.recorded(state.row, worker.outcome))


class IntentAfterSend(Protocol):
    """It posts first and then writes that it does."""

    def after_claim(self, row: Row) -> Step:
        return Step.LOOK if row.was_tried else Step.POST

    def intended(self, row: Row) -> Row:
        return row

    def recorded(self, row: Row, outcome: Outcome) -> Row:
        return super().recorded(super().intended(row), outcome)


class CancelsWhatWasTried(Protocol):
    """Somebody is told that it was stopped, and it was seen."""

    def may_cancel(self, row: Row) -> bool:
        return row.standing not in ENDED


class SentBeforeSeen(Protocol):
    """At most once: it counts as sent before it is posted."""

    def intended(self, row: Row) -> Row:
        return Row(Standing.SENT)


class HeldForEver(Protocol):
    """What a worker held when it died nobody takes over."""

    def _steps(self, state: State, number: int, worker: Worker) -> Iterator[Move]:
        if worker.step is not Step.CLAIM or state.row.owner is None:
            yield from super()._steps(state, number, worker)
