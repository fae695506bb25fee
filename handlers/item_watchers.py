"""Listeners for watching a request or task: `watch` and `unwatch` of both commands, and the buttons."""

from slack_bolt import Ack

from bot.domain.ids import UserId
from bot.domain.item_acts import UNWATCH, ItemAct
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers import values
from handlers.blocks import Message, only
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import said
from handlers.views import item_watchers as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        by, label = parts.gestures.of_click(body), values.item_label(value)
        if action == ActionId.WATCH_ON:
            message = views.watched(parts.item_watchers.watch(by, label), ())
        else:
            message = views.ended(parts.item_watchers.unwatch(by, label), ())
        parts.answers.instead(body, message)
        ack()

    app.action(buttons_of("watch"))(on_button)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def changed(claimed: Claimed) -> Message | Dropped:
        found = parts.item_watchers.told(claimed.team_id, claimed.about, UserId(claimed.to))
        return found if isinstance(found, Dropped) else views.changed(found, claimed.facts, parts.clock.now())

    return {MessageKind.CHANGED: changed}


def line(parts: Parts, by: Gesture, asked: ItemAct, _trigger: str) -> Message:
    """The answer to `watch R-12`, `watch R-12 @ben` and `unwatch R-12`."""
    if not asked.is_only_people:
        words = "I don't know whom *{typed}* means. Name people with their @: `{verb} {label} @ana`."
        return only(said(words, typed=asked.rest, verb=asked.verb, label=asked.label))
    others = [] if asked.people == [by.user_id] else asked.people
    if asked.verb == UNWATCH:
        return views.ended(parts.item_watchers.unwatch(by, asked.label, others), others)
    return views.watched(parts.item_watchers.watch(by, asked.label, others), others)
