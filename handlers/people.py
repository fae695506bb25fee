"""Listeners for what Slack tells of people and channels: who joined, left, moved; and the welcome."""

import logging

from slack_bolt import Ack

from bot.domain.ids import ChannelId, UserId
from bot.domain.origins import Told
from bot.domain.outbox import Claimed, MessageKind
from handlers.blocks import Message
from handlers.directory import SlackDirectory, person_from
from handlers.gestures import Body, told
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import people as views

log = logging.getLogger(__name__)


def register(app: Switchboard, parts: Parts) -> None:
    def on_person(ack: Ack, body: Body) -> None:
        _keep(parts, body)
        ack()

    def on_entered(ack: Ack, body: Body) -> None:
        news, channel, user = _who_where(body)
        if _is_us(body, user):
            _bot_entered(parts, news, channel)
        else:
            parts.people.known(news.team_id, user)
            parts.people.entered(news, channel, user)
        ack()

    def on_left(ack: Ack, body: Body) -> None:
        news, channel, user = _who_where(body)
        if _is_us(body, user):
            parts.people.bot_left(news, channel)
        else:
            parts.people.left(news, channel, user)
        ack()

    def on_bot_left(ack: Ack, body: Body) -> None:
        parts.people.bot_left(told(body, "left"), ChannelId(body["event"]["channel"]))
        ack()

    def on_renumbered(ack: Ack, body: Body) -> None:
        _renumbered(parts, body)
        ack()

    for event in ("team_join", "user_change"):
        app.event(event)(on_person)
    app.event("member_joined_channel")(on_entered)
    app.event("member_left_channel")(on_left)
    app.event("channel_id_changed")(on_renumbered)
    for event in ("channel_left", "group_left"):
        app.event(event)(on_bot_left)


def _is_us(body: Body, user: UserId) -> bool:
    """Each event names for whom it is sent."""
    return any(one.get("is_bot") and one.get("user_id") == user for one in body.get("authorizations") or ())


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    def welcome(_claimed: Claimed) -> Message:
        return views.welcome()

    return {MessageKind.WELCOME: welcome}


def _keep(parts: Parts, body: Body) -> None:
    event, news = body["event"], told(body, "changed")
    if not isinstance(event.get("user"), dict) or not event["user"].get("id"):
        return
    person = person_from(event["user"], news.team_id)
    parts.people.changed(news, person)
    if event["type"] == "team_join":
        parts.people.welcome(told(body, "welcome"), person.user_id)


def _bot_entered(parts: Parts, news: Told, channel: ChannelId) -> None:
    """A Slack that does not answer is an error here, so that the invitation is told again and not forgotten."""
    entered = SlackDirectory(parts.slack, parts.slack).channel(news.team_id, channel)
    if entered is None:
        log.warning("Slack does not say what channel %s is that we were invited to", channel)
        return
    parts.people.bot_entered(news, entered)


def _renumbered(parts: Parts, body: Body) -> None:
    event, news = body["event"], told(body, "renumbered")
    channel = SlackDirectory(parts.slack, parts.slack).channel(news.team_id, ChannelId(event["new_channel_id"]))
    if channel is None:
        log.warning("Slack does not say what channel %s is that has a new id", event["new_channel_id"])
        return
    parts.people.renumbered(news, ChannelId(event["old_channel_id"]), channel)


def _who_where(body: Body) -> tuple[Told, ChannelId, UserId]:
    event = body["event"]
    return told(body, "place"), ChannelId(event["channel"]), UserId(event["user"])
