"""Listeners for what Slack tells of people and channels: who joined, left, moved; and the welcome."""

import logging

from slack_bolt import Ack, App, BoltContext

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.outbox import Claimed, MessageKind
from handlers.blocks import Message
from handlers.directory import SlackDirectory, person_from
from handlers.gestures import Body
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import people as views

log = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    def on_person(ack: Ack, body: Body) -> None:
        _keep(parts, body)
        ack()

    def on_entered(ack: Ack, body: Body, context: BoltContext) -> None:
        team, channel, user = _who_where(body)
        if user == context.bot_user_id:
            _bot_entered(parts, team, channel)
        else:
            parts.people.known(team, user)
            parts.people.entered(team, channel, user)
        ack()

    def on_left(ack: Ack, body: Body, context: BoltContext) -> None:
        team, channel, user = _who_where(body)
        if user == context.bot_user_id:
            parts.people.bot_left(team, channel)
        else:
            parts.people.left(team, channel, user)
        ack()

    def on_bot_left(ack: Ack, body: Body) -> None:
        parts.people.bot_left(TeamId(body["team_id"]), ChannelId(body["event"]["channel"]))
        ack()

    for event in ("team_join", "user_change"):
        app.event(event)(on_person)
    app.event("member_joined_channel")(on_entered)
    app.event("member_left_channel")(on_left)
    for event in ("channel_left", "group_left"):
        app.event(event)(on_bot_left)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    def welcome(_claimed: Claimed) -> Message:
        return views.welcome()

    return {MessageKind.WELCOME: welcome}


def _keep(parts: Parts, body: Body) -> None:
    event, team = body["event"], TeamId(body["team_id"])
    if not isinstance(event.get("user"), dict) or not event["user"].get("id"):
        return
    person = person_from(event["user"], team)
    parts.people.changed(person)
    if event["type"] == "team_join":
        parts.people.welcome(team, person.user_id)


def _bot_entered(parts: Parts, team: TeamId, channel: ChannelId) -> None:
    entered = SlackDirectory(parts.slack, parts.slack).channel(team, channel)
    if entered is None:
        log.warning("Slack does not say what channel %s is that we were invited to", channel)
        return
    parts.people.bot_entered(entered)


def _who_where(body: Body) -> tuple[TeamId, ChannelId, UserId]:
    event = body["event"]
    return TeamId(body["team_id"]), ChannelId(event["channel"]), UserId(event["user"])
