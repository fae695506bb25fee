"""A turn of planning: every commit asks for one, and most have left nothing to plan."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain import zone_data
from bot.domain.clock import Clock
from bot.domain.ids import TeamId
from bot.domain.planning import Work
from bot.loops import in_turn
from bot.services.ports import Teams


class Sweep(Protocol):
    def wanted(self, now: datetime, edition: str, teams: Collection[TeamId]) -> Collection[Work]:
        """Of which work there is some, for these workspaces."""
        ...


def plan(sweep: Sweep, clock: Clock, teams: Teams, works: Mapping[Work, Callable[[], int]]) -> int:
    """Says how much was done. A failure of one work is raised after the others have had their turn."""
    wanted = sweep.wanted(clock.now(), zone_data.edition(), teams())
    return in_turn(*(works[work] for work in Work if work in wanted))()
