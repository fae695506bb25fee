"""Limits of the blocks, the surfaces where each may stand, and what holds between the blocks of one surface."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sandbox.validation import laws
from sandbox.validation.elements import ELEMENT_SURFACES, ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.validation.newer import CELL, NEWER, NEWER_SURFACES, container
from sandbox.validation.objects import BLOCK_ID, SECURE_URL, SLACK_FILE, WEB_URL, plain, text
from sandbox.validation.problem import Problem
from sandbox.validation.rich_text import RICH_TEXT
from sandbox.validation.shapes import Boolean, ByType, Many, Nullable, Record, Shape, String, Whole, shape_problems

MARKDOWN_MOST = 12_000

_ID: Mapping[str, Shape] = {"block_id": BLOCK_ID}


def _among(names: frozenset[str]) -> ByType:
    return ByType({name: ELEMENTS[name] for name in names})


def _text_or_fields(section: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if "text" not in section and "fields" not in section:
        yield Problem(pointer, "missing_field", "must define either `text` or `fields`")


_COLUMN = Record(
    may={"align": String(one_of=frozenset({"left", "center", "right"})), "is_wrapped": Boolean()},
)

_FLAT: Mapping[str, Record] = MappingProxyType(
    {
        "section": Record(
            may={
                **_ID,
                "text": text(3000),
                "fields": Many(text(2000), 10),
                "accessory": _among(IN_SECTION),
                "expand": Boolean(),
            },
            laws=(_text_or_fields,),
        ),
        "actions": Record(
            needs={"elements": Many(_among(IN_ACTIONS), 25)},
            may=_ID,
            laws=(laws.action_ids_differ,),
        ),
        "context": Record(
            needs={"elements": Many(ByType({**text().kinds, "image": ELEMENTS["image"]}), 10)},
            may=_ID,
        ),
        "header": Record(needs={"text": plain(150)}, may={**_ID, "level": Whole(at_least=1)}),
        "divider": Record(may=_ID),
        "image": Record(
            needs={"alt_text": String(at_most=2000)},
            may={**_ID, "image_url": WEB_URL, "slack_file": SLACK_FILE, "title": plain(2000)},
            laws=(laws.image_from_one_place,),
        ),
        "input": Record(
            needs={"label": plain(2000), "element": _among(IN_INPUT)},
            may={**_ID, "hint": plain(2000), "optional": Boolean(), "dispatch_action": Boolean()},
        ),
        "rich_text": RICH_TEXT,
        "markdown": Record(needs={"text": String(at_most=MARKDOWN_MOST)}, may=_ID),
        "table": Record(
            needs={"rows": Many(Many(CELL, 20), 100)},
            may={**_ID, "column_settings": Many(Nullable(_COLUMN), 20)},
        ),
        # Slack says "less than" 200 and 50 here, where it says "up to" elsewhere.
        "video": Record(
            needs={
                "alt_text": String(at_most=2000),
                "title": plain(199),
                "thumbnail_url": WEB_URL,
                "video_url": SECURE_URL,
            },
            may={
                **_ID,
                "author_name": String(at_most=49),
                "description": plain(200),
                "provider_name": String(at_most=50),
                "provider_icon_url": WEB_URL,
                "title_url": SECURE_URL,
            },
        ),
        "file": Record(needs={"external_id": String(), "source": String(one_of=frozenset({"remote"}))}, may=_ID),
        **NEWER,
    }
)
BLOCKS: Mapping[str, Record] = MappingProxyType({**_FLAT, "container": container(_FLAT)})

# Blocks that are not named here may stand on every surface. A file block only appears in messages that are read back.
BLOCK_SURFACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "markdown": frozenset({"message"}),
        "table": frozenset({"message", "home"}),
        "file": frozenset(),
        **NEWER_SURFACES,
    }
)

_BLOCK = ByType(BLOCKS)


def blocks_problems(blocks: object, *, surface: str, at_least: int, at_most: int, pointer: str) -> Iterator[Problem]:
    yield from shape_problems(Many(_BLOCK, at_most, at_least), blocks, pointer)
    known = list(placed(blocks, pointer))
    yield from _block_ids_differ(known)
    yield from _one_focus(known)
    for place, block in known:
        yield from _misplaced(block, surface, place)


def dicts(blocks: object) -> list[dict[str, Any]]:
    """Objects in the order given; anything else counts as an empty one, so that places stay right."""
    return [item if isinstance(item, dict) else {} for item in blocks] if isinstance(blocks, list) else []


def placed(blocks: object, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every block with where it is, those inside containers and carousels after what holds them."""
    for index, block in enumerate(dicts(blocks)):
        place = f"{pointer}/{index}"
        yield place, block
        inner = {"container": "child_blocks", "carousel": "elements"}.get(str(block.get("type")))
        if inner:
            yield from placed(block.get(inner), f"{place}/{inner}")


def elements_of(block: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The interactive elements of a block with where they are in it."""
    match block:
        case {"type": "card", "actions": list(elements)}:
            return [(f"/actions/{n}", element) for n, element in enumerate(elements) if isinstance(element, dict)]
        case {"type": "actions" | "context_actions", "elements": list(elements)}:
            return [(f"/elements/{n}", element) for n, element in enumerate(elements) if isinstance(element, dict)]
        case {"type": "section" | "auth_provider", "accessory": dict(element)}:
            return [("/accessory", element)]
        case {"type": "input", "element": dict(element)}:
            return [("/element", element)]
        case _:
            return []


def _block_ids_differ(known: list[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, block in known:
        block_id = block.get("block_id")
        if not isinstance(block_id, str):
            continue
        if block_id in seen:
            yield Problem(f"{place}/block_id", "duplicate_block_id", f"block_id {block_id} already exists")
        seen.add(block_id)


def _one_focus(known: list[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    focused = [
        place + inside
        for place, block in known
        for inside, element in elements_of(block)
        if element.get("focus_on_load") is True
    ]
    for place in focused[1:]:
        yield Problem(f"{place}/focus_on_load", "duplicate_focus", "only one element can have the focus")


def _misplaced(block: dict[str, Any], surface: str, place: str) -> Iterator[Problem]:
    kind = block.get("type")
    if isinstance(kind, str) and surface not in BLOCK_SURFACES.get(kind, {surface}):
        yield Problem(f"{place}/type", "wrong_surface", f"a {kind} block cannot be sent in a {surface}")
    for inside, element in elements_of(block):
        name = element.get("type")
        if isinstance(name, str) and surface not in ELEMENT_SURFACES.get(name, {surface}):
            yield Problem(f"{place}{inside}/type", "wrong_surface", f"a {name} cannot be sent in a {surface}")
        if element.get("response_url_enabled") is True and (surface, kind) != ("modal", "input"):
            spot = f"{place}{inside}/response_url_enabled"
            yield Problem(spot, "wrong_surface", "response_url_enabled works only in input blocks of modals")
