"""Listeners for mentions and direct messages, and how their replies are rendered."""

from slack_bolt import Ack

from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, ClientNumber, MessageTs, UserId
from bot.domain.origins import Told
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.mentions import Mentioned
from bot.services.pages import Which
from handlers import people, replies
from handlers.blocks import Message
from handlers.gestures import Body, told
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import clients as client_views
from handlers.views import mentions as views

LISTS = {"list": Which.OPEN, "mine": Which.MINE, "status": Which.MINE}


def register(app: Switchboard, parts: Parts) -> None:
    def on_mention(ack: Ack, body: Body) -> None:
        if is_from_a_person(body["event"]):
            _answer(parts, body)
        ack()

    def on_message(ack: Ack, body: Body) -> None:
        event = body["event"]
        if event.get("subtype") == people.CONVERTED:
            people.changed(parts, body)
        if event.get("channel_type") in {"channel", "group"}:
            replies.on_message(parts, body)
        if event.get("channel_type") == "im" and is_from_a_person(event):
            _answer(parts, body)
            _welcome(parts, told(body, "welcome"), UserId(event["user"]))
        ack()

    app.event("app_mention")(on_mention)
    app.event("message")(on_message)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def reply(claimed: Claimed) -> Message | Dropped:
        if claimed.edits is None and not _may_reply(parts, claimed):
            return Dropped("other companies may read along by now")
        if claimed.facts["asked"] == "added":
            return _added(parts, claimed)
        asked_in = claimed.facts.get("in")
        message = _answer_to(parts, claimed)
        return views.elsewhere(message, asked_in) if asked_in else message

    return {MessageKind.REPLY: reply}


def is_from_a_person(event: Body) -> bool:
    """Not our own words, nor another app's, nor an edit or a deletion, nor what lacks what an answer needs."""
    is_said_by_a_person = not (event.get("bot_id") or event.get("bot_profile") or event.get("subtype"))
    return is_said_by_a_person and all(isinstance(event.get(key), str) for key in ("user", "channel", "ts"))


def _answer(parts: Parts, body: Body) -> None:
    event = body["event"]
    thread = event.get("thread_ts")
    parts.mentions.answer(
        Mentioned(
            by=parts.gestures.of_mention(body),
            channel=ChannelId(event["channel"]),
            ts=MessageTs(event["ts"]),
            thread_ts=MessageTs(thread) if thread else None,
            text=str(event.get("text") or ""),
        )
    )


def _answer_to(parts: Parts, claimed: Claimed) -> Message:
    asked, meant = claimed.facts["asked"], claimed.facts.get("meant")
    if meant:
        return views.did_you_mean(asked, meant, is_direct=_is_direct(claimed))
    if asked == "help":
        return views.direct_help() if _is_direct(claimed) else views.short_help()
    return _listed(parts, claimed, LISTS[asked]) if asked in LISTS else _item(parts, claimed, asked)


def _welcome(parts: Parts, news: Told, user: UserId) -> None:
    person = parts.people.known(news.team_id, user)
    if person is not None and person.welcomed_at is None:
        parts.people.welcome(news, user)


def _item(parts: Parts, claimed: Claimed, label: str) -> Message:
    found = parts.mentions.item(claimed.team_id, label, UserId(claimed.facts["user"]), claimed.to)
    if found is None:
        return views.not_here(label, is_direct=_is_direct(claimed))
    return views.item(found, claimed.to, parts.clock.now())


def _listed(parts: Parts, claimed: Claimed, which: Which) -> Message:
    user = UserId(claimed.facts["user"])
    found = parts.mentions.items(claimed.team_id, which, user, claimed.to)
    return views.items(found, which, user, parts.clock.now(), is_direct=_is_direct(claimed))


def _added(parts: Parts, claimed: Claimed) -> Message | Dropped:
    number, user = ClientNumber(int(claimed.about[2:])), UserId(claimed.facts["user"])
    try:
        return client_views.added(*parts.clients.to_show(claimed.team_id, number, user))
    except NotFound:
        return Dropped("hidden by now")


def _may_reply(parts: Parts, claimed: Claimed) -> bool:
    return _is_direct(claimed) or parts.mentions.is_open(claimed.team_id, ChannelId(claimed.to))


def _is_direct(claimed: Claimed) -> bool:
    return claimed.to == claimed.facts["user"]
