"""One run: a Slack, a database, a writer and workers, and all that is done to them until the judgement."""

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.chaos import almanac, writer
from benchmarks.chaos.backlog import unended
from benchmarks.chaos.crew import ZONE_DATA, Crew
from benchmarks.chaos.databases import Victim, a_new
from benchmarks.chaos.evidence import Evidence, rows_of, shown_by, titles_of
from benchmarks.chaos.invariants import Verdict, judged
from benchmarks.chaos.mischief import LOOK, Mischief
from benchmarks.chaos.plan import Plan
from benchmarks.chaos.points import Point
from benchmarks.chaos.progress import Progress
from benchmarks.chaos.slack import Slack
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import OutboxId, TeamId
from bot.domain.origins import OwnWork
from storage.engine import make_engine
from storage.store import SqlStore

#: So much longer than planned a run may take before it is called short of its kills.
SLACKNESS, AT_LEAST = 3.0, 45.0
#: The weather clears when so few messages are left, or after so many seconds of waiting for the last of them.
FEW, ENOUGH = 20, 5.0


@dataclass(frozen=True)
class Outcome:
    """`happened` counts what was done to processes and databases, by name, `points` where workers died by order, `days`
    those on which something that recurs had to come and clocks changed, for each that does.
    """

    plan: Plan
    folder: Path
    verdict: Verdict
    kills: int
    faults_of_slack: int
    happened: Counter[str]
    points: Counter[Point]
    days: int
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
            if plan.moments:
                almanac.set_up(victim.url, plan.moments[0])
                almanac.write_zone_data(folder / ZONE_DATA)
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
        self._crew = Crew(plan, victim.url, slack.addresses, slack.door, folder)
        self._progress = Progress(plan)

    def outcome(self) -> Outcome:
        begun, crew = time.monotonic(), self._crew
        with crew.at_work():
            if self._plan.receivers:
                self._slack.let_people_call()
            self._break_things()
            crew.happened["sockets cut"] = self._slack.hush()
            faults = self._drain()
        self._progress.clear()
        took = time.monotonic() - begun
        crew.happened["lost commits"] = sum(crew.board.lost_commits)
        crew.happened["slow statements"] = sum(crew.board.slow)
        evidence = self._evidence()
        verdict = judged(evidence)
        verdict = replace(verdict, broken=[*verdict.broken, *crew.failures()])
        days = len(evidence.expected)
        return Outcome(self._plan, self._folder, verdict, crew.kills, faults, crew.happened, crew.points, days, took)

    def _break_things(self) -> None:
        """Until there are enough kills, and enough time has passed to say something."""
        begun = time.monotonic()
        until, at_most = begun + self._plan.seconds, begun + self._plan.seconds * SLACKNESS + AT_LEAST
        mischief = Mischief(self._plan, self._victim, self._crew, self._chance)
        while (now := time.monotonic()) < at_most and (now < until or self._crew.kills < self._plan.kills):
            mischief.happen(now)
            self._crew.tend(self._chance)
            self._progress.killed(self._crew.kills)
            time.sleep(LOOK)
        mischief.undo()

    def _drain(self) -> int:
        """What is far ahead is called off, and all else must come to an end by itself, most of it in the same weather,
        until for a while nothing does; says how often something went wrong with Slack.
        """
        self._crew.end_writing()
        self._call_off()
        begun = ended = time.monotonic()
        faults, fewest = None, sys.maxsize
        while (left := unended(self._victim.url)) and time.monotonic() < ended + self._plan.patience:
            if left < fewest:
                fewest, ended = left, time.monotonic()
            if faults is None and (left < FEW or time.monotonic() > begun + ENOUGH):
                faults = self._slack.calm()
            self._crew.tend(self._chance)
            self._progress.left(left)
            time.sleep(0.2)
        return self._slack.calm() if faults is None else faults

    def _call_off(self) -> None:
        """However often it takes: the workers write too, and SQLite lets in whom it likes."""
        far = [entry for entry in writer.entries(self._crew.journal) if entry.form == "far"]
        for team in {entry.team for entry in far}:
            ids = [OutboxId(entry.ids[0]) for entry in far if entry.team == team]
            while not _called_off(self._victim.url, team, ids):
                self._crew.tend(self._chance)

    def _evidence(self) -> Evidence:
        record = self._slack.record()
        return Evidence(
            at=datetime.now(UTC),
            entries=list(writer.entries(self._crew.journal)),
            rows=rows_of(self._victim.url),
            seen=record.seen,
            shown=shown_by(self._victim.url),
            violations=record.violations,
            asked=record.asked,
            logged=titles_of(self._victim.url),
            expected=list(almanac.due(self._plan.seed, self._crew.board.moment)) if self._plan.moments else (),
            logs=sorted(self._folder.glob("*.log")),
            tokens=[address.token for address in self._slack.addresses],
        )


def _called_off(url: str, team: TeamId, ids: Sequence[OutboxId]) -> bool:
    """No connection stays open, because processes are forked."""
    engine = make_engine(url)
    try:
        with SqlStore(engine, lambda: None).begin(OwnWork(team_id=team)) as tx:
            for id_ in ids:
                tx.outbox.cancel(id_)
    except StoreUnavailable:
        return False
    finally:
        engine.dispose()
    return True
