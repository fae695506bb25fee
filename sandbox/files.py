"""Files: on their way to Slack, kept there, and shared in messages."""

import mimetypes
from pathlib import PurePath

from sandbox import events, messages
from sandbox.delivery import Delivery
from sandbox.directory import app_is_in, can_see
from sandbox.messages import Draft
from sandbox.workspace import Workspace
from sandbox.world import Channel, File, Message, User, UserKind

ANY_TYPE = "application/octet-stream"


def made(slack: Workspace, user_id: str, name: str, size: int) -> File:
    """A file that is nowhere yet."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    return File(
        id=slack.number("F"),
        name=name,
        title=name,
        mimetype=mimetypes.guess_type(name)[0] or ANY_TYPE,
        filetype=ending or "binary",
        size=size,
        user=user_id,
        created=int(slack.clock.now().timestamp()),
    )


def refusal(slack: Workspace, name: str, size: int) -> str:
    """Why the workspace takes no such file, empty if it does."""
    team = slack.world.team
    if PurePath(name).suffix.removeprefix(".").lower() in team.blocked_file_types:
        return "file_type_not_allowed"
    if size > team.largest_file:
        return "file_upload_size_restricted"
    kept = sum(file.size for file in slack.world.files.values())
    return "storage_limit_reached" if team.storage is not None and kept + size > team.storage else ""


def keep(slack: Workspace, file: File) -> None:
    slack.world.add_file(file)
    slack.save_file(file, with_content=True)


def share(delivery: Delivery, channel: Channel, author: str, draft: Draft) -> Message:
    """Posts the draft with its files, which are kept already."""
    message = messages.post(delivery, channel, author, draft)
    place(delivery.slack, channel, message)
    for file_id in message.files:
        events.file_shared(delivery, channel, delivery.slack.world.files[file_id], author)
    return message


def place(slack: Workspace, channel: Channel, message: Message) -> None:
    """The files of a message know where they are."""
    for file in (slack.world.files[file_id] for file_id in message.files):
        if message.ts not in file.shares.get(channel.id, []):
            file.shares = {**file.shares, channel.id: [*file.shares.get(channel.id, []), message.ts]}
            slack.save_file(file)


def seen_by_app(slack: Workspace, file: File) -> bool:
    shared = (slack.world.channels.get(channel_id) for channel_id in file.shares)
    return (
        file.for_app
        or file.user == slack.app.user_id
        or any(channel and app_is_in(slack, channel) for channel in shared)
    )


def seen_by(slack: Workspace, user: User, file: File) -> bool:
    if user.kind is UserKind.APP:
        return seen_by_app(slack, file)
    shared = (slack.world.channels.get(channel_id) for channel_id in file.shares)
    return file.user == user.id or any(channel and can_see(user, channel) for channel in shared)
