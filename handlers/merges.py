"""Listeners for merging requests: `/request merge R-15 into R-12` and `split R-15`, the buttons and the forms."""

import re
from typing import Any

from slack_bolt import Ack

from bot.domain.client_requests import ClientRequest
from bot.domain.errors import AlreadyClosed, FieldRefused
from bot.domain.ids import RequestNumber, TeamId
from bot.domain.merges import merge_meant
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from handlers import form_fields, form_notes, opening, values
from handlers.answers import Answered, opened_from
from handlers.blocks import Block, Message
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import plainly
from handlers.views import merges as views

VERBS = ("merge", "split")
_NUMBER = re.compile(r"(?:R\s?-?\s?|#)?([0-9]{1,9})", re.IGNORECASE)
#: Letters of a field that names a request.
_LIMIT = 20


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by, (action, value) = parts.gestures.of_click(body), action_of(body)
        if action == ActionId.MERGE_OPEN:
            _open(parts, body, by, value)
        else:
            number, into = values.merged(value)
            split = parts.merges.undo if action == ActionId.MERGE_UNDO else parts.merges.split
            message = views.split(split(by, number, into))
            opening.answer(
                parts, body, message, views.result(message, plainly("{label} is split", label=f"R-{number}"))
            )
        ack()

    def on_named(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=_preview_named(parts, body))

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_sent(parts, body))

    app.action(buttons_of("merge"))(on_button)
    app.view(CallbackId.MERGE_INTO)(on_named)
    app.view(CallbackId.MERGE_DO)(on_sent)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def line(parts: Parts, by: Gesture, text: str, trigger: str) -> Answered | None:
    """None for a line that neither merges nor splits; one that does not say into which opens the form."""
    meant = merge_meant(text)
    if meant is None:
        return None
    if meant.splits:
        return Answered(views.split(parts.merges.split(by, meant.number)))
    if meant.into is not None:
        return Answered(_merged(parts, by, meant.number, meant.into))
    view = _which(parts, by, meant.number, channel=str(by.channel_id or ""))
    parts.slack.views_open(trigger_id=trigger, view=view)
    return Answered(None)


def gone(parts: Parts, team: TeamId, request: ClientRequest) -> Message:
    """What stays of the messages that showed it."""
    return views.gone(request, parts.merges.link(team, request))


def _which(parts: Parts, by: Gesture, number: RequestNumber, **kept: str) -> Block:
    request = parts.client_requests.one(by, number)
    request.must_be_open()
    return views.which(request, **kept)


def _merged(parts: Parts, by: Gesture, number: RequestNumber, into: RequestNumber) -> Message:
    try:
        return views.merged(parts.merges.merge(by, number, into))
    except AlreadyClosed as refused:
        return views.closed(refused, by.zone)


def _open(parts: Parts, body: Body, by: Gesture, value: str) -> None:
    """With the other one named, or to name it."""
    kept = opened_from(body, parts.clock.now())
    if ":" not in value:
        opening.form(parts.slack, body, _which(parts, by, values.request_number(value), **kept))
        return
    number, into = values.request_numbers(value)
    try:
        found = parts.merges.preview(by, number, into)
    except AlreadyClosed as refused:
        parts.answers.to_click(body, views.closed(refused, by.zone))
        return
    opening.form(parts.slack, body, views.preview(found, by.zone, parts.clock.now(), **kept))


def _preview_named(parts: Parts, body: Body) -> Block:
    by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
    number = values.request_number(form_notes.kept_label(kept))
    typed = form_fields.text(Fields(body["view"]), BlockId.REQUEST, _LIMIT)
    named = _NUMBER.fullmatch(typed)
    if named is None:
        raise FieldRefused(BlockId.REQUEST.value, "missing" if not typed else "unknown", typed)
    found = parts.merges.preview(by, number, RequestNumber(int(named[1])))
    standing = {name: str(kept[name]) for name in ("channel", "url", "since") if name in kept}
    return views.preview(found, by.zone, parts.clock.now(), **standing)


def _sent(parts: Parts, body: Body) -> dict[str, Any]:
    by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
    number, into = (values.request_number(str(kept.get(name) or "")) for name in ("label", "into"))
    message = views.merged(parts.merges.merge(by, number, into))
    if parts.answers.after_form(kept, lambda: message, parts.clock.now()):
        return {}
    return {
        "response_action": "update",
        "view": views.result(message, plainly("{label} is merged", label=f"R-{number}")),
    }
