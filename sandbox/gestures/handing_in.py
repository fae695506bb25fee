"""Files that people put into a form."""

from typing import Any

from sandbox import files
from sandbox.errors import Json
from sandbox.gestures.uploads import decoded
from sandbox.payloads import file_object
from sandbox.validation import NotPossible
from sandbox.workspace import Workspace
from sandbox.world import File, User

MOST_BYTES = 10_000_000


def handed_in(slack: Workspace, user: User, typed: Any) -> Json:
    """The file as the app gets it: one that is there by its id or name, or a new one as `{name, content}`.

    `content` is base64; a page that keeps the bytes to itself says `size` instead, and may give the file an `id`.
    """
    if isinstance(typed, str):
        return file_object(slack, _known(slack, user, typed))
    if not isinstance(typed, dict) or not isinstance(typed.get("name", typed.get("id")), str):
        raise NotPossible(f"{typed!r:.100} is not a file")
    there = slack.world.files.get(str(typed.get("id")))
    if there is not None and not files.seen_by(slack, user, there):
        raise NotPossible(f"{user.name} has no file {there.id}")
    return file_object(slack, there or _new(slack, user, typed))


def _known(slack: Workspace, user: User, named: str) -> File:
    for file in reversed(slack.world.files.values()):
        if named in {file.id, file.name} and files.seen_by(slack, user, file):
            return file
    raise NotPossible(f"{user.name} has no file {named!r:.100}")


def _new(slack: Workspace, user: User, typed: Json) -> File:
    content = decoded(str(typed.get("content", "")))
    size = len(content) or typed.get("size")
    if type(size) is not int or not 0 < size <= MOST_BYTES:
        raise NotPossible(f"a file in a form has 1 to {MOST_BYTES:,} bytes, not {size}")
    file = files.made(slack, user.id, str(typed["name"]), size)
    file.id = str(typed.get("id") or file.id)
    file.content, file.for_app = content, True
    files.keep(slack, file)
    return file
