"""A client: a name, an owner and a channel; calendars and tiers come later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, ClientNumber, UserId
from bot.domain.teams import OfTeam


@dataclass(eq=False, kw_only=True)
class Client(OfTeam):
    """`folded_name` is the name as compared: case, width and spaces folded."""

    number: ClientNumber
    name: str
    folded_name: str
    owner: UserId
    channel_id: ChannelId | None
    added_by: UserId
    added_at: datetime
    version: int = 1


def of_channel(clients: Iterable[Client], channel: str | None) -> Client | None:
    """Whose channel it is, unless several share it."""
    found = [client for client in clients if client.channel_id is not None and client.channel_id == channel]
    return found[0] if len(found) == 1 else None
