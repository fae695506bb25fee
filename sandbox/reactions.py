"""Emoji under messages, whoever put them there."""

import re
from dataclasses import dataclass

from sandbox.errors import Json
from sandbox.world import Channel, Message

NAME = re.compile(r"[\w+'-]{1,100}(?:::skin-tone-[2-6])?")
# Not in the reference of the API; what Slack's own clients tell people.
MOST_EMOJI, MOST_OF_ONE = 50, 23


@dataclass(frozen=True)
class Reaction:
    channel: Channel
    message: Message
    user_id: str
    name: str


def users_of(message: Message, name: str) -> list[str]:
    return next((list(reaction["users"]) for reaction in message.reactions if reaction["name"] == name), [])


def refusal(message: Message, user_id: str, name: str) -> str:
    """Slack's code for why this emoji does not go under the message, empty if it does."""
    if user_id in users_of(message, name):
        return "already_reacted"
    others = [reaction for reaction in message.reactions if reaction["name"] != name]
    if len(others) >= MOST_EMOJI:
        return "too_many_emoji"
    if sum(user_id in reaction["users"] for reaction in others) >= MOST_OF_ONE:
        return "too_many_reactions"
    return ""


def put(message: Message, name: str, users: list[str]) -> None:
    """The list is replaced, never changed: screens that were read before stay as they were."""
    changed: Json = {"name": name, "users": users, "count": len(users)}
    others = [reaction for reaction in message.reactions if reaction["name"] != name]
    message.reactions = [*others, *([changed] if users else [])]
