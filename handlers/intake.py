"""Messages that become requests by an emoji or by themselves; and the button that takes it back."""

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.domain.errors import NotAMember
from bot.domain.ids import ChannelId, MessageTs, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.domain.quick_marks import plain
from bot.domain.text import clean
from bot.services.intake import Spoken
from handlers import duplicates, values
from handlers.gestures import Body, action_of, heard, own_user
from handlers.history import HISTORY, REPLIES
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import said
from handlers.views import client_requests as views
from handlers.views import effects
from handlers.web_clients import error_code

#: Slack lets us not read there: the scope was not granted, or we have left.
UNREADABLE = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "no_permission"})


def register(app: Switchboard, parts: Parts) -> None:
    def on_reaction(ack: Ack, body: Body) -> None:
        _on_reaction(parts, body)
        ack()

    def on_undo(ack: Ack, body: Body) -> None:
        by, number = parts.gestures.of_click(body), values.request_number(action_of(body)[1])
        parts.answers.instead(body, views.changed(parts.intake.undo(by, number), said(effects.NO_REQUEST)))
        ack()

    app.event("reaction_added")(on_reaction)
    app.action(buttons_of("heard"))(on_undo)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    """What becomes of it is a card: handlers/client_requests.py."""
    return {}


def on_message(parts: Parts, body: Body) -> None:
    """One that begins no thread and stands in none."""
    event = body["event"]
    key = f"said:{event['channel']}:{event['ts']}"
    found = parts.intake.hear(heard(body, key), _spoken(parts, body, event, event["channel"]))
    if found is not None:
        duplicates.look_after_heard(parts, *found)


def on_changed(parts: Parts, body: Body) -> None:
    event = body["event"]
    channel, message = ChannelId(event["channel"]), event.get("message") or {}
    ts = message.get("ts") or event.get("deleted_ts")
    if not isinstance(ts, str):
        return
    told = heard(body, f"{event['subtype']}:{channel}:{ts}:{event.get('event_ts') or event.get('ts')}")
    if event["subtype"] == "message_deleted" or message.get("subtype") == "tombstone":
        parts.intake.deleted(told, channel, MessageTs(ts))
    elif message.get("user") and not message.get("bot_id"):
        parts.intake.edited(told, _spoken(parts, body, message, channel))


def text_of(message: Body) -> str:
    """What a message says; of one that is nothing but files, what those are called."""
    text = str(message.get("text") or "")
    files = [one for one in message.get("files") or [] if isinstance(one, dict)]
    names = [f"{one.get('title') or one.get('name') or 'a file'}" for one in files]
    return text or " ".join(names)


def _on_reaction(parts: Parts, body: Body) -> None:
    event = body["event"]
    item, team = event.get("item") or {}, TeamId(body["team_id"])
    if item.get("type") != "message" or not event.get("user"):
        return
    channel, ts = ChannelId(item["channel"]), MessageTs(item["ts"])
    if not parts.intake.is_wanted(team, channel, str(event["reaction"])):
        return
    try:
        by = parts.gestures.of_reaction(body)
    except NotAMember:
        return
    message = _message(parts, by, channel, ts)
    if message is None or _is_ours(message, body):
        return
    spoken = _spoken(parts, body, message, channel)
    if spoken.text:
        number = parts.intake.by_emoji(by, spoken, str(event["reaction"]))
        if number is not None:
            duplicates.look_after_heard(parts, by, number)


def _message(parts: Parts, by: Gesture, channel: ChannelId, ts: MessageTs) -> Body | None:
    """An answer in a thread is no part of the history."""
    try:
        for method, asked in (
            (HISTORY, {"latest": ts, "oldest": ts, "inclusive": "true"}),
            (REPLIES, {"ts": ts}),
        ):
            page = parts.slack.api_call(method, params={"channel": channel, "limit": "1", **asked})
            found = next((one for one in page.get("messages") or [] if one.get("ts") == ts), None)
            if found is not None:
                return dict(found)
    except SlackApiError as refused:
        code = error_code(refused.response)
        if code in UNREADABLE:
            parts.intake.unreadable(by)
            return None
        if code in {"thread_not_found", "message_not_found"}:
            return None
        raise
    return None


def _is_ours(message: Body, body: Body) -> bool:
    """A card of ours is a request already; what another app says may well become one."""
    return message.get("user") == own_user(body)


def _spoken(parts: Parts, body: Body, message: Body, channel: str) -> Spoken:
    team = TeamId(body["team_id"])
    text = clean(plain(parts.people.with_names(team, text_of(message))))
    thread = message.get("thread_ts") or message["ts"]
    return Spoken(
        channel=ChannelId(channel),
        ts=MessageTs(message["ts"]),
        thread_ts=MessageTs(thread),
        author=_author(parts, team, message),
        text=text,
    )


def _author(parts: Parts, team: TeamId, message: Body) -> UserId | None:
    """Nobody when an app said it."""
    if message.get("bot_id") or not message.get("user"):
        return None
    person = parts.people.known(team, UserId(message["user"]))
    is_app = person is None or person.kind in {PersonKind.BOT, PersonKind.UNKNOWN}
    return None if is_app else UserId(message["user"])
