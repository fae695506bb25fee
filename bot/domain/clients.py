"""A client: a name, an owner and a channel; calendars and tiers come later."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, ClientNumber, TeamId, UserId


@dataclass(eq=False, kw_only=True)
class Client:
    """`folded_name` is the name as compared: case, width and spaces folded."""

    team_id: TeamId
    number: ClientNumber
    name: str
    folded_name: str
    owner: UserId
    channel_id: ChannelId | None
    added_by: UserId
    added_at: datetime
    version: int = 1
