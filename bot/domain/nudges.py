"""A reminder that somebody set for a person or a channel."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import AlreadyClosed, NotYours
from bot.domain.ids import ChannelId, NudgeNumber, TeamId, UserId
from bot.domain.schedules import once


@dataclass(eq=False, kw_only=True)
class Nudge:
    """The wall time `local` in `zone_name` is the truth; `due_at` is what it means today.

    Either `user_id` or `channel_id` says whom it reaches. `about` is a label such as R-12. Whether it was sent is
    known by the messages of its occurrences alone.
    """

    team_id: TeamId
    number: NudgeNumber
    text: str
    about: str | None
    user_id: UserId | None
    channel_id: ChannelId | None
    local: str
    zone_name: str
    due_at: datetime
    set_by: UserId
    set_at: datetime
    cancelled_at: datetime | None = None
    version: int = 1

    @property
    def label(self) -> str:
        return f"N-{self.number}"

    @property
    def reaches(self) -> ChannelId | UserId:
        to = self.channel_id or self.user_id
        assert to is not None, "a reminder reaches somebody"
        return to

    def cancel(self, *, by: UserId, at: datetime) -> None:
        """The one who set it and the one it reaches may stop it."""
        if by not in {self.set_by, self.user_id}:
            raise NotYours(self.label, self.set_by)
        if self.cancelled_at is not None:
            raise AlreadyClosed(self.label, "cancelled", None, self.cancelled_at)
        self.cancelled_at = at

    def move_to(self, zone: ZoneInfo) -> None:
        """The same wall time in another zone, after the person travelled."""
        self.zone_name = zone.key
        self.due_at = once(datetime.fromisoformat(self.local), zone)

    def put_off(self, local: datetime, zone: ZoneInfo, at: datetime) -> None:
        """To another wall time, which `at` is the instant of."""
        if self.cancelled_at is not None:
            raise AlreadyClosed(self.label, "cancelled", None, self.cancelled_at)
        self.local, self.zone_name, self.due_at = local.isoformat(), zone.key, at
