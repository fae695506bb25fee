"""What stands in a digest: frozen as numbers when it falls due, read again in parts when it is posted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.digests import Counts, Items, OpenItem, of_channel
from bot.domain.hours import Hours
from bot.domain.hours_settings import WORKSPACE, HoursSetting
from bot.domain.ids import ChannelId
from bot.domain.people import Channel
from bot.services.cards import Item
from bot.services.holding import of_place
from bot.services.ports import Transaction

#: Each may need a block of its own, and headings, heading and footer must still fit into Slack's 50.
LINES = 40


class Heading(StrEnum):
    """In the order of urgency in which they stand; the names are those of `Items`."""

    OVERDUE = "overdue"
    TODAY = "today"
    UNOWNED = "unowned"
    OTHERS = "others"


@dataclass(frozen=True)
class Line:
    """`item` is None when the people of the channel may not see it any more. `client` is a name."""

    heading: Heading
    label: str
    item: Item | None
    client: str | None = None


@dataclass(frozen=True)
class Digest:
    """One part of a day's digest as it reads now; `counts` are those of the whole day, `listed` all that it lists.

    `was_due` when it is late, `missed` how many before it were left out.
    """

    day: date
    zone: ZoneInfo
    counts: Counts
    lines: tuple[Line, ...]
    listed: int = 0
    part: int = 1
    parts: int = 1
    missed: int = 0
    was_due: datetime | None = None


@dataclass(frozen=True)
class Work:
    """What a workspace has to do, read once for all of its digests that fell due together."""

    items: Sequence[OpenItem]
    channels: Mapping[ChannelId, Channel]
    of_clients: Collection[ChannelId]
    hours: Mapping[str, HoursSetting]

    def hours_of(self, channel: ChannelId, workspace_zone: ZoneInfo) -> Hours:
        """Only those that somebody set."""
        own, workspace = self.hours.get(channel), self.hours.get(WORKSPACE)
        return of_place(own, workspace, workspace_zone, by_default=False).hours

    def of_channel(self, channel: ChannelId, *, since: datetime, now: datetime, zone: ZoneInfo) -> Items:
        """The channel's own; in one of no client also what everybody may see, and how much there is besides."""
        if channel in self.of_clients:
            own = [item for item in self.items if item.audience == channel]
            return of_channel(own, since=since, restricted=0, now=now, zone=zone)
        seen = [item for item in self.items if item.audience == channel or self._is_public(item.audience)]
        return of_channel(seen, since=since, restricted=len(self.items) - len(seen), now=now, zone=zone)

    def _is_public(self, channel: ChannelId | None) -> bool:
        known = self.channels.get(channel) if channel else None
        return known is not None and not known.is_private


def work_of(tx: Transaction) -> Work:
    """Each table is read once, however many channels there are."""
    return Work(
        items=tx.digests.open_items(),
        channels={channel.channel_id: channel for channel in tx.channels.all()},
        of_clients=tx.digests.client_channels(),
        hours={setting.subject: setting for setting in tx.hours.all()},
    )


def count_parts(items: Items) -> int:
    return max(1, -(-len(_listed(items)) // LINES))


def digest_of(tx: Transaction, channel: ChannelId, items: Items, day: date, zone: ZoneInfo, *, part: int) -> Digest:
    listed = _listed(items)
    return _digest(items, day, zone, part, _lines(tx, channel, _of_part(listed, part)))


def _digest(items: Items, day: date, zone: ZoneInfo, part: int, lines: Sequence[Line]) -> Digest:
    return Digest(
        day, zone, items.counts, tuple(lines), len(_listed(items)), part, count_parts(items), missed=items.missed
    )


def _listed(items: Items) -> list[tuple[Heading, str]]:
    piles: dict[Heading, Sequence[str]] = {heading: getattr(items, heading) for heading in Heading}
    return [(heading, label) for heading, labels in piles.items() for label in labels]


def _of_part(listed: Sequence[tuple[Heading, str]], part: int) -> Sequence[tuple[Heading, str]]:
    return listed[(part - 1) * LINES : part * LINES]


def _lines(tx: Transaction, channel: ChannelId, listed: Sequence[tuple[Heading, str]]) -> list[Line]:
    is_of_client = tx.clients.of_channel(channel) is not None
    found = {item.label: item for item in tx.digests.entries([label for _, label in listed])}
    lines = []
    for heading, label in listed:
        item = found.get(label)
        if item is None or not _may_stand_in(tx, channel, item, is_of_client):
            lines.append(Line(heading, label, None))
        else:
            lines.append(Line(heading, label, item, _client_name(tx, channel, item)))
    return lines


def _may_stand_in(tx: Transaction, channel: ChannelId, item: Item, is_of_client: bool) -> bool:
    """As when it was frozen: the channel's own; in a channel of no client also what every member may see."""
    return item.audience == channel or (not is_of_client and _is_public(tx, item.audience))


def _client_name(tx: Transaction, channel: ChannelId, item: Item) -> str | None:
    """None also when the client itself is not for the people of this channel."""
    if not isinstance(item, ClientRequest) or item.client_number is None:
        return item.client_words if isinstance(item, ClientRequest) else None
    client = tx.clients.known(item.client_number)
    if client is None:
        return None
    is_theirs = client.channel_id in {None, channel} or _is_public(tx, client.channel_id)
    return client.name if is_theirs else None


def _is_public(tx: Transaction, channel_id: ChannelId | None) -> bool:
    channel = tx.channels.one(channel_id) if channel_id else None
    return channel is not None and not channel.is_private
