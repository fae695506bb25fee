"""A file of request types that was loaded, and is kept: requests say under which version they were answered."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.teams import OfTeam


@dataclass(eq=False, kw_only=True)
class RequestTypeFile(OfTeam):
    """`number` is its version: the highest of a workspace is in force. `loaded_by` is whoever was at the machine."""

    number: int
    text: str
    loaded_by: str
    loaded_at: datetime
