"""Emoji under messages, whoever put them there."""

import re
from dataclasses import dataclass

from sandbox.errors import Json
from sandbox.world import Channel, Message

NAME = re.compile(r"[\w+'-]{1,100}(?:::skin-tone-[2-6])?")


@dataclass(frozen=True)
class Reaction:
    channel: Channel
    message: Message
    user_id: str
    name: str


def users_of(message: Message, name: str) -> list[str]:
    return next((list(reaction["users"]) for reaction in message.reactions if reaction["name"] == name), [])


def put(message: Message, name: str, users: list[str]) -> None:
    """The list is replaced, never changed: screens that were read before stay as they were."""
    changed: Json = {"name": name, "users": users, "count": len(users)}
    others = [reaction for reaction in message.reactions if reaction["name"] != name]
    message.reactions = [*others, *([changed] if users else [])]
