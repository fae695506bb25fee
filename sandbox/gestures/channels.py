"""What people and administrators do to a channel itself."""

import re

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.directory import OUTSIDE
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.gestures.renumbering import renumber
from sandbox.payloads import is_shared
from sandbox.world import Channel, ChannelKind, User, UserKind

MOST_OF_TOPIC = 250
NAME = re.compile(r"[\w-]{1,80}")


def create(delivery: Delivery, user: User, name: str, *, private: bool) -> Outcome:
    """Full members make channels, and are alone in them at first."""
    slack = delivery.slack
    if user.kind is not UserKind.MEMBER:
        raise DriverMistake("restricted_action", f"{user.name} is no full member")
    name = _new_name(delivery, name)
    plain = "C0" + re.sub(r"[^A-Z0-9]", "", name.upper())
    channel = Channel(
        id=plain if plain != "C0" and plain not in slack.world.channels else slack.number("C"),
        name=name,
        kind=ChannelKind.PRIVATE if private else ChannelKind.PUBLIC,
        members=[user.id],
        created=int(slack.clock.now().timestamp()),
        creator=user.id,
    )
    slack.world.add_channel(channel)
    _keep(delivery, channel)
    events.created(delivery, channel)
    return Outcome()


def rename(delivery: Delivery, user: User, channel: Channel, name: str) -> Outcome:
    _must_manage(user, channel)
    before, channel.name = channel.name, _new_name(delivery, name)
    _keep(delivery, channel)
    events.renamed(delivery, channel, user, before)
    return Outcome()


def _new_name(delivery: Delivery, name: str) -> str:
    name = name.strip().removeprefix("#")
    if not NAME.fullmatch(name) or name != name.lower():
        raise DriverMistake("invalid_name", "a channel's name has up to 80 small letters, digits, - and _")
    if any(other.name == name for other in delivery.slack.world.channels.values()):
        raise DriverMistake("name_taken", f"there is a #{name} already")
    return name


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
    """With another company, by the id of its workspace: its people come along, and a private channel has a new id."""
    _must_manage(user, channel)
    others = [one for one in delivery.slack.world.users.values() if one.kind is UserKind.EXTERNAL]
    coming = [one for one in others if one.team_id == team and one.id not in channel.members and not one.deleted]
    if not any(one.team_id == team for one in others):
        known = ", ".join(sorted({one.team_id for one in others})) or "none"
        raise DriverMistake("team_not_found", f"nobody is of {team:.50}; the other companies are {known}")
    if not coming:
        raise DriverMistake("already_shared", f"all of {team:.50} are in #{channel.name}")
    if channel.kind is ChannelKind.PRIVATE and not is_shared(delivery.slack, channel):
        renumber(delivery, channel)
    channel.members.extend(one.id for one in coming)
    _keep(delivery, channel)
    events.shared(delivery, channel, team)
    for one in coming:
        events.joined(delivery, channel, one, inviter=user)
    return Outcome()


def unshare(delivery: Delivery, user: User, channel: Channel, team: str) -> Outcome:
    """Its people go, and the app hears of each."""
    _must_manage(user, channel)
    people = [one for one in delivery.slack.world.users.values() if one.kind is UserKind.EXTERNAL]
    going = [one for one in people if one.team_id == team and one.id in channel.members]
    if not going:
        raise DriverMistake("not_shared", f"nobody of {team:.50} is in #{channel.name}")
    channel.members = [member for member in channel.members if member not in {one.id for one in going}]
    _keep(delivery, channel)
    for one in going:
        events.left(delivery, channel, one, actor=user)
    events.unshared(delivery, channel, team)
    return Outcome()


def describe(delivery: Delivery, user: User, channel: Channel, what: str, text: str) -> Outcome:
    """`what` is topic or purpose, which Slack's client calls a description."""
    _must_be_channel(channel)
    if user.kind in OUTSIDE or user.id not in channel.members:
        raise DriverMistake("restricted_action", f"{user.name} is no full member of #{channel.name}")
    if channel.is_archived:
        raise DriverMistake("is_archived", f"#{channel.name} is archived")
    if len(text) > MOST_OF_TOPIC:
        raise DriverMistake("too_long", f"at most {MOST_OF_TOPIC} characters, this has {len(text):,}")
    setattr(channel, what, text)
    _keep(delivery, channel)
    events.described(delivery, channel, user, what, text)
    return Outcome()


def remove(delivery: Delivery, user: User, channel: Channel) -> Outcome:
    """For ever, with all that was said in it."""
    _must_be_channel(channel)
    if not user.is_admin:
        raise DriverMistake("restricted_action", f"{user.name} is no administrator")
    if channel.name == "general":
        raise DriverMistake("cant_delete_general", "the channel that everybody is in stays")
    del delivery.slack.world.channels[channel.id]
    delivery.slack.save_removal(channel)
    events.removed(delivery, channel)
    channel.members = []  # for whatever is still on its way there
    return Outcome()


def _must_be_channel(channel: Channel) -> None:
    if channel.kind in {ChannelKind.IM, ChannelKind.MPIM}:
        raise DriverMistake("method_not_supported_for_channel_type", "a direct message is no channel")


def _must_manage(user: User, channel: Channel) -> None:
    """Full members manage the channels that they are in, administrators those that they see."""
    _must_be_channel(channel)
    if user.kind is not UserKind.MEMBER or not (user.is_admin or user.id in channel.members):
        raise DriverMistake("restricted_action", f"{user.name} is no full member of #{channel.name}")


def _keep(delivery: Delivery, channel: Channel) -> None:
    delivery.slack.save_channel(channel)
    delivery.slack.changed()
