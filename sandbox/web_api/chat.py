"""chat.*: what the app says."""

from sandbox import files, messages
from sandbox.directory import app_is_in, dm_of, open_dm
from sandbox.errors import Json, RateLimited, SlackError
from sandbox.messages import Draft
from sandbox.payloads import message_object
from sandbox.rates import Tier
from sandbox.threads import ThreadOfOne
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.checks import check_block_texts, check_message
from sandbox.web_api.context import Api, Method
from sandbox.web_api.drafts import draft_of, payload_of
from sandbox.world import Channel, ChannelKind, Message, UserKind

IDENTITY = ("username", "icon_emoji", "icon_url")


def post_message(api: Api, arguments: Arguments) -> Json:
    if any(name in arguments for name in IDENTITY):
        api.need("chat:write.customize")
    channel = destination(api, arguments.required("channel"))
    may_post(api, channel)
    draft = _draft(api, arguments, "chat.postMessage", channel)
    if wait := api.slack.rates.post(channel.id):
        detail = f"more than one message a second in {channel.id}"
        raise RateLimited(detail=detail, retry_after=wait.seconds, foreseen=wait.foreseen)
    message = messages.post(api.delivery, channel, api.slack.app.user_id, draft)
    shape = message_object(api.slack, message, channel, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


def update(api: Api, arguments: Arguments) -> Json:
    channel = api.channel(arguments.required("channel"))
    _must_be_there(api, channel)
    message = _own_message(api, channel, arguments.required("ts"), "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_archived", detail=channel.id)
    _still_open(api, message)
    payload = payload_of(arguments)
    check_message(api.slack, payload, "chat.update", update=True)
    check_block_texts(payload)
    draft = Draft(
        text=str(payload.get("text", payload.get("markdown_text", message.text))),
        blocks=payload.get("blocks", message.blocks),
        metadata=payload.get("metadata", message.metadata),
        files=_files(api, arguments),
        attachments=payload.get("attachments"),
    )
    messages.edit(api.delivery, channel, message, draft)
    files.place(api.slack, channel, message)
    shape = message_object(api.slack, message, channel, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shape}


def delete(api: Api, arguments: Arguments) -> Json:
    channel = api.channel(arguments.required("channel"))
    _must_be_there(api, channel)
    message = _own_message(api, channel, arguments.required("ts"), "cant_delete_message")
    messages.delete(api.delivery, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(api: Api, arguments: Arguments) -> Json:
    channel = api.channel(arguments.required("channel"))
    may_post(api, channel)
    user = arguments.required("user")
    known = api.slack.world.users.get(user)
    if user not in channel.members or known is None or known.deleted:
        raise SlackError("user_not_in_channel", detail=f"{user} in {channel.id}")
    draft = _draft(api, arguments, "chat.postEphemeral", channel)
    if _is_lonely(channel, draft.thread_ts):
        said = "nobody has answered in that thread yet, and Slack shows nothing private there before"
        api.slack.violate("unseen_ephemeral", said, "chat.postEphemeral", "/thread_ts")
        return {"message_ts": api.slack.ts()}
    return {"message_ts": messages.whisper(api.delivery, channel, user, draft).ts}


def _is_lonely(channel: Channel, thread_ts: str | None) -> bool:
    parent = channel.message(thread_ts) if thread_ts else None
    return parent is not None and not ThreadOfOne(channel).replies(parent)


def get_permalink(api: Api, arguments: Arguments) -> Json:
    channel = api.channel(arguments.required("channel"))
    message = _message(channel, arguments.required("message_ts"))
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    link = f"{api.slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": link}


def destination(api: Api, channel_id: str) -> Channel:
    """A person's id means the DM with that person; Slack posts to the deactivated too, and nobody reads it."""
    user = api.slack.world.users.get(channel_id)
    if user is None:
        return api.channel(channel_id)
    if user.kind in {UserKind.BOT, UserKind.APP}:
        raise SlackError("cannot_dm_bot", detail=channel_id)
    if user.kind is UserKind.EXTERNAL and dm_of(api.slack, user.id) is None:
        raise SlackError("channel_not_found", detail=channel_id)
    return open_dm(api.slack, user)


def _must_be_there(api: Api, channel: Channel) -> None:
    everywhere = channel.kind is ChannelKind.PUBLIC and "chat:write.public" in api.slack.manifest.scopes
    if not app_is_in(api.slack, channel) and not everywhere:
        raise SlackError("not_in_channel", detail=channel.id)


def may_post(api: Api, channel: Channel) -> None:
    _must_be_there(api, channel)
    if channel.is_archived:
        raise SlackError("is_archived", detail=channel.id)
    if channel.read_only:
        raise SlackError("restricted_action_read_only_channel", detail=channel.id)
    if channel.kind is ChannelKind.IM and not api.slack.manifest.messages_tab:
        raise SlackError("messages_tab_disabled", detail=channel.id)


def _draft(api: Api, arguments: Arguments, method: str, channel: Channel) -> Draft:
    payload = payload_of(arguments)
    check_message(api.slack, payload, method)
    check_block_texts(payload)
    thread_ts = thread_of(channel, arguments.text("thread_ts"))
    return draft_of(payload, thread_ts=thread_ts, broadcast=arguments.flag("reply_broadcast"))


def _files(api: Api, arguments: Arguments) -> tuple[str, ...] | None:
    """The files that the message has from now on; None for those that it has."""
    if "file_ids" not in arguments:
        return None
    ids = tuple(dict.fromkeys(arguments.names("file_ids")))
    for file_id in ids:
        file = api.slack.world.files.get(file_id)
        if file is None or not files.seen_by_app(api.slack, file):
            raise SlackError("file_not_found", detail=f"{file_id:.100}")
    return ids


def thread_of(channel: Channel, thread_ts: str) -> str | None:
    """The parent's ts: Slack puts an answer to an answer into the same thread."""
    if not thread_ts:
        return None
    parent = channel.message(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found", detail=thread_ts)
    if parent.only_for is not None:
        raise SlackError("cannot_reply_to_message", detail=thread_ts)
    thread = parent.thread_ts or parent.ts
    if thread in channel.locked_threads:
        raise SlackError("restricted_action_thread_locked", detail=thread)
    return thread


def _still_open(api: Api, message: Message) -> None:
    """A workspace may let messages be changed for some time only."""
    minutes = api.slack.world.team.edit_minutes
    if minutes is not None and api.slack.clock.now().timestamp() - float(message.ts) > minutes * 60:
        raise SlackError("edit_window_closed", detail=message.ts)


def _own_message(api: Api, channel: Channel, ts: str, otherwise: str) -> Message:
    message = _message(channel, ts)
    if message.user != api.slack.app.user_id:
        raise SlackError(otherwise, detail=ts)
    return message


def _message(channel: Channel, ts: str) -> Message:
    message = channel.message(ts)
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found", detail=ts)
    return message


WRITE = ("chat:write",)

METHODS = {
    "chat.postMessage": Method(post_message, WRITE, Tier.HUNDREDS),
    "chat.update": Method(update, WRITE),
    "chat.delete": Method(delete, WRITE),
    "chat.postEphemeral": Method(post_ephemeral, WRITE, Tier.T4),
    "chat.getPermalink": Method(get_permalink, tier=Tier.HUNDREDS),
}
