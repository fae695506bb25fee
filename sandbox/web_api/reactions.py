"""reactions.*: emoji under messages."""

from sandbox import events
from sandbox.directory import app_is_in
from sandbox.errors import Json, SlackError
from sandbox.payloads import message_object
from sandbox.rates import Tier
from sandbox.reactions import NAME, Reaction, put, refusal, users_of
from sandbox.web_api.arguments import TIMESTAMP, Arguments
from sandbox.web_api.context import Api, Method
from sandbox.world import Channel, Message


def add(api: Api, arguments: Arguments) -> Json:
    channel, message, name = _to_change(api, arguments)
    if code := refusal(message, api.slack.app.user_id, name):
        raise SlackError(code, detail=f"{name} at {message.ts}")
    put(message, name, [*users_of(message, name), api.slack.app.user_id])
    return _changed(api, "reaction_added", channel, message, name)


def remove(api: Api, arguments: Arguments) -> Json:
    channel, message, name = _to_change(api, arguments)
    users = users_of(message, name)
    if api.slack.app.user_id not in users:
        raise SlackError("no_reaction", detail=name)
    put(message, name, [user for user in users if user != api.slack.app.user_id])
    return _changed(api, "reaction_removed", channel, message, name)


def _changed(api: Api, event: str, channel: Channel, message: Message, name: str) -> Json:
    api.slack.save_message(channel, message)
    events.reacted(api.delivery, event, Reaction(channel, message, api.slack.app.user_id, name))
    return {}


def get(api: Api, arguments: Arguments) -> Json:
    channel, message = _asked(api, arguments)
    return {"type": "message", "channel": channel.id, "message": message_object(api.slack, message, channel)}


def _to_change(api: Api, arguments: Arguments) -> tuple[Channel, Message, str]:
    name = arguments.required("name").strip(":")
    if not NAME.fullmatch(name):
        raise SlackError("invalid_name", detail=f"{name:.100}", pointer="/name")
    channel, message = _asked(api, arguments)
    if channel.is_archived:
        raise SlackError("is_archived", detail=channel.id)
    if (message.thread_ts or message.ts) in channel.locked_threads:
        raise SlackError("thread_locked", detail=message.ts)
    return channel, message, name


def _asked(api: Api, arguments: Arguments) -> tuple[Channel, Message]:
    if not arguments.text("channel") or not arguments.text("timestamp"):
        raise SlackError("no_item_specified", detail="channel and timestamp say which message")
    channel, timestamp = api.channel(arguments.text("channel")), arguments.text("timestamp")
    if not TIMESTAMP.fullmatch(timestamp):
        raise SlackError("bad_timestamp", detail=f"{timestamp:.100}", pointer="/timestamp")
    message = channel.message(timestamp)
    if message is None or message.only_for or not app_is_in(api.slack, channel):
        raise SlackError("message_not_found", detail=timestamp)
    return channel, message


WRITE, READ = ("reactions:write",), ("reactions:read",)

METHODS = {
    "reactions.add": Method(add, WRITE),
    "reactions.get": Method(get, READ),
    "reactions.remove": Method(remove, WRITE, Tier.T2),
}
