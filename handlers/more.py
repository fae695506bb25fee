"""*More…*: everything that somebody may do with an item, in a form that is drawn anew after each act."""

import logging
from collections.abc import Mapping

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.errors import NotFound
from bot.domain.ids import TeamId, UserId
from bot.domain.outbox import MessageKind
from bot.services.more import Look, MoreService
from handlers import opening, values
from handlers.answers import opened_from
from handlers.gestures import Body, action_of, kept_by_menu
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import Mrkdwn, joined
from handlers.views import client_requests, item_watchers, tasks
from handlers.views import more as views

log = logging.getLogger(__name__)


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        look = parts.more.look(by.team_id, by.user_id, values.item_label(action_of(body)[1]))
        kept = opened_from(body, parts.clock.now())
        opening.page(parts.slack, body, views.menu(look, about(look, parts.clock), kept))
        ack()

    app.action(buttons_of("more"))(on_button)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def about(look: Look, clock: Clock) -> Mrkdwn:
    """Whose it is, in what state, and when it is due."""
    shown = client_requests if isinstance(look.item, ClientRequest) else tasks
    return joined([shown.in_short(look.item, clock.now()), *item_watchers.line(look.watchers)])


class Menus:
    """Draws an open *More…* anew, with what was just done on top."""

    def __init__(self, more: MoreService, slack: WebClient, clock: Clock) -> None:
        self._more = more
        self._slack = slack
        self._clock = clock

    def show(self, team: str, user: str, view: Mapping[str, object], notice: Mrkdwn) -> None:
        kept = kept_by_menu(view)
        label = kept.pop("label", "")
        try:
            look = self._more.look(TeamId(team), UserId(user), label)
            shown = views.menu(look, about(look, self._clock), kept, notice)
        except NotFound:
            shown = views.gone(label, kept, notice)
        try:
            self._slack.views_update(view_id=str(view["id"]), view=shown)
        except (SlackClientError, OSError) as error:
            log.warning("a menu could not be drawn anew: %s", error)
