"""Which events follow from what happened; the manifest decides which of them the app gets."""

import re

from sandbox import links
from sandbox.delivery import Delivery
from sandbox.directory import app_is_in
from sandbox.errors import Json
from sandbox.payloads import channel_object, is_shared, message_object, user_object, view_object
from sandbox.reactions import Reaction
from sandbox.world import Channel, ChannelKind, File, Message, User, UserKind

#: What lets an app know of a conversation of this kind.
READ_SCOPES = {
    ChannelKind.PUBLIC: "channels:read",
    ChannelKind.PRIVATE: "groups:read",
    ChannelKind.IM: "im:read",
    ChannelKind.MPIM: "mpim:read",
}
#: What a conversation has and channel_created does not tell.
UNTOLD = frozenset({"is_member", "topic", "purpose"})
MESSAGE_EVENTS = {
    ChannelKind.PUBLIC: ("message.channels", "channel"),
    ChannelKind.PRIVATE: ("message.groups", "group"),
    ChannelKind.IM: ("message.im", "im"),
    ChannelKind.MPIM: ("message.mpim", "mpim"),
}


def posted(delivery: Delivery, channel: Channel, message: Message) -> None:
    _message(delivery, channel, {**message_object(delivery.slack, message, channel), "event_ts": message.ts})
    _mentioned(delivery, channel, message)
    links.posted(delivery, channel, message)


def _mentions(delivery: Delivery, text: str) -> bool:
    """With or without a name behind the id, of which there may be longer ones."""
    return bool(re.search(rf"<@{delivery.slack.app.user_id}[|>]", text))


def _mentioned(delivery: Delivery, channel: Channel, message: Message) -> None:
    slack = delivery.slack
    mentions = _mentions(delivery, message.text) and message.user != slack.app.user_id
    if mentions and app_is_in(slack, channel) and channel.kind is not ChannelKind.IM:
        shape = message_object(slack, message, channel)
        shape |= {"type": "app_mention", "channel": channel.id, "event_ts": message.edited or message.ts}
        delivery.event("app_mention", shape, shared=is_shared(slack, channel))


def changed(delivery: Delivery, channel: Channel, before: Json, message: Message) -> None:
    ts = delivery.slack.ts()
    after = message_object(delivery.slack, message, channel)
    shape = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts, "event_ts": ts}
    _message(delivery, channel, {**shape, "message": after, "previous_message": before})
    if not _mentions(delivery, before["text"]):
        _mentioned(delivery, channel, message)


def deleted(delivery: Delivery, channel: Channel, before: Json) -> None:
    ts = delivery.slack.ts()
    shape = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts, "event_ts": ts}
    _message(delivery, channel, {**shape, "deleted_ts": before["ts"], "previous_message": before})


def _message(delivery: Delivery, channel: Channel, shape: Json) -> None:
    if app_is_in(delivery.slack, channel):
        declared, channel_type = MESSAGE_EVENTS[channel.kind]
        shape |= {"channel": channel.id, "channel_type": channel_type}
        delivery.event(declared, shape, shared=is_shared(delivery.slack, channel))


def reacted(delivery: Delivery, event: str, reaction: Reaction) -> None:
    """`event` is reaction_added or reaction_removed."""
    slack, channel = delivery.slack, reaction.channel
    if app_is_in(slack, channel):
        item = {"type": "message", "channel": channel.id, "ts": reaction.message.ts}
        shape = {"type": event, "user": reaction.user_id, "reaction": reaction.name, "item": item}
        shape |= {"item_user": reaction.message.user, "event_ts": slack.ts()}
        delivery.event(event, shape, shared=is_shared(slack, channel))


def created(delivery: Delivery, channel: Channel) -> None:
    """Only of a public one; nobody but its people knows of a private one."""
    slack = delivery.slack
    if channel.kind is ChannelKind.PUBLIC:
        whole = channel_object(slack, channel, for_user=slack.app.user_id)
        told = {name: value for name, value in whole.items() if name not in UNTOLD}
        told |= {"is_frozen": False, "is_pending_ext_shared": False}
        delivery.event("channel_created", {"type": "channel_created", "channel": told, "event_ts": slack.ts()})


def renumbered(delivery: Delivery, channel: Channel, before: str) -> None:
    """`before` is the id that a private channel had until it was shared with another company."""
    if app_is_in(delivery.slack, channel):
        ids = {"old_channel_id": before, "new_channel_id": channel.id}
        _known(delivery, "channel_id_changed", channel, ids)


def renamed(delivery: Delivery, channel: Channel, user: User, before: str) -> None:
    created = int(delivery.slack.world.start.timestamp())
    named = {"id": channel.id, "name": channel.name, "name_normalized": channel.name, "created": created}
    _channel(delivery, "rename", channel, {"channel": named})
    said = f"has renamed the channel from {before} to {channel.name}"
    _line(delivery, "name", channel, user, said, old_name=before, name=channel.name)


def archived(delivery: Delivery, channel: Channel, user: User) -> None:
    _channel(delivery, "archive", channel, {"channel": channel.id, "user": user.id})
    _line(delivery, "archive", channel, user, f"archived #{channel.name}")


def unarchived(delivery: Delivery, channel: Channel, user: User) -> None:
    _channel(delivery, "unarchive", channel, {"channel": channel.id, "user": user.id})
    _line(delivery, "unarchive", channel, user, f"un-archived #{channel.name}")


