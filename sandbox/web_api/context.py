"""What every method needs: the workspace, the delivery, and the checks that many methods share."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sandbox.delivery import Delivery
from sandbox.directory import app_is_in
from sandbox.errors import Json, SlackError
from sandbox.socket_mode import SocketMode
from sandbox.web_api.arguments import Arguments
from sandbox.workspace import Workspace
from sandbox.world import Channel, ChannelKind, User

T = TypeVar("T")

READ_SCOPES = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}


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


@dataclass(frozen=True)
class Method:
    """`scopes` are those of which any one suffices; methods whose scope depends on the channel ask by themselves."""

    run: Callable[[Api, Arguments], Json]
    scopes: tuple[str, ...] = ()
    app_token: bool = False


def page(items: list[T], arguments: Arguments, *, limit: int, most: int) -> tuple[list[T], Json]:
    """The items of the asked page and its response_metadata."""
    size = arguments.number("limit", limit, most=most) or limit
    start = _offset(arguments.text("cursor"))
    end = start + size
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], {"next_cursor": cursor}


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == "next":
            return int(number)
    except ValueError as trouble:
        raise SlackError("invalid_cursor", detail=cursor) from trouble
    raise SlackError("invalid_cursor", detail=cursor)
