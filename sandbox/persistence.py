"""The sandbox's folder: a journal of whole things, each line the newest state of one, and the clock beside it."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from sandbox.errors import BadFolder, Json
from sandbox.world import Channel, ChannelKind, File, Message, Team, User, UserGroup, UserKind, World

JOURNAL, CLOCK = "slack.jsonl", "clock"


def forget(folder: Path) -> None:
    """Removes what a sandbox left there, and the folder if nothing else is in it."""
    for name in (JOURNAL, CLOCK):
        for path in (folder / name, (folder / name).with_suffix(".new")):
            path.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


class Journal:
    """Lines reach the operating system at once, so that a killed demo is where it was."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / JOURNAL
        self._clock_path = folder / CLOCK
        self._clock_lock = threading.Lock()
        self._file: TextIO | None = None

    def read(self) -> tuple[World, datetime] | None:
        """The world as it was left, and when that was."""
        if not self._path.exists():
            return None
        world = World(start=datetime.fromtimestamp(0, UTC))
        for number, line in enumerate(self._lines(), start=1):
            try:
                _fold(world, json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as trouble:
                raise BadFolder(str(self._path), f"line {number} is not what a sandbox wrote") from trouble
        return world, max(world.start, self._clock_left(world.start))

    def begin(self, world: World, now: datetime) -> None:
        """Start over with this world; the old journal stays until the new one is whole."""
        self.close()
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            for line in _whole(world):
                file.write(json.dumps({"at": now.isoformat(), **line}) + "\n")
        fresh.replace(self._path)
        self._file = self._path.open("a", encoding="utf-8")
        self.clock(now)

    def put(self, now: datetime, line: Json) -> None:
        if self._file is not None:
            self._file.write(json.dumps({"at": now.isoformat(), **line}) + "\n")
            self._file.flush()

    def clock(self, now: datetime) -> None:
        """Called by the server's heartbeat and by whoever makes the clock jump, each on its own thread."""
        with self._clock_lock:
            fresh = self._clock_path.with_suffix(".new")
            fresh.write_text(now.isoformat(), encoding="utf-8")
            fresh.replace(self._clock_path)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _lines(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            # A kill can cut the last line short; what it said was never answered.
            yield from (line for line in file if line.endswith(b"\n"))

    def _clock_left(self, otherwise: datetime) -> datetime:
        if not self._clock_path.exists():
            return otherwise
        try:
            left = datetime.fromisoformat(self._clock_path.read_text(encoding="utf-8"))
        except ValueError as trouble:
            raise BadFolder(str(self._clock_path), "is not what a sandbox wrote") from trouble
        return left if left.tzinfo else left.replace(tzinfo=UTC)


def user_line(user: User) -> Json:
    return {"put": "user", "value": asdict(user)}


def file_line(file: File) -> Json:
    """Without what is in it, which never changes."""
    value = asdict(replace(file, content=b""))
    del value["content"]
    return {"put": "file", "value": value}


def content_line(file: File) -> Json:
    return {"put": "content", "file": file.id, "value": base64.b64encode(file.content).decode()}


def usergroup_line(group: UserGroup) -> Json:
    return {"put": "usergroup", "value": asdict(group)}


def channel_line(channel: Channel) -> Json:
    return {"put": "channel", "value": asdict(replace(channel, messages=[]))}


def message_line(channel: Channel, message: Message) -> Json:
    return {"put": "message", "channel": channel.id, "value": asdict(message)}


def deletion_line(channel: Channel, message: Message) -> Json:
    return {"put": "deletion", "channel": channel.id, "ts": message.ts}


def removal_line(channel: Channel) -> Json:
    return {"put": "removal", "channel": channel.id}


def home_line(user_id: str, view: Json) -> Json:
    return {"put": "home", "user": user_id, "value": view}


def _whole(world: World) -> Iterator[Json]:
    yield {"put": "team", "value": asdict(world.team)}
    yield from map(user_line, world.users.values())
    yield from map(usergroup_line, world.usergroups.values())
    for file in world.files.values():
        yield file_line(file)
        yield content_line(file)
    for channel in world.channels.values():
        yield channel_line(channel)
        yield from (message_line(channel, message) for message in channel.messages)
    yield from (home_line(user_id, view) for user_id, view in world.homes.items())


def _fold(world: World, line: Json) -> None:
    world.start = datetime.fromisoformat(line["at"])
    match line["put"]:
        case "team":
            world.team = Team(**line["value"])
        case "user":
            value = {**line["value"], "kind": UserKind(line["value"]["kind"])}
            world.add_user(User(**value))
        case "usergroup":
            world.add_usergroup(UserGroup(**line["value"]))
        case "file":
            known = world.files.get(line["value"]["id"])
            world.add_file(File(**line["value"], content=known.content if known else b""))
        case "content":
            world.files[line["file"]].content = base64.b64decode(line["value"], validate=True)
        case "channel":
            _fold_channel(world, line["value"])
        case "removal":
            del world.channels[line["channel"]]
        case "home":
            world.homes[line["user"]] = line["value"]
        case "message" | "deletion":
            _fold_message(world.channels[line["channel"]], line)


def _fold_channel(world: World, value: Json) -> None:
    known = world.channels.get(value["id"])
    messages = known.messages if known else []
    world.add_channel(Channel(**{**value, "kind": ChannelKind(value["kind"]), "messages": messages}))


def _fold_message(channel: Channel, line: Json) -> None:
    ts = line["ts"] if line["put"] == "deletion" else line["value"]["ts"]
    place = next((i for i, m in enumerate(channel.messages) if m.ts == ts), None)
    if line["put"] == "deletion":
        if place is not None:
            del channel.messages[place]
    elif place is None:
        channel.messages.append(Message(**line["value"]))
    else:
        channel.messages[place] = Message(**line["value"])
