"""Where a change comes from: a person's gesture, or Liaison's own work."""

from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.ids import LIAISON, ChannelId, TeamId, UserId


class Origin(Protocol):
    """What the store asks of a change: whose workspace, who, which delivery told us and until when it is wanted."""

    @property
    def team_id(self) -> TeamId: ...
    @property
    def user_id(self) -> UserId: ...
    @property
    def key(self) -> str | None: ...
    @property
    def deadline(self) -> float | None: ...


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """One delivery from Slack by one person. `deadline` is in `time.monotonic()` seconds.

    `zone_is_assumed` when Slack named no usable zone for them and the workspace's stands in.
    """

    team_id: TeamId
    user_id: UserId
    zone: ZoneInfo
    key: str
    deadline: float
    channel_id: ChannelId | None = None
    zone_is_assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """What Slack tells of by itself, and tells again when it is not taken in by `deadline`."""

    team_id: TeamId
    deadline: float
    user_id: UserId = LIAISON
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class OwnWork:
    """What Liaison does unasked; nobody waits for it."""

    team_id: TeamId
    user_id: UserId = LIAISON
    key: str | None = None
    deadline: float | None = None
