"""Those who work in a run, and what became of them: the workers and the writer, each forked again when it has died."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.chaos import receiver, worker, writer
from benchmarks.chaos.board import Board
from benchmarks.chaos.mutants import assembly_of
from benchmarks.chaos.plan import Plan
from benchmarks.chaos.points import Point
from benchmarks.chaos.processes import forked
from benchmarks.chaos.slack import Address, Door
from benchmarks.chaos.slots import Death, Slot
from handlers.installation import Installation
from handlers.web_clients import identity, web_client

#: The folder of the zone data that workers read who start late.
ZONE_DATA = "zones"


class Crew:
    """`kills` are those of workers that held a claim; `happened` counts other ends, `points` deaths by order."""

    def __init__(self, plan: Plan, url: str, addresses: Sequence[Address], door: Door, folder: Path) -> None:
        self._plan = plan
        self._url = url
        self._folder = folder
        self._homes = [_home(address) for address in addresses]
        self._door = door
        self.board = Board(plan.processes + 1 + plan.receivers)
        self.workers = [Slot(index, self.board, self._worker(index), plan.stopped) for index in range(plan.processes)]
        self.writer = Slot(plan.processes, self.board, self._start_writer)
        places = range(plan.processes + 1, plan.processes + 1 + plan.receivers)
        self.receivers = [Slot(index, self.board, self._receiver(index)) for index in places]
        self.kills = 0
        self.happened: Counter[str] = Counter()
        self.points: Counter[Point] = Counter()

    @property
    def journal(self) -> Path:
        return self._folder / "journal"

    @contextmanager
    def at_work(self) -> Iterator[None]:
        for slot in self._all:
            slot.begin()
        try:
            yield
        finally:
            for slot in self._all:
                slot.end()

    def tend(self, chance: random.Random) -> None:
        for slot in self._all:
            death = slot.tend(chance)
            if death is not None:
                self._count(slot, death)

    def calm(self) -> None:
        """Nobody is killed or stopped any more."""
        for slot in self._all:
            slot.calm()

    def end_writing(self) -> None:
        """One more writer writes down what the last may have committed and not written down."""
        self.board.is_over = True
        self.writer.end()
        self.writer.begin()
        self.writer.let_end()

    def failures(self) -> Iterator[str]:
        """Turns that nothing explains: those that are not the database's fault, and waits that were not waited."""
        defects = sum(self.board.defects[slot.index] for slot in self.workers)
        if defects:
            yield f"{defects} turns of delivery failed by a defect"
        if any(slot.has_not_ended for slot in self.workers):
            yield f"{sum(slot.has_not_ended for slot in self.workers)} workers did not end when they were asked to"
        if sum(self.board.locked):
            yield f"{sum(self.board.locked)} times the database was locked and not waited for"

    @property
    def _all(self) -> Sequence[Slot]:
        return (*self.workers, self.writer, *self.receivers)

    def _count(self, slot: Slot, death: Death) -> None:
        if death.code > 0:
            raise SystemExit(f"a process ended by itself, see the logs in {self._folder}")
        if slot is self.writer:
            self.happened["writers killed"] += 1
        elif slot in self.receivers:
            self.happened["receivers killed"] += 1
        elif death.code and death.held:
            self.kills += 1
        elif death.code:
            self.happened["kills that held nothing"] += 1
        if death.point is not None:
            self.points[death.point] += 1

    def _worker(self, index: int) -> Callable[[], BaseProcess]:
        job = worker.Job(
            slot=index,
            url=self._url,
            log=self._folder / f"worker-{index}.log",
            homes=self._homes,
            threads=self._plan.threads,
            lost_commits=self._plan.lost_commits,
            slow=self._plan.slow,
            moments=self._plan.moments,
            zone_data=self._folder / ZONE_DATA,
        )

        def start() -> BaseProcess:
            process = forked.Process(target=worker.work, args=(job, self.board, assembly_of(self._plan.mutant)))
            process.start()
            return process

        return start

    def _receiver(self, index: int) -> Callable[[], BaseProcess]:
        job = receiver.Job(slot=index, url=self._url, log=self._folder / f"receiver-{index}.log", door=self._door)

        def start() -> BaseProcess:
            process = forked.Process(target=receiver.receive, args=(job, self.board))
            process.start()
            return process

        return start

    def _start_writer(self) -> BaseProcess:
        job = writer.Job(
            slot=self._plan.processes,
            url=self._url,
            log=self._folder / "writer.log",
            journal=self.journal,
            seed=self._plan.seed,
            rate=self._plan.rate,
            lost_commits=self._plan.lost_commits,
        )
        process = forked.Process(target=writer.feed, args=(job, self.board))
        process.start()
        return process


def _home(address: Address) -> worker.Home:
    client = web_client(address.token, address.api_url, 10.0)
    installation = Installation(address.token)
    installation.identity = identity(client)
    return worker.Home(address.team, address.api_url, installation)
