"""What people and administrators do to a channel itself."""

import re

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.directory import OUTSIDE
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.world import Channel, ChannelKind, User, UserKind

NAME = re.compile(r"[\w-]{1,80}")


def rename(delivery: Delivery, user: User, channel: Channel, name: str) -> Outcome:
    _must_manage(user, channel)
    name = name.strip().removeprefix("#")
    if not NAME.fullmatch(name) or name != name.lower():
        raise DriverMistake("invalid_name", "a channel's name has up to 80 small letters, digits, - and _")
    if any(other.name == name for other in delivery.slack.world.channels.values()):
        raise DriverMistake("name_taken", f"there is a #{name} already")
    before, channel.name = channel.name, name
    _keep(delivery, channel)
    events.renamed(delivery, channel, user, before)
    return Outcome()


def archive(delivery: Delivery, user: User, channel: Channel) -> Outcome:
    _must_manage(user, channel)
    if channel.is_archived:
        raise DriverMistake("already_archived", f"#{channel.name} is archived")
    if channel.name == "general":
        raise DriverMistake("cant_archive_general", "the channel that everybody is in stays")
    channel.is_archived = True
    _keep(delivery, channel)
    events.archived(delivery, channel, user)
    return Outcome()


def unarchive(delivery: Delivery, user: User, channel: Channel) -> Outcome:
    _must_manage(user, channel)
    if not channel.is_archived:
        raise DriverMistake("not_archived", f"#{channel.name} is not archived")
    channel.is_archived = False
    _keep(delivery, channel)
    events.unarchived(delivery, channel, user)
    return Outcome()


def convert(delivery: Delivery, user: User, channel: Channel) -> Outcome:
    """Public to private: the id stays, and no event of its own tells of it."""
    _must_manage(user, channel)
    if channel.kind is not ChannelKind.PUBLIC or channel.name == "general":
        raise DriverMistake("cant_convert", f"#{channel.name} cannot become private")
    channel.kind = ChannelKind.PRIVATE
    _keep(delivery, channel)
    events.converted(delivery, channel, user)
    return Outcome()


def share(delivery: Delivery, user: User, channel: Channel, team: str) -> Outcome:
    """With another company, by the id of its workspace: its people come along."""
    _must_manage(user, channel)
    others = [one for one in delivery.slack.world.users.values() if one.kind is UserKind.EXTERNAL]
    coming = [one for one in others if one.team_id == team and one.id not in channel.members]
    if not any(one.team_id == team for one in others):
        known = ", ".join(sorted({one.team_id for one in others})) or "none"
        raise DriverMistake("team_not_found", f"nobody is of {team:.50}; the other companies are {known}")
    channel.members.extend(one.id for one in coming)
    _keep(delivery, channel)
    events.shared(delivery, channel, team)
    for one in coming:
        events.joined(delivery, channel, one, inviter=user)
    return Outcome()


def _must_manage(user: User, channel: Channel) -> None:
    if channel.kind in {ChannelKind.IM, ChannelKind.MPIM}:
        raise DriverMistake("method_not_supported_for_channel_type", "a direct message is no channel")
    if user.kind in OUTSIDE or user.kind is UserKind.BOT or user.id not in channel.members:
        raise DriverMistake("restricted_action", f"{user.name} is no full member of #{channel.name}")


def _keep(delivery: Delivery, channel: Channel) -> None:
    delivery.slack.save_channel(channel)
    delivery.slack.changed()
