"""One run: a Slack, a database, a writer and workers, and all that is done to them until the judgement."""

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.chaos import worker, writer
from benchmarks.chaos.board import Board
from benchmarks.chaos.databases import HELD, Busy, Victim, a_new
from benchmarks.chaos.evidence import Evidence, rows_of, shown_by, unended
from benchmarks.chaos.invariants import Verdict, judged
from benchmarks.chaos.mutants import assembly_of
from benchmarks.chaos.plan import Plan
from benchmarks.chaos.points import OF_WRITERS, Point
from benchmarks.chaos.processes import forked
from benchmarks.chaos.slack import Address, Slack
from benchmarks.chaos.slots import Death, Slot
from bot.domain.ids import OutboxId
from bot.domain.origins import OwnWork
from handlers.installation import Installation
from handlers.web_clients import identity, web_client
from storage.engine import make_engine
from storage.store import SqlStore

#: Seconds between two looks at the processes.
LOOK = 0.003
FULL, JUMPED = 1.5, 2.0
HOUR = 3600.0
#: Kills come faster than they have to, because not each meets a worker that holds something.
SOONER = 0.7
#: So much longer than planned a run may take before it is called short of its kills.
SLACKNESS, AT_LEAST = 1.8, 10.0
#: The share of deaths at named points; the others are anywhere.
IN_TURN = 0.5
#: The weather clears when so few messages are left, or after so many seconds of waiting for the last of them.
FEW, ENOUGH = 20, 20.0


@dataclass(frozen=True)
class Outcome:
    """`happened` counts what was done to processes and databases, by name, `points` where workers died by order."""

    plan: Plan
    folder: Path
    verdict: Verdict
    kills: int
    faults_of_slack: int
    happened: Counter[str]
    points: Counter[Point]
    seconds: float

    @property
    def faults(self) -> int:
        return self.faults_of_slack + sum(self.happened.values())

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and self.kills >= self.plan.kills


def outcome_of(plan: Plan) -> Outcome:
    """The Slack is forked first, while this process has neither threads nor connections. What a clean run leaves behind
    is removed; else the logs, the journal and an SQLite file stay for whoever wants to know why.
    """
    folder = Path(mkdtemp(prefix="liaison-chaos-"))
    slack = Slack(plan.weather, plan.seed)
    try:
        with a_new(plan.database, folder) as victim:
            writer.settle_in(victim.url)
            outcome = Run(plan, victim, slack, folder).outcome()
    finally:
        slack.stop()
    if outcome.is_clean or plan.mutant:
        shutil.rmtree(folder)
    return outcome


