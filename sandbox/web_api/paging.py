"""Pages and their cursors. A page can be short, or empty, while more follows: Slack promises no more than a cursor."""

import base64
import re
from dataclasses import dataclass
from typing import TypeVar

from sandbox.errors import Json, SlackError
from sandbox.web_api.arguments import Arguments
from sandbox.workspace import Workspace

T = TypeVar("T")

PLACE = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True)
class Sizes:
    """`usual` items when the app asks for no number, `most` at once."""

    usual: int
    most: int


def page(slack: Workspace, arguments: Arguments, items: list[T], sizes: Sizes, *, what: str) -> tuple[list[T], Json]:
    """The items of the asked page and its response_metadata; the cursor of one list is none for another."""
    room = slack.pages.room(asked_size(arguments, sizes))
    start = int(asked_cursor(arguments, what) or 0)
    end = start + room
    return items[start:end], {"next_cursor": cursor(what, end) if end < len(items) else ""}


def asked_size(arguments: Arguments, sizes: Sizes) -> int:
    return arguments.number("limit", sizes.usual, most=sizes.most) or sizes.usual


def cursor(what: str, place: int) -> str:
    return base64.b64encode(f"{what}:{place}".encode()).decode()


def asked_cursor(arguments: Arguments, what: str) -> str:
    """The digits that such a cursor was made with, nothing without one."""
    given = arguments.text("cursor")
    if not given:
        return ""
    try:
        word, _, place = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError as trouble:
        raise SlackError("invalid_cursor", detail=given) from trouble
    if word != what or not PLACE.fullmatch(place):
        raise SlackError("invalid_cursor", detail=given)
    return place
