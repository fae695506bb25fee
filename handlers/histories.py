"""Listeners for the history of a request or task, which opens as a form without fields."""

from slack_bolt import Ack

from bot.domain.item_acts import ItemAct
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from handlers import form_notes, opening, values
from handlers.blocks import Block
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import histories as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        action, value = action_of(body)
        if action == ActionId.HISTORY_OPEN:
            view = _page(parts, by, values.item_label(value), 0)
            opening.page(parts.slack, body, view)
        else:
            view = _page(parts, by, *values.item_page(value))
            parts.slack.views_update(view_id=form_notes.form_of(body)["id"], view=view)
        ack()

    app.action(buttons_of("history"))(on_button)


def line(parts: Parts, by: Gesture, asked: ItemAct, trigger: str) -> None:
    """`history R-12` opens it."""
    parts.slack.views_open(trigger_id=trigger, view=_page(parts, by, asked.label, 0))


def _page(parts: Parts, by: Gesture, label: str, offset: int) -> Block:
    return views.page(parts.histories.of(by, label), offset, by.zone, parts.clock.now())


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}
