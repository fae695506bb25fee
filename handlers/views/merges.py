"""Merging two requests: the forms, the answers, and what stays of the card that goes."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.errors import AlreadyClosed
from bot.domain.merges import Piece, PieceKind
from bot.domain.text import clipped
from bot.services.merges import Merged
from bot.services.splits import Split
from handlers import blocks, values
from handlers.blocks import Block, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import Mrkdwn, Plain, joined, linked, mention, plainly, said
from handlers.views import refusals
from handlers.views.client_requests import in_short

TITLE = 300
COUNTED = {
    PieceKind.TASK: Counted("1 task ({labels})", "{count} tasks ({labels})"),
    PieceKind.NUDGE: Counted("1 reminder ({labels})", "{count} reminders ({labels})"),
    PieceKind.WATCHER: Counted("1 person who watches it", "{count} people who watch it"),
}
NAMED = {
    PieceKind.DUE: "its due date",
    PieceKind.PAUSE: "what it waits for, and until when",
    PieceKind.LINK: "the link to the message that it came from",
}
#: Labels that are named before the rest is counted.
MOST = 10


def which(request: ClientRequest, **kept: str) -> Block:
    hint = plainly(
        "Its number, such as R-12. {label} becomes part of it. You see what goes over before it is done.",
        label=request.label,
    )
    field = blocks.field_block(BlockId.REQUEST, plainly("Into which request?"), blocks.text_field(limit=20), hint=hint)
    return blocks.modal(
        CallbackId.MERGE_INTO,
        plainly("Merge {label}", label=request.label),
        [blocks.section(_head(request)), field],
        submit=plainly("Preview"),
        metadata=json.dumps({**kept, "label": request.label}),
    )


def preview(found: Merged, zone: ZoneInfo, now: datetime, **kept: str) -> Block:
    request, into = found.request, found.into
    stays = said("Stays: {head}\n{about}", head=_head(into), about=in_short(into, now))
    goes = said("Becomes part of it: {head}\n{about}", head=_head(request), about=in_short(request, now))
    over = said("Goes over: {pieces}.", pieces=_listed(found.pieces) or plainly("nothing but what it says"))
    notes = [
        *_notes(found, zone, now),
        said("Both histories are kept. You can undo it for 10 minutes, or split later."),
    ]
    return blocks.modal(
        CallbackId.MERGE_DO,
        plainly("Merge into {label}", label=into.label),
        [blocks.section(stays), blocks.section(goes), blocks.section(over), blocks.context(joined(notes, " "))],
        submit=plainly("Merge"),
        metadata=json.dumps({**kept, "label": request.label, "into": into.label}),
    )


def merged(done: Merged) -> Message:
    over = said(" With it: {pieces}.", pieces=_listed(done.pieces)) if done.pieces else Mrkdwn()
    asked = joined([*_left(done)], " ")
    words = "*{label}* {title} is part of *{into}* {other} now.{over}"
    text = said(
        words,
        label=done.request.label,
        title=_title(done.request),
        into=done.into.label,
        other=_title(done.into),
        over=over,
    )
    text = joined([text, *([asked] if asked else [])], " ")
    buttons = [
        blocks.button(plainly("Undo"), ActionId.MERGE_UNDO, f"{done.request.label}:{done.into.label}"),
        blocks.button(plainly("Show"), ActionId.REQUEST_SHOW, done.into.label),
    ]
    return Message(text, [blocks.section(text), blocks.actions(buttons, block_id=f"merged:{done.request.label}")])


def result(done: Message, title: Plain) -> Block:
    """In place of the form, when the answer has no other place."""
    return blocks.modal("merge.result", title, done.blocks, submit=None)


def split(done: Split) -> Message:
    back = said(" Back with it: {pieces}.", pieces=_listed(done.back)) if done.back else Mrkdwn()
    words = " With {other} stays what was changed since: {pieces}."
    stays = said(words, other=done.other.label, pieces=_listed(done.stays)) if done.stays else Mrkdwn()
    words = "{head} is a request of its own again.{back}{stays}"
    return blocks.only(said(words, head=_head(done.request), back=back, stays=stays))


def closed(refused: AlreadyClosed, zone: ZoneInfo) -> Message:
    """What is closed is opened again first, and then merged."""
    words = joined([refusals.words(refused, zone=zone), said("Reopen it first, then merge.")], " ")
    reopen = blocks.button(plainly("Reopen"), ActionId.REQUEST_REOPEN, values.as_closed(refused.label, refused.at))
    return Message(words, [blocks.section(words), blocks.actions([reopen])])


def gone(request: ClientRequest, link: str | None) -> Message:
    """Without a title: it stands where the other one perhaps does not."""
    into = f"R-{request.merged_into}"
    there = said(" {card}", card=linked(link, plainly("Its card"))) if link else Mrkdwn()
    words = "{label} was merged into {into} by {who}.{there}"
    return blocks.only(said(words, label=request.label, into=into, who=mention(request.closed_by), there=there))


def shown(request: ClientRequest) -> Message:
    """To whoever asks for it."""
    into = f"R-{request.merged_into}"
    words = said(
        "{head} was merged into {into} by {who}.", head=_head(request), into=into, who=mention(request.closed_by)
    )
    buttons = [
        blocks.button(plainly("Show {into}", into=into), ActionId.REQUEST_SHOW, into),
        blocks.button(plainly("Split"), ActionId.MERGE_SPLIT, f"{request.label}:{into}"),
        blocks.button(plainly("History"), ActionId.HISTORY_OPEN, request.label),
    ]
    return Message(words, [blocks.section(words), blocks.actions(buttons, block_id=f"buttons:{request.label}")])


def parts(labels: Sequence[str]) -> list[Block]:
    """Of the one that others were merged into."""
    return [blocks.context(said("Merged into it: {labels}", labels=", ".join(labels[:MOST])))] if labels else []


def _notes(found: Merged, zone: ZoneInfo, now: datetime) -> Iterator[Mrkdwn]:
    request, into = found.request, found.into
    if request.due is not None and into.due is not None and request.due.at != into.due.at:
        theirs, ours = (wall(one.due.at, zone, now) for one in (into, request) if one.due)
        words = "{into} stays due {theirs}; that {label} was due {ours} stands in its history."
        yield said(words, into=into.label, label=request.label, theirs=theirs, ours=ours)
    if request.owner is not None and request.owner != into.owner:
        yield said("{who}, who has {label}, is told.", who=mention(request.owner), label=request.label)
    if request.details or request.checklist:
        yield said("Its details and its checklist stay to be read in {label}.", label=request.label)
    yield from _left(found)


def _left(found: Merged) -> Iterator[Mrkdwn]:
    """What is left to do about it."""
    if found.request.owner is not None and found.into.owner is None:
        words = "{who} had {label}, and nobody has {into} yet."
        yield said(words, who=mention(found.request.owner), label=found.request.label, into=found.into.label)
    if found.stays:
        words = "{labels} about {label} will not come: whoever it is for may not see {into}."
        yield said(words, labels=", ".join(found.stays), label=found.request.label, into=found.into.label)
    if found.questions:
        words = "What was asked about {label} is still to be answered, and stays with it."
        yield said(words, label=found.request.label)


def _listed(pieces: Sequence[Piece]) -> Mrkdwn:
    return joined([*_counted(pieces)], ", ")


def _counted(pieces: Sequence[Piece]) -> Iterator[Mrkdwn]:
    for kind, words in COUNTED.items():
        labels = [piece.what for piece in pieces if piece.kind is kind]
        named = ", ".join([*labels[:MOST], *(["…"] if len(labels) > MOST else [])])
        if labels:
            yield said(words, count=len(labels), labels=named)
    kinds = {piece.kind for piece in pieces}
    for kind, named in NAMED.items():
        if kind in kinds:
            yield said(named)


def _head(request: ClientRequest) -> Mrkdwn:
    return said("*{label}* {title}", label=request.label, title=_title(request))


def _title(request: ClientRequest) -> str:
    return clipped(request.title, TITLE)