def described(delivery: Delivery, channel: Channel, user: User, what: str, text: str) -> None:
    """`what` is topic or purpose; only the line in the conversation tells of it."""
    words = f"set the channel {what}: {text}" if text else f"cleared the channel {what}"
    _line(delivery, what, channel, user, words, **{what: text})


def removed(delivery: Delivery, channel: Channel) -> None:
    _channel(delivery, "deleted", channel, {"channel": channel.id})


def converted(delivery: Delivery, channel: Channel, user: User) -> None:
    _line(delivery, "convert_to_private", channel, user, "made this channel private")


def shared(delivery: Delivery, channel: Channel, team_id: str) -> None:
    _sharing(delivery, "channel_shared", channel, {"connected_team_id": team_id})


def unshared(delivery: Delivery, channel: Channel, team_id: str) -> None:
    still = is_shared(delivery.slack, channel)
    _sharing(delivery, "channel_unshared", channel, {"previously_connected_team_id": team_id, "is_ext_shared": still})


def _sharing(delivery: Delivery, event: str, channel: Channel, shape: Json) -> None:
    if app_is_in(delivery.slack, channel):
        _known(delivery, event, channel, shape | {"channel": channel.id})


def _known(delivery: Delivery, event: str, channel: Channel, shape: Json) -> None:
    """For what goes on in its channels the app needs the scope of their kind, whichever lets it subscribe."""
    slack = delivery.slack
    if READ_SCOPES[channel.kind] in slack.manifest.scopes:
        whole = {"type": event, **shape, "event_ts": slack.ts()}
        delivery.event(event, whole, shared=is_shared(slack, channel))


def _channel(delivery: Delivery, what: str, channel: Channel, shape: Json) -> None:
    """Of public ones the app hears everywhere, of private ones where it is a member."""
    is_private = channel.kind is ChannelKind.PRIVATE
    if not is_private or app_is_in(delivery.slack, channel):
        event = f"{'group' if is_private else 'channel'}_{what}"
        whole = {"type": event, **shape, "event_ts": delivery.slack.ts()}
        delivery.event(event, whole, shared=is_shared(delivery.slack, channel))


def _line(delivery: Delivery, what: str, channel: Channel, user: User, text: str, **more: str) -> None:
    """What Slack writes into the conversation of a change. The app is told of it; the sandbox does not show it."""
    ts = delivery.slack.ts()
    shape: Json = {"type": "message", "subtype": f"channel_{what}", "user": user.id, "ts": ts, "event_ts": ts}
    _message(delivery, channel, shape | {"text": f"<@{user.id}> {text}", **more})


def uninstalled(delivery: Delivery) -> None:
    delivery.event("app_uninstalled", {"type": "app_uninstalled", "event_ts": delivery.slack.ts()})


def tokens_revoked(delivery: Delivery) -> None:
    tokens = {"oauth": [], "bot": [delivery.slack.app.user_id]}
    delivery.event("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens, "event_ts": delivery.slack.ts()})


def joined(delivery: Delivery, channel: Channel, user: User, inviter: User | None) -> None:
    if app_is_in(delivery.slack, channel):
        invited = {"inviter": inviter.id} if inviter else {}
        _known(delivery, "member_joined_channel", channel, _membership(delivery, channel, user) | invited)
        _line(delivery, "join", channel, user, "has joined the channel", **invited)


def left(delivery: Delivery, channel: Channel, user: User, actor: User) -> None:
    """The app hears of others while it is a member, and of its own leaving in both ways that Slack has."""
    slack = delivery.slack
    if user.id == slack.app.user_id:
        event = "group_left" if channel.kind is ChannelKind.PRIVATE else "channel_left"
        shape = {"type": event, "channel": channel.id, "actor_id": actor.id, "event_ts": slack.ts()}
        delivery.event(event, shape, shared=is_shared(slack, channel))
    if app_is_in(slack, channel) or user.id == slack.app.user_id:
        _known(delivery, "member_left_channel", channel, _membership(delivery, channel, user))
    _line(delivery, "leave", channel, user, "has left the channel")


def _membership(delivery: Delivery, channel: Channel, user: User) -> Json:
    return {
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind is ChannelKind.PRIVATE else "C",
        "team": user.team_id if user.kind is UserKind.EXTERNAL else delivery.slack.world.team.id,
    }


def person_joined(delivery: Delivery, user: User) -> None:
    _person(delivery, "team_join", user)


def person_changed(delivery: Delivery, user: User) -> None:
    _person(delivery, "user_change", user)


def _person(delivery: Delivery, event: str, user: User) -> None:
    slack = delivery.slack
    stamp = {"cache_ts": int(slack.clock.now().timestamp()), "event_ts": slack.ts()}
    delivery.event(event, {"type": event, "user": user_object(slack, user), **stamp})


def home_opened(delivery: Delivery, user: User, dm: Channel, *, tab: str = "home") -> None:
    slack = delivery.slack
    shape: Json = {"type": "app_home_opened", "user": user.id, "channel": dm.id, "tab": tab, "event_ts": slack.ts()}
    home = slack.homes.get(user.id)
    if home is not None and tab == "home":
        shape["view"] = view_object(slack, home)
    delivery.event("app_home_opened", shape)


def file_shared(delivery: Delivery, channel: Channel, file: File, author: str) -> None:
    if app_is_in(delivery.slack, channel):
        shape = {"type": "file_shared", "file_id": file.id, "user_id": author, "file": {"id": file.id}}
        shape |= {"channel_id": channel.id, "event_ts": delivery.slack.ts()}
        delivery.event("file_shared", shape, shared=is_shared(delivery.slack, channel))
