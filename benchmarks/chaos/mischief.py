"""What is done to a crew and its database while they work: each kind at its intervals, by chance of the seed."""

import math
import random
import time
from collections.abc import Callable, Iterator
from itertools import cycle

from benchmarks.chaos.crew import Crew
from benchmarks.chaos.databases import LOCKS, Busy, Victim
from benchmarks.chaos.plan import Plan
from benchmarks.chaos.points import OF_RECEIVERS, OF_WRITERS
from benchmarks.chaos.slots import Slot

#: Seconds between two looks at what is due.
LOOK = 0.003
FULL, JUMPED = 1.5, 2.0
HOUR = 3600.0
#: Kills come faster than they have to, because not each meets a worker that holds something.
SOONER = 0.7
#: The share of deaths at named points; the others are anywhere.
IN_TURN = 0.5


class Mischief:
    def __init__(self, plan: Plan, victim: Victim, crew: Crew, chance: random.Random) -> None:
        self._plan = plan
        self._victim = victim
        self._crew = crew
        self._chance = chance
        self._deaths = cycle(plan.deaths)
        self._stops = cycle(plan.stops)
        self._locks = cycle(LOCKS)
        self._undo: list[tuple[float, Callable[[], None]]] = []
        self._kinds = list(self._happenings(time.monotonic()))
        self._skew()

    def happen(self, now: float) -> None:
        for kind in self._kinds:
            kind.happen_if_due(now)
        due = [(at, undo) for at, undo in self._undo if at <= now]
        self._undo = [(at, undo) for at, undo in self._undo if at > now]
        for _, undo in due:
            undo()

    def undo(self) -> None:
        for _, undo in self._undo:
            undo()
        self._undo.clear()
        self._crew.calm()

    def _happenings(self, begun: float) -> Iterator["Happening"]:
        each = self._plan.intervals
        kill = self._plan.seconds / self._plan.kills * SOONER if self._plan.kills else None
        for interval, what in (
            (kill, self._kill),
            (each.stop, self._stop),
            (each.ask, self._ask),
            (each.writer_killed, self._kill_the_writer),
            (each.receiver_killed, self._kill_a_receiver),
            (each.clock_jump, self._jump),
            (each.lock, self._lock),
            (each.full, self._fill),
            (each.terminate, self._terminate),
            (each.restart, self._restart),
        ):
            if interval is not None:
                yield Happening(interval, what, begun, self._chance, self._most(interval, what))

    def _most(self, interval: float, what: Callable[[], bool]) -> float:
        """As often as fits into the run that is planned, but for kills: a machine on which it takes longer would be
        made still slower.
        """
        return math.inf if what == self._kill else math.ceil(self._plan.seconds / interval)

    def _kill(self) -> bool:
        slot = self._free()
        if slot is None or self._crew.kills >= self._plan.kills:
            return False
        slot.die_at(next(self._deaths) if self._plan.deaths and self._chance.random() < IN_TURN else None)
        return True

    def _stop(self) -> bool:
        """Most of them work on, or nobody could take over what is held."""
        slot = self._free()
        if slot is None or sum(one.is_stopped for one in self._crew.workers) >= max(1, len(self._crew.workers) // 2):
            return False
        slot.stop_at(next(self._stops))
        self._crew.happened["stops"] += 1
        return True

    def _ask(self) -> bool:
        slot = self._free()
        if slot is None:
            return False
        slot.ask_to_end()
        self._crew.happened["asked to end"] += 1
        return True

    def _kill_the_writer(self) -> bool:
        if not self._crew.writer.is_free:
            return False
        self._crew.writer.die_at(self._chance.choice(OF_WRITERS))
        return True

    def _kill_a_receiver(self) -> bool:
        free = [slot for slot in self._crew.receivers if slot.is_free and slot.has_worked]
        if free:
            self._chance.choice(free).die_at(self._chance.choice(OF_RECEIVERS))
        return bool(free)

    def _jump(self) -> bool:
        index, far = self._chance.randrange(len(self._crew.workers)), self._chance.choice((-HOUR, HOUR))
        self._crew.board.skew[index] += far
        self._later(JUMPED, self._skew)
        self._crew.happened["clock jumps"] += 1
        return True

    def _skew(self) -> None:
        for slot in self._crew.workers:
            self._crew.board.skew[slot.index] = self._plan.off if slot.index == 0 else 0

    def _lock(self) -> bool:
        try:
            let_go = self._victim.hold()
        except Busy:
            return False
        self._later(next(self._locks), let_go)
        self._crew.happened["locks"] += 1
        return True

    def _fill(self) -> bool:
        self._crew.board.is_full = True
        self._later(FULL, self._make_room)
        self._crew.happened["full disks"] += 1
        return True

    def _make_room(self) -> None:
        self._crew.board.is_full = False

    def _terminate(self) -> bool:
        self._crew.happened["connections cut"] += self._victim.terminate(self._chance.random())
        return True

    def _restart(self) -> bool:
        self._victim.restart()
        self._crew.happened["restarts"] += 1
        return True

    def _free(self) -> Slot | None:
        free = [slot for slot in self._crew.workers if slot.is_free]
        return self._chance.choice(free) if free else None

    def _later(self, seconds: float, undo: Callable[[], None]) -> None:
        self._undo.append((time.monotonic() + seconds, undo))


class Happening:
    """`what` says whether it could be done; if not it is tried again soon. It is done `most` times."""

    def __init__(
        self, interval: float, what: Callable[[], bool], begun: float, chance: random.Random, most: float
    ) -> None:
        self._left = most
        self._interval = interval
        self._what = what
        self._chance = chance
        self._at = begun + interval * chance.uniform(0.3, 1.0)

    def happen_if_due(self, now: float) -> None:
        if self._left <= 0 or now < self._at:
            return
        if self._what():
            self._left -= 1
            self._at += self._interval * self._chance.uniform(0.5, 1.5)
        else:
            self._at = now + LOOK
