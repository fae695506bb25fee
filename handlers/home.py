"""Listeners for the Home: opened, turned to another page, its two buttons; and how it is published."""

from slack_bolt import Ack, App

from bot.domain.ids import TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, MessageKind
from bot.services.homes import HomeService
from bot.services.tasks import Draft
from handlers import values
from handlers.blocks import Block
from handlers.gestures import Body, action_of, told
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.text import Mrkdwn
from handlers.views import client_request_forms, task_forms
from handlers.views import home as views


class HomePublisher:
    """The answer to a click in the Home. It goes through the outbox, behind the refresh that the click itself caused:
    published at once it would be gone again before anybody had read it.
    """

    def __init__(self, homes: HomeService) -> None:
        self._homes = homes

    def show(self, team: str, user: str, notice: Mrkdwn, about: str) -> None:
        self._homes.say(TeamId(team), UserId(user), notice, about=about)


def register(app: App, parts: Parts) -> None:
    def on_opened(ack: Ack, body: Body) -> None:
        event = body["event"]
        user = UserId(event["user"])
        if event.get("tab") == "messages":
            news = told(body, "welcome")
            parts.people.known(news.team_id, user)
            parts.people.welcome(news, user)
        else:
            parts.homes.opened(told(body, "opened"), user)
        ack()

    def on_action(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        action, value = action_of(body)
        if action == ActionId.HOME_PAGE:
            parts.homes.turn(by, values.offset(value))
        else:
            parts.slack.views_open(trigger_id=body["trigger_id"], view=_form(parts, by, action))
        ack()

    app.event("app_home_opened")(on_opened)
    app.action(buttons_of("home"))(on_action)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def home(claimed: Claimed) -> Block:
        notice, about = claimed.facts.get("notice"), claimed.facts.get("about", "")
        shown = parts.homes.of(claimed.team_id, UserId(claimed.to), about=about)
        return views.home(shown, Mrkdwn(notice) if notice else None)

    return {MessageKind.HOME: home}


def _form(parts: Parts, by: Gesture, action: str) -> Block:
    """The same buttons also stand in messages, whose channel is then where the card goes."""
    if action == ActionId.HOME_TASK:
        return task_forms.give_form(Draft(title=""), by.zone, channel=by.channel_id)
    clients, channel = parts.client_requests.clients(by), str(by.channel_id or "")
    return client_request_forms.log_form(client_request_forms.Shown(), clients, by.zone, channel=channel)
