"""Whether Slack would take a message: its texts, blocks, attachments and metadata."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.bodies import parsed
from sandbox.validation.blocks import MARKDOWN_MOST, blocks_problems, dicts, placed
from sandbox.validation.problem import Problem
from sandbox.validation.shapes import Anything, Many, Record, Shape, String, shape_problems

BLOCKS_MOST = 50
ATTACHMENTS_MOST = 100
FIELDS_MOST = 100  # of an attachment; Slack names no number
CHARTS_MOST = 2
TEXT_MOST = 40_000
UPDATED_TEXT_MOST = 4_000
# Slack has a limit (`metadata_too_large`) and does not document it; every app in the workspace can read metadata.
METADATA_MOST_BYTES = 3_000

_JSON_ARGUMENTS = frozenset({"blocks", "attachments", "metadata"})

_METADATA = Record(needs={"event_type": String(at_most=255), "event_payload": Record(open=True)})
_WORDS = String(at_least=0)
_FIELD = Record(may={"title": _WORDS, "value": _WORDS}, open=True)
_ATTACHMENT = Record(
    may={
        "blocks": Anything(),
        "fields": Many(_FIELD, FIELDS_MOST, at_least=0),
        **dict.fromkeys(
            ("fallback", "pretext", "author_name", "title", "title_link", "text", "footer", "color"), _WORDS
        ),
    },
    open=True,
)
_ARGUMENTS: Mapping[str, Shape] = {
    "text": String(at_least=0),
    "markdown_text": String(at_least=0, at_most=MARKDOWN_MOST),
    "attachments": Many(_ATTACHMENT, ATTACHMENTS_MOST, at_least=0),
    "metadata": _METADATA,
}


def message_problems(payload: dict[str, object], *, update: bool = False) -> list[Problem]:
    message = decoded(payload)
    return [
        *shape_problems(Record(may=_ARGUMENTS, open=True), message, ""),
        *_length(message.get("text"), update=update),
        *_text(message),
        *_blocks(message),
        *_across(message),
        *_metadata_size(message),
    ]


def decoded(payload: dict[str, object]) -> dict[str, Any]:
    """Forms carry some arguments as JSON in a string, and Slack takes that in JSON bodies too."""
    given = {name: value for name, value in payload.items() if value is not None}
    return {name: _from_json(value) if name in _JSON_ARGUMENTS else value for name, value in given.items()}


def _from_json(value: object) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parsed(value)
    except ValueError:
        return value


def _length(text: object, *, update: bool) -> Iterator[Problem]:
    """Slack cuts what is posted, and refuses what a message shall be changed to."""
    at_most, code = (UPDATED_TEXT_MOST, "msg_too_long") if update else (TEXT_MOST, "message_truncated")
    if isinstance(text, str) and len(text) > at_most:
        yield Problem("/text", code, f"must be less than {at_most + 1} characters")


def _text(message: dict[str, Any]) -> Iterator[Problem]:
    text = message.get("text")
    written = bool(text.strip()) if isinstance(text, str) else text is not None
    shown = [name for name in ("blocks", "attachments") if message.get(name)]
    if message.get("markdown_text"):
        for name in (*shown, *(["text"] if written else [])):
            yield Problem(f"/{name}", "markdown_text_conflict", f"markdown_text cannot be sent together with {name}")
    elif shown and not written:
        yield Problem("", "missing_text", "text is what notifications and screen readers say instead of the blocks")
    elif not written:
        yield Problem("", "no_text", "a message needs text")


def _blocks(message: dict[str, Any]) -> Iterator[Problem]:
    for pointer, blocks in _block_lists(message):
        yield from blocks_problems(blocks, surface="message", at_least=0, at_most=BLOCKS_MOST, pointer=pointer)


def _block_lists(message: dict[str, Any]) -> Iterator[tuple[str, object]]:
    if "blocks" in message:
        yield "/blocks", message["blocks"]
    for index, attachment in enumerate(dicts(message.get("attachments"))):
        if "blocks" in attachment:
            yield f"/attachments/{index}/blocks", attachment["blocks"]


def _across(message: dict[str, Any]) -> Iterator[Problem]:
    found = [(place, block) for pointer, blocks in _block_lists(message) for place, block in placed(blocks, pointer)]
    charts = [place for place, block in found if block.get("type") == "data_visualization"]
    for place in charts[CHARTS_MOST:]:
        yield Problem(place, "too_many", f"a message can hold {CHARTS_MOST} charts")
    tables = [place for place, block in found if block.get("type") == "table"]
    for place in tables[1:]:
        yield Problem(place, "only_one_table_allowed", "a message can hold one table")
    marked = [block.get("text") for _, block in found if block.get("type") == "markdown"]
    if len(marked) > 1 and sum(len(text) for text in marked if isinstance(text, str)) > MARKDOWN_MOST:
        yield Problem(
            "/blocks", "too_long", f"markdown blocks together must be less than {MARKDOWN_MOST + 1} characters"
        )


def _metadata_size(message: dict[str, Any]) -> Iterator[Problem]:
    size = len(json.dumps(message.get("metadata", {}), ensure_ascii=False, default=str).encode())
    if size > METADATA_MOST_BYTES:
        yield Problem("/metadata", "metadata_too_large", f"{size} bytes; keep it under {METADATA_MOST_BYTES}")
