"""The form of a checklist: what is ticked, by whom, and the list itself to be written anew."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.checklists import FIELD, LONGEST, MOST, Check, Checklist
from bot.domain.edits import fingerprint
from bot.domain.text import clipped
from bot.services.cards import Item
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, plainly, said, theirs

TITLE = 300
#: As many boxes as one block holds.
BOXES = 10
#: The blocks of boxes are named by their place in the list.
BOX_BLOCKS = (BlockId.TICKS_1, BlockId.TICKS_2, BlockId.TICKS_3)


def form(item: Item, zone: ZoneInfo, now: datetime, **kept: str) -> Block:
    list_ = item.checklist
    lines = blocks.text_field(
        "\n".join(check.text for check in list_), lines=True, placeholder=plainly("Proof read\nPlates made")
    )
    hint = plainly(
        "One item a line, {count} at most. What is ticked stays ticked as long as its words stay.", count=MOST
    )
    ticked = [key(check) for check in list_ if check.is_ticked]
    return blocks.modal(
        CallbackId.CHECKLIST_SAVE,
        plainly("Checklist of {label}", label=item.label),
        [
            blocks.section(said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))),
            *_boxes(list_),
            *_who(list_, zone, now),
            blocks.field_block(BlockId.CHECKLIST, plainly("Items"), lines, optional=True, hint=hint),
        ],
        submit=plainly("Save"),
        metadata=json.dumps(
            {**kept, "label": item.label, "shown": {FIELD: fingerprint(text_of(list_))}, "ticked": ticked}
        ),
    )


def key(check: Check) -> str:
    """What a box is known by: its words."""
    return fingerprint(check.text)


def text_of(list_: Checklist) -> str:
    return "\n".join(check.text for check in list_)


def _boxes(list_: Checklist) -> list[Block]:
    found, checks = [], iter(list_)
    for block_id in BOX_BLOCKS:
        of_block = list(islice(checks, BOXES))
        if of_block:
            label = plainly("Ticked" if block_id is BlockId.TICKS_1 else "More")
            found.append(blocks.field_block(block_id, label, _checkboxes(of_block), optional=True))
    return found


def _checkboxes(checks: Sequence[Check]) -> Element:
    options = {check.text: blocks.option(theirs(check.text), key(check)) for check in checks}
    ticked = [options[check.text] for check in checks if check.is_ticked]
    element: Element = {
        "type": "checkboxes",
        "action_id": ActionId.INPUT.value,
        "options": list(options.values()),
    }
    return {**element, "initial_options": ticked} if ticked else element


def _who(list_: Checklist, zone: ZoneInfo, now: datetime) -> list[Block]:
    lines = [
        said("{text}: {who}, {at}", text=check.text, who=mention(check.by), at=wall(check.at, zone, now))
        for check in list_
        if check.by is not None and check.at is not None
    ]
    return [blocks.context(joined(lines))] if lines else []


assert LONGEST <= blocks.OPTION
assert BOXES * len(BOX_BLOCKS) >= MOST


def saved(item: Item) -> Mrkdwn:
    if not item.checklist:
        return said("{label} has no checklist any more.", label=item.label)
    ticked = sum(check.is_ticked for check in item.checklist)
    words = "The checklist of {label} is saved: {ticked} of {count} ticked."
    return said(words, label=item.label, ticked=ticked, count=len(item.checklist))
