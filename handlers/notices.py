"""Notices: what happened to something that a person asked for, told in their messages with Liaison."""

from slack_bolt import Ack

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, MessageKind
from handlers import values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import channel_settings as channel_views
from handlers.views import hours as hours_views
from handlers.views import notices as views
from handlers.views import nudges as nudge_views
from handlers.views.delivery_notices import reminders_of
from handlers.views.notice_readers import Reader


def register(app: Switchboard, parts: Parts) -> None:
    def on_action(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        answers = {
            ActionId.NOTICE_AGAIN: parts.notices.send_again,
            ActionId.NOTICE_ARRIVED: parts.notices.count_as_sent,
        }
        answers[ActionId(action)](parts.gestures.of_click(body), values.message_id(value))
        ack()

    app.action(buttons_of("notice"))(on_action)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def notice(claimed: Claimed) -> Message:
        if claimed.facts["what"] == "travelled":
            return nudge_views.travelled(claimed.facts)
        if claimed.facts["what"] == "hours":
            return hours_views.channel_changed(claimed.facts)
        if claimed.facts["what"] == "channel":
            return channel_views.changed(claimed.facts)
        zone = parts.people.zone_of(claimed.team_id, UserId(claimed.to))
        coming = parts.nudge_holds.coming(claimed.team_id, reminders_of(claimed.about, claimed.facts))
        reader = Reader(claimed.to, zone, parts.clock.now(), coming)
        return views.WORDS[claimed.facts["what"]](claimed.about, claimed.facts, reader)

    return {MessageKind.NOTICE: notice}
