"""Newer zone data: the wall times that people were promised stay, and the instants that they mean are worked out again.

Digests keep the edition for each of them, see `digest_planning`; reminders are planned anew by `replanning`.
"""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain import zone_data
from bot.domain.clock import Clock
from bot.domain.ids import TeamId
from bot.domain.origins import OwnWork
from bot.domain.zones import zone_or
from bot.services import series_planning
from bot.services.ports import Store, Teams, Transaction


class Sweep(Protocol):
    def outdated(self, edition: str, teams: Collection[TeamId]) -> Sequence[TeamId]: ...


class ZoneDataService:
    """`workspace_zone` stands in for a zone that the zone data know no longer; `teams` are those to plan for."""

    def __init__(
        self, store: Store[Transaction], sweep: Sweep, clock: Clock, workspace_zone: ZoneInfo, teams: Teams
    ) -> None:
        self._store = store
        self._sweep = sweep
        self._clock = clock
        self._workspace_zone = workspace_zone
        self._teams = teams

    def renew(self) -> int:
        """Says for how many workspaces."""
        edition = zone_data.edition()
        outdated = self._sweep.outdated(edition, self._teams())
        with ExitStack() as turns:
            for team in outdated:
                turns.callback(self._renew, team, edition)
        return len(outdated)

    def _renew(self, team: TeamId, edition: str) -> None:
        now = self._clock.now()
        with self._store.begin(OwnWork(team_id=team)) as tx:
            tx.replans.mark_all()
            tx.replans.mark_recurring()
            for morning in tx.mornings.all_for_change():
                zone = zone_or(morning.zone_name, self._workspace_zone).zone
                if not morning.follow(zone, now):
                    morning.work_out_again(now)
            series_planning.work_out_again(tx, self._workspace_zone)
            tx.zone_data.worked_out_by(edition)
