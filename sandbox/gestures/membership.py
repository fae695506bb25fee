"""Coming into channels and going out of them."""

from collections.abc import Sequence

from sandbox import directory, events
from sandbox.admission import admit
from sandbox.delivery import Delivery
from sandbox.directory import OUTSIDE
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.world import Channel, ChannelKind, User, UserKind

LEAST_IN_GROUP, MOST_IN_GROUP = 3, 9


def invite(delivery: Delivery, user: User, channel: Channel, who: User) -> Outcome:
    _group(channel)
    if who.id in channel.members:
        raise DriverMistake("already_in_channel", f"{who.name} is in #{channel.name} already")
    if user.kind in OUTSIDE:
        raise DriverMistake("restricted_action", f"{user.name} is no full member")
    if who.kind is UserKind.EXTERNAL and not _company_is_in(delivery, channel, who):
        raise DriverMistake("no_external_invite_permission", f"share #{channel.name} with {who.team_id} first")
    if who.deleted:
        raise DriverMistake("cant_invite", f"{who.name} is deactivated")
    admit(delivery, channel, who, inviter=user)
    return Outcome()


def open_group(delivery: Delivery, user: User, others: Sequence[User]) -> Outcome:
    """A group message with these; nobody is told before somebody says something."""
    people = list({one.id: one for one in (user, *others)}.values())
    if not LEAST_IN_GROUP <= len(people) <= MOST_IN_GROUP:
        raise DriverMistake("bad_field", f"a group message has {LEAST_IN_GROUP} to {MOST_IN_GROUP} people")
    for one in people:
        if one.deleted or one.kind in {UserKind.EXTERNAL, UserKind.BOT}:
            raise DriverMistake("cannot_dm", f"{one.name} is in no group message here")
    directory.open_group(delivery.slack, people)
    return Outcome()


def enter(delivery: Delivery, user: User, channel: Channel) -> Outcome:
    """By one's own will, which works for public channels."""
    _group(channel)
    if channel.is_archived:
        raise DriverMistake("is_archived", f"#{channel.name} is archived")
    if user.id in channel.members:
        raise DriverMistake("already_in_channel", f"{user.name} is in #{channel.name} already")
    admit(delivery, channel, user, inviter=None)
    return Outcome()


def leave(delivery: Delivery, user: User, channel: Channel) -> Outcome:
    if channel.name == "general" and user.kind is UserKind.MEMBER and user.id in channel.members:
        raise DriverMistake("cant_leave_general", "nobody but a guest leaves the channel that everybody is in")
    return kick(delivery, user, channel, user)


def kick(delivery: Delivery, user: User, channel: Channel, who: User) -> Outcome:
    """Also somebody leaving by their own will."""
    _group(channel)
    if who.id not in channel.members:
        raise DriverMistake("not_in_channel", f"{who.name} is not in #{channel.name}")
    if user is not who and user.kind in OUTSIDE:
        raise DriverMistake("restricted_action", f"{user.name} is no full member")
    if channel.name == "general" and who.kind is UserKind.MEMBER:
        raise DriverMistake("cant_kick_from_general", "members stay in the channel that everybody is in")
    channel.members.remove(who.id)
    delivery.slack.save_channel(channel)
    events.left(delivery, channel, who, actor=user)
    return Outcome()


def _company_is_in(delivery: Delivery, channel: Channel, who: User) -> bool:
    inside = (delivery.slack.world.users.get(member) for member in channel.members)
    return any(other is not None and other.team_id == who.team_id for other in inside)


def _group(channel: Channel) -> None:
    if channel.kind in {ChannelKind.IM, ChannelKind.MPIM}:
        raise DriverMistake("method_not_supported_for_channel_type", "nobody is invited into a direct message")
