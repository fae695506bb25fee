"""Messages as they come, change and go: each step is kept, seen by the right people and told to the app."""

from dataclasses import dataclass

from sandbox import attachments, events
from sandbox.delivery import Delivery
from sandbox.directory import readers
from sandbox.errors import Json
from sandbox.payloads import message_object
from sandbox.views import completed
from sandbox.world import SLACKBOT, TOMBSTONE, Channel, Message


@dataclass(frozen=True)
class Draft:
    """What somebody is about to post; a change without `files` or `attachments` keeps those that are there."""

    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    metadata: Json | None = None
    broadcast: bool = False
    files: tuple[str, ...] | None = None
    subtype: str = ""
    attachments: list[Json] | None = None


def post(delivery: Delivery, channel: Channel, author: str, draft: Draft) -> Message:
    message = _place(delivery, channel, author, draft, only_for=None)
    _seen(delivery, "message", channel, message)
    events.posted(delivery, channel, message)
    return message


def whisper(delivery: Delivery, channel: Channel, to: str, draft: Draft) -> Message:
    """An ephemeral message from the app: one person sees it and no event tells of it."""
    author = delivery.slack.app.user_id
    message = _place(delivery, channel, author, draft, only_for=to)
    _seen(delivery, "ephemeral", channel, message)
    return message


def edit(delivery: Delivery, channel: Channel, message: Message, draft: Draft) -> None:
    slack = delivery.slack
    before = message_object(slack, message, channel)
    message.text = draft.text
    message.blocks = completed({"blocks": draft.blocks})["blocks"]
    message.attachments = message.attachments if draft.attachments is None else attachments.kept(draft.attachments)
    message.metadata = draft.metadata
    message.files = message.files if draft.files is None else list(draft.files)
    message.edited = slack.ts()
    _changed(delivery, channel, message, before)


def unfurl(delivery: Delivery, channel: Channel, message: Message, unfurled: list[Json]) -> None:
    """Not an edit of its author's, and told like one."""
    before = message_object(delivery.slack, message, channel)
    urls = {one["app_unfurl_url"] for one in unfurled}
    others = [one for one in message.attachments if one.get("app_unfurl_url") not in urls]
    message.attachments = attachments.kept([*others, *unfurled])
    _changed(delivery, channel, message, before)


def _changed(delivery: Delivery, channel: Channel, message: Message, before: Json) -> None:
    slack = delivery.slack
    for form in slack.forms.get((channel.id, message.ts), {}).values():
        form.replace(attachments.holding(message))
    slack.save_message(channel, message)
    _seen(delivery, "ephemeral" if message.only_for else "edit", channel, message)
    if not message.only_for:
        events.changed(delivery, channel, before, message)


def delete(delivery: Delivery, channel: Channel, message: Message) -> None:
    """What has replies leaves a tombstone in its place, and the app is told of a change."""
    slack = delivery.slack
    before = message_object(slack, message, channel)
    slack.forms.pop((channel.id, message.ts), None)
    _unshare(delivery, channel, message)
    _seen(delivery, "deletion", channel, message)
    if "reply_count" in before and not message.only_for:
        _bury(message)
        slack.save_message(channel, message)
        events.changed(delivery, channel, before, message)
        return
    channel.messages.remove(message)
    slack.save_deletion(channel, message)
    if not message.only_for:
        events.deleted(delivery, channel, before)


def _seen(delivery: Delivery, what: str, channel: Channel, message: Message) -> None:
    delivery.slack.saw(what, readers(delivery.slack, channel, message), channel=channel, message=message)


def _bury(message: Message) -> None:
    message.user, message.text, message.subtype = SLACKBOT, "This message was deleted.", TOMBSTONE
    message.blocks, message.attachments, message.files, message.reactions = [], [], [], []
    message.metadata = message.edited = None


def _unshare(delivery: Delivery, channel: Channel, message: Message) -> None:
    """The files stay, in the places that are left."""
    for file in map(delivery.slack.world.files.get, message.files):
        if file is not None:
            left = [ts for ts in file.shares.get(channel.id, []) if ts != message.ts]
            file.shares = {**file.shares, channel.id: left} if left else _without(file.shares, channel.id)
            delivery.slack.save_file(file)


def _without(shares: dict[str, list[str]], channel_id: str) -> dict[str, list[str]]:
    return {other: ts for other, ts in shares.items() if other != channel_id}


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
        files=list(draft.files or ()),
        subtype=draft.subtype,
        attachments=attachments.kept(draft.attachments or []),
    )
    channel.messages.append(message)
    slack.save_message(channel, message)
    return message
