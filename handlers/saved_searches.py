"""Listeners for saved searches: their list's buttons and the form that names one."""

import re

from slack_bolt import Ack

from bot.domain.finds import Kind
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from handlers import finds, form_notes, values
from handlers.answers import opened_from
from handlers.blocks import Block, Message
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import Mrkdwn
from handlers.views import saved_searches as views

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        action, value = action_of(body)
        kept = opened_from(body, parts.clock.now())
        if action == ActionId.SAVED_SAVE:
            kind, _, text = values.found_page(value)
            _open(parts, body, views.name_form(kind, text, **kept))
        elif action == ActionId.SAVED_RENAME:
            _open(parts, body, views.rename_form(parts.saved_searches.one(by, _number(value)), **kept))
        else:
            parts.answers.instead(body, _pressed(parts, by, ActionId(action), _number(value)))
        ack()

    def on_named(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=views.result(_named(parts, body)))

    def on_renamed(ack: Ack, body: Body) -> None:
        by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
        parts.saved_searches.rename(by, form_notes.kept_number(kept), Fields(body["view"]).text(BlockId.NAME))
        parts.answers.after_form(kept, lambda: shown(parts, by), parts.clock.now())
        ack()

    app.action(buttons_of("saved"))(on_button)
    app.view(CallbackId.SAVED_NAME)(on_named)
    app.view(CallbackId.SAVED_RENAME)(on_renamed)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def shown(parts: Parts, by: Gesture) -> Message:
    return views.listed(parts.saved_searches.of(by))


def _pressed(parts: Parts, by: Gesture, action: ActionId, number: int) -> Message:
    if action == ActionId.SAVED_RUN:
        saved = parts.saved_searches.one(by, number)
        return finds.asked(parts, by, saved.kind, saved.text)
    if action == ActionId.SAVED_DELETE:
        return views.deleted(parts.saved_searches.remove(by, number))
    parts.saved_searches.restore(by, number)
    return shown(parts, by)


def _named(parts: Parts, body: Body) -> Mrkdwn:
    by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
    kind, text = form_notes.kept_text(kept, "kind"), form_notes.kept_text(kept, "text")
    if kind not in set(Kind) or not text:
        raise values.NotOurs("search")
    return views.saved(parts.saved_searches.save(by, Kind(kind), text, Fields(body["view"]).text(BlockId.NAME)))


def _open(parts: Parts, body: Body, view: Block) -> None:
    parts.slack.views_open(trigger_id=body["trigger_id"], view=view)


def _number(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise values.NotOurs(value)
    return int(value)
