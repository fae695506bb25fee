"""The workspace as data: its people, channels, messages and Homes, ready to be changed by whoever writes a test."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from sandbox.errors import Json

APP = "APP"
"""Stands among a channel's members for the app, whose user is only known once a manifest is read."""
SLACKBOT, TOMBSTONE = "USLACKBOT", "tombstone"


class UserKind(StrEnum):
    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"
    BOT = "bot"
    APP = "app"


class ChannelKind(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"
    IM = "im"
    MPIM = "mpim"


@dataclass(kw_only=True)
class Team:
    """A free one has no user groups; what is older than `edit_minutes`, if any, is not changed any more.

    `largest_file` and `storage` are bytes, `blocked_file_types` endings such as `exe`.
    """

    id: str = "T0SANDBOX"
    name: str = "Sandbox"
    domain: str = "sandbox"
    tz: str = "Europe/London"
    is_free: bool = False
    edit_minutes: float | None = None
    blocked_file_types: list[str] = field(default_factory=list)
    largest_file: int = 1_000_000_000
    storage: int | None = None


@dataclass(kw_only=True)
class User:
    """`name` is the handle that people type after an @; without `email` the address follows from it."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/London"
    kind: UserKind = UserKind.MEMBER
    deleted: bool = False
    is_admin: bool = False
    team_id: str = "T0SANDBOX"
    email: str = ""


@dataclass(kw_only=True)
class UserGroup:
    """People who are mentioned together by `handle`; `created` and `updated` are Unix times, 0 the world's start."""

    id: str
    handle: str
    name: str
    description: str = ""
    users: list[str] = field(default_factory=list)
    disabled: bool = False
    created: int = 0
    created_by: str = SLACKBOT
    updated: int = 0
    updated_by: str = SLACKBOT


@dataclass(kw_only=True)
class File:
    """`size` in bytes; `shares` are the ts of the messages that it is in, by channel; `for_app` was put into a form."""

    id: str
    name: str
    title: str
    mimetype: str
    filetype: str
    size: int
    user: str
    created: int
    alt_text: str = ""
    shares: dict[str, list[str]] = field(default_factory=dict)
    for_app: bool = False
    content: bytes = b""


@dataclass(kw_only=True)
class Message:
    """`only_for` is the one person who sees an ephemeral message; `edited` the ts of the last change.

    `files` are ids. `subtype` is empty, me_message, or tombstone for what was deleted and had replies.
    """

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    edited: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    broadcast: bool = False
    reactions: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    subtype: str = ""
    attachments: list[Json] = field(default_factory=list)


@dataclass(kw_only=True)
class Channel:
    """In one that is `read_only` the app may not post; nobody replies to the threads in `locked_threads`.

    `created` is a Unix time, 0 the world's start, `creator` a person's id.
    """

    id: str
    name: str
    kind: ChannelKind = ChannelKind.PUBLIC
    topic: str = ""
    purpose: str = ""
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    read_only: bool = False
    locked_threads: list[str] = field(default_factory=list)
    created: int = 0
    creator: str = SLACKBOT
    messages: list[Message] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        return next((m for m in reversed(self.messages) if m.ts == ts), None)


@dataclass(kw_only=True)
class World:
    """`homes` holds the view that the app last published for a person."""

    start: datetime
    team: Team = field(default_factory=Team)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    usergroups: dict[str, UserGroup] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)

    @classmethod
    def office(cls, *, start: datetime | None = None) -> Self:
        """A small world for tests, in which every kind of person and channel occurs once."""
        from sandbox.worlds.office import office

        return office(cls, start)

    @classmethod
    def demo(cls, *, start: datetime | None = None) -> Self:
        """A living workspace for people to try the app in."""
        from sandbox.worlds.demo import demo

        return demo(cls, start)

    def add_user(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def add_usergroup(self, group: UserGroup) -> UserGroup:
        self.usergroups[group.id] = group
        return group

    def add_file(self, file: File) -> File:
        self.files[file.id] = file
        return file
