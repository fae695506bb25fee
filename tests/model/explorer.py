"""Visits every state that a protocol can come to, the nearest first, and says what is wrong in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from tests.model.protocol import ENDED, Protocol, Standing, State, beginning


class Fault(Enum):
    SEEN_TWICE = "seen twice"
    SENT_UNSEEN = "counts as sent and was not seen"
    ENDED_AND_SEEN = "counts as failed or stopped, and was or may be seen"
    NEVER_ENDS = "nothing that may happen ends it any more"


@dataclass
class Explored:
    """`came_from` holds how each state was first reached, `faults` a shortest way to each."""

    came_from: dict[State, tuple[State, str] | None]
    before: dict[State, list[State]] = field(default_factory=dict)
    faults: dict[Fault, tuple[str, ...]] = field(default_factory=dict)

    def way_to(self, state: State) -> tuple[str, ...]:
        moves: list[str] = []
        while (came := self.came_from[state]) is not None:
            state, move = came
            moves.append(move)
        return tuple(reversed(moves))

    def note(self, state: State, fault: Fault | None) -> None:
        if fault is not None and fault not in self.faults:
            self.faults[fault] = self.way_to(state)


def explored(protocol: Protocol, workers: int, *, until: Fault | None = None) -> Explored:
    """All there is, or only as far as the first fault of the kind that is looked for."""
    found = Explored({beginning(workers): None})
    layer = [beginning(workers)]
    while layer and until not in found.faults:
        layer = [after for state in layer if state.copies <= 1 for after in _reached(protocol, state, found)]
        for state in layer:
            found.note(state, _fault_of(state))
    _look_for_losses(found)
    return found


def _reached(protocol: Protocol, state: State, found: Explored) -> Iterator[State]:
    for move, after in protocol.moves(state):
        found.before.setdefault(after, []).append(state)
        if after not in found.came_from:
            found.came_from[after] = (state, move)
            yield after


def _fault_of(state: State) -> Fault | None:
    if state.copies > 1:
        return Fault.SEEN_TWICE
    match state.row.standing:
        case Standing.SENT if not state.copies:
            return Fault.SENT_UNSEEN
        case Standing.FAILED | Standing.CANCELLED if state.copies or state.calls:
            return Fault.ENDED_AND_SEEN
        case _:
            return None


def _look_for_losses(found: Explored) -> None:
    """Backwards from the ends: whatever is not met can come to none."""
    layer = {state for state in found.came_from if state.row.standing in ENDED or state.copies > 1}
    can_end: set[State] = set()
    while layer:
        can_end |= layer
        layer = {before for state in layer for before in found.before.get(state, ())} - can_end
    for state in found.came_from.keys() - can_end:
        found.note(state, Fault.NEVER_ENDS)
