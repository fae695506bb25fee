"""Whether Slack still takes the token that we hold for a workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.ids import TeamId


@dataclass(frozen=True)
class Works:
    pass


@dataclass(frozen=True)
class Dead:
    """`code` is Slack's word for why."""

    code: str


@dataclass(frozen=True)
class Unanswered:
    """Slack could not be asked, which says nothing of the token."""


@dataclass(frozen=True)
class Silence:
    """Nothing was sent in a workspace since then, by the clock that people feel; so many messages were due since."""

    team_id: TeamId
    since: datetime
    waiting: int


Verdict: TypeAlias = Works | Dead | Unanswered
