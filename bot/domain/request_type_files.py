"""A file of request types that was loaded, and is kept: requests say under which version they were answered."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import TeamId


@dataclass(eq=False, kw_only=True)
class RequestTypeFile:
    """`number` is its version: the highest of a workspace is in force. `loaded_by` is whoever was at the machine."""

    team_id: TeamId
    number: int
    text: str
    loaded_by: str
    loaded_at: datetime
