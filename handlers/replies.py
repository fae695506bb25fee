"""What is said in channels: answers in threads of requests; and what people are told of them."""

from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.replies import Said
from handlers import intake
from handlers.blocks import Message
from handlers.gestures import Body, heard, own_user
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import replies as views

#: Of a message that a person has written, as they wrote it.
SPOKEN = frozenset({None, "thread_broadcast", "file_share", "me_message"})


def register(_app: Switchboard, _parts: Parts) -> None:
    """Messages are listened to in handlers/mentions.py."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def replied(claimed: Claimed) -> Message | Dropped:
        if claimed.facts["what"] in views.WITHOUT_REQUEST:
            return views.plain(claimed.about, claimed.facts)
        shown = parts.replies.shown(claimed.team_id, claimed.about, UserId(claimed.to), claimed.facts)
        if isinstance(shown, Dropped):
            return shown
        zone = parts.people.zone_of(claimed.team_id, UserId(claimed.to))
        return views.told(shown, claimed.facts, zone, parts.clock.now())

    return {MessageKind.REPLIED: replied}


def on_message(parts: Parts, body: Body) -> None:
    """In a channel, also what was changed or deleted there."""
    event = body["event"]
    if event.get("subtype") in {"message_changed", "message_deleted"}:
        intake.on_changed(parts, body)
        return
    if not _is_spoken(event, own_user(body)):
        return
    thread = event.get("thread_ts")
    if thread is None or thread == event["ts"]:
        intake.on_message(parts, body)
        return
    parts.replies.hear(
        Said(
            by=heard(body, f"said:{event['channel']}:{event['ts']}"),
            channel=ChannelId(event["channel"]),
            ts=MessageTs(event["ts"]),
            thread_ts=MessageTs(thread),
            author=UserId(event["user"]),
            text=intake.text_of(event),
        )
    )


def _is_spoken(event: Body, bot_user: str | None) -> bool:
    """By a person, to others and not to us."""
    is_said = event.get("subtype") in SPOKEN and not (event.get("bot_id") or event.get("bot_profile"))
    is_whole = all(isinstance(event.get(key), str) for key in ("user", "channel", "ts"))
    is_to_us = bot_user is not None and f"<@{bot_user}" in str(event.get("text") or "")
    return is_said and is_whole and not is_to_us and event["user"] != bot_user
