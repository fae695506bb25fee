"""Listeners for what a channel has chosen: `/liaison channel`, its button and its form."""

from typing import Any

from slack_bolt import Ack

from bot.domain.channel_settings import Chosen, Replies, emoji_named, window_of
from bot.domain.errors import FieldRefused
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from handlers import form_fields, form_notes
from handlers.answers import opened_from
from handlers.blocks import Message
from handlers.gestures import Body, Fields
from handlers.ids import BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import channel_settings as views

_LIMIT = 120


def register(app: Switchboard, parts: Parts) -> None:
    def on_open(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        view = views.form(parts.channel_settings.standing(by), **opened_from(body, parts.clock.now()))
        parts.slack.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_sent(parts, body))

    app.action(buttons_of("channel"))(on_open)
    app.view(CallbackId.CHANNEL_SET)(on_sent)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    """That something was chosen is a notice."""
    return {}


def asked(parts: Parts, by: Gesture, _typed: str) -> Message:
    """The answer to `/liaison channel`, whatever stands behind it."""
    return views.shown(parts.channel_settings.standing(by))


def _sent(parts: Parts, body: Body) -> dict[str, Any]:
    by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
    standing = parts.channel_settings.choose(by, _chosen(Fields(body["view"])), form_notes.kept_fields(kept))
    message = views.shown(standing, is_new=True)
    if parts.answers.after_form(kept, lambda: message, parts.clock.now()):
        return {}
    return {"response_action": "update", "view": views.saved(standing)}


def _chosen(fields: Fields) -> Chosen:
    emoji = form_fields.text(fields, BlockId.EMOJI, _LIMIT)
    captures = fields.text(BlockId.CAPTURES)
    if captures not in views.CAPTURES:
        raise FieldRefused(BlockId.CAPTURES.value, "unknown", captures)
    return Chosen(
        replies=form_fields.chosen(fields, BlockId.REPLIES, Replies),
        emoji=emoji_named(emoji) if emoji else None,
        captures=captures == views.ON,
        window_minutes=window_of(form_fields.text(fields, BlockId.WINDOW, _LIMIT)),
    )
