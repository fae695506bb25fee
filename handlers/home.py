"""Listeners for a person's day: the Home, the form and the message that show it, their buttons and menus."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from slack_bolt import Ack

from bot.domain.days import Filters, Kind, Section
from bot.domain.ids import TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, MessageKind
from bot.domain.priority import Priority
from bot.services.homes import HomeService
from bot.services.task_drafts import Draft
from handlers import values
from handlers.answers import DayAsked
from handlers.blocks import Block
from handlers.gestures import Body, action_of, told
from handlers.ids import ActionId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import Mrkdwn
from handlers.views import client_request_forms, task_forms
from handlers.views import days as views

Choice = TypeVar("Choice", bound=StrEnum)
FILTERS = (
    ActionId.HOME_SECTION,
    ActionId.HOME_KIND,
    ActionId.HOME_PRIORITY,
    ActionId.HOME_CLIENT,
    ActionId.HOME_CLEAR,
)


class HomePublisher:
    """The answer to a click in the Home. It goes through the outbox, behind the refresh that the click itself caused:
    published at once it would be gone again before anybody had read it.
    """

    def __init__(self, homes: HomeService) -> None:
        self._homes = homes

    def show(self, team: str, user: str, notice: Mrkdwn, about: str) -> None:
        self._homes.say(TeamId(team), UserId(user), notice, about=about)


def register(app: Switchboard, parts: Parts) -> None:
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

    def on_shortcut(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_shortcut(body)
        view = parts.days.form(DayAsked(by.team_id, by.user_id))
        parts.slack.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def on_action(ack: Ack, body: Body) -> None:
        Clicked(parts, body).answer()
        ack()

    def on_clients(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_menu(body)
        typed = str(body.get("value") or "")
        found = [views.client_option(*client) for client in parts.homes.clients(by, typed)]
        ack(options=found if typed else [views.any_client(), *found])

    app.event("app_home_opened")(on_opened)
    app.shortcut(CallbackId.DAY_OPEN)(on_shortcut)
    app.action(buttons_of("home"))(on_action)
    app.options(ActionId.HOME_CLIENT.value)(on_clients)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def home(claimed: Claimed) -> Block:
        notice, about = claimed.facts.get("notice"), claimed.facts.get("about", "")
        shown = parts.homes.of(claimed.team_id, UserId(claimed.to), about=about)
        return views.home(shown, Mrkdwn(notice) if notice else None)

    return {MessageKind.HOME: home}


class Clicked:
    """One press of a button that is the day's own, or one choice in its menus."""

    def __init__(self, parts: Parts, body: Body) -> None:
        self._parts = parts
        self._body = body
        self._by = parts.gestures.of_click(body)
        self._action, self._value = action_of(body)

    def answer(self) -> None:
        if self._action == ActionId.HOME_PAGE:
            self._turn(values.offset(self._value))
        elif self._action in FILTERS:
            self._parts.homes.filter(self._by, self._filters())
            if not _is_home(self._body):
                self._draw(0)
        else:
            form = _form(self._parts, self._by, self._action)
            self._parts.slack.views_open(trigger_id=self._body["trigger_id"], view=form)

    def _turn(self, offset: int) -> None:
        if _is_home(self._body):
            self._parts.homes.turn(self._by, offset)
        else:
            self._draw(offset)

    def _draw(self, offset: int) -> None:
        self._parts.answers.day(self._body, DayAsked(self._by.team_id, self._by.user_id, offset))

    def _filters(self) -> Callable[[Filters], Filters]:
        match self._action:
            case ActionId.HOME_SECTION:
                section = _chosen(Section, self._value)
                return lambda filters: replace(filters, section=section)
            case ActionId.HOME_KIND:
                kind = _chosen(Kind, self._value)
                return lambda filters: replace(filters, kind=kind)
            case ActionId.HOME_PRIORITY:
                priority = _chosen(Priority, self._value)
                return lambda filters: replace(filters, priority=priority)
            case ActionId.HOME_CLIENT:
                client = None if self._value == views.ANY else values.client_number(self._value)
                return lambda filters: replace(filters, client=client)
            case _:
                return lambda _: Filters()


def _chosen(kind: type[Choice], value: str) -> Choice | None:
    if value == views.ANY:
        return None
    try:
        return kind(value)
    except ValueError:
        raise values.NotOurs(value) from None


def _is_home(body: Body) -> bool:
    return bool((body.get("view") or {}).get("type") == "home")


def _form(parts: Parts, by: Gesture, action: str) -> Block:
    """The same buttons also stand in messages, whose channel is then where the card goes."""
    if action == ActionId.HOME_TASK:
        return task_forms.give_form(Draft(title=""), by.zone, channel=by.channel_id)
    clients, channel = parts.client_requests.clients(by), str(by.channel_id or "")
    return client_request_forms.log_form(
        client_request_forms.Shown(), clients, by.zone, parts.request_types.offered(by.team_id), channel=channel
    )
