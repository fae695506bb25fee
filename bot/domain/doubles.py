"""Messages of ours that stand twice, and which of their copies stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId, UserId
from bot.domain.outbox import MessageKind, Posted


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """A conversation in which something may have been posted twice, `since` then at the earliest."""

    team_id: TeamId
    channel: ChannelId
    thread_ts: MessageTs | None
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Doubled:
    """What a row that stood twice says to whom; `fallback` is who is told of it."""

    kind: MessageKind
    about: str
    to: str
    fallback: UserId | None
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Copy:
    id: OutboxId
    posted: Posted


@dataclass(frozen=True)
class Double:
    id: OutboxId
    stays: Posted
    extra: tuple[Posted, ...]


def doubles(copies: Iterable[Copy]) -> Sequence[Double]:
    """The first copy of each stays, because people may have answered it or pressed its buttons already."""
    places: dict[OutboxId, set[Posted]] = {}
    for copy in copies:
        places.setdefault(copy.id, set()).add(copy.posted)
    sorted_ = {id_: sorted(posted, key=lambda place: float(place.ts)) for id_, posted in places.items()}
    return [Double(id_, first, (*others,)) for id_, (first, *others) in sorted_.items() if others]
