"""Who follows a request or task that is not theirs, and what of it they are told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.teams import OfTeam


@dataclass(eq=False, kw_only=True)
class ItemWatcher(OfTeam):
    """`added_by` is another when they were asked to."""

    label: str
    user_id: UserId
    added_by: UserId
    added_at: datetime

    def may_be_ended_by(self, user: UserId) -> bool:
        return user in {self.user_id, self.added_by}
