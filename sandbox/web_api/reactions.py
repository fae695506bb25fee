"""reactions.*: emoji under messages."""

from sandbox.directory import app_is_in
from sandbox.errors import Json, SlackError
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import Api, Method
from sandbox.world import Channel, Message


def add(api: Api, arguments: Arguments) -> Json:
    channel, message, name = _asked(api, arguments)
    users = _users(message, name)
    if api.slack.app.user_id in users:
        raise SlackError("already_reacted", detail=name)
    _put(message, name, [*users, api.slack.app.user_id])
    api.slack.save_message(channel, message)
    return {}


def remove(api: Api, arguments: Arguments) -> Json:
    channel, message, name = _asked(api, arguments)
    users = _users(message, name)
    if api.slack.app.user_id not in users:
        raise SlackError("no_reaction", detail=name)
    _put(message, name, [user for user in users if user != api.slack.app.user_id])
    api.slack.save_message(channel, message)
    return {}


def _users(message: Message, name: str) -> list[str]:
    return next((list(reaction["users"]) for reaction in message.reactions if reaction["name"] == name), [])


def _put(message: Message, name: str, users: list[str]) -> None:
    """The list is replaced, never changed: screens that were read before stay as they were."""
    changed = {"name": name, "users": users, "count": len(users)}
    others = [reaction for reaction in message.reactions if reaction["name"] != name]
    message.reactions = [*others, *([changed] if users else [])]


def _asked(api: Api, arguments: Arguments) -> tuple[Channel, Message, str]:
    channel = api.channel(arguments.required("channel"))
    message = channel.message(arguments.required("timestamp"))
    if message is None or message.only_for or not app_is_in(api.slack, channel):
        raise SlackError("message_not_found", detail=arguments.text("timestamp"))
    return channel, message, arguments.required("name").strip(":")


METHODS = {"reactions.add": Method(add, ("reactions:write",)), "reactions.remove": Method(remove, ("reactions:write",))}
