"""Listeners for client requests: the command, the message shortcut and the forms; buttons are in request_buttons."""

from slack_bolt import Ack, App

from bot.domain.client_names import NearlyKnown
from bot.domain.ids import UserId
from bot.domain.item_lines import always_new, item_meant
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.people import PersonKind
from bot.domain.quick_marks import plain
from bot.domain.suggestions import nearest
from bot.domain.text import clean, first_line_and_rest
from bot.services.pages import Which
from handlers import items, request_buttons
from handlers import request_answers as answers
from handlers.answers import private
from handlers.blocks import Block, Message, section
from handlers.gestures import Body, channel_of
from handlers.ids import BlockId, CallbackId
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.request_submissions import Sent
from handlers.views import client_request_forms as forms
from handlers.views import client_requests as views
from handlers.views import liaison as help_views

VERBS = ("list", "mine", "new", "help")
LISTS = {"list": Which.OPEN, "mine": Which.MINE}
#: Alone they say that something is to be logged, and not what.
OPENS_THE_FORM = frozenset({"", "new", "add", "log", "create"})


def register(app: App, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        message = Asked(parts, command).answer()
        ack(**private(message)) if message else ack()

    def on_message_shortcut(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_shortcut(body)
        parts.slack.views_open(trigger_id=body["trigger_id"], view=_form_for(body, by, parts))
        ack()

    def on_logged(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).log())

    def on_edited(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).edit())

    def on_assigned(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).assign())

    app.command("/request")(on_command)
    app.shortcut(CallbackId.REQUEST_LOG_MESSAGE)(on_message_shortcut)
    app.view(CallbackId.REQUEST_LOG)(on_logged)
    app.view(CallbackId.REQUEST_EDIT)(on_edited)
    app.view(CallbackId.REQUEST_ASSIGN)(on_assigned)
    request_buttons.register(app, parts)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def card(claimed: Claimed) -> Message | Dropped:
        shown = parts.client_requests.shown(claimed.team_id, claimed.about)
        if shown is None:
            return Dropped("gone")
        if claimed.to.startswith(("C", "G")) and claimed.to != shown.request.audience:
            return views.moved(shown.request) if claimed.edits else Dropped("moved")
        return views.card(shown.request, shown.client, parts.clock.now())

    def for_owner(claimed: Claimed) -> Message | Dropped:
        shown = parts.client_requests.shown(claimed.team_id, claimed.about)
        if shown is None or (shown.request.owner != claimed.to and not claimed.edits):
            return Dropped("no longer theirs")
        card = claimed.facts.get("card")
        if not parts.client_requests.is_latest(claimed.team_id, claimed.about, claimed.to, card):
            return views.given_again(shown.request)
        return views.for_owner(shown.request, shown.client, claimed.to, parts.clock.now())

    return {MessageKind.REQUEST_CARD: card, MessageKind.REQUEST_FOR_OWNER: for_owner}


class Asked:
    """One `/request …` and its answer; None once a form is open instead."""

    def __init__(self, parts: Parts, command: Body) -> None:
        self._parts = parts
        self._command = command
        self._by = parts.gestures.of_command(command)

    def answer(self) -> Message | None:
        text = clean(self._command.get("text") or "").strip()
        if text.lower() in OPENS_THE_FORM:
            self._open(forms.Shown())
            return None
        if always_new(text, VERBS):
            return self._log(self._command["text"].strip()[len("new") :])
        meant = item_meant(text, "R")
        if meant is not None:
            return items.shown(self._parts, self._by, meant)
        return self._verb(text.lower()) or self._log(self._command["text"])

    def _verb(self, word: str) -> Message | None:
        if word in LISTS:
            return answers.listed(self._parts, self._by, LISTS[word], 0)
        if word == "help":
            return help_views.command_help("request")
        meant = nearest(word, VERBS) if " " not in word else None
        return help_views.did_you_mean(word, meant, "request") if meant else None

    def _log(self, text: str) -> Message | None:
        quick = self._parts.client_requests.understand(self._by, text)
        if quick.ambiguities:
            asked = quick.client.name if isinstance(quick.client, NearlyKnown) else ""
            self._open(forms.from_quick(quick), forms.questions(quick), source=quick.source or "", asked_client=asked)
            return None
        return answers.log_line(self._parts, self._by, quick, text)

    def _open(self, shown: forms.Shown, notice: list[Block] | None = None, **kept: str) -> None:
        clients = self._parts.client_requests.clients(self._by)
        channel = str(self._by.channel_id or "")
        view = forms.log_form(shown, clients, self._by.zone, notice=notice, channel=channel, **kept)
        self._parts.slack.views_open(trigger_id=self._command["trigger_id"], view=view)


def _form_for(body: Body, by: Gesture, parts: Parts) -> Block:
    """The message's words, who said them, where they stand, and nothing guessed."""
    message = body["message"]
    title, rest = first_line_and_rest(plain(parts.people.with_names(by.team_id, message.get("text") or "")))
    shown = forms.Shown(
        title=title,
        details=rest if len(title) <= forms.TITLE_LIMIT else f"{title}\n{rest}",
        asker=_author(message, by, parts),
    )
    permalink = _permalink(body)
    before = parts.client_requests.logged_from(by, permalink)
    kept = {"channel": str(by.channel_id or ""), "permalink": permalink, "logged": before.label if before else ""}
    notice = [section(forms.logged_before(before), block_id=BlockId.NOTICE.value)] if before else None
    return forms.log_form(shown, parts.client_requests.clients(by), by.zone, notice=notice, **kept)


def _author(message: Body, by: Gesture, parts: Parts) -> str | None:
    """Nobody when an app said it."""
    if message.get("bot_id") or not message.get("user"):
        return None
    person = parts.people.known(by.team_id, UserId(message["user"]))
    is_app = person is None or person.kind in {PersonKind.BOT, PersonKind.UNKNOWN}
    return None if is_app else str(message["user"])


def _permalink(body: Body) -> str:
    """As Slack's own *Copy link* makes it: a reply is shown in its thread."""
    message, channel = body["message"], str(channel_of(body) or "")
    link = f"https://{body['team'].get('domain', '')}.slack.com/archives/{channel}/p{message['ts'].replace('.', '')}"
    thread = message.get("thread_ts")
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != message["ts"] else link


def _answer_form(ack: Ack, view: Block | None) -> None:
    ack(response_action="update", view=view) if view else ack()
