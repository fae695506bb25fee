"""Texts that Slack would take and people would regret: mentions of everybody, names linked by accident, dead dates."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.validation.messages import decoded
from sandbox.validation.problem import Problem

_BROADCAST = re.compile(r"<!(?:channel|here|everyone)(?:[|^][^>]*)?>")
_USERGROUP = re.compile(r"<!subteam\^[^>]*>")
_BARE = re.compile(r"(?<![\w<!.])@(?:channel|here|everyone)\b")
_DATE = re.compile(r"<!date\^([^>|]*)(?:\|([^>]*))?>")


def text_warnings(payload: dict[str, object]) -> list[Problem]:
    message = decoded(payload)
    return [*_arguments(message), *_anywhere(message, "")]


def _arguments(payload: dict[str, object]) -> Iterator[Problem]:
    if payload.get("parse") == "full":
        yield Problem(
            "/parse", "parse_full", "parse: full turns names and URLs in people's words into mentions and links"
        )
    if payload.get("link_names") not in (None, False, "0", "false"):
        yield Problem("/link_names", "link_names", "link_names turns names in people's words into mentions")
    # An update carries ts, an ephemeral message its user, and an answer to a gesture no channel: none of them unfurls.
    if "channel" in payload and not payload.keys() & {"ts", "user"}:
        for name in ("unfurl_links", "unfurl_media"):
            if payload.get(name) is None:
                yield Problem(f"/{name}", "unfurl_not_explicit", f"Slack's default for {name} is not dependable")


def _anywhere(value: object, pointer: str) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _anywhere(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        yield from _object(value, pointer)
        for name, item in value.items():
            if name != "metadata":
                yield from _anywhere(item, f"{pointer}/{name}")


def _object(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            yield from _mentions(text, f"{pointer}/text")
            if value.get("verbatim") is not True and _BARE.search(text):
                yield Problem(f"{pointer}/text", "bare_mention", "without verbatim, Slack makes a mention of this")
        case {"type": "broadcast"}:
            yield Problem(pointer, "broadcast_mention", "this calls everybody in the channel")
        case {"type": "usergroup"}:
            yield Problem(pointer, "usergroup_mention", "this calls a whole group")
        case {"type": "markdown", "text": str(text)}:
            yield from _mentions(text, f"{pointer}/text")
        case {"type": _}:
            return
        case _:
            yield from _plain_arguments(value, pointer)


def _plain_arguments(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    """Messages and attachments: objects without a type whose texts are mrkdwn."""
    for name in ("text", "markdown_text", "pretext", "fallback"):
        if isinstance(value.get(name), str):
            yield from _mentions(value[name], f"{pointer}/{name}")


def _mentions(text: str, pointer: str) -> Iterator[Problem]:
    if _BROADCAST.search(text):
        yield Problem(pointer, "broadcast_mention", "this calls everybody in the channel")
    if _USERGROUP.search(text):
        yield Problem(pointer, "usergroup_mention", "this calls a whole group")
    for stamp, fallback in _DATE.findall(text):
        if not fallback.strip():
            yield Problem(pointer, "date_without_fallback", "an old client or a notification would show no date")
        if not stamp.partition("^")[0].isdigit():
            yield Problem(pointer, "malformed_date", "a date needs whole seconds since 1970")
