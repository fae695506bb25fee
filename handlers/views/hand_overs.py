"""The forms in which a request or task is given to somebody, and given back."""

import json

from bot.domain.edits import fingerprints
from bot.domain.text import clipped
from bot.services.cards import Item
from handlers import blocks
from handlers.blocks import Block
from handlers.ids import BlockId, CallbackId
from handlers.text import Mrkdwn, said
from handlers.views.request_states import WHY_LIMIT

TITLE = 300
DECLINED = "you declined it. Whoever gave it to you is told."


def assign_form(callback: CallbackId, item: Item, **kept: str) -> Block:
    note = blocks.text_field(limit=WHY_LIMIT, placeholder="The logo is in the shared folder")
    return blocks.modal(
        callback,
        f"Assign {item.label}",
        [
            _named(item),
            blocks.field_block(BlockId.OWNER, "Who should do it?", blocks.person_field(item.owner)),
            blocks.field_block(BlockId.NOTE, "Note for them", note, optional=True),
        ],
        submit="Assign",
        metadata=json.dumps({**kept, "number": item.number, "shown": fingerprints({"owner": item.owner or ""})}),
    )


def decline_form(callback: CallbackId, item: Item, **kept: str) -> Block:
    why = blocks.text_field(limit=WHY_LIMIT, placeholder="I am away until Thursday")
    hint = "Whoever gave it to you reads this."
    return blocks.modal(
        callback,
        f"Decline {item.label}",
        [_named(item), blocks.field_block(BlockId.REASON, "Why?", why, hint=hint)],
        submit="Decline",
        metadata=json.dumps({**kept, "number": item.number}),
    )


def note(item: Item) -> list[Mrkdwn]:
    """What its giver has said with it, for its owner."""
    return [said("_“{note}”_", note=item.note)] if item.note and item.owner is not None else []


def _named(item: Item) -> Block:
    return blocks.section(said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE)))
