"""files.*: an upload in three steps, of which the last answers before the message with the file is there."""

import secrets
from functools import partial

from sandbox import files
from sandbox.errors import Json, SlackError
from sandbox.messages import Draft
from sandbox.payloads import file_object
from sandbox.rates import Tier
from sandbox.tickets import Ticket
from sandbox.web_api.arguments import Arguments, invalid
from sandbox.web_api.chat import IDENTITY, destination, may_post, thread_of
from sandbox.web_api.checks import check_message
from sandbox.web_api.context import Api, Method
from sandbox.world import Channel, File

LENGTH_MOST = 10**12
ALT_TEXT_MOST = 1000
SNIPPET_MOST = 1_000_000
CHANNELS_MOST = 100


def get_upload_url(api: Api, arguments: Arguments) -> Json:
    name, alt_text = arguments.required("filename"), arguments.text("alt_txt")
    arguments.required("length")
    length = arguments.number("length", 0, most=LENGTH_MOST)
    if not length:
        raise SlackError("missing_argument", detail="a file has bytes", pointer="/length")
    if len(alt_text) > ALT_TEXT_MOST:
        raise SlackError("alt_txt_too_large", detail=str(len(alt_text)), pointer="/alt_txt")
    if arguments.text("snippet_type") and length > SNIPPET_MOST:
        raise SlackError("snippet_too_large", detail=str(length), pointer="/length")
    if code := files.refusal(api.slack, name, length):
        raise SlackError(code, detail=f"{name:.100}, {length} bytes")
    file = files.made(api.slack, api.slack.app.user_id, name, length)
    file.alt_text = alt_text
    token = secrets.token_urlsafe(24)
    api.slack.tickets.by_token[token] = Ticket(file, length)
    return {"upload_url": f"{api.slack.url}/upload/v1/{token}", "file_id": file.id}


def complete_upload(api: Api, arguments: Arguments) -> Json:
    if any(name in arguments for name in IDENTITY):
        api.need("chat:write.customize")
    wanted = _wanted(api, arguments)
    channels = _channels(api, arguments)
    draft = _draft(arguments, channels, [ticket.file.id for ticket, _ in wanted])
    if draft.text or draft.blocks:
        check_message(api.slack, {"text": draft.text or " ", "blocks": draft.blocks}, "files.completeUploadExternal")
    for ticket, title in wanted:
        ticket.file.title = title or ticket.file.title
        api.slack.tickets.close(ticket)
        files.keep(api.slack, ticket.file)
    seconds = api.slack.share_seconds
    for channel in channels if seconds is not None else ():
        api.slack.later.do("sharing of a file", seconds or 0, partial(_share, api, channel, draft))
    return {"files": [file_object(api.slack, ticket.file) for ticket, _ in wanted]}


def info(api: Api, arguments: Arguments) -> Json:
    file = _known(api, arguments.required("file"))
    return {"file": file_object(api.slack, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def _known(api: Api, file_id: str) -> File:
    file = api.slack.world.files.get(file_id)
    if file is None or not files.seen_by_app(api.slack, file):
        raise SlackError("file_not_found", detail=f"{file_id:.100}")
    return file


def _wanted(api: Api, arguments: Arguments) -> list[tuple[Ticket, str]]:
    """The tickets, each with the title that its file is given."""
    listed = arguments.structure("files", list, "invalid_arguments")
    if not listed:
        arguments.required("files")
        raise invalid("files", "must have an item at least")
    wanted: dict[str, tuple[Ticket, str]] = {}
    for entry in listed:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise invalid("files", "must be objects with an id")
        ticket = api.slack.tickets.of_file(entry["id"])
        if ticket is None:
            raise SlackError("file_not_found", detail=f"{entry['id']:.100}")
        wanted[entry["id"]] = (ticket, str(entry.get("title") or ""))
    return list(wanted.values())


def _channels(api: Api, arguments: Arguments) -> list[Channel]:
    """Nowhere is fine: then the file is the app's own."""
    names = list(dict.fromkeys([*arguments.names("channel_id"), *arguments.names("channels")]))
    if len(names) > CHANNELS_MOST:
        raise SlackError("channels_limit_exceeded", detail=str(len(names)))
    channels = [destination(api, name) for name in names]
    for channel in channels:
        if channel.read_only:
            raise SlackError("posting_to_channel_denied", detail=channel.id)
        may_post(api, channel)
    return channels


def _draft(arguments: Arguments, channels: list[Channel], file_ids: list[str]) -> Draft:
    thread_ts, comment = arguments.text("thread_ts"), arguments.text("initial_comment")
    if thread_ts and len(channels) != 1:
        raise invalid("thread_ts", "needs one channel")
    blocks = [] if comment else arguments.structure("blocks", list, "invalid_blocks") or []
    return Draft(
        text=comment,
        blocks=blocks,
        thread_ts=thread_of(channels[0], thread_ts) if thread_ts else None,
        files=tuple(file_ids),
    )


def _share(api: Api, channel: Channel, draft: Draft) -> None:
    """What became of the channel in the meantime is nobody's fault: then nothing appears, as in Slack."""
    try:
        may_post(api, channel)
    except SlackError:
        return
    files.share(api.delivery, channel, api.slack.app.user_id, draft)


WRITE = ("files:write",)

METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, WRITE, Tier.T4),
    "files.completeUploadExternal": Method(complete_upload, WRITE, Tier.T4),
    "files.info": Method(info, ("files:read",), Tier.T4),
}