class Run:
    def __init__(self, plan: Plan, victim: Victim, slack: Slack, folder: Path) -> None:
        self._plan = plan
        self._victim = victim
        self._slack = slack
        self._folder = folder
        self._chance = random.Random(plan.seed)
        self._board = Board(plan.processes + 1)
        self._homes = [_home(slack_) for slack_ in slack.addresses]
        self._workers = [Slot(index, self._board, self._worker(index)) for index in range(plan.processes)]
        self._writer = Slot(plan.processes, self._board, self._start_writer)
        self._deaths = cycle(plan.deaths)
        self._stops = cycle(plan.stops)
        self._undo: list[tuple[float, Callable[[], None]]] = []
        self.kills = 0
        self.happened: Counter[str] = Counter()
        self.points: Counter[Point] = Counter()

    def outcome(self) -> Outcome:
        begun = time.monotonic()
        with self._at_work():
            self._break_things()
            faults = self._drain()
        took = time.monotonic() - begun
        self.happened["lost commits"] = sum(self._board.lost_commits)
        verdict = judged(self._evidence())
        broken = [*verdict.broken, *self._failures()]
        verdict = Verdict(verdict.messages, verdict.lost, verdict.duplicated, broken)
        return Outcome(self._plan, self._folder, verdict, self.kills, faults, self.happened, self.points, took)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        for slot in (*self._workers, self._writer):
            slot.begin()
        self._skew()
        try:
            yield
        finally:
            for slot in (*self._workers, self._writer):
                slot.end()

    def _break_things(self) -> None:
        """Until there are enough kills, and enough time has passed to say something."""
        begun = time.monotonic()
        until, at_most = begun + self._plan.seconds, begun + self._plan.seconds * SLACKNESS + AT_LEAST
        happenings = list(self._happenings(begun))
        while (now := time.monotonic()) < at_most and (now < until or self.kills < self._plan.kills):
            for happening in happenings:
                happening.happen_if_due(now)
            self._tend(now)
            time.sleep(LOOK)
        self._undo_all()

    def _happenings(self, begun: float) -> Iterator["Happening"]:
        each = self._plan.intervals
        kill = self._plan.seconds / self._plan.kills * SOONER if self._plan.kills else None
        for interval, what in (
            (kill, self._kill),
            (each.stop, self._stop),
            (each.ask, self._ask),
            (each.writer_killed, self._kill_the_writer),
            (each.clock_jump, self._jump),
            (each.lock, self._lock),
            (each.full, self._fill),
            (each.terminate, self._terminate),
            (each.restart, self._restart),
        ):
            if interval is not None:
                yield Happening(interval, what, begun, self._chance)

    def _tend(self, now: float) -> None:
        for slot in (*self._workers, self._writer):
            death = slot.tend(self._chance)
            if death is not None:
                self._count(slot, death)
        due = [(at, undo) for at, undo in self._undo if at <= now]
        self._undo = [(at, undo) for at, undo in self._undo if at > now]
        for _, undo in due:
            undo()

    def _count(self, slot: Slot, death: Death) -> None:
        if death.code > 0:
            raise SystemExit(f"a process ended by itself, see the logs in {self._folder}")
        if slot is self._writer:
            self.happened["writers killed"] += 1
        elif death.code and death.held:
            self.kills += 1
        elif death.code:
            self.happened["kills that held nothing"] += 1
        if death.point is not None:
            self.points[death.point] += 1

    def _kill(self) -> bool:
        slot = self._free()
        if slot is None or self.kills >= self._plan.kills:
            return False
        slot.die_at(next(self._deaths) if self._plan.deaths and self._chance.random() < IN_TURN else None)
        return True

    def _stop(self) -> bool:
        """Never all of them at once, or nobody could take over what is held."""
        slot = self._free()
        if slot is None or sum(one.is_stopped for one in self._workers) >= max(1, len(self._workers) - 1):
            return False
        slot.stop_at(next(self._stops))
        self.happened["stops"] += 1
        return True

    def _ask(self) -> bool:
        slot = self._free()
        if slot is None:
            return False
        slot.ask_to_end()
        self.happened["asked to end"] += 1
        return True

    def _kill_the_writer(self) -> bool:
        if not self._writer.is_free:
            return False
        self._writer.die_at(self._chance.choice(OF_WRITERS))
        return True

    def _jump(self) -> bool:
        index, far = self._chance.randrange(len(self._workers)), self._chance.choice((-HOUR, HOUR))
        self._board.skew[index] += far
        self._later(JUMPED, self._skew)
        self.happened["clock jumps"] += 1
        return True

    def _skew(self) -> None:
        for slot in self._workers:
            self._board.skew[slot.index] = self._plan.off if slot.index == 0 else 0

    def _lock(self) -> bool:
        try:
            self._later(HELD, self._victim.hold())
        except Busy:
            return False
        self.happened["locks"] += 1
        return True

    def _fill(self) -> bool:
        self._board.is_full = True
        self._later(FULL, self._make_room)
        self.happened["full disks"] += 1
        return True

    def _make_room(self) -> None:
        self._board.is_full = False

    def _terminate(self) -> bool:
        self.happened["connections cut"] += self._victim.terminate(self._chance.random())
        return True

    def _restart(self) -> bool:
        self._victim.restart()
        self.happened["restarts"] += 1
        return True

    def _later(self, seconds: float, undo: Callable[[], None]) -> None:
        self._undo.append((time.monotonic() + seconds, undo))

    def _undo_all(self) -> None:
        for _, undo in self._undo:
            undo()
        self._undo.clear()
        for slot in (*self._workers, self._writer):
            slot.calm()

    def _free(self) -> Slot | None:
        free = [slot for slot in self._workers if slot.is_free]
        return self._chance.choice(free) if free else None

    def _drain(self) -> int:
        """What is far ahead is called off, and all else must come to an end by itself, most of it in the same weather;
        says how often something went wrong with Slack.
        """
        self._board.is_over = True
        self._writer.end()
        self._call_off()
        begun, faults = time.monotonic(), None
        while (left := unended(self._victim.url)) and time.monotonic() < begun + self._plan.patience:
            if faults is None and (left < FEW or time.monotonic() > begun + ENOUGH):
                faults = self._slack.calm()
            self._tend(time.monotonic())
            time.sleep(0.2)
        return self._slack.calm() if faults is None else faults

    def _call_off(self) -> None:
        engine = make_engine(self._victim.url)
        store = SqlStore(engine, lambda: None)
        for entry in writer.entries(self._journal):
            if entry.form == "far":
                with store.begin(OwnWork(team_id=entry.team)) as tx:
                    tx.outbox.cancel(OutboxId(entry.ids[0]))
        engine.dispose()

    def _evidence(self) -> Evidence:
        record = self._slack.record()
        return Evidence(
            at=datetime.now(UTC),
            entries=list(writer.entries(self._journal)),
            rows=rows_of(self._victim.url),
            seen=record.seen,
            shown=shown_by(self._victim.url),
            violations=record.violations,
            logs=sorted(self._folder.glob("*.log")),
            tokens=[address.token for address in self._slack.addresses],
        )

    def _failures(self) -> Iterator[str]:
        """Turns that nothing explains: those that are not the database's fault, and waits that were not waited."""
        defects = sum(self._board.failed[slot.index] - self._board.unusable[slot.index] for slot in self._workers)
        if defects:
            yield f"{defects} turns of delivery failed by a defect"
        if sum(self._board.locked):
            yield f"{sum(self._board.locked)} times the database was locked and not waited for"

    @property
    def _journal(self) -> Path:
        return self._folder / "journal"

    def _worker(self, index: int) -> Callable[[], BaseProcess]:
        job = worker.Job(
            slot=index,
            url=self._victim.url,
            log=self._folder / f"worker-{index}.log",
            homes=self._homes,
            threads=self._plan.threads,
            lost_commits=self._plan.lost_commits,
        )

        def start() -> BaseProcess:
            process = forked.Process(target=worker.work, args=(job, self._board, assembly_of(self._plan.mutant)))
            process.start()
            return process

        return start

    def _start_writer(self) -> BaseProcess:
        job = writer.Job(
            slot=self._plan.processes,
            url=self._victim.url,
            log=self._folder / "writer.log",
            journal=self._journal,
            seed=self._plan.seed,
            rate=self._plan.rate,
            lost_commits=self._plan.lost_commits,
        )
        process = forked.Process(target=writer.feed, args=(job, self._board))
        process.start()
        return process


class Happening:
    """`what` says whether it could be done; if not it is tried again soon."""

    def __init__(self, interval: float, what: Callable[[], bool], begun: float, chance: random.Random) -> None:
        self._interval = interval
        self._what = what
        self._chance = chance
        self._at = begun + interval * chance.uniform(0.3, 1.0)

    def happen_if_due(self, now: float) -> None:
        if now >= self._at:
            wait = self._interval * self._chance.uniform(0.5, 1.5)
            self._at = self._at + wait if self._what() else now + LOOK


def _home(address: Address) -> worker.Home:
    client = web_client(address.token, address.api_url, 10.0)
    installation = Installation(address.token)
    installation.identity = identity(client)
    return worker.Home(address.team, address.api_url, installation)
