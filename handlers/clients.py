"""Listeners for clients: the command, the buttons and the forms."""

import re

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.clients import Client
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.suggestions import nearest
from bot.domain.text import one_line, unescape_once
from bot.services.clients import AddClient, ClientDraft, EditClient
from handlers.answers import private
from handlers.blocks import Block, Message
from handlers.directory import SlackDirectory
from handlers.gestures import Body, Fields, action_of, metadata
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import clients as views
from handlers.views import liaison as help_views

VERBS = ("add", "list", "help")
LABEL = re.compile(r"[Cc]-(\d{1,9})")
REQUEST = re.compile(r"R-(\d{1,9})")


def register(app: App, parts: Parts) -> None:
    clients = Clients(parts)

    def on_command(ack: Ack, command: Body) -> None:
        message = clients.asked(command)
        ack(**private(message)) if message else ack()

    def on_button(ack: Ack, body: Body) -> None:
        clients.pressed(body)
        ack()

    def on_added(ack: Ack, body: Body) -> None:
        clients.add(body)
        ack()

    def on_edited(ack: Ack, body: Body) -> None:
        clients.edit(body)
        ack()

    app.command("/client")(on_command)
    app.action(buttons_of("client"))(on_button)
    app.view(CallbackId.CLIENT_ADD)(on_added)
    app.view(CallbackId.CLIENT_EDIT)(on_edited)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    """What is said of a client in a message is a reply; see mentions."""
    return {}


class Clients:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._service = parts.clients

    def asked(self, command: Body) -> Message | None:
        """The answer to `/client …`; None once a form is open instead."""
        by = self._parts.gestures.of_command(command)
        text = one_line(unescape_once(command.get("text") or ""))
        verb, _, rest = text.partition(" ")
        if verb.lower() == "add":
            self._open(command, views.add_form(rest, by.user_id, channel_here(command)))
            return None
        if text.lower() in {"", "help"}:
            return help_views.command_help("client")
        if text.lower() == "list":
            return views.listed(self._service.page(by))
        return self._named(by, text)

    def pressed(self, body: Body) -> None:
        action, value = action_of(body)
        pressed = {
            ActionId.CLIENT_PAGE: self._page_pressed,
            ActionId.CLIENT_EDIT: self._edit_pressed,
            ActionId.CLIENT_ADD: self._add_pressed,
        }
        pressed[ActionId(action)](body, self._parts.gestures.of_click(body), value)

    def add(self, body: Body) -> None:
        by = self._parts.gestures.of_submission(body)
        label = REQUEST.fullmatch(str(metadata(body).get("request", "")))
        number = RequestNumber(int(label[1])) if label else None
        self._service.add(AddClient(by=by, draft=self._draft(body, by), for_request=number))

    def edit(self, body: Body) -> None:
        by, kept = self._parts.gestures.of_submission(body), metadata(body)
        number, wanted = ClientNumber(int(kept["number"])), self._draft(body, by)
        self._service.edit(EditClient(by=by, number=number, shown=kept["shown"], wanted=wanted))

    def _named(self, by: Gesture, text: str) -> Message:
        label = LABEL.fullmatch(text)
        meant = self._service.one(by, ClientNumber(int(label[1]))) if label else self._service.meant(by, text)
        if isinstance(meant, Client):
            return views.shown(*self._service.to_show(by.team_id, meant.number, by.user_id))
        return views.unknown(text, meant, nearest(text, VERBS) if " " not in text else None)

    def _page_pressed(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.instead(body, views.listed(self._service.page(by, offset=int(value))))

    def _edit_pressed(self, body: Body, by: Gesture, value: str) -> None:
        self._open(body, views.edit_form(self._service.one(by, ClientNumber(int(value)))))

    def _add_pressed(self, body: Body, by: Gesture, value: str) -> None:
        """`Acme`, or `R-12|Acme` for the request that named it; it may have been added since the button was shown."""
        label, _, name = value.rpartition("|")
        request, known = REQUEST.fullmatch(label), self._service.meant(by, name)
        if request and isinstance(known, Client):
            given = self._service.give(by, RequestNumber(int(request[1])), known.number)
            self._parts.answers.to_click(body, views.given(given, label))
            return
        self._open(body, views.add_form(name, by.user_id, channel_pressed_in(body), label))

    def _draft(self, body: Body, by: Gesture) -> ClientDraft:
        fields = Fields(body["view"])
        channel = ChannelId(fields.text(BlockId.CHANNEL)) if fields.text(BlockId.CHANNEL) else None
        met = None
        if channel is not None and not self._service.knows_channel(by, channel):
            met = _directory(self._parts.slack).channel(by.team_id, channel)
        owner = UserId(fields.text(BlockId.OWNER) or by.user_id)
        return ClientDraft(name=fields.text(BlockId.NAME), owner=owner, channel_id=channel, channel=met)

    def _open(self, body: Body, view: Block) -> None:
        self._parts.slack.views_open(trigger_id=body["trigger_id"], view=view)


def channel_here(command: Body) -> str | None:
    """Group messages are named `mpdm-…` and belong to no client."""
    channel = str(command.get("channel_id") or "")
    is_channel = channel.startswith(("C", "G")) and not str(command.get("channel_name")).startswith("mpdm-")
    return channel if is_channel else None


def channel_pressed_in(body: Body) -> str | None:
    channel = body.get("channel") or {}
    return channel_here({"channel_id": channel.get("id"), "channel_name": channel.get("name")})


def _directory(quick: WebClient) -> SlackDirectory:
    """A person waits, so both ways of asking are the quick one."""
    return SlackDirectory(quick, quick)
