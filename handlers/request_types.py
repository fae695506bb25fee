"""Listeners for the fields of a request's type: one for all of them, one for the menus that are filled while typing."""

import json
from typing import Any

from slack_bolt import Ack

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.request_types import TypeField
from handlers import form_notes, type_fields, values
from handlers.blocks import Message, option
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import theirs
from handlers.views import receipts as receipt_views
from handlers.views import type_fields as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_field(ack: Ack, body: Body) -> None:
        view = form_notes.form_of(body)
        changed = _changed(parts, body, view, is_picked=action_of(body)[0] == ActionId.TYPE_PICK)
        parts.slack.views_update(view_id=view["id"], view=changed)
        ack()

    def on_options(ack: Ack, body: Body) -> None:
        found = _field(parts, body)
        offered = found.matching(str(body.get("value") or "")) if found else ()
        ack(options=[option(theirs(one), one) for one in offered])

    app.action(buttons_of("type"))(on_field)
    app.options(ActionId.TYPE_FIELD.value)(on_options)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def receipt(claimed: Claimed) -> Message | Dropped:
        found = parts.receipts.receipt(claimed.team_id, claimed.about, UserId(claimed.to))
        if isinstance(found, Dropped):
            return found
        if not found.is_theirs and not claimed.edits:
            return Dropped("no longer theirs")
        zone = parts.people.zone_of(claimed.team_id, UserId(claimed.to))
        return receipt_views.receipt(found, zone, parts.clock.now())

    return {MessageKind.RECEIPT: receipt}


def _changed(parts: Parts, body: Body, view: dict[str, Any], *, is_picked: bool) -> dict[str, object]:
    """The form with the fields that it should have by now; nothing is saved."""
    by = parts.gestures.of_click(body)
    found = type_fields.chosen(parts, by, view)
    shown = views.with_fields(view, found.blocks())
    if not is_picked:
        return shown
    kept = form_notes.kept_by(body)
    before = parts.request_types.live(by.team_id).named(str(kept.get("picked") or ""))
    state = {**shown, "state": view.get("state")}
    filled = type_fields.put_forward(state, before, found.type, parts.clock.now(), by.zone)
    picked = json.dumps({**kept, "picked": found.type.name if found.type else ""})
    return {key: value for key, value in filled.items() if key != "state"} | {"private_metadata": picked}


def _field(parts: Parts, body: Body) -> TypeField | None:
    """Whose options are asked for. Who may not act is offered nothing, and neither is a form of another release."""
    try:
        found = type_fields.chosen(parts, parts.gestures.of_options(body), form_notes.form_of(body)).type
    except (DomainError, values.NotOurs):
        return None
    if found is None:
        return None
    return next((one for one in found.fields if found.place(one.key) == body.get("block_id")), None)
