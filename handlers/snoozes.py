"""Listeners for snoozing: `snooze` and `wake` of both commands, the buttons and the form."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack

from bot.domain.client_requests import Due, SnoozedFor
from bot.domain.errors import FieldRefused
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.snooze_lines import SnoozeLine, snooze_meant
from bot.domain.snoozes import Snooze
from bot.domain.text import clean
from bot.services.snoozes import Snoozed
from handlers import command_lines, form_fields, form_notes, opening, values
from handlers.answers import opened_from
from handlers.blocks import Message
from handlers.due_fields import due_from, due_notes
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import snoozes as views
from handlers.views.questions import noted

#: Alone they say of nothing what is to be done with it.
VERBS = ("snooze", "wake")


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        if action == ActionId.SNOOZE_OPEN:
            open_form(parts, body, values.item_label(value))
        else:
            _pressed(parts, body, ActionId(action), value)
        ack()

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_sent(parts, body))

    app.action(buttons_of("snooze"))(on_button)
    app.view(CallbackId.SNOOZE_SET)(on_sent)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    """What was snoozed comes back as what waited does: handlers/chases.py."""
    return {}


def meant(text: str, own: str) -> SnoozeLine | None:
    return snooze_meant(clean(text), own)


def asked(parts: Parts, by: Gesture, line: SnoozeLine, trigger: str) -> Message | None:
    """The answer to such a line; None once the form is open, because it names no moment."""
    now = parts.clock.now()
    if line.wakes:
        return views.awake(parts.snoozes.wake(by, line.label))
    if line.until_reply:
        return views.snoozed(parts.snoozes.snooze(by, line.label, Snooze(None)), by.zone, now)
    if not line.until:
        _open(parts, by, line.label, trigger, {"channel": str(by.channel_id or "")})
        return None
    moment = parts.snoozes.moment(by, command_lines.read(parts, by, line.until))
    snoozed = parts.snoozes.snooze(by, line.label, Snooze(Due(moment.at, moment.zone.key)))
    return views.snoozed(snoozed, by.zone, now, [*map(noted, moment.notes)])


def open_form(parts: Parts, body: Body, label: str) -> None:
    by = parts.gestures.of_click(body)
    now = parts.clock.now()
    view = views.form(parts.snoozes.offer(by, label), by.zone, now, **opened_from(body, now))
    opening.form(parts.slack, body, view)


def _open(parts: Parts, by: Gesture, label: str, trigger: str, kept: dict[str, str]) -> None:
    view = views.form(parts.snoozes.offer(by, label), by.zone, parts.clock.now(), **kept)
    parts.slack.views_open(trigger_id=trigger, view=view)


def _pressed(parts: Parts, body: Body, action: ActionId, value: str) -> None:
    by = parts.gestures.of_click(body)
    if action is ActionId.SNOOZE_WAKE:
        message = _taken_back(parts, by, value)
    else:
        label, at = values.item_moment(value)
        snoozed = parts.snoozes.again(by, label, Due(_to_come(at, parts), by.zone.key))
        message = views.snoozed(snoozed, by.zone, parts.clock.now())
    parts.answers.instead(body, message)


def _taken_back(parts: Parts, by: Gesture, value: str) -> Message:
    label, shown, before = values.snoozed(value)
    item = parts.snoozes.wake(by, label, shown, before)
    return views.snoozed(Snoozed(item), by.zone, parts.clock.now()) if item.snoozed_until else views.awake(item)


def _to_come(at: datetime, parts: Parts) -> datetime:
    if at <= parts.clock.now():
        raise FieldRefused(BlockId.DUE_DATE.value, "past")
    return at


def _sent(parts: Parts, body: Body) -> dict[str, Any]:
    by, kept, fields, now = (
        parts.gestures.of_submission(body),
        form_notes.kept_by(body),
        Fields(body["view"]),
        parts.clock.now(),
    )
    label = values.item_label(form_notes.kept_text(kept, "item") or "")
    snooze = _snooze_of(fields, by.zone, now)
    notes = [*map(noted, due_notes(fields, by.zone))] if snooze.until else []
    snoozed = parts.snoozes.snooze(by, label, snooze, form_notes.kept_shown(kept))
    if parts.answers.after_form(kept, lambda: views.snoozed(snoozed, by.zone, now, notes), now):
        return {}
    return {"response_action": "update", "view": views.result(snoozed, by.zone, now, notes)}


def _snooze_of(fields: Fields, zone: ZoneInfo, now: datetime) -> Snooze:
    if form_fields.chosen(fields, BlockId.WAITS, SnoozedFor) is SnoozedFor.REPLY:
        return Snooze(None)
    until = due_from(fields, zone, now)
    if until is None:
        raise FieldRefused(BlockId.DUE_DATE.value, "missing")
    return Snooze(until)
