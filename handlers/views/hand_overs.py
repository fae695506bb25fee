"""The forms in which a request or task is given to somebody, and given back."""

import json

from bot.domain.edits import fingerprints
from bot.domain.text import clipped
from bot.services.cards import Item
from handlers import blocks
from handlers.blocks import Block
from handlers.ids import BlockId, CallbackId
from handlers.text import Mrkdwn, plainly, said
from handlers.views.request_states import WHY_LIMIT

TITLE = 300
DECLINED = "you declined it. Whoever gave it to you is told."


def assign_form(callback: CallbackId, item: Item, **kept: str) -> Block:
    note = blocks.text_field(limit=WHY_LIMIT, placeholder=plainly("The logo is in the shared folder"))
    return blocks.modal(
        callback,
        plainly("Assign {label}", label=item.label),
        [
            _named(item),
            blocks.field_block(BlockId.OWNER, plainly("Who should do it?"), blocks.person_field(item.owner)),
            blocks.field_block(BlockId.NOTE, plainly("Note for them"), note, optional=True),
        ],
        submit=plainly("Assign"),
        metadata=json.dumps({**kept, "number": item.number, "shown": fingerprints({"owner": item.owner or ""})}),
    )


def decline_form(callback: CallbackId, item: Item, **kept: str) -> Block:
    why = blocks.text_field(limit=WHY_LIMIT, placeholder=plainly("I am away until Thursday"))
    hint = plainly("Whoever gave it to you reads this.")
    return blocks.modal(
        callback,
        plainly("Decline {label}", label=item.label),
        [_named(item), blocks.field_block(BlockId.REASON, plainly("Why?"), why, hint=hint)],
        submit=plainly("Decline"),
        metadata=json.dumps({**kept, "number": item.number}),
    )


def note(item: Item) -> list[Mrkdwn]:
    """What its giver has said with it, for its owner."""
    return [said("_“{note}”_", note=item.note)] if item.note and item.owner is not None else []


def _named(item: Item) -> Block:
    return blocks.section(said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE)))
