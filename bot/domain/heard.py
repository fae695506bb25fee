"""A message of a person that a request stands for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ChannelId, MessageTs, RequestNumber, UserId
from bot.domain.teams import OfTeam
from bot.domain.text import clipped, first_line_and_rest

TITLE_LIMIT, DETAILS_LIMIT = 300, 3000
#: How long a request that came of an emoji may be taken back by whoever put it there.
UNDO_EMOJI = timedelta(minutes=5)
_PERMALINK = re.compile(r"/archives/([CG][A-Z0-9]{2,30})/p([0-9]{10})([0-9]{6})(?![0-9])")


class HeardBy(StrEnum):
    EMOJI = "emoji"
    CAPTURE = "capture"
    #: Somebody picked it by the message shortcut.
    SHORTCUT = "shortcut"


@dataclass(eq=False, kw_only=True)
class Heard(OfTeam):
    """`words` are what it added to the request, as they stand there; empty once it was deleted."""

    channel_id: ChannelId
    ts: MessageTs
    request_number: RequestNumber
    author: UserId | None
    how: HeardBy
    words: str
    heard_at: datetime
    deleted_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class HeardAs:
    """The message that a request is logged from. `thread_ts` begins the thread in which its card belongs."""

    channel: ChannelId
    ts: MessageTs
    thread_ts: MessageTs
    author: UserId | None
    how: HeardBy
    words: str
    at: datetime


def composed(texts: Iterable[str]) -> tuple[str, str]:
    """A title, the first line, and all that follows. What is too long for a title is kept in full below it."""
    whole = "\n".join(text for text in texts if text)
    title, rest = first_line_and_rest(whole)
    if len(title) <= TITLE_LIMIT:
        return title, rest[:DETAILS_LIMIT]
    return clipped(title, TITLE_LIMIT), whole[:DETAILS_LIMIT]


def moment_of(ts: MessageTs) -> datetime:
    """When Slack took it."""
    return datetime.fromtimestamp(float(ts), UTC)


def place_in(permalink: str) -> tuple[ChannelId, MessageTs] | None:
    """Where the message stands that a link of Slack's leads to."""
    found = _PERMALINK.search(permalink)
    return (ChannelId(found[1]), MessageTs(f"{found[2]}.{found[3]}")) if found else None


def permalink_of(channel: ChannelId, ts: MessageTs) -> str:
    """Leads into the workspace that the reader is in."""
    return f"https://slack.com/archives/{channel}/p{ts.replace('.', '')}"
