"""Who is who and who may see what: people and channels by name or id, membership, and direct messages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandbox.errors import DriverMistake
from sandbox.workspace import Workspace
from sandbox.world import Channel, ChannelKind, Message, User, UserKind, World

OUTSIDE = frozenset({UserKind.GUEST, UserKind.EXTERNAL})
LINKED = re.compile(r"<[@#](\w+)(?:\|[^<>]*)?>")


def person(slack: Workspace, name: str) -> User:
    """By id, handle, @handle, full name or as a mention; else a mistake of the driver."""
    wanted = _bare(name)
    for user in slack.world.users.values():
        if wanted in {user.id.lower(), user.name.lower(), user.real_name.lower()}:
            return user
    raise DriverMistake("user_not_found", f"nobody is called {name!r:.100}; there are {', '.join(_handles(slack))}")


def acting(slack: Workspace, name: str) -> User:
    user = person(slack, name)
    if user.deleted:
        raise DriverMistake("account_inactive", f"{user.name} is deactivated and can do nothing")
    if user.kind is UserKind.APP:
        raise DriverMistake("is_the_app", f"{user.name} is the app itself; act as a person")
    return user


def place(slack: Workspace, user: User, name: str) -> Channel:
    """A channel that this person sees, by id or name; the app's name means the DM with it."""
    wanted = _bare(name)
    seen = [channel for channel in slack.world.channels.values() if can_see(user, channel)]
    for names_of in (lambda c: {c.id, called(slack, c)}, lambda c: {shown_name(slack, user, c)}):
        for channel in seen:
            if wanted in {known.lower() for known in names_of(channel)}:
                return channel
    if wanted in {known.lower() for known in (*_names_of_app(slack), _dm_id(user))}:
        return open_dm(slack, user)
    there = ", ".join(called(slack, channel) for channel in seen)
    raise DriverMistake("channel_not_found", f"{user.name} sees no channel {name!r:.100}; there are {there}")


def writable(slack: Workspace, user: User, name: str) -> Channel:
    """A channel where this person may type."""
    channel = place(slack, user, name)
    if channel.is_archived:
        raise DriverMistake("is_archived", f"{called(slack, channel)} is archived")
    if user.id not in channel.members:
        raise DriverMistake("not_in_channel", f"{user.name} is not a member of {called(slack, channel)}")
    return channel


def called(slack: Workspace, channel: Channel) -> str:
    """What nobody else's channel is called: a direct message has its people's handles."""
    if channel.kind is not ChannelKind.IM:
        return channel.name
    others = sorted(channel.members, key=lambda member: (member == slack.app.user_id, member))
    return "/".join(slack.world.users[member].name for member in others)


def shown_name(slack: Workspace, user: User, channel: Channel) -> str:
    """What this person's screen calls it: a direct message after the other one."""
    if channel.kind is not ChannelKind.IM:
        return channel.name
    other = next((member for member in channel.members if member != user.id), user.id)
    return slack.world.users[other].real_name


def can_see(user: User, channel: Channel) -> bool:
    """Who was deactivated sees nothing, though they stay among the members."""
    open_to_all = channel.kind is ChannelKind.PUBLIC and user.kind not in OUTSIDE
    return not user.deleted and (user.id in channel.members or open_to_all)


def known_to(slack: Workspace, user: User) -> World:
    """The world with no other channels than this person sees: Slack names none of them."""
    seen = {channel.id: channel for channel in slack.world.channels.values() if can_see(user, channel)}
    return replace(slack.world, channels=seen)


def readers(slack: Workspace, channel: Channel, message: Message) -> list[str]:
    """Who has this message before them; an ephemeral one nobody, if its person is in the channel no more."""
    people = slack.world.users.values()
    return [user.id for user in people if can_see(user, channel) and message.only_for in {None, user.id}]


def app_is_in(slack: Workspace, channel: Channel) -> bool:
    return slack.app.user_id in channel.members


def dm_of(slack: Workspace, user_id: str) -> Channel | None:
    pair = {user_id, slack.app.user_id}
    channels = slack.world.channels.values()
    return next((c for c in channels if c.kind is ChannelKind.IM and set(c.members) == pair), None)


def open_dm(slack: Workspace, user: User) -> Channel:
    """The DM between this person and the app, made when it is not there yet."""
    known = dm_of(slack, user.id)
    if known is not None:
        return known
    channel = Channel(id=_dm_id(user), name="", kind=ChannelKind.IM, members=[user.id, slack.app.user_id])
    slack.world.add_channel(channel)
    slack.save_channel(channel)
    return channel


def group_of(slack: Workspace, members: Iterable[User]) -> Channel | None:
    wanted = {user.id for user in members}
    groups = (c for c in slack.world.channels.values() if c.kind is ChannelKind.MPIM)
    return next((group for group in groups if set(group.members) == wanted), None)


def open_group(slack: Workspace, members: Sequence[User]) -> Channel:
    """The group message of these people, made when it is not there yet."""
    known = group_of(slack, members)
    if known is not None:
        return known
    name = "mpdm-" + "--".join(user.name for user in members) + "-1"
    channel = Channel(id=slack.number("C"), name=name, kind=ChannelKind.MPIM, members=[user.id for user in members])
    slack.world.add_channel(channel)
    slack.save_channel(channel)
    return channel


def _handles(slack: Workspace) -> list[str]:
    return [user.name for user in slack.world.users.values()]


def _names_of_app(slack: Workspace) -> tuple[str, ...]:
    return slack.app.handle, slack.app.name, slack.app.user_id


def _dm_id(user: User) -> str:
    return "D" + user.id[1:]


def _bare(name: str) -> str:
    """The name or id in what somebody typed or copied, without the signs around it."""
    linked = LINKED.fullmatch(name.strip())
    return (linked[1] if linked else name.strip().removeprefix("#").removeprefix("@").strip()).lower()
