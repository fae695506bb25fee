"""Messages as they come, change and go: each step is kept, seen by the right people and told to the app."""

from dataclasses import dataclass

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.directory import viewers
from sandbox.errors import Json
from sandbox.payloads import message_object
from sandbox.views import completed
from sandbox.world import Channel, Message


@dataclass(frozen=True)
class Draft:
    """What somebody is about to post."""

    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    metadata: Json | None = None
    broadcast: bool = False


def post(delivery: Delivery, channel: Channel, author: str, draft: Draft) -> Message:
    message = _place(delivery, channel, author, draft, only_for=None)
    delivery.slack.saw("message", viewers(delivery.slack, channel), channel=channel, message=message)
    events.posted(delivery, channel, message)
    return message


def whisper(delivery: Delivery, channel: Channel, to: str, draft: Draft) -> Message:
    """An ephemeral message from the app: one person sees it and no event tells of it."""
    author = delivery.slack.app.user_id
    message = _place(delivery, channel, author, draft, only_for=to)
    delivery.slack.saw("ephemeral", [to], channel=channel, message=message)
    return message


def edit(delivery: Delivery, channel: Channel, message: Message, draft: Draft) -> None:
    slack = delivery.slack
    before = message_object(slack, message, channel)
    message.text = draft.text
    message.blocks = completed({"blocks": draft.blocks})["blocks"]
    message.metadata = draft.metadata
    message.edited = slack.ts()
    slack.save_message(channel, message)
    if message.only_for:
        slack.saw("ephemeral", [message.only_for], channel=channel, message=message)
        return
    slack.saw("edit", viewers(slack, channel), channel=channel, message=message)
    events.changed(delivery, channel, before, message)


def delete(delivery: Delivery, channel: Channel, message: Message) -> None:
    slack = delivery.slack
    before = message_object(slack, message, channel)
    channel.messages.remove(message)
    slack.save_deletion(channel, message)
    to = [message.only_for] if message.only_for else viewers(slack, channel)
    slack.saw("deletion", to, channel=channel, message=message)
    if not message.only_for:
        events.deleted(delivery, channel, before)


def _place(delivery: Delivery, channel: Channel, author: str, draft: Draft, *, only_for: str | None) -> Message:
    slack = delivery.slack
    message = Message(
        ts=slack.ts(),
        user=author,
        text=draft.text,
        blocks=completed({"blocks": draft.blocks})["blocks"],
        thread_ts=draft.thread_ts,
        metadata=draft.metadata,
        only_for=only_for,
        broadcast=draft.broadcast,
    )
    channel.messages.append(message)
    slack.save_message(channel, message)
    return message
