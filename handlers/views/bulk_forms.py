"""The forms that change many at once: which of them, what, and the preview that is sent to do it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.bulks import MOST, BulkVerb
from bot.domain.request_states import Cause
from bot.services.bulk_shown import Preview
from bot.services.cards import Item
from handlers import blocks
from handlers.blocks import MOST_OPTIONS, Block
from handlers.bulk_fields import ITEMS, Offers, packed
from handlers.due_fields import WHY_LIMIT, due_blocks
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.language import Counted
from handlers.text import Plain, plainly, said, theirs
from handlers.views import bulks as views
from handlers.views import client_names
from handlers.views.called import CAUSE, alone
from handlers.views.client_names import Names
from handlers.views.client_requests import PRIORITY

TITLE = "Several at once"
DEEDS = {
    BulkVerb.ASSIGN: Counted("Assign it to somebody", "Assign them to somebody"),
    BulkVerb.DUE: Counted("Move its due date", "Move their due date"),
    BulkVerb.DONE: Counted("Close it as done", "Close them as done"),
    BulkVerb.CANCEL: Counted("Cancel it", "Cancel them"),
    BulkVerb.SNOOZE: Counted("Snooze it", "Snooze them"),
    BulkVerb.MOVE: Counted("Put it into a queue", "Put them into a queue"),
    BulkVerb.CLIENT: Counted("Move it to another client", "Move them to another client"),
    BulkVerb.TYPE: Counted("Change its type", "Change their type"),
    BulkVerb.PRIORITY: Counted("Change its priority", "Change their priority"),
}
MORE = "These are the first {count} of them. A narrower search finds the others."
MORE_CLIENTS = "These are not all clients: `/request bulk R-12 R-13 client Acme` finds each by its name."
NO_CLIENT = Counted("Without one it is for no client any more.", "Without one they are for no client any more.")
NO_TYPE = Counted(
    "Without one it has no particular type any more.", "Without one they have no particular type any more."
)
#: The label of the menu.
THESE = Counted("This one", "Or these")
NOTHING = "There is nothing to choose from any more: what stood here is closed, or not yours to see."


def choose(items: Sequence[Item], names: Names, offers: Offers, chosen: Sequence[str] = (), **kept: str) -> Block:
    """All, or some of them; `chosen` are there already."""
    if not items:
        return blocks.modal("bulk.nothing", plainly(TITLE), [blocks.section(said(NOTHING))], submit=None)
    shown = items[:MOST]
    can = ((verb, words) for verb, words in DEEDS.items() if _can(verb, offers))
    deeds = [blocks.option(plainly(words, count=len(shown)), verb.value) for verb, words in can]
    more = [blocks.context(said(MORE, count=MOST))] if len(items) > MOST else []
    every = blocks.field_block(BlockId.ALL, plainly("All of them"), _all(len(shown)), optional=True)
    what = blocks.field_block(BlockId.DEED, plainly("What to do"), blocks.select(deeds))
    return blocks.modal(
        CallbackId.BULK_CHOOSE,
        plainly(TITLE),
        [*([every] if len(shown) > 1 else []), *_menus(shown, names, chosen), *more, what],
        submit=plainly("Next"),
        metadata=json.dumps(kept),
    )


def set_(verb: BulkVerb, labels: Sequence[str], zone: ZoneInfo, offers: Offers, kept: Mapping[str, str]) -> Block:
    """What more is to be said of it."""
    count = len(labels)
    head = blocks.section(said("{what}: {count} chosen.", what=plainly(DEEDS[verb], count=count), count=count))
    notes = json.dumps({**kept, "verb": verb.value, "labels": packed(labels)})
    return blocks.modal(
        CallbackId.BULK_SET,
        plainly(TITLE),
        [head, *_fields(verb, count, zone, offers)],
        submit=plainly("Show what changes"),
        metadata=notes,
    )


def preview(shown: Preview, zone: ZoneInfo, now: datetime, kept: Mapping[str, str], offset: int = 0) -> Block:
    found = [*views.body(shown, zone, now, offset), *views.turns(shown, offset)]
    notes = json.dumps({**kept, "bulk": shown.bulk.number})
    return blocks.modal(
        CallbackId.BULK_APPLY,
        plainly(TITLE),
        found,
        submit=plainly("Apply") if shown.bulk.free else None,
        metadata=notes,
    )


def _all(count: int) -> blocks.Element:
    option = blocks.option(plainly("All {count}", count=count), "all")
    return {"type": "checkboxes", "action_id": ActionId.INPUT.value, "options": [option]}


def _menus(items: Sequence[Item], names: Names, chosen: Sequence[str]) -> list[Block]:
    found = []
    for block, start in zip(ITEMS, range(0, len(items), MOST_OPTIONS), strict=False):
        part = items[start : start + MOST_OPTIONS]
        options = [blocks.option(client_names.option(item, names), item.label) for item in part]
        field = blocks.multi_select(options, chosen, plainly("Choose, or type a word of it"))
        found.append(blocks.field_block(block, _label(len(items), start, len(part)), field, optional=True))
    return found


def _label(total: int, start: int, count: int) -> Plain:
    if total <= MOST_OPTIONS:
        return plainly(THESE, count=total)
    words = "Or of {first}–{last}" if count > 1 else "Or the last one"
    return plainly(words, first=start + 1, last=start + count)


def _can(verb: BulkVerb, offers: Offers) -> bool:
    """A select of no options is refused by Slack."""
    needs = {BulkVerb.MOVE: offers.queues, BulkVerb.CLIENT: offers.clients, BulkVerb.TYPE: offers.types}
    return verb not in needs or bool(needs[verb])


def _fields(verb: BulkVerb, count: int, zone: ZoneInfo, offers: Offers) -> list[Block]:
    match verb:
        case BulkVerb.ASSIGN:
            return [blocks.field_block(BlockId.OWNER, plainly("Owner"), blocks.person_field())]
        case BulkVerb.DUE:
            return [
                *due_blocks(None, zone),
                _why(plainly("Why does the due date change?"), BlockId.DUE_WHY, plainly(WHY_OF_DUE, count=count)),
            ]
        case BulkVerb.CANCEL:
            causes = [blocks.option(alone.cause(one), one.value) for one in CAUSE]
            cause = blocks.field_block(BlockId.CAUSE, plainly("Why?"), blocks.select(causes, Cause.NOT_NEEDED.value))
            return [cause, _why(plainly("In words"), BlockId.REASON)]
        case BulkVerb.SNOOZE:
            return due_blocks(None, zone, (plainly("Until"), plainly("At")))
        case _:
            return _fields_of_requests(verb, count, offers)


def _fields_of_requests(verb: BulkVerb, count: int, offers: Offers) -> list[Block]:
    match verb:
        case BulkVerb.MOVE:
            names = [blocks.option(theirs(name), name) for name in offers.queues]
            return [blocks.field_block(BlockId.QUEUE, plainly("Queue"), blocks.select(names))]
        case BulkVerb.CLIENT:
            return _client(count, offers)
        case BulkVerb.TYPE:
            types = [blocks.option(theirs(one.label), one.name) for one in offers.types]
            return [_select(BlockId.TYPE, plainly("Type"), types, plainly(NO_TYPE, count=count))]
        case BulkVerb.PRIORITY:
            options = [blocks.option(plainly(words), one.value) for one, words in PRIORITY.items()]
            return [blocks.field_block(BlockId.PRIORITY, plainly("Priority"), blocks.select(options))]
        case _:
            return []


def _client(count: int, offers: Offers) -> list[Block]:
    options = [blocks.option(theirs(one.name), str(one.number)) for one in offers.clients[:MOST_OPTIONS]]
    more = [blocks.context(said(MORE_CLIENTS))] if len(offers.clients) > MOST_OPTIONS else []
    return [_select(BlockId.CLIENT, plainly("Client"), options, plainly(NO_CLIENT, count=count)), *more]


def _select(block: BlockId, label: Plain, options: Sequence[blocks.Element], hint: Plain) -> Block:
    return blocks.field_block(block, label, blocks.select(options), optional=True, hint=hint)


WHY_OF_DUE = Counted(
    "What has a due date is moved only with a reason. Without a date it has none any more.",
    "What has a due date is moved only with a reason. Without a date theirs is taken away.",
)


def _why(label: Plain, block: BlockId, hint: Plain | None = None) -> Block:
    field = blocks.text_field(limit=WHY_LIMIT, placeholder=plainly("The client is away until Thursday"))
    return blocks.field_block(block, label, field, optional=True, hint=hint)
