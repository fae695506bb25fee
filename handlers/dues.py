"""Listeners for due dates: `due` of both commands, the button behind *More…* and the form."""

from typing import Any

from slack_bolt import Ack

from bot.domain.client_requests import Due
from bot.domain.dues import is_moved
from bot.domain.item_acts import DueAsked, ItemAct
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_results import LineTooLong
from handlers import form_fields, form_notes, opening, values
from handlers.answers import opened_from
from handlers.blocks import Message
from handlers.due_fields import WHY_LIMIT, due_from, due_notes
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import dues as views
from handlers.views.questions import noted


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        if action == ActionId.DUE_UNDO:
            _undo(parts, body, value)
        else:
            _open_here(parts, body, values.item_label(value))
        ack()

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_sent(parts, body))

    app.action(buttons_of("due"))(on_button)
    app.view(CallbackId.DUE_SET)(on_sent)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def line(parts: Parts, by: Gesture, asked: ItemAct, trigger: str) -> Message | None:
    """The answer to `due R-12 fri 4pm because …`; None once the form is open, because something is left to say."""
    wanted = parts.dues.understand(by, asked.rest) if asked.rest else None
    if wanted is None or _lacks_reason(parts, by, asked.label, wanted):
        _open(parts, by, asked.label, wanted, trigger)
        return None
    if len(wanted.why) > WHY_LIMIT:
        raise LineTooLong(len(wanted.why), WHY_LIMIT)
    done = parts.dues.move(by, asked.label, _due(wanted), wanted.why)
    notes = [*map(noted, wanted.moment.notes)] if wanted.moment else []
    return views.moved(done, by.zone, parts.clock.now(), notes)


def _due(wanted: DueAsked) -> Due | None:
    return Due(wanted.moment.at, wanted.moment.zone.key) if wanted.moment else None


def _lacks_reason(parts: Parts, by: Gesture, label: str, wanted: DueAsked) -> bool:
    return not wanted.why and is_moved(parts.dues.offer(by, label).due, _due(wanted))


def _open(parts: Parts, by: Gesture, label: str, wanted: DueAsked | None, trigger: str) -> None:
    """With what the line did say."""
    item = parts.dues.offer(by, label)
    notice = views.needs_why(item, by.zone, parts.clock.now()) if wanted else None
    due = _due(wanted) if wanted else None
    view = views.form(item, due, by.zone, notice, channel=str(by.channel_id or ""))
    parts.slack.views_open(trigger_id=trigger, view=view)


def _open_here(parts: Parts, body: Body, label: str) -> None:
    by, now = parts.gestures.of_click(body), parts.clock.now()
    form = views.form(parts.dues.offer(by, label), None, by.zone, None, **opened_from(body, now))
    opening.form(parts.slack, body, form)


def _undo(parts: Parts, body: Body, value: str) -> None:
    by = parts.gestures.of_click(body)
    label, move = values.item_change(value)
    message = views.undone(parts.dues.undo(by, label, move), by.zone, parts.clock.now())
    opening.answer(parts, body, message, views.result(message, label))


def _sent(parts: Parts, body: Body) -> dict[str, Any]:
    by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
    label, now = form_notes.kept_label(kept), parts.clock.now()
    standing = parts.dues.offer(by, label).due
    shown = form_notes.kept_fields(kept)
    due = due_from(fields, by.zone, now, standing, shown=shown.get("due", ""))
    notes = [*map(noted, due_notes(fields, by.zone, standing))]
    done = parts.dues.move(by, label, due, form_fields.due_why(fields), shown)
    message = views.moved(done, by.zone, now, notes)
    if parts.answers.after_form(kept, lambda: message, now):
        return {}
    return {"response_action": "update", "view": views.result(message, label)}
