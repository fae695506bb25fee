"""Reminders of requests and tasks as they are sent, and what their readers press."""

from slack_bolt import Ack

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers import snoozes, values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.refusing import redrawn
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import ladders as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_snooze(ack: Ack, body: Body) -> None:
        picked = action_of(body)[1]
        if picked[1:2] == "-":
            snoozes.open_form(parts, body, values.item_label(picked))
            ack()
            return
        message, snooze = values.snoozed_message(picked)
        if not parts.ladders.snooze(parts.gestures.of_click(body), message, snooze):
            redrawn(parts, body)
        ack()

    app.action(buttons_of("ladder"))(on_snooze)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def rung(claimed: Claimed) -> Message | Dropped:
        reader, now = UserId(claimed.to), parts.clock.now()
        if claimed.edits:
            answered = parts.ladders.answered(claimed.team_id, claimed.about, reader, claimed.facts)
            return views.answered(answered, now)
        due = parts.ladders.reminder(claimed.team_id, claimed.about, reader, claimed.due_at, claimed.facts)
        return due if isinstance(due, Dropped) else views.reminder(due, claimed.id, now)

    return {MessageKind.RUNG: rung}
