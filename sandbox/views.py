"""Modals and Homes as they are open at a person's desk: what the app sent, and what was typed into it since.

A message has a form too, for each person who uses its elements.
"""

import random
import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from sandbox.blocks import PICTURES, stateful
from sandbox.errors import Json
from sandbox.validation import elements_of, entry, initial_values, placed
from sandbox.world import Channel

Values = dict[str, dict[str, Json]]


@dataclass
class Form:
    """What one person has put into these blocks, and which options the app offered for its menus meanwhile."""

    blocks: list[Json]
    typed: Values = field(default_factory=dict)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def state(self) -> Values:
        values = initial_values(self.blocks)
        for block_id, action_id, element in stateful(self.blocks):
            typed = self.typed.get(block_id, {}).get(action_id)
            if typed is not None and typed.get("type") == element["type"]:
                values.setdefault(block_id, {})[action_id] = typed
        return values

    def type(self, block_id: str, action_id: str, value: Json) -> None:
        self.typed.setdefault(block_id, {})[action_id] = value

    def offer(self, block_id: str, action_id: str, options: list[Json]) -> None:
        known = self.offered.setdefault((block_id, action_id), [])
        known.extend(option for option in options if option not in known)

    def options(self, block_id: str, action_id: str, element: Json) -> list[Json]:
        """What a menu whose options come from the app lets a person choose."""
        first = [element.get("initial_option"), *(element.get("initial_options") or ())]
        return [*filter(None, first), *self.offered.get((block_id, action_id), ())]

    def replace(self, blocks: list[Json]) -> None:
        """Other blocks in the same place: what was typed stays where block and action keep their ids, only there."""
        self.blocks = blocks
        kept = {(block_id, action_id): element["type"] for block_id, action_id, element in stateful(blocks)}
        before, self.typed = self.typed, {}
        for block_id, entries in before.items():
            for action_id, value in entries.items():
                if kept.get((block_id, action_id)) == value["type"]:
                    self.type(block_id, action_id, value)
        self.offered = {ids: options for ids, options in self.offered.items() if ids in kept}


@dataclass(kw_only=True)
class OpenView:
    """`content` is the view as the app sent it, with the ids that Slack adds; `errors` stand at its inputs."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str = ""
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    current: Channel | None = None
    form: Form = field(init=False)

    def __post_init__(self) -> None:
        self.root_id = self.root_id or self.id
        self.content = completed(self.content)
        self.form = Form(self.blocks)
        self._begin()

    def _begin(self) -> None:
        """Some menus begin with the conversation that the person was in, unless their filter leaves it out."""
        for block_id, action_id, element in stateful(self.blocks):
            untouched = action_id not in self.form.typed.get(block_id, {})
            if untouched and self.current and _begins_with(element, self.current):
                several = element["type"].startswith("multi_")
                held = entry(element, [self.current.id] if several else self.current.id)
                self.form.type(block_id, action_id, held)

    @classmethod
    def home(cls, user: str, content: Json, hash_: str) -> Self:
        """A person's Home is the same view for ever, after a restart too."""
        return cls(id=f"V0HOME{user}", user=user, content=content, hash=hash_)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content.get("blocks") or []
        return blocks

    def state(self) -> Values:
        return self.form.state()

    def mended(self, block_ids: Iterable[str]) -> None:
        """What stood at a field goes when it is filled in anew."""
        for block_id in block_ids:
            self.errors.pop(block_id, None)

    def replace(self, content: Json, new_hash: str) -> None:
        """Another content in the same window."""
        self.content = completed(content)
        self.form.replace(self.blocks)
        self._begin()
        self.hash = new_hash
        self.errors = {}


def _begins_with(element: Json, channel: Channel) -> bool:
    if not element.get("default_to_current_conversation") or "initial_conversation" in element:
        return False
    wanted = (element.get("filter") or {}).get("include")
    return "initial_conversations" not in element and (not wanted or channel.kind.value in wanted)


def completed(content: Json) -> Json:
    """The content as Slack gives it back: random ids where the app gave none, `emoji` and `verbatim` spelled out."""
    content = _spelled_out(content)
    for _, block in placed(content.get("blocks")):
        block.setdefault("block_id", _random_id())
        for _, element in elements_of(block):
            if "action_id" not in element and element.get("type") not in PICTURES:
                element["action_id"] = _random_id()
    return content


def _spelled_out(value: Json) -> Json:
    copied: Json = {name: _copied(inner) for name, inner in value.items()}
    if copied.get("type") == "plain_text" and "text" in copied:
        copied.setdefault("emoji", True)
    elif copied.get("type") == "mrkdwn" and "text" in copied:
        copied.setdefault("verbatim", False)
    return copied


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return _spelled_out(value)
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value


def _random_id() -> str:
    return "".join(random.choices(string.ascii_letters + string.digits, k=5))
