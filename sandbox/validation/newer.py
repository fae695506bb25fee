"""Limits of the blocks that Slack added since 2025: cards, containers, tables of data, charts, plans, alerts.

Where sources disagree on a number the smaller one stands here.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sandbox.validation import laws
from sandbox.validation.elements import ELEMENTS, IN_CONTEXT_ACTIONS
from sandbox.validation.objects import BLOCK_ID, WEB_URL, plain, text
from sandbox.validation.problem import Problem
from sandbox.validation.rich_text import RICH_TEXT, RICH_TEXT_VALUE
from sandbox.validation.shapes import Boolean, ByType, Many, Number, Record, Shape, String, Whole

DATA_TABLE_MOST = 20_000  # characters in all cells together

_ID: Mapping[str, Shape] = {"block_id": BLOCK_ID}
_IMAGE = ByType({"image": ELEMENTS["image"]})
_LABEL = String(at_most=20)

CELL = ByType(
    {
        "raw_text": Record(needs={"text": String()}),
        "raw_number": Record(needs={"value": Number()}, may={"text": String()}),
        "rich_text": RICH_TEXT,
    }
)


def _card_shows_something(card: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if not card.keys() & {"hero_image", "title", "actions", "body"}:
        yield Problem(pointer, "missing_field", "must define one of `hero_image`, `title`, `actions` or `body`")


def _titled(block: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if not block.keys() & {"title", "rich_text_title"}:
        yield Problem(pointer, "missing_field", "must define either `title` or `rich_text_title`")
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield Problem(f"{pointer}/default_collapsed", "conflicting_fields", "needs `is_collapsible`")


def _table_is_even(table: dict[str, Any], pointer: str) -> Iterator[Problem]:
    header, *rows = table["rows"]
    for index, cell in enumerate(header):
        if cell["type"] == "rich_text":
            yield Problem(f"{pointer}/rows/0/{index}/type", "unsupported_type", "a header cell cannot be rich_text")
    for index, row in enumerate(rows, start=1):
        if len(row) != len(header):
            yield Problem(f"{pointer}/rows/{index}", "uneven_rows", "all rows must have the same number of cells")
    written = sum(map(_characters, table["rows"]))
    if written > DATA_TABLE_MOST:
        yield Problem(f"{pointer}/rows", "too_long", f"{written} characters, {DATA_TABLE_MOST} are taken")


def _characters(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_characters, node))
    if not isinstance(node, dict):
        return 0
    own = node.get("text", node.get("value", ""))
    return (0 if isinstance(own, (dict, list)) else len(str(own))) + _characters(node.get("elements"))


_CARD = Record(
    may={
        **_ID,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": Many(ByType({"button": ELEMENTS["button"]}), 3),
    },
    laws=(_card_shows_something, laws.action_ids_differ),
)
_TASK = Record(
    needs={"task_id": String(), "title": String()},
    may={
        **_ID,
        "status": String(one_of=frozenset({"pending", "in_progress", "complete", "error"})),
        "details": RICH_TEXT_VALUE,
        "output": RICH_TEXT_VALUE,
        "sources": Many(ByType({"url": Record(needs={"url": WEB_URL, "text": String()})})),
    },
)
_POINT = Record(needs={"label": _LABEL, "value": Number()})
_SERIES = Record(
    needs={"series": Many(Record(needs={"name": _LABEL, "data": Many(_POINT, 20)}), 6)},
    may={
        "axis_config": Record(may={"categories": Many(_LABEL, 20), "x_label": String(), "y_label": String()}),
    },
)
_CHART = ByType({"pie": Record(needs={"segments": Many(_POINT, 6)}), "bar": _SERIES, "line": _SERIES, "area": _SERIES})


def _is_under_way(task: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if task.get("status") == "pending":
        yield Problem(f"{pointer}/status", "invalid_value", "a task outside a plan cannot be pending")


NEWER: Mapping[str, Record] = MappingProxyType(
    {
        "alert": Record(
            needs={"text": text(200)},
            may={**_ID, "level": String(one_of=frozenset({"default", "info", "warning", "error", "success"}))},
        ),
        "card": _CARD,
        "carousel": Record(needs={"elements": Many(ByType({"card": _CARD}), 10)}, may=_ID),
        "context_actions": Record(
            needs={"elements": Many(ByType({name: ELEMENTS[name] for name in IN_CONTEXT_ACTIONS}), 5)},
            may=_ID,
            laws=(laws.action_ids_differ,),
        ),
        "data_table": Record(
            needs={"caption": String(), "rows": Many(Many(CELL, 20), 101, at_least=2)},
            may={**_ID, "page_size": Whole(1, 100), "row_header_column_index": Whole(0)},
            laws=(_table_is_even,),
        ),
        "data_visualization": Record(needs={"title": String(at_most=50), "chart": _CHART}, may=_ID),
        "plan": Record(needs={"title": String()}, may={**_ID, "tasks": Many(ByType({"task_card": _TASK}), 50)}),
        "task_card": Record(needs=_TASK.needs, may=_TASK.may, laws=(_is_under_way,)),
    }
)

NEWER_SURFACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "alert": frozenset({"modal"}),
        **dict.fromkeys(("context_actions", "plan", "task_card"), frozenset({"message"})),
        **dict.fromkeys(("carousel", "container", "data_table", "data_visualization"), frozenset({"message", "home"})),
    }
)


def container(children: Mapping[str, Record]) -> Record:
    """What it may hold is for the other blocks to say; containers do not nest."""
    return Record(
        needs={"child_blocks": Many(ByType(children), 10)},
        may={
            **_ID,
            "title": plain(150),
            "rich_text_title": RICH_TEXT_VALUE,
            "subtitle": text(150),
            "icon": _IMAGE,
            "width": String(one_of=frozenset({"narrow", "standard", "wide", "full"})),
            "is_collapsible": Boolean(),
            "default_collapsed": Boolean(),
            "has_header_divider": Boolean(),
        },
        laws=(_titled,),
    )
