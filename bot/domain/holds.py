"""After an older copy of the database was brought back: what may have been said since is looked for first."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.domain.ids import TeamId
from bot.domain.outbox import Message, MessageKind

#: Said of what has happened, whenever Liaison comes to know of it: after the copy was brought back that may be again.
CONSEQUENCES = frozenset({MessageKind.NOTICE, MessageKind.WELCOME})
#: As long such a message is looked for. Whoever starts Liaison does so within it, and it goes through what was missed.
AFTERMATH = timedelta(days=1)
#: Characters of a mark, and as many marks as a message can carry: Slack takes 3,000 characters of metadata.
MARK, MOST_TOLD = 12, 200
#: Numbers go on from the next multiple of this that leaves as many as half of it out.
NUMBERS = 1000


@dataclass(frozen=True)
class Hold:
    """`since` by the clock of the machinery: nothing of what the copy lacks was posted earlier. `until` by the clock
    that people feel: what is due later cannot have been posted before the copy was brought back.
    """

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Search:
    """For messages that no row is known of, since a copy's last trace, which was so long `ago`."""

    team_id: TeamId
    since: datetime
    until: datetime
    ago: timedelta = field(compare=False)


class NothingToHold(Exception):
    """The database has never been worked with."""


def mark(team: TeamId, key: str) -> str:
    """What a message is, in a word that tells nothing else: the copy plans it under another id, but the same key."""
    return blake2b(f"{team}:{key}".encode(), digest_size=MARK // 2).hexdigest()


def held_from(message: Message) -> datetime | None:
    """It is held by a hold that lasts until then or longer; None for what may be repeated. What is told at most once an
    hour may be: under one key it says now this and now that, and what stands there may not be all of it.
    """
    if message.edits is not None or message.kind is MessageKind.HOME or message.alert is not None:
        return None
    is_consequence = message.kind in CONSEQUENCES or message.instead_of is not None
    return message.due_at - AFTERMATH if is_consequence else message.due_at


def next_numbers_after(last: int) -> int:
    """Those of what was lost stay unused: they stand in Slack, on cards with buttons."""
    return ((last + NUMBERS // 2) // NUMBERS + 1) * NUMBERS
