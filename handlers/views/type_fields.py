"""The fields of a request's type as a form shows them, and its answers as people read them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.client_requests import ClientRequest
from bot.domain.request_types import (
    LONG_TEXT_LIMIT,
    TEXT_LIMIT,
    TICKED,
    Answer,
    FieldKind,
    OfType,
    RequestType,
    TypeField,
    TypeSet,
)
from bot.domain.text import clipped
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import dated_day
from handlers.text import Mrkdwn, joined, mention, plainly, said, theirs

#: What the ids of a type's fields begin with.
FIELD = "field."
#: Letters of one answer on a card.
SHOWN = 200
YES = "Yes"
OTHER_TYPE = "It has another type by now. This is what that one asks for before it is done."
MORE_FIELDS = "This type asks for a little more. Nothing is saved yet."


def type_block(types: TypeSet, chosen: str | None, *, unlisted: OfType | None = None) -> list[Block]:
    """A select of no options is refused by Slack. `unlisted` is a type that there is no more, and still stands."""
    offered = [blocks.option(theirs(one.label), one.name) for one in types.types]
    if unlisted is not None and types.named(unlisted.name) is None:
        offered = [blocks.option(theirs(unlisted.label), unlisted.name), *offered[: blocks.MOST_OPTIONS - 1]]
    if not offered:
        return []
    element = {
        **blocks.select(offered, chosen, placeholder=plainly("No particular type")),
        "action_id": ActionId.TYPE_PICK,
    }
    return [{**blocks.field_block(BlockId.TYPE, plainly("Type"), element, optional=True), "dispatch_action": True}]


def field_blocks(
    of: RequestType, fields: Sequence[TypeField], values: Mapping[str, str], *, closing: bool
) -> list[Block]:
    """`closing`: what is needed to be done with it is needed now."""
    return [_field_block(of, one, values.get(one.key, ""), closing=closing) for one in fields]


def _field_block(of: RequestType, one: TypeField, value: str, *, closing: bool) -> Block:
    is_needed = one.required_to_close if closing else one.required
    block: Block = {
        "type": "input",
        "block_id": of.place(one.key),
        "label": blocks.plain(theirs(one.label)),
        "element": _element(one, value),
        "optional": not is_needed,
    }
    if one.hint:
        block["hint"] = blocks.plain(theirs(one.hint))
    return {**block, "dispatch_action": True} if one.key in of.controls else block


def _element(one: TypeField, value: str) -> Element:
    match one.kind:
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            is_long = one.kind is FieldKind.LONG_TEXT
            element = blocks.text_field(value, limit=LONG_TEXT_LIMIT if is_long else TEXT_LIMIT, lines=is_long)
        case FieldKind.NUMBER:
            element = _number(one, value)
        case FieldKind.DATE:
            element = {**blocks.date_field(), **({"initial_date": value} if value else {})}
        case FieldKind.PERSON:
            element = blocks.person_field(value or None)
        case FieldKind.CHECKBOX:
            ticked = blocks.option(plainly(YES), TICKED)
            element = {"type": "checkboxes", "options": [ticked], **({"initial_options": [ticked]} if value else {})}
        case FieldKind.SELECT:
            element = _select(one, value)
    return {**element, "action_id": ActionId.TYPE_FIELD.value}


def _number(one: TypeField, value: str) -> Element:
    limits = {"min_value": one.least, "max_value": one.most}
    element: Element = {"type": "number_input", "is_decimal_allowed": True}
    element |= {name: f"{limit:f}" for name, limit in limits.items() if limit is not None}
    return {**element, "initial_value": value} if value else element


def _select(one: TypeField, value: str) -> Element:
    """What is no option any more is not chosen."""
    if not one.is_loaded:
        return blocks.select([blocks.option(theirs(option), option) for option in one.options], value)
    element: Element = {
        "type": "external_select",
        "min_query_length": 1,
        "placeholder": blocks.plain(plainly("Type to find it"), 150),
    }
    return {**element, "initial_option": blocks.option(theirs(value), value)} if value in one.options else element


def close_form(request: ClientRequest, of: RequestType, fields: Sequence[TypeField], **kept: str) -> Block:
    """What is asked when *Done* is pressed."""
    held = {"number": request.number, "type": request.type_name, "of_version": request.type_version}
    return blocks.modal(
        CallbackId.REQUEST_CLOSE,
        plainly("{label} is done", label=request.label),
        [
            blocks.section(said("*{label}* {title}", label=request.label, title=request.title)),
            *field_blocks(of, fields, {}, closing=True),
        ],
        submit=plainly("Done"),
        metadata=json.dumps({**kept, **held}),
    )


def with_fields(view: Mapping[str, Any], found: Sequence[Block], **kept: object) -> Block:
    """The form with these in the place of the type's fields it had; all others stay as they are."""
    names = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")
    shown: list[Block] = list(view["blocks"])
    others = [block for block in shown if not is_field(block)]
    first = next((at for at, block in enumerate(shown) if is_field(block)), None)
    if first is None:
        first = next((at + 1 for at, block in enumerate(shown) if block.get("block_id") == BlockId.TYPE), len(shown))
    room = blocks.MOST_BLOCKS - len(others)
    fields = {key: view[key] for key in names if view.get(key) not in (None, "")}
    return {**fields, "blocks": [*others[:first], *found[:room], *others[first:]], **kept}


def is_field(block: Mapping[str, Any]) -> bool:
    return str(block.get("block_id") or "").startswith(FIELD)


def with_initial(view: Block, block_id: BlockId, initial: Mapping[str, object], mark: str) -> Block:
    """Slack keeps what a field held unless its action id is new."""
    shown = view["blocks"]
    assert isinstance(shown, list)
    changed = [_begun(block, initial, mark) if block.get("block_id") == block_id else block for block in shown]
    return {**view, "blocks": changed}


def _begun(block: dict[str, Any], initial: Mapping[str, object], mark: str) -> Block:
    plain = {key: value for key, value in block["element"].items() if not key.startswith("initial_")}
    return {**block, "element": {**plain, "action_id": f"{ActionId.INPUT}.{mark}", **initial}}


def shown_on_card(request: ClientRequest) -> list[Mrkdwn]:
    """`Print job · How many copies?: 500 · Paper: Matt`."""
    if not request.type_label:
        return []
    parts = [said("{label}", label=request.type_label), *(_answered(one) for one in request.answers)]
    return [joined(parts, " · ")]


def _answered(one: Answer) -> Mrkdwn:
    label = one.label if one.label.endswith(("?", ":")) else f"{one.label}:"
    return said("{label} {value}", label=label, value=worded(one.kind, one.value))


def worded(kind: str, value: str) -> Mrkdwn:
    """An answer as it is read."""
    match kind:
        case FieldKind.PERSON:
            return mention(value)
        case FieldKind.CHECKBOX:
            return said("yes" if value else "no")
        case FieldKind.DATE:
            day = date.fromisoformat(value)
            return said("{day}", day=dated_day(day))
        case _:
            return said("{value}", value=clipped(" ".join(value.split()), SHOWN))


def short(of_type: OfType | None) -> Mrkdwn:
    """For the answer to a line: the type and how much was filled in."""
    if of_type is None:
        return said("none")
    return joined([said("{label}", label=of_type.label), *(_answered(one) for one in of_type.answers)], " · ")
