"""Slack's shapes: users, channels, messages, views and the outer envelopes, as the app receives them."""

from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.authors import BOTS, app_id_of, author, bot_id_of
from sandbox.errors import Json
from sandbox.threads import ThreadOfOne, Threads
from sandbox.views import OpenView
from sandbox.workspace import Workspace
from sandbox.world import TOMBSTONE, Channel, ChannelKind, File, Message, User, UserGroup, UserKind

VERIFICATION_TOKEN = "sandbox-verification"
COLOURS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "50a0cf", "2b6836")


def user_object(slack: Workspace, user: User) -> Json:
    offset = slack.clock.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": colour(user),
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(slack, user),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.kind is UserKind.GUEST,
        "is_ultra_restricted": False,
        "is_bot": user.kind in BOTS,
        "is_app_user": False,
        "updated": int(slack.clock.now().timestamp()),
        **({"is_stranger": True} if user.kind is UserKind.EXTERNAL else {}),
    }


def _profile(slack: Workspace, user: User) -> Json:
    first, _, last = user.real_name.partition(" ")
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "team": user.team_id,
    }
    if "users:read.email" in slack.manifest.scopes and (email := email_of(slack, user)):
        profile["email"] = email
    if user.kind in BOTS:
        profile |= {"bot_id": bot_id_of(slack, user), "api_app_id": app_id_of(slack, user)}
    return profile


def email_of(slack: Workspace, user: User) -> str:
    """Bots have none, and the address of another company's people is not shown."""
    if user.kind not in {UserKind.MEMBER, UserKind.GUEST}:
        return ""
    return user.email or f"{user.name}@{slack.world.team.domain}.example"


def colour(user: User) -> str:
    return COLOURS[sum(map(ord, user.id)) % len(COLOURS)]


def channel_object(slack: Workspace, channel: Channel, *, for_user: str, counted: bool = False) -> Json:
    kind = channel.kind
    common: Json = {
        "id": channel.id,
        "created": channel.created or int(slack.world.start.timestamp()),
        "is_archived": channel.is_archived,
        "is_im": kind is ChannelKind.IM,
        "is_mpim": kind is ChannelKind.MPIM,
        "is_channel": kind is ChannelKind.PUBLIC,
        "is_group": kind is ChannelKind.PRIVATE,
        "is_private": kind is not ChannelKind.PUBLIC,
        "is_org_shared": False,
        "is_ext_shared": is_shared(slack, channel),
        "is_shared": is_shared(slack, channel),
        "context_team_id": slack.world.team.id,
    }
    if kind is ChannelKind.IM:
        other = next((m for m in channel.members if m != for_user), for_user)
        return {**common, "user": other, "is_user_deleted": slack.world.users[other].deleted, "priority": 0}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": for_user in channel.members,
        "is_general": channel.name == "general",
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        **({"num_members": len(channel.members)} if counted else {}),
    }


def file_object(slack: Workspace, file: File) -> Json:
    address = f"{slack.url}/files-pri/{slack.world.team.id}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.user,
        "user_team": slack.world.team.id,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{quote(file.name, safe='')}",
        "url_private_download": f"{address}/download/{quote(file.name, safe='')}",
        "permalink": f"{slack.url}/files/{file.user}/{file.id}/{quote(file.name, safe='')}",
        "comments_count": 0,
        "has_rich_preview": False,
        "file_access": "visible",
        **({"alt_txt": file.alt_text} if file.alt_text else {}),
        **_shared(slack, file),
    }


