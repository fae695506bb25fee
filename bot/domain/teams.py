"""Whose things are: each workspace's own."""

from dataclasses import dataclass

from bot.domain.ids import TeamId


@dataclass(eq=False, kw_only=True)
class OfTeam:
    """Whatever is kept for one workspace. The store shows nobody what is another's (storage/hooks.py)."""

    team_id: TeamId
