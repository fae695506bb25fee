"""The states of a client request in words, and the forms in which it is put into one that needs a reason."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.edits import fingerprints
from bot.domain.request_states import Cause, RequestStatus
from bot.services.request_edits import pause_fields
from handlers import blocks
from handlers.blocks import Block
from handlers.due_fields import due_blocks
from handlers.ids import BlockId, CallbackId
from handlers.moments import due_moment
from handlers.text import Mrkdwn, joined, plainly, said
from handlers.views.called import CAUSE, alone, within

#: What a form offers, and what the reason is asked for with.
PAUSES = (RequestStatus.WAITING_ON_CLIENT, RequestStatus.WAITING_ON_PROVIDER, RequestStatus.ON_HOLD)
WHY_LIMIT = 300


def pause_form(request: ClientRequest, until: Due, zone: ZoneInfo, **kept: str) -> Block:
    """`until` is what is put forward."""
    chosen = request.status if request.is_paused else RequestStatus.WAITING_ON_CLIENT
    options = [blocks.option(alone.status(one), one.value) for one in PAUSES]
    reason = blocks.text_field(
        request.why if request.is_paused else "", limit=WHY_LIMIT, placeholder=plainly("The approval of the proof")
    )
    return blocks.modal(
        CallbackId.REQUEST_WAIT,
        plainly("{label} waits", label=request.label),
        [
            _named(request),
            blocks.field_block(BlockId.WAITS, plainly("It is"), blocks.select(options, chosen.value)),
            blocks.field_block(BlockId.REASON, plainly("What for?"), reason),
            *due_blocks(until, zone, (plainly("Bring it back on"), plainly("At"))),
        ],
        submit=plainly("Save"),
        metadata=json.dumps({**kept, "number": request.number, "shown": fingerprints(pause_fields(request))}),
    )


def cancel_form(request: ClientRequest, asked: Sequence[Block] = (), **kept: str) -> Block:
    """`asked` is what else must be said: what becomes of its open tasks."""
    options = [blocks.option(alone.cause(one), one.value) for one in CAUSE]
    reason = blocks.text_field(limit=WHY_LIMIT, placeholder=plainly("They print it themselves"))
    return blocks.modal(
        CallbackId.REQUEST_CANCEL,
        plainly("Cancel {label}", label=request.label),
        [
            _named(request),
            blocks.field_block(BlockId.CAUSE, plainly("Why?"), blocks.select(options, Cause.NOT_NEEDED.value)),
            blocks.field_block(BlockId.REASON, plainly("In words"), reason, optional=True),
            *asked,
            blocks.context(said("It leaves every list. You can reopen it from its card.")),
        ],
        submit=plainly("Cancel it"),
        metadata=json.dumps({**kept, "number": request.number}),
    )


def paused(request: ClientRequest, now: datetime) -> list[Mrkdwn]:
    """The line of a card that says what it waits for and until when; none while somebody is at work on it."""
    if not request.is_paused:
        return []
    why = said("{state}: {why}", state=alone.status(request.status), why=request.why)
    if request.until is None:
        return [why]
    word = plainly("back on" if request.until.at > now else "was to be back on")
    return [joined([why, said("{word} {when}", word=word, when=due_moment(request.until, now))], " · ")]


def why_closed(request: ClientRequest) -> Mrkdwn:
    """`: no longer needed. They print it themselves`, or nothing."""
    if request.undone or request.merged_into is not None:
        return Mrkdwn()
    if request.cause is None:
        return said(": {why}", why=request.why) if request.why else Mrkdwn()
    cause = within.cause(request.cause)
    if request.cause is Cause.OTHER:
        return said(": {why}", why=request.why)
    return said(": {cause}. {why}" if request.why else ": {cause}", cause=cause, why=request.why)


def _named(request: ClientRequest) -> Block:
    return blocks.section(said("*{label}* {title}", label=request.label, title=request.title))
