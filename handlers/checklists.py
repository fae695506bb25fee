"""Listeners for the checklist of a request or task: a form that is opened by a button or a line, and saved."""

from slack_bolt import Ack

from bot.domain.checklists import FIELD, read_lines
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.services.checklists import Ticking
from handlers import form_fields, form_notes, opening, values
from handlers.answers import opened_from
from handlers.blocks import TEXT, Block, only
from handlers.gestures import Body, Fields, action_of
from handlers.ids import BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import checklists as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by, (_, value) = parts.gestures.of_click(body), action_of(body)
        kept = opened_from(body, parts.clock.now())
        view = form(parts, by, values.item_label(value), **kept)
        opening.form(parts.slack, body, view)
        ack()

    def on_saved(ack: Ack, body: Body) -> None:
        by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
        item = parts.checklists.save(by, _ticking(body))
        message = only(views.saved(item))
        parts.answers.after_form(kept, lambda: message, parts.clock.now())
        ack()

    app.action(buttons_of("checklist"))(on_button)
    app.view(CallbackId.CHECKLIST_SAVE)(on_saved)


def form(parts: Parts, by: Gesture, label: str, **kept: str) -> Block:
    item = parts.checklists.of(by, label)
    item.must_be_open()
    return views.form(item, by.zone, parts.clock.now(), **kept)


def _ticking(body: Body) -> Ticking:
    fields, kept = Fields(body["view"]), form_notes.kept_by(body)
    return Ticking(
        label=form_notes.kept_label(kept),
        lines=read_lines(form_fields.text(fields, BlockId.CHECKLIST, TEXT)),
        shown_lines=form_notes.kept_fields(kept).get(FIELD, ""),
        ticked=[key for block in views.BOX_BLOCKS for key in fields.chosen(block)],
        shown_ticked=form_notes.kept_texts(kept, "ticked"),
    )


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}
