"""Finding things in Block Kit: the elements that can be used, what labels them, and the words that a person reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Json
from sandbox.folding import Reading
from sandbox.validation import elements_of, options_of, placed

BUTTONS = frozenset({"button", "icon_button", "workflow_button", "feedback_buttons"})
PICTURES = frozenset({"image", "mrkdwn", "plain_text"})


@dataclass(frozen=True)
class Found:
    """An element in its block; `option` is the choice of an overflow menu or list that was named by its words."""

    block: Json
    element: Json
    option: Json | None = None


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that a person can use, with its block, in the order of reading."""
    for _, block in placed(blocks):
        for _, element in elements_of(block):
            if element.get("type") not in PICTURES:
                yield from ((block, face) for face in _faces(element))


def visible_to(user_id: str, blocks: list[Json]) -> list[Json]:
    """Without the icons that are for others, and without what is empty then."""
    return [left for block in blocks if (left := _visible(user_id, block)) is not None]


def _visible(user_id: str, block: Json) -> Json | None:
    if isinstance(block.get("child_blocks"), list):
        inner = visible_to(user_id, block["child_blocks"])
        return block | {"child_blocks": inner} if inner else None
    if block.get("type") != "context_actions":
        return block
    left = [e for e in block["elements"] if user_id in (e.get("visible_to_user_ids") or [user_id])]
    return block | {"elements": left} if left else None


def _faces(element: Json) -> Iterator[Json]:
    """Buttons for feedback are two under one action id, told apart by what they say and their value."""
    if element.get("type") != "feedback_buttons":
        yield element
        return
    for name in ("positive_button", "negative_button"):
        yield {"type": element["type"], "action_id": element.get("action_id"), **(element.get(name) or {})}


def stateful(blocks: list[Json]) -> Iterator[tuple[str, str, Json]]:
    """Block id, action id and element of all that holds a value."""
    for block, element in elements(blocks):
        if element.get("type") not in BUTTONS | {"overflow"} and "block_id" in block and "action_id" in element:
            yield block["block_id"], element["action_id"], element


def plain(value: object) -> str:
    """The words of a text object."""
    return str(value.get("text", "")) if isinstance(value, dict) else ""


@dataclass(frozen=True)
class Wanted:
    """How a person or a test names an element; `value` tells buttons of the same name apart."""

    words: str | None = None
    action_id: str | None = None
    block_id: str | None = None
    value: Any = None

    def means(self, block: Json, element: Json) -> bool:
        if self.block_id is not None and block.get("block_id") != self.block_id:
            return False
        return element.get("type") not in BUTTONS or self.value is None or element.get("value") == self.value


def find(blocks: list[Json], wanted: Wanted, reading: Reading) -> Found | None:
    """The first element with this action id, or with these words on it, or with a choice of these words."""
    usable = [(block, element) for block, element in elements(blocks) if wanted.means(block, element)]
    words = None if wanted.words is None else reading(wanted.words)
    if wanted.action_id is not None:
        same = (Found(b, e) for b, e in usable if e.get("action_id") == wanted.action_id)
        return next((found for found in same if words in {None, reading(plain(found.element.get("text")))}), None)
    named = (Found(b, e) for b, e in usable if words in {reading(plain(e.get("text"))), e.get("action_id")})
    labelled = (Found(b, e) for b, e in usable if words in {reading(plain(e.get("placeholder"))), reading(label(b))})
    return next(named, None) or next(labelled, None) or _choice(usable, words or "", reading)


def _choice(usable: list[tuple[Json, Json]], words: str, reading: Reading) -> Found | None:
    for block, element in usable:
        for option in options_of(element):
            if reading(plain(option.get("text"))) == words:
                return Found(block, element, option)
    return None


def label(block: Json) -> str:
    """What names its element: an input's label, or the text beside an accessory."""
    return plain(block.get("label")) or plain(block.get("text"))


def offered(blocks: list[Json]) -> list[str]:
    """What there is to use, for the hint of a mistake."""
    names = [
        plain(e.get("text")) or plain(e.get("placeholder")) or label(b) or e.get("action_id")
        for b, e in elements(blocks)
    ]
    return [name for name in names if name]


def inputs(blocks: list[Json]) -> Iterator[Json]:
    return (block for block in blocks if block.get("type") == "input")
