"""One run: a Slack, a database, a writer and workers, and all that is done to them until the judgement."""

import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.chaos import writer
from benchmarks.chaos.crew import Crew
from benchmarks.chaos.databases import Victim, a_new
from benchmarks.chaos.evidence import Evidence, rows_of, shown_by, unended
from benchmarks.chaos.invariants import Verdict, judged
from benchmarks.chaos.mischief import LOOK, Mischief
from benchmarks.chaos.plan import Plan
from benchmarks.chaos.points import Point
from benchmarks.chaos.slack import Slack
from bot.domain.ids import OutboxId
from bot.domain.origins import OwnWork
from storage.engine import make_engine
from storage.store import SqlStore

#: So much longer than planned a run may take before it is called short of its kills.
SLACKNESS, AT_LEAST = 3.0, 15.0
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
        self._crew = Crew(plan, victim.url, slack.addresses, folder)

    def outcome(self) -> Outcome:
        begun, crew = time.monotonic(), self._crew
        with crew.at_work():
            self._break_things()
            faults = self._drain()
        took = time.monotonic() - begun
        crew.happened["lost commits"] = sum(crew.board.lost_commits)
        verdict = judged(self._evidence())
        verdict = replace(verdict, broken=[*verdict.broken, *crew.failures()])
        return Outcome(self._plan, self._folder, verdict, crew.kills, faults, crew.happened, crew.points, took)

    def _break_things(self) -> None:
        """Until there are enough kills, and enough time has passed to say something."""
        begun = time.monotonic()
        until, at_most = begun + self._plan.seconds, begun + self._plan.seconds * SLACKNESS + AT_LEAST
        mischief = Mischief(self._plan, self._victim, self._crew, self._chance)
        while (now := time.monotonic()) < at_most and (now < until or self._crew.kills < self._plan.kills):
            mischief.happen(now)
            self._crew.tend(self._chance)
            time.sleep(LOOK)
        mischief.undo()

    def _drain(self) -> int:
        """What is far ahead is called off, and all else must come to an end by itself, most of it in the same weather;
        says how often something went wrong with Slack.
        """
        self._crew.end_writing()
        self._call_off()
        begun, faults = time.monotonic(), None
        while (left := unended(self._victim.url)) and time.monotonic() < begun + self._plan.patience:
            if faults is None and (left < FEW or time.monotonic() > begun + ENOUGH):
                faults = self._slack.calm()
            self._crew.tend(self._chance)
            time.sleep(0.2)
        return self._slack.calm() if faults is None else faults

    def _call_off(self) -> None:
        engine = make_engine(self._victim.url)
        store = SqlStore(engine, lambda: None)
        for entry in writer.entries(self._crew.journal):
            if entry.form == "far":
                with store.begin(OwnWork(team_id=entry.team)) as tx:
                    tx.outbox.cancel(OutboxId(entry.ids[0]))
        engine.dispose()

    def _evidence(self) -> Evidence:
        record = self._slack.record()
        return Evidence(
            at=datetime.now(UTC),
            entries=list(writer.entries(self._crew.journal)),
            rows=rows_of(self._victim.url),
            seen=record.seen,
            shown=shown_by(self._victim.url),
            violations=record.violations,
            logs=sorted(self._folder.glob("*.log")),
            tokens=[address.token for address in self._slack.addresses],
        )
