"""Listeners for client requests: the command, the message shortcut and the forms; buttons are in request_buttons."""

import re

from slack_bolt import Ack

from bot.domain.client_names import NearlyKnown
from bot.domain.finds import Kind
from bot.domain.ids import UserId, is_channel
from bot.domain.item_lines import always_new, item_meant
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.series import SeriesKind
from bot.domain.suggestions import nearest
from bot.domain.text import clean
from bot.services.pages import Which
from handlers import checklists, finds, item_acts, items, merges, milestones, request_buttons, series, snoozes
from handlers import request_answers as answers
from handlers.answers import Answered, private
from handlers.blocks import Block, Message
from handlers.gestures import Body
from handlers.ids import CallbackId
from handlers.message_drafts import form_for
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.request_submissions import Sent
from handlers.switchboard import Switchboard
from handlers.views import client_request_forms as forms
from handlers.views import client_requests as views
from handlers.views import liaison as help_views

VERBS = (
    "list",
    "mine",
    "find",
    "export",
    "new",
    "checklist",
    "repeat",
    "plan",
    "help",
    *snoozes.VERBS,
    *item_acts.VERBS,
)
CHECKLIST = re.compile(r"check ?list\s+(?:R[- ]?|#)?([0-9]{1,9})", re.IGNORECASE)
LISTS = {"list": Which.OPEN, "mine": Which.MINE}
#: Alone they say that something is to be logged, and not what.
OPENS_THE_FORM = frozenset({"", "new", "add", "log", "create"})


def register(app: Switchboard, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        message = Asked(parts, command).answer()
        ack(**private(message)) if message else ack()

    def on_message_shortcut(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_shortcut(body)
        parts.slack.views_open(trigger_id=body["trigger_id"], view=form_for(body, by, parts))
        ack()

    def on_logged(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).log())

    def on_edited(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).edit())

    def on_assigned(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).assign())

    def on_declined(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).decline())

    def on_paused(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).pause())

    def on_cancelled(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).cancel())

    def on_closed(ack: Ack, body: Body) -> None:
        _answer_form(ack, Sent(parts, body).close())

    app.command("/request")(on_command)
    app.shortcut(CallbackId.REQUEST_LOG_MESSAGE)(on_message_shortcut)
    app.view(CallbackId.REQUEST_LOG)(on_logged)
    app.view(CallbackId.REQUEST_EDIT)(on_edited)
    app.view(CallbackId.REQUEST_ASSIGN)(on_assigned)
    app.view(CallbackId.REQUEST_DECLINE)(on_declined)
    app.view(CallbackId.REQUEST_WAIT)(on_paused)
    app.view(CallbackId.REQUEST_CANCEL)(on_cancelled)
    app.view(CallbackId.REQUEST_CLOSE)(on_closed)
    request_buttons.register(app, parts)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def card(claimed: Claimed) -> Message | Dropped:
        shown = parts.client_requests.shown(claimed.team_id, claimed.about)
        if shown is None:
            return Dropped("gone")
        if is_channel(claimed.to) and claimed.to != shown.request.audience:
            return views.moved(shown.request) if claimed.edits else Dropped("moved")
        if shown.request.merged_into is not None:
            return merges.gone(parts, claimed.team_id, shown.request)
        progress, heard = parts.sub_tasks.progress(claimed.team_id, shown.request), claimed.facts.get("heard", "")
        return views.card(shown.request, shown.client, parts.clock.now(), progress, heard)

    def for_owner(claimed: Claimed) -> Message | Dropped:
        shown = parts.client_requests.shown(claimed.team_id, claimed.about)
        if shown is None or (shown.request.owner != claimed.to and not claimed.edits):
            return Dropped("no longer theirs")
        if shown.request.merged_into is not None:
            return merges.gone(parts, claimed.team_id, shown.request)
        card = claimed.facts.get("card")
        if not parts.client_requests.is_latest(claimed.team_id, claimed.about, claimed.to, card):
            return views.given_again(shown.request)
        progress = parts.sub_tasks.progress(claimed.team_id, shown.request)
        return views.for_owner(shown.request, shown.client, UserId(claimed.to), parts.clock.now(), progress)

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
        found = self._sub_command(text)
        if found is not None:
            return found.message
        if always_new(text, VERBS):
            return self._log(self._command["text"].strip()[len("new") :])
        snooze = snoozes.meant(text, "R")
        if snooze is not None:
            return snoozes.asked(self._parts, self._by, snooze, self._command["trigger_id"])
        meant = item_meant(text, "R")
        if meant is not None:
            return items.shown(self._parts, self._by, meant)
        return self._found() or self._verb(text.lower()) or self._log(self._command["text"])

    def _found(self) -> Message | None:
        wanted = finds.looked_for(self._command["text"])
        return None if wanted is None else finds.asked(self._parts, self._by, Kind.REQUESTS, wanted)

    def _sub_command(self, text: str) -> Answered | None:
        """Those that say more than a word; None for a line that is none of them."""
        trigger = self._command["trigger_id"]
        about = CHECKLIST.fullmatch(text)
        if about is not None:
            view = checklists.form(self._parts, self._by, f"R-{int(about[1])}")
            self._parts.slack.views_open(trigger_id=trigger, view=view)
            return Answered(None)
        merged = merges.line(self._parts, self._by, text, trigger)
        if merged is not None:
            return merged
        done = item_acts.answered(self._parts, self._by, self._command["text"], "R", trigger)
        if done is not None:
            return done
        planned = milestones.asked(self._parts, self._by, text, trigger)
        if planned is not None:
            return planned
        return series.Asked(self._parts, self._by, SeriesKind.REQUEST, trigger).answer(self._command["text"])

    def _verb(self, word: str) -> Message | None:
        if word in LISTS:
            return answers.listed(self._parts, self._by, LISTS[word], 0)
        if word in {"help", *snoozes.VERBS, *item_acts.VERBS, *merges.VERBS}:
            return help_views.command_help("request")
        meant = nearest(word, VERBS) if " " not in word else None
        return help_views.did_you_mean(word, meant, "request") if meant else None

    def _log(self, text: str) -> Message | None:
        quick = self._parts.client_requests.understand(self._by, text)
        if quick.ambiguities:
            asked = quick.client.name if isinstance(quick.client, NearlyKnown) else ""
            self._open(forms.from_quick(quick), forms.questions(quick), asked_client=asked)
            return None
        return answers.log_line(self._parts, self._by, quick, text, self._command.get("response_url"))

    def _open(self, shown: forms.Shown, notice: list[Block] | None = None, **kept: str) -> None:
        clients = self._parts.client_requests.clients(self._by)
        channel = str(self._by.channel_id or "")
        types = self._parts.request_types.offered(self._by.team_id)
        view = forms.log_form(shown, clients, self._by.zone, types, notice=notice, channel=channel, **kept)
        self._parts.slack.views_open(trigger_id=self._command["trigger_id"], view=view)


def _answer_form(ack: Ack, view: Block | None) -> None:
    ack(response_action="update", view=view) if view else ack()
