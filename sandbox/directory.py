"""Who is who and who may see what: people and channels by name or id, membership, and direct messages."""

from sandbox.errors import DriverMistake
from sandbox.workspace import Workspace
from sandbox.world import Channel, ChannelKind, User, UserKind

OUTSIDE = frozenset({UserKind.GUEST, UserKind.EXTERNAL})


def person(slack: Workspace, name: str) -> User:
    """By id, handle, @handle or full name; else a mistake of the driver."""
    wanted = name.removeprefix("@").lower()
    for user in slack.world.users.values():
        if wanted in {user.id.lower(), user.name.lower(), user.real_name.lower()}:
            return user
    raise DriverMistake("user_not_found", f"nobody is called {name!r}; there are {', '.join(_handles(slack))}")


def acting(slack: Workspace, name: str) -> User:
    user = person(slack, name)
    if user.deleted:
        raise DriverMistake("account_inactive", f"{user.name} is deactivated and can do nothing")
    if user.kind is UserKind.APP:
        raise DriverMistake("is_the_app", f"{user.name} is the app itself; act as a person")
    return user


def place(slack: Workspace, user: User, name: str) -> Channel:
    """A channel that this person sees, by id or name; the app's name means the DM with it."""
    wanted = name.removeprefix("#").removeprefix("@").lower()
    for channel in slack.world.channels.values():
        if wanted in {channel.id.lower(), channel.name.lower()} and can_see(user, channel):
            return channel
    if wanted in {slack.app.handle, slack.app.name.lower(), slack.app.user_id.lower()}:
        return open_dm(slack, user)
    seen = ", ".join(c.name for c in slack.world.channels.values() if can_see(user, c) and c.name)
    raise DriverMistake("channel_not_found", f"{user.name} sees no channel {name!r}; there are {seen}")


def writable(slack: Workspace, user: User, name: str) -> Channel:
    """A channel where this person may type."""
    channel = place(slack, user, name)
    if channel.is_archived:
        raise DriverMistake("is_archived", f"#{channel.name} is archived")
    if user.id not in channel.members:
        raise DriverMistake("not_in_channel", f"{user.name} is not a member of #{channel.name}")
    return channel


def can_see(user: User, channel: Channel) -> bool:
    open_to_all = channel.kind is ChannelKind.PUBLIC and user.kind not in OUTSIDE
    return user.id in channel.members or open_to_all


def viewers(slack: Workspace, channel: Channel) -> list[str]:
    return [user.id for user in slack.world.users.values() if can_see(user, channel) and not user.deleted]


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
    dm_id = "D" + user.id[1:]
    channel = Channel(id=dm_id, name="", kind=ChannelKind.IM, members=[user.id, slack.app.user_id])
    slack.world.add_channel(channel)
    slack.save_channel(channel)
    return channel


def _handles(slack: Workspace) -> list[str]:
    return [user.name for user in slack.world.users.values()]
