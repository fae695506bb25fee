"""Who follows a request or task that is not theirs, and what of it they are told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import TeamId, UserId


@dataclass(eq=False, kw_only=True)
class ItemWatcher:
    """`added_by` is another when they were asked to."""

    team_id: TeamId
    label: str
    user_id: UserId
    added_by: UserId
    added_at: datetime

    def may_be_ended_by(self, user: UserId) -> bool:
        return user in {self.user_id, self.added_by}
