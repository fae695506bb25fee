"""Block Kit as the views use it, within Slack's limits (slack-platform.md 4): too long is clipped, never refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.domain.text import clipped
from handlers.ids import ActionId, BlockId
from handlers.text import Mrkdwn, Plain, plainly

Block: TypeAlias = dict[str, object]
Element: TypeAlias = dict[str, object]

TEXT, HEADER, BUTTON, OPTION, LABEL, FALLBACK = 3000, 150, 75, 75, 2000, 3900

MOST_OPTIONS, MOST_BLOCKS = 100, 100


@dataclass(frozen=True)
class Message:
    """`text` is what notifications and screen readers say."""

    text: Mrkdwn
    blocks: list[Block] = field(default_factory=list)

    def payload(self) -> dict[str, object]:
        body: dict[str, object] = {"text": clipped(self.text, FALLBACK)}
        return {**body, "blocks": self.blocks} if self.blocks else body


def only(text: Mrkdwn) -> Message:
    """A message of nothing but words."""
    return Message(text, [section(text)])


def plain(text: Plain, limit: int = LABEL) -> Element:
    return {"type": "plain_text", "text": clipped(text, limit) or " ", "emoji": True}


def mrkdwn(text: Mrkdwn, limit: int = TEXT) -> Element:
    return {"type": "mrkdwn", "text": clipped(text, limit), "verbatim": True}


def section(text: Mrkdwn, accessory: Element | None = None, block_id: str | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    return _named(block, block_id)


def header(text: Plain) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def context(*texts: Mrkdwn) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def actions(elements: Sequence[Element], block_id: str | None = None) -> Block:
    return _named({"type": "actions", "elements": list(elements)}, block_id)


def button(
    words: Plain, action: ActionId, value: str = "", *, style: str | None = None, confirm: Element | None = None
) -> Element:
    """Two buttons of one action in a block need different ids, hence `action:value` when there is a value."""
    element: Element = {
        "type": "button",
        "text": plain(words, BUTTON),
        "action_id": f"{action}:{value}"[:255] if value else str(action),
    }
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def confirm(title: Plain, text: Plain, yes: Plain, no: Plain | None = None) -> Element:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no or plainly("Go back"), 30),
    }


def option(words: Plain, value: str) -> Element:
    return {"text": plain(words, OPTION), "value": value}


def select(options: Sequence[Element], initial: str | None = None, placeholder: Plain | None = None) -> Element:
    chosen = next((one for one in options if one["value"] == initial), None)
    element: Element = {
        "type": "static_select",
        "action_id": ActionId.INPUT.value,
        "options": list(options)[:MOST_OPTIONS],
        "placeholder": plain(placeholder or plainly("Choose"), 150),
    }
    return {**element, "initial_option": chosen} if chosen else element


def multi_select(options: Sequence[Element], initial: Sequence[str] = (), placeholder: Plain | None = None) -> Element:
    chosen = [one for one in options if one["value"] in initial]
    element: Element = {
        "type": "multi_static_select",
        "action_id": ActionId.INPUT.value,
        "options": list(options)[:MOST_OPTIONS],
        "placeholder": plain(placeholder or plainly("Choose"), 150),
    }
    return {**element, "initial_options": chosen} if chosen else element


def text_field(
    initial: str = "", *, limit: int = TEXT, lines: bool = False, placeholder: Plain | None = None
) -> Element:
    element: Element = {
        "type": "plain_text_input",
        "action_id": ActionId.INPUT.value,
        "multiline": lines,
        "max_length": limit,
    }
    if initial:
        element["initial_value"] = clipped(initial, limit)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def person_field(initial: str | None = None) -> Element:
    element: Element = {"type": "users_select", "action_id": ActionId.INPUT.value}
    return {**element, "initial_user": initial} if initial else element


def channel_field(initial: str | None = None) -> Element:
    element: Element = {
        "type": "conversations_select",
        "action_id": ActionId.INPUT.value,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return {**element, "initial_conversation": initial} if initial else element


def date_field(initial: datetime | None = None) -> Element:
    element: Element = {"type": "datepicker", "action_id": ActionId.INPUT.value}
    return {**element, "initial_date": f"{initial:%Y-%m-%d}"} if initial else element


def time_field(initial: datetime | None = None) -> Element:
    element: Element = {"type": "timepicker", "action_id": ActionId.INPUT.value}
    return {**element, "initial_time": f"{initial:%H:%M}"} if initial else element


def field_block(
    block_id: BlockId, label: Plain, element: Element, *, optional: bool = False, hint: Plain | None = None
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id.value,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(hint)} if hint else block


def modal(callback: str, title: Plain, blocks: Sequence[Block], *, submit: Plain | None, metadata: str = "") -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "close": plain(plainly("Close") if submit is None else plainly("Cancel"), 24),
        "blocks": list(blocks)[:MOST_BLOCKS],
        "private_metadata": metadata,
    }
    return {**view, "submit": plain(submit, 24)} if submit else view


def _named(block: Block, block_id: str | None) -> Block:
    return {**block, "block_id": block_id} if block_id else block
