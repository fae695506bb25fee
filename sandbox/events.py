"""Which events follow from what happened; the manifest decides which of them the app gets."""

from sandbox.delivery import Delivery
from sandbox.directory import app_is_in
from sandbox.errors import Json
from sandbox.payloads import is_shared, message_object, user_object, view_object
from sandbox.world import Channel, ChannelKind, File, Message, User

MESSAGE_EVENTS = {
    ChannelKind.PUBLIC: ("message.channels", "channel"),
    ChannelKind.PRIVATE: ("message.groups", "group"),
    ChannelKind.IM: ("message.im", "im"),
    ChannelKind.MPIM: ("message.mpim", "mpim"),
}


def posted(delivery: Delivery, channel: Channel, message: Message) -> None:
    _message(delivery, channel, {**message_object(delivery.slack, message, channel), "event_ts": message.ts})
    slack = delivery.slack
    mentions = f"<@{slack.app.user_id}" in message.text and message.user != slack.app.user_id
    if mentions and app_is_in(slack, channel) and channel.kind is not ChannelKind.IM:
        shape = message_object(slack, message, channel)
        shape |= {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
        delivery.event("app_mention", shape, shared=is_shared(slack, channel))


def changed(delivery: Delivery, channel: Channel, before: Json, message: Message) -> None:
    ts = delivery.slack.ts()
    after = message_object(delivery.slack, message, channel)
    shape = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts, "event_ts": ts}
    _message(delivery, channel, {**shape, "message": after, "previous_message": before})


def deleted(delivery: Delivery, channel: Channel, before: Json) -> None:
    ts = delivery.slack.ts()
    shape = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts, "event_ts": ts}
    _message(delivery, channel, {**shape, "deleted_ts": before["ts"], "previous_message": before})


def _message(delivery: Delivery, channel: Channel, shape: Json) -> None:
    if app_is_in(delivery.slack, channel):
        declared, channel_type = MESSAGE_EVENTS[channel.kind]
        shape |= {"channel": channel.id, "channel_type": channel_type}
        delivery.event(declared, shape, shared=is_shared(delivery.slack, channel))


def joined(delivery: Delivery, channel: Channel, user: User, inviter: User | None) -> None:
    if app_is_in(delivery.slack, channel):
        shape = _membership(delivery, "member_joined_channel", channel, user)
        delivery.event("member_joined_channel", shape | ({"inviter": inviter.id} if inviter else {}))


def left(delivery: Delivery, channel: Channel, user: User, actor: User) -> None:
    """The app hears of others while it is a member, and of its own leaving in both ways that Slack has."""
    slack = delivery.slack
    if user.id == slack.app.user_id:
        event = "group_left" if channel.kind is ChannelKind.PRIVATE else "channel_left"
        delivery.event(event, {"type": event, "channel": channel.id, "actor_id": actor.id, "event_ts": slack.ts()})
    if app_is_in(slack, channel) or user.id == slack.app.user_id:
        delivery.event("member_left_channel", _membership(delivery, "member_left_channel", channel, user))


def _membership(delivery: Delivery, event: str, channel: Channel, user: User) -> Json:
    slack = delivery.slack
    return {
        "type": event,
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind is ChannelKind.PRIVATE else "C",
        "team": slack.world.team.id,
        "event_ts": slack.ts(),
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
