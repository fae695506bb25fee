"""Listeners for client requests: the command, the message shortcut and the forms; buttons are in request_buttons."""

import re
from dataclasses import replace

from slack_bolt import Ack, App

from bot.domain.ids import RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.suggestions import nearest
from bot.domain.text import clean, first_line_and_rest, unescape_once
from bot.services.client_requests import Edit, Log
from bot.services.ports import Which
from handlers import request_answers as answers
from handlers import request_buttons
from handlers.answers import private
from handlers.blocks import Block, Message, only
from handlers.gestures import Body, Fields, metadata
from handlers.ids import BlockId, CallbackId
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.request_forms import draft_of_form
from handlers.text import said
from handlers.views import client_request_forms as forms
from handlers.views import client_requests as views
from handlers.views import liaison as help_views

VERBS = ("list", "mine", "new", "help")
LISTS = {"list": Which.OPEN, "mine": Which.MINE}
LABEL = re.compile(r"[Rr]-?(\d{1,9})")


def register(app: App, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        message = Asked(parts, command).answer()
        ack(**private(message)) if message else ack()

    def on_message_shortcut(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_shortcut(body)
        parts.slack.views_open(trigger_id=body["trigger_id"], view=_form_for(body, by, parts))
        ack()

    def on_logged(ack: Ack, body: Body) -> None:
        result = _log_form_sent(body, parts)
        ack(response_action="update", view=result) if result else ack()

    def on_edited(ack: Ack, body: Body) -> None:
        _edit_form_sent(body, parts)
        ack()

    def on_assigned(ack: Ack, body: Body) -> None:
        by, number = parts.gestures.of_submission(body), RequestNumber(int(metadata(body)["number"]))
        parts.client_requests.assign(by, number, UserId(Fields(body["view"]).text(BlockId.OWNER)))
        ack()

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
        label = LABEL.fullmatch(text)
        if not text:
            self._open(forms.Shown())
            return None
        if label:
            return answers.shown(self._parts, self._by, RequestNumber(int(label[1])))
        if _always_logs(text):
            return self._log(self._command["text"].strip()[len("new") :])
        return self._verb(text.lower()) or self._log(self._command["text"])

    def _verb(self, word: str) -> Message | None:
        if word in LISTS:
            return answers.listed(self._parts, self._by, LISTS[word], 0)
        if word == "help":
            return help_views.command_help("request")
        meant = nearest(word, VERBS) if " " not in word else None
        return only(said("I don't know *{word}*. Did you mean *{meant}*?", word=word, meant=meant)) if meant else None

    def _log(self, text: str) -> Message | None:
        quick = self._parts.client_requests.understand(self._by, text)
        if quick.ambiguities:
            self._open(forms.from_quick(quick), forms.questions(quick), source=quick.source or "")
            return None
        return answers.log_line(self._parts, self._by, quick, text)

    def _open(self, shown: forms.Shown, notice: list[Block] | None = None, source: str = "") -> None:
        kept = {"channel": str(self._by.channel_id or ""), "source": source}
        clients = self._parts.client_requests.clients(self._by)
        view = forms.log_form(shown, clients, self._by.zone, notice=notice, **kept)
        self._parts.slack.views_open(trigger_id=self._command["trigger_id"], view=view)


def _always_logs(text: str) -> bool:
    """`new list of suppliers` is no list; in `new logo for Acme` the word belongs to what is asked for."""
    verb, _, rest = text.partition(" ")
    first = rest.split(maxsplit=1)[0] if rest.strip() else ""
    if verb.lower() != "new" or not first:
        return False
    is_a_word = first.isalpha() and first.islower()
    return not is_a_word or first in VERBS or LABEL.fullmatch(first) is not None


def _form_for(body: Body, by: Gesture, parts: Parts) -> Block:
    """The message's words, where they stand, and nothing guessed."""
    message = body["message"]
    title, rest = first_line_and_rest(clean(unescape_once(message.get("text") or "")))
    shown = forms.Shown(title=title, details=rest if len(title) <= forms.TITLE_LIMIT else f"{title}\n{rest}")
    clients = parts.client_requests.clients(by)
    here = next((client.number for client in clients if client.channel_id == by.channel_id), None)
    channel, domain = str(by.channel_id or ""), body["team"].get("domain", "")
    permalink = f"https://{domain}.slack.com/archives/{channel}/p{message['ts'].replace('.', '')}"
    return forms.log_form(replace(shown, client=here), clients, by.zone, channel=channel, permalink=permalink)


def _log_form_sent(body: Body, parts: Parts) -> Block | None:
    """The view that says where the card is, when that is not where the person is looking."""
    by, kept = parts.gestures.of_submission(body), metadata(body)
    clients = parts.client_requests.clients(by)
    draft = draft_of_form(
        Fields(body["view"]),
        clients,
        by.zone,
        parts.clock.now(),
        permalink=str(kept.get("permalink", "")),
        source=str(kept.get("source", "")),
    )
    done = parts.client_requests.log(Log(by=by, draft=draft, again=True))
    return None if done.place.audience == by.channel_id else forms.result(done, by.zone)


def _edit_form_sent(body: Body, parts: Parts) -> None:
    by, kept = parts.gestures.of_submission(body), metadata(body)
    number = RequestNumber(int(kept["number"]))
    request = parts.client_requests.one(by, number)
    clients = parts.client_requests.clients(by)
    wanted = draft_of_form(Fields(body["view"]), clients, by.zone, parts.clock.now(), standing=request.due)
    asked, shown = frozenset(kept["asked"]), kept["shown"]
    parts.client_requests.edit(Edit(by=by, number=number, shown=shown, wanted=wanted, asked=asked))