def _shared(slack: Workspace, file: File) -> Json:
    lists: Json = {"channels": [], "groups": [], "ims": [], "shares": {}}
    for channel in filter(None, map(slack.world.channels.get, file.shares)):
        public = channel.kind is ChannelKind.PUBLIC
        if not public and slack.app.user_id not in channel.members:
            continue  # the app is told of no place that it cannot see
        lists["ims" if channel.kind is ChannelKind.IM else "channels" if public else "groups"].append(channel.id)
        entries = [
            {"ts": ts, "channel_name": channel.name, "team_id": slack.world.team.id, "share_user_id": file.user}
            for ts in file.shares[channel.id]
        ]
        lists["shares"].setdefault("public" if public else "private", {})[channel.id] = entries
    return {**lists, "is_public": bool(lists["channels"])}


def usergroup_object(slack: Workspace, group: UserGroup, *, users: bool, count: bool) -> Json:
    born = int(slack.world.start.timestamp())
    return {
        "id": group.id,
        "team_id": slack.world.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created or born,
        "date_update": group.updated or born,
        "date_delete": (group.updated or born) if group.disabled else 0,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": group.created_by,
        "updated_by": group.updated_by,
        "deleted_by": group.updated_by if group.disabled else None,
        "prefs": {"channels": [], "groups": []},
        **({"users": group.users} if users else {}),
        **({"user_count": len(group.users), "channel_count": 0} if count else {}),
    }


def is_shared(slack: Workspace, channel: Channel) -> bool:
    members = (slack.world.users.get(member) for member in channel.members)
    return any(user is not None and user.kind is UserKind.EXTERNAL for user in members)


def channel_name(channel: Channel) -> str:
    names = {ChannelKind.IM: "directmessage", ChannelKind.PRIVATE: "privategroup", ChannelKind.MPIM: "privategroup"}
    return names.get(channel.kind, channel.name)


def message_object(
    slack: Workspace, message: Message, channel: Channel, *, metadata: bool = False, threads: Threads | None = None
) -> Json:
    """Whoever shows many messages of a channel hands its `threads` over."""
    shape: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        **author(slack, message, shared=is_shared(slack, channel)),
    }
    if message.subtype:
        shape |= {"subtype": message.subtype} | ({"hidden": True} if message.subtype == TOMBSTONE else {})
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.edited}
    if metadata and message.metadata:
        shape["metadata"] = message.metadata
    if message.files:
        kept = (slack.world.files.get(file_id) for file_id in message.files)
        files = [file_object(slack, file) for file in kept if file]
        shape |= {"subtype": "file_share", "upload": True, "display_as_bot": False, "files": files}
    if message.reactions:
        shape["reactions"] = message.reactions
    around = threads or ThreadOfOne(channel)
    if message.broadcast and (parent := around.parent(message)):
        shape |= {"subtype": "thread_broadcast", "root": message_object(slack, parent, channel, threads=threads)}
    return shape | _thread(message, around)


def _thread(message: Message, threads: Threads | ThreadOfOne) -> Json:
    if message.thread_ts:
        parent = threads.parent(message)
        return {"thread_ts": message.thread_ts, "parent_user_id": parent.user if parent else ""}
    replies = threads.replies(message)
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "latest_reply": replies[-1].ts,
    }


def view_object(slack: Workspace, view: OpenView, *, state: bool = True) -> Json:
    content = view.content
    return {
        "id": view.id,
        "team_id": slack.world.team.id,
        "type": content["type"],
        "blocks": view.blocks,
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "state": {"values": view.state() if state else {}},
        "hash": view.hash,
        "title": content.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": slack.app.app_id,
        "external_id": content.get("external_id", ""),
        "app_installed_team_id": slack.world.team.id,
        "bot_id": slack.app.bot_id,
    }


def team_part(slack: Workspace) -> Json:
    return {"id": slack.world.team.id, "domain": slack.world.team.domain}


def user_part(slack: Workspace, user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": slack.world.team.id}


def interaction(slack: Workspace, kind: str, user: User, **parts: Any) -> Json:
    """What all interactive payloads have in common."""
    return {
        "type": kind,
        "team": team_part(slack),
        "user": user_part(slack, user),
        "api_app_id": slack.app.app_id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        **parts,
    }
