"""What every method needs: the workspace, the delivery, and the checks that many methods share."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.delivery import Delivery
from sandbox.directory import app_is_in
from sandbox.errors import Json, SlackError
from sandbox.rates import Tier
from sandbox.socket_mode import SocketMode
from sandbox.web_api.arguments import Arguments
from sandbox.workspace import Workspace
from sandbox.world import Channel, ChannelKind, User, UserKind

READ_SCOPES = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}
ANY_READ = tuple(f"{family}:read" for family in READ_SCOPES.values())
ANY_HISTORY = tuple(f"{family}:history" for family in READ_SCOPES.values())


@dataclass(frozen=True)
class Api:
    slack: Workspace
    delivery: Delivery
    socket_mode: SocketMode

    def need(self, *scopes: str) -> None:
        """Any one of these scopes must be in the manifest."""
        granted = self.slack.manifest.scopes
        if not set(scopes) & set(granted):
            needed = ",".join(scopes)
            raise SlackError("missing_scope", {"needed": needed, "provided": ",".join(granted)}, f"needs {needed}")

    def channel(self, channel_id: str) -> Channel:
        """A channel that the app may know of: names are not accepted, private ones only as a member."""
        channel = self.slack.world.channels.get(channel_id)
        if channel is None or (channel.kind is not ChannelKind.PUBLIC and not app_is_in(self.slack, channel)):
            raise SlackError("channel_not_found", detail=channel_id)
        return channel

    def user(self, user_id: str) -> User:
        user = self.slack.world.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found", detail=user_id)
        return user

    def visible_user(self, user_id: str) -> User:
        """People of another company are seen where a channel is shared with them."""
        user = self.user(user_id)
        if not self.sees(user):
            raise SlackError("user_not_visible", detail=user_id)
        return user

    def sees(self, user: User) -> bool:
        channels = self.slack.world.channels.values()
        return user.kind is not UserKind.EXTERNAL or any(
            user.id in channel.members and app_is_in(self.slack, channel) for channel in channels
        )


@dataclass(frozen=True)
class Method:
    """`scopes` are those of which any one suffices; where it depends on the channel the method asks again by itself."""

    run: Callable[[Api, Arguments], Json]
    scopes: tuple[str, ...] = ()
    tier: Tier = Tier.T3
    app_token: bool = False


def readable(api: Api, arguments: Arguments, right: str) -> Channel:
    """The asked channel, if the app holds this right for channels of its kind."""
    channel = api.channel(arguments.required("channel"))
    api.need(f"{READ_SCOPES[channel.kind]}:{right}")
    return channel
