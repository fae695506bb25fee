"""Listeners for what Slack tells of people and channels: who joined, left, moved; and the welcome."""

import logging
from collections.abc import Callable
from typing import TypeAlias

from slack_bolt import Ack

from bot.domain.ids import ChannelId, UserId
from bot.domain.origins import Told
from bot.domain.outbox import Claimed, MessageKind
from handlers.blocks import Message
from handlers.directory import SlackDirectory, person_from
from handlers.gestures import Body, told
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Listener, Switchboard
from handlers.views import people as views

log = logging.getLogger(__name__)

#: After these a channel is asked for anew.
CHANGES = (
    "channel_archive",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_unarchive",
)
#: Of this Slack tells in the channel only.
CONVERTED = "channel_convert_to_private"
Happening: TypeAlias = Callable[[Parts, Body], None]


def register(app: Switchboard, parts: Parts) -> None:
    happens: dict[str, Happening] = {
        **dict.fromkeys(("team_join", "user_change"), _keep),
        "member_joined_channel": _entered,
        "member_left_channel": _left,
        "channel_id_changed": _renumbered,
        **dict.fromkeys(("channel_left", "group_left"), _bot_left),
        **dict.fromkeys(CHANGES, changed),
    }
    for event, keep in happens.items():
        app.event(event)(_kept(parts, keep))


def _kept(parts: Parts, keep: Happening) -> Listener:
    def listener(ack: Ack, body: Body) -> None:
        keep(parts, body)
        ack()

    return listener


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


def _entered(parts: Parts, body: Body) -> None:
    news, channel, user = _who_where(body)
    if _is_us(body, user):
        _bot_entered(parts, news, channel)
    else:
        parts.people.known(news.team_id, user)
        parts.people.entered(news, channel, user)


def _left(parts: Parts, body: Body) -> None:
    news, channel, user = _who_where(body)
    if _is_us(body, user):
        parts.people.bot_left(news, channel)
    else:
        parts.people.left(news, channel, user)


def _bot_left(parts: Parts, body: Body) -> None:
    parts.people.bot_left(told(body, "left"), ChannelId(body["event"]["channel"]))


def _bot_entered(parts: Parts, news: Told, channel: ChannelId) -> None:
    """A Slack that does not answer is an error here, so that the invitation is told again and not forgotten."""
    entered = SlackDirectory(parts.slack, parts.slack).channel(news.team_id, channel)
    if entered is None:
        log.warning("Slack does not say what channel %s is that we were invited to", channel)
        return
    parts.people.bot_entered(news, entered)


def changed(parts: Parts, body: Body) -> None:
    """Who reads along in a channel, or whether anybody may write there, is not as it was."""
    event, news = body["event"], told(body, "channel")
    channel = SlackDirectory(parts.slack, parts.slack).channel(news.team_id, ChannelId(event["channel"]))
    if channel is None:
        log.warning("Slack does not say what has become of channel %s", event["channel"])
        return
    channel.is_private |= event.get("subtype") == CONVERTED
    channel.is_shared |= event["type"] == "channel_shared"
    parts.people.channel_changed(news, channel)


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
