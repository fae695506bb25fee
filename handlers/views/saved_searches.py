"""The list of somebody's saved searches, the form that names one, and the answers to its buttons."""

import json
from collections.abc import Mapping, Sequence

from bot.domain.finds import Kind
from bot.domain.saved_searches import LONGEST, SavedSearch
from bot.domain.text import clipped
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.text import Mrkdwn, Plain, joined, plainly, said
from handlers.views.finds import COMMANDS, FILTERS

NONE = "You have no saved searches yet. Search, then press *Save this search*: `/liaison find brochure open`."
SAVED = "*{name}* is saved. `/liaison find` lists your searches."
#: A form shows the search that it names.
TEXT = 300


def listed(saved: Sequence[SavedSearch]) -> Message:
    if not saved:
        return blocks.only(joined([said(NONE), said(FILTERS)]))
    heading = said("Your saved searches: {count}", count=len(saved))
    rows = [block for one in saved for block in _row(one)]
    return Message(heading, [blocks.section(said("*{heading}*", heading=heading)), *rows])


def _row(saved: SavedSearch) -> list[Block]:
    line = said("*{name}*\n{command} {text}", name=saved.name, command=COMMANDS[saved.kind], text=saved.text)
    value = str(saved.number)
    return [
        blocks.section(line),
        blocks.actions(
            [
                blocks.button(plainly("Run"), ActionId.SAVED_RUN, value),
                blocks.button(plainly("Rename"), ActionId.SAVED_RENAME, value),
                blocks.button(plainly("Delete"), ActionId.SAVED_DELETE, value),
            ]
        ),
    ]


def name_form(kind: Kind, text: str, **kept: str) -> Block:
    what = said("{command} {text}", command=COMMANDS[kind], text=clipped(text, TEXT))
    notes = {**kept, "kind": kind.value, "text": text}
    return _form(CallbackId.SAVED_NAME, plainly("Save this search"), what, "", notes)


def rename_form(saved: SavedSearch, **kept: str) -> Block:
    what = said("{command} {text}", command=COMMANDS[saved.kind], text=clipped(saved.text, TEXT))
    notes = {**kept, "number": saved.number}
    return _form(CallbackId.SAVED_RENAME, plainly("Rename this search"), what, saved.name, notes)


def _form(callback: CallbackId, title: Plain, what: Mrkdwn, name: str, notes: Mapping[str, object]) -> Block:
    field = blocks.text_field(name, limit=LONGEST, placeholder=plainly("Acme, overdue"))
    body = [blocks.section(what), blocks.field_block(BlockId.NAME, plainly("Name"), field)]
    return blocks.modal(callback, title, body, submit=plainly("Save"), metadata=json.dumps(notes))


def result(words: Mrkdwn) -> Block:
    """In place of the form, which has no other place to say it."""
    return blocks.modal("saved.named", plainly("Saved searches"), [blocks.section(words)], submit=None)


def saved(name: str) -> Mrkdwn:
    return said(SAVED, name=name)


def deleted(search: SavedSearch) -> Message:
    words = said("*{name}* is deleted.", name=search.name)
    undo = blocks.button(plainly("Undo"), ActionId.SAVED_RESTORE, str(search.number))
    return Message(words, [blocks.section(words, undo)])
