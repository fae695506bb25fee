"""The people of a workspace and the channels they meet in, as far as needed to decide who may see what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.domain.errors import NotAMember
from bot.domain.ids import ChannelId, UserId
from bot.domain.teams import OfTeam


class Rank(IntEnum):
    """In Slack's administration of the workspace. An organisation's own are none here."""

    NONE = 0
    ADMIN = 1
    OWNER = 2
    PRIMARY_OWNER = 3


class PersonKind(StrEnum):
    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    UNKNOWN = "unknown"


@dataclass(eq=False, kw_only=True)
class Person(OfTeam):
    """`zone_name` is what Slack said last, which may be empty or unknown to us. `wants_reminders` of what is theirs, as
    far as it is not urgent.
    """

    user_id: UserId
    name: str
    kind: PersonKind
    zone_name: str | None = None
    home_opened_at: datetime | None = None
    welcomed_at: datetime | None = None
    wants_reminders: bool = True
    rank: int = Rank.NONE

    def must_be_member(self) -> None:
        """Only full members act or are given work: anything else, unknown kinds included, is refused."""
        if self.kind is not PersonKind.MEMBER:
            raise NotAMember(self.user_id, self.kind.value)


@dataclass(eq=False, kw_only=True)
class Channel(OfTeam):
    """A channel that Liaison has heard of; `is_member` says whether the bot is in it."""

    channel_id: ChannelId
    name: str
    is_private: bool
    is_member: bool
    is_archived: bool = False
    is_shared: bool = False

    @property
    def takes_cards(self) -> bool:
        """Shared channels hold other companies' people: nothing is posted there unasked."""
        return self.is_member and not self.is_archived and not self.is_shared


def looks_after(ranked: Sequence[Person]) -> UserId | None:
    """Who is told what concerns the whole workspace: one person, the highest of those who have a rank."""
    return max(ranked, key=lambda person: (person.rank, person.user_id)).user_id if ranked else None
