"""Listeners for questions about a request or task: `ask` of both commands, the buttons and the forms."""

from typing import Any

from slack_bolt import Ack

from bot.domain.errors import FieldRefused
from bot.domain.item_acts import ItemAct
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.quick_results import LineTooLong
from handlers import form_fields, form_notes, opening, values
from handlers.answers import opened_from
from handlers.blocks import Message
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import plainly
from handlers.views import item_questions as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        by = parts.gestures.of_click(body)
        if action == ActionId.ASK_OPEN:
            item, asked_of = parts.item_questions.offer(by, values.item_label(value))
            view = views.ask_form(item, asked_of, **opened_from(body, parts.clock.now()))
        else:
            view = views.answer_form(*parts.item_questions.question(by, *values.item_question(value)))
        opening.form(parts.slack, body, view)
        ack()

    def on_asked(ack: Ack, body: Body) -> None:
        ack(**_asked(parts, body))

    def on_answered(ack: Ack, body: Body) -> None:
        by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
        label = form_notes.kept_label(kept)
        parts.item_questions.answer(by, label, form_notes.kept_number(kept, "question"), _words(body))
        ack()

    app.action(buttons_of("ask"))(on_button)
    app.view(CallbackId.ASK_SEND)(on_asked)
    app.view(CallbackId.ASK_ANSWER)(on_answered)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def question(claimed: Claimed) -> Message | Dropped:
        found = parts.item_questions.shown(claimed.team_id, claimed.about, int(claimed.facts["number"]), claimed.to)
        if isinstance(found, Dropped):
            return views.gone(claimed.about) if claimed.edits else found
        return views.question(found)

    def answer(claimed: Claimed) -> Message | Dropped:
        found = parts.item_questions.shown(claimed.team_id, claimed.about, int(claimed.facts["number"]), claimed.to)
        return found if isinstance(found, Dropped) else views.answer(found, parts.clock.now())

    return {MessageKind.QUESTION: question, MessageKind.ANSWER: answer}


def line(parts: Parts, by: Gesture, asked: ItemAct, trigger: str) -> Message | None:
    """The answer to `ask R-12 which format?`; None once the form is open, because it asks nothing yet."""
    if len(asked.rest) > views.WORDS_LIMIT:
        raise LineTooLong(len(asked.rest), views.WORDS_LIMIT)
    if asked.rest:
        return views.asked(*parts.item_questions.ask(by, asked.label, asked.rest))
    item, asked_of = parts.item_questions.offer(by, asked.label)
    view = views.ask_form(item, asked_of, channel=str(by.channel_id or ""))
    parts.slack.views_open(trigger_id=trigger, view=view)
    return None


def _asked(parts: Parts, body: Body) -> dict[str, Any]:
    by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
    label = form_notes.kept_label(kept)
    message = views.asked(*parts.item_questions.ask(by, label, _words(body)))
    if parts.answers.after_form(kept, lambda: message, parts.clock.now()):
        return {}
    return {"response_action": "update", "view": views.result(plainly("Asked about {label}", label=label), message)}


def _words(body: Body) -> str:
    words = form_fields.text(Fields(body["view"]), BlockId.REASON, views.WORDS_LIMIT)
    if not words:
        raise FieldRefused(BlockId.REASON.value, "missing")
    return words
