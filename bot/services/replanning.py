"""Hours that have changed move what waits: marked with the change, planned anew behind it, some at a time."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.ids import NudgeNumber, TeamId
from bot.domain.origins import OwnWork
from bot.services import chases, nudge_holds, rungs
from bot.services.ports import Store, Teams, Transaction

#: In one transaction, which gestures wait for where the store has one writer.
BATCH = 20


class Sweep(Protocol):
    def to_replan(self, teams: Collection[TeamId]) -> Sequence[TeamId]: ...


class ReplanningService:
    """`workspace_zone` is that of those of whom no usable one is known; `teams` are those to plan for."""

    def __init__(
        self, store: Store[Transaction], sweep: Sweep, clock: Clock, workspace_zone: ZoneInfo, teams: Teams
    ) -> None:
        self._store = store
        self._sweep = sweep
        self._clock = clock
        self._workspace_zone = workspace_zone
        self._teams = teams

    def plan_due(self) -> int:
        """A batch of each workspace; says how much it planned, so that it is called again until nothing is left."""
        done = list[int]()
        with ExitStack() as turns:
            for team in self._sweep.to_replan(self._teams()):
                turns.callback(lambda team: done.append(self._plan_some(team)), team)
        return sum(done)

    def _plan_some(self, team: TeamId) -> int:
        """What is planned is locked before the marks are, as by those who have changed it, and these before the hours,
        as by those who change one of them.
        """
        at = rungs.At(self._clock.now(), self._workspace_zone)
        with self._store.begin(OwnWork(team_id=team)) as tx:
            marked = tx.replans.marked(BATCH)
            items = tx.ladders.for_planning(marked)
            numbers = sorted(NudgeNumber(int(label[2:])) for label in marked if label.startswith("N-"))
            nudges = [tx.nudges.for_planning(number) for number in numbers]
            taken = tx.replans.take(marked)
            for item in items:
                if item.label in taken:
                    rungs.replan_one(tx, item, at)
                    chases.replan(tx, item, at)
            for nudge in nudges:
                if nudge is not None and nudge.cancelled_at is None and nudge.label in taken:
                    nudge_holds.replan(tx, nudge, now=at.now, workspace_zone=at.zone)
        return len(taken)
