"""The verbs about a channel and about messages that stand in it."""

from sandbox.delivery import Delivery
from sandbox.directory import acting, can_see, person, place, writable
from sandbox.errors import DriverMistake, Json
from sandbox.gestures import channels, membership, own_messages
from sandbox.gestures.fields import flag, names, needed, optional, written
from sandbox.gestures.outcome import Outcome, telling
from sandbox.reactions import Reaction
from sandbox.world import TOMBSTONE, Channel, Message, User


async def react(delivery: Delivery, body: Json) -> Outcome:
    user, channel, message = _said(delivery, body)
    change = own_messages.unreact if flag(body, "remove") else own_messages.react
    reaction = Reaction(channel, message, user.id, needed(body, "name").strip().strip(":"))
    return telling(delivery, lambda: change(delivery, reaction))


async def edit(delivery: Delivery, body: Json) -> Outcome:
    user, channel, message = _said(delivery, body)
    text = needed(body, "text")
    return telling(delivery, lambda: own_messages.edit(delivery, user, channel, message, text))


async def delete(delivery: Delivery, body: Json) -> Outcome:
    user, channel, message = _said(delivery, body)
    return telling(delivery, lambda: own_messages.delete(delivery, user, channel, message))


async def enter(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    return telling(delivery, lambda: membership.enter(delivery, user, channel))


async def leave(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    return telling(delivery, lambda: membership.leave(delivery, user, channel))


async def group_message(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    others = [person(delivery.slack, name) for name in names(body, "people") or ()]
    return telling(delivery, lambda: membership.open_group(delivery, user, others))


async def create_channel(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    name, private = needed(body, "name"), bool(flag(body, "private"))
    return telling(delivery, lambda: channels.create(delivery, user, name, private=private))


async def rename(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    name = needed(body, "name")
    return telling(delivery, lambda: channels.rename(delivery, user, channel, name))


async def archive(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    change = channels.unarchive if flag(body, "undo") else channels.archive
    return telling(delivery, lambda: change(delivery, user, channel))


async def convert(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    return telling(delivery, lambda: channels.convert(delivery, user, channel))


async def share(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    team = needed(body, "team")
    change = channels.unshare if flag(body, "undo") else channels.share
    return telling(delivery, lambda: change(delivery, user, channel, team))


async def topic(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    what = "purpose" if body.get("purpose") is not None else "topic"
    text = written(body, what)
    return telling(delivery, lambda: channels.describe(delivery, user, channel, what, text))


async def delete_channel(delivery: Delivery, body: Json) -> Outcome:
    user, channel = _there(delivery, body)
    return telling(delivery, lambda: channels.remove(delivery, user, channel))


CHANNEL_VERBS = {
    "react": react,
    "edit": edit,
    "delete": delete,
    "enter": enter,
    "leave": leave,
    "group_message": group_message,
    "create_channel": create_channel,
    "rename": rename,
    "archive": archive,
    "convert": convert,
    "share": share,
    "topic": topic,
    "delete_channel": delete_channel,
}


def _there(delivery: Delivery, body: Json) -> tuple[User, Channel]:
    user = acting(delivery.slack, needed(body, "user"))
    return user, place(delivery.slack, user, needed(body, "channel"))


def _said(delivery: Delivery, body: Json) -> tuple[User, Channel, Message]:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    message = message_in(user, channel, optional(body, "ts"))
    if message.subtype == TOMBSTONE:
        raise DriverMistake("message_not_found", "that message was deleted")
    return user, channel, message


def message_in(user: User, channel: Channel, ts: str | None) -> Message:
    """The one of this ts, or else the newest that this person sees."""
    for said in reversed(channel.messages):
        if can_see(user, channel) and said.only_for in {None, user.id} and ts in {None, said.ts}:
            return said
    raise DriverMistake("message_not_found", f"{user.name} sees no message {ts or ''} in {channel.name or channel.id}")
