"""Reminders of requests and tasks as they are sent, and what their readers press."""

from slack_bolt import Ack, App

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers import values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import ladders as views


def register(app: App, parts: Parts) -> None:
    def on_snooze(ack: Ack, body: Body) -> None:
        message, snooze = values.snoozed_message(action_of(body)[1])
        parts.ladders.snooze(parts.gestures.of_click(body), message, snooze)
        ack()

    app.action(buttons_of("ladder"))(on_snooze)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def rung(claimed: Claimed) -> Message | Dropped:
        reader, now = UserId(claimed.to), parts.clock.now()
        if claimed.edits:
            answered = parts.ladders.answered(claimed.team_id, claimed.about, reader, claimed.facts)
            return views.answered(answered, reader, now)
        due = parts.ladders.reminder(claimed.team_id, claimed.about, reader, claimed.due_at, claimed.facts)
        return due if isinstance(due, Dropped) else views.reminder(due, claimed.id, now)

    return {MessageKind.RUNG: rung}
