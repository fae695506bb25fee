"""Listeners for queues: `/liaison queue`, and the pages of its list."""

from slack_bolt import Ack

from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from handlers import values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import queues as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_page(ack: Ack, body: Body) -> None:
        _, value = action_of(body)
        typed, offset = values.queue_page(value)
        parts.answers.instead(body, asked(parts, parts.gestures.of_click(body), typed, offset))
        ack()

    app.action(buttons_of("queue"))(on_page)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def asked(parts: Parts, by: Gesture, typed: str, offset: int = 0) -> Message:
    """The answer to `/liaison queue …`."""
    waiting = parts.queues.waiting(by, typed, offset=offset)
    return views.listed(waiting, typed, by.zone, parts.clock.now())
