"""Whether Slack would take a view: a modal or a Home."""

import json
from collections.abc import Iterator, Mapping

from sandbox.validation.blocks import blocks_problems, placed
from sandbox.validation.objects import plain
from sandbox.validation.problem import Problem
from sandbox.validation.shapes import Anything, Boolean, ByType, Record, Shape, String, shape_problems

BLOCKS_MOST = 100
VIEW_MOST_BYTES = 250_000

_BLOCKS: Mapping[str, Shape] = {"blocks": Anything()}
_ANY_VIEW: Mapping[str, Shape] = {
    "private_metadata": String(at_least=0, at_most=3000),
    "callback_id": String(at_least=0, at_most=255),
    "external_id": String(at_least=0, at_most=255),
}
_VIEW = ByType(
    {
        "modal": Record(
            needs={"title": plain(24), **_BLOCKS},
            may={
                **_ANY_VIEW,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": Boolean(),
                "notify_on_close": Boolean(),
            },
        ),
        "home": Record(needs=_BLOCKS, may=_ANY_VIEW),
    }
)


def view_problems(view: dict[str, object]) -> list[Problem]:
    return [*shape_problems(_VIEW, view, ""), *_blocks(view), *_submit(view), *_size(view)]


def _blocks(view: dict[str, object]) -> Iterator[Problem]:
    surface = "home" if view.get("type") == "home" else "modal"
    if "blocks" in view:
        yield from blocks_problems(view["blocks"], surface=surface, at_least=1, at_most=BLOCKS_MOST, pointer="/blocks")


def _submit(view: dict[str, object]) -> Iterator[Problem]:
    asks = any(block.get("type") == "input" for _, block in placed(view.get("blocks")))
    if view.get("type") == "modal" and asks and "submit" not in view:
        yield Problem("", "missing_submit", "submit is required when an input block is in the blocks")


def _size(view: dict[str, object]) -> Iterator[Problem]:
    size = len(json.dumps(view, ensure_ascii=False, default=str).encode())
    if size > VIEW_MOST_BYTES:
        yield Problem("", "view_too_large", f"{size} bytes; a view must be less than {VIEW_MOST_BYTES + 1}")
