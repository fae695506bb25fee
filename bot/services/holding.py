"""Until when something is held for the hours of whom it reaches. To be asked in the transaction that plans or sends."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.hours import Closed
from bot.domain.hours_settings import WORKSPACE, Effective, HoursSetting, effective
from bot.domain.ids import ChannelId, UserId
from bot.domain.zones import zone_or
from bot.services.ports import Transaction


@dataclass(frozen=True)
class Held:
    """`at` is when it may go out, by the clocks of `zone`; `closed` says why not before, None when nothing holds it."""

    at: datetime
    zone: ZoneInfo
    closed: Closed | None = None


def hours_of(
    tx: Transaction, recipient: UserId | ChannelId, workspace_zone: ZoneInfo, *, by_default: bool
) -> Effective:
    """A person's own before the workspace's, by their own clock; a channel's before it, by that of whoever set them.

    `by_default`: office hours where nobody set any. A client's calendar will come between the two.
    """
    person = tx.people.one(UserId(recipient))
    own, workspace = tx.hours.one(recipient), tx.hours.one(WORKSPACE)
    if person is None:
        return of_place(own, workspace, workspace_zone, by_default=by_default)
    return effective(own, workspace, zone_or(person.zone_name, workspace_zone).zone, by_default=by_default)


def of_place(
    own: HoursSetting | None, workspace: HoursSetting | None, workspace_zone: ZoneInfo, *, by_default: bool
) -> Effective:
    """By the clock of whoever set them."""
    setting = own if own is not None and not own.is_empty else workspace
    zone = zone_or(setting.zone_name if setting else None, workspace_zone).zone
    return effective(own, workspace, zone, by_default=by_default)


def held_until(
    tx: Transaction,
    recipient: UserId | ChannelId,
    at: datetime,
    *,
    is_urgent: bool,
    is_explicit: bool,
    workspace_zone: ZoneInfo,
) -> Held:
    """The moment itself, or the next minute that is open. Urgent is never held.

    A moment that somebody chose (`is_explicit`) is held only by hours that somebody set; what Liaison sends by itself
    also by office hours.
    """
    hours = hours_of(tx, recipient, workspace_zone, by_default=not is_explicit).hours
    if is_urgent:
        return Held(at, hours.zone)
    return Held(hours.next_open(at), hours.zone, hours.closed(at))
