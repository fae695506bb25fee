"""Listeners for clients: the command, the buttons and the forms."""

import re

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.client_names import Meant
from bot.domain.clients import Client
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.suggestions import nearest
from bot.domain.text import one_line, unescape_once
from bot.services.clients import AddClient, ClientDraft, EditClient
from handlers.answers import opened_from, private, with_notice
from handlers.blocks import Block, Message
from handlers.directory import SlackDirectory
from handlers.gestures import Body, Fields, action_of, metadata
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import client_request_answers as answers
from handlers.views import clients as views
from handlers.views import liaison as help_views

VERBS = ("add", "list", "help")
#: What people put before a client's name to see it, which is where it is changed too.
SHOWS = frozenset({"show", "view", "open", "see", "find", "get", "edit", "change", "update", "rename"})
REMOVES = frozenset({"remove", "delete", "archive", "drop"})
#: `list all` is the list.
EVERYTHING = frozenset({"", "all", "clients", "everything", "everyone"})
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
        result = clients.edit(body)
        ack(response_action="update", view=result) if result else ack()

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
        if verb.lower() == "list" and rest.lower() in EVERYTHING:
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
        by, kept = self._parts.gestures.of_submission(body), metadata(body)
        label = REQUEST.fullmatch(str(kept.get("request", "")))
        number = RequestNumber(int(label[1])) if label else None
        client = self._service.add(AddClient(by=by, draft=self._draft(body, by), for_request=number))
        if number is not None:
            self._parts.answers.after_form(kept, lambda: self._given(by, number, client), self._parts.clock.now())

    def edit(self, body: Body) -> Block | None:
        """The view that says what happened, when the answer that the form was opened from cannot."""
        by, kept = self._parts.gestures.of_submission(body), metadata(body)
        number, wanted = ClientNumber(int(kept["number"])), self._draft(body, by)
        client, place = self._service.edit(EditClient(by=by, number=number, shown=kept["shown"], wanted=wanted))
        page = str(kept.get("page") or "")

        def word() -> Message:
            if not page.isdecimal():
                return views.saved(client, place)
            return views.listed(self._service.page(by, offset=int(page)), views.is_changed(client))

        is_told = self._parts.answers.after_form(kept, word, self._parts.clock.now())
        return None if is_told else views.saved_view(client, place)

    def _given(self, by: Gesture, number: RequestNumber, client: Client) -> Message:
        """The request's answer as it reads with its client."""
        done = self._parts.client_requests.as_it_is(by, number)
        owner = done.request.owner
        owner_zone = self._parts.gestures.zone_of(by, owner) if owner else by.zone
        return answers.changed(done, by.zone, owner_zone, [views.given(client, done.request.label)])

    def _named(self, by: Gesture, text: str) -> Message:
        """A client's name goes before a verb that it begins with."""
        found = self._meant(by, text)
        if isinstance(found, Client):
            return self._shown(by, found)
        verb, _, rest = text.partition(" ")
        client = self._meant(by, rest) if rest and verb.lower() in SHOWS | REMOVES else None
        if isinstance(client, Client):
            return self._shown(by, client) if verb.lower() in SHOWS else self._not_removed(by, client)
        if client is not None and verb.islower():
            return views.unknown(rest, client)
        near = _near_verb(verb, rest)
        if near is None:
            return views.unknown(text, found)
        return views.verb_meant(
            text, f"{near} {rest}" if near == "add" and rest else near, rest if near == "add" else ""
        )

    def _meant(self, by: Gesture, text: str) -> Client | Meant:
        label = LABEL.fullmatch(text)
        return self._service.one(by, ClientNumber(int(label[1]))) if label else self._service.meant(by, text)

    def _shown(self, by: Gesture, client: Client) -> Message:
        return views.shown(*self._service.to_show(by.team_id, client.number, by.user_id))

    def _not_removed(self, by: Gesture, client: Client) -> Message:
        return views.not_removed(*self._service.to_show(by.team_id, client.number, by.user_id))

    def _page_pressed(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.instead(body, views.listed(self._service.page(by, offset=int(value))))

    def _edit_pressed(self, body: Body, by: Gesture, value: str) -> None:
        """`3`, or `3@10` in the page of the list that begins at 10."""
        number, _, page = value.partition("@")
        kept = {**opened_from(body, self._parts.clock.now()), "page": page}
        self._open(body, views.edit_form(self._service.one(by, ClientNumber(int(number))), kept))

    def _add_pressed(self, body: Body, by: Gesture, value: str) -> None:
        """`Acme`, or `R-12|Acme` for the request that named it; it may have been added since the button was shown."""
        label, _, name = value.rpartition("|")
        request, known = REQUEST.fullmatch(label), self._service.meant(by, name)
        if request and isinstance(known, Client):
            number = RequestNumber(int(request[1]))
            self._instead(body, self._given(by, number, self._service.give(by, number, known.number)))
            return
        kept = {**opened_from(body, self._parts.clock.now()), "request": label}
        self._open(body, views.add_form(name, by.user_id, channel_pressed_in(body), kept))

    def _instead(self, body: Body, message: Message) -> None:
        """A view has no address to answer to, so its notice goes into it."""
        if (body.get("view") or {}).get("type") == "modal":
            view = with_notice(body["view"], message.text)
            self._parts.slack.views_update(view_id=body["view"]["id"], view=view)
        else:
            self._parts.answers.instead(body, message)

    def _draft(self, body: Body, by: Gesture) -> ClientDraft:
        fields = Fields(body["view"])
        channel = ChannelId(fields.text(BlockId.CHANNEL)) if fields.text(BlockId.CHANNEL) else None
        met = None
        if channel is not None and not self._service.knows_channel(by, channel):
            met = _directory(self._parts.slack).channel(by.team_id, channel)
        owner = UserId(fields.text(BlockId.OWNER) or by.user_id)
        return ClientDraft(name=fields.text(BlockId.NAME), owner=owner, channel_id=channel, channel=met)

    def _open(self, body: Body, view: Block) -> None:
        """In place of the view that holds the button, if one does: what it says is over then."""
        if (body.get("view") or {}).get("type") == "modal":
            self._parts.slack.views_update(view_id=body["view"]["id"], view=view)
        else:
            self._parts.slack.views_open(trigger_id=body["trigger_id"], view=view)


def _near_verb(word: str, rest: str) -> str | None:
    """A verb mistyped, or one that goes on as it does not; a capital begins a name."""
    if word.casefold() in VERBS:
        return word.casefold()
    if not word.islower():
        return None
    return nearest(word, ("add",) if rest and rest.casefold() not in EVERYTHING else VERBS)


def channel_here(command: Body) -> str | None:
    """Group messages are named `mpdm-…` and belong to no client."""
    channel = str(command.get("channel_id") or "")
    is_channel = channel.startswith(("C", "G")) and not str(command.get("channel_name")).startswith("mpdm-")
    return channel if is_channel else None


def channel_pressed_in(body: Body) -> str | None:
    """A result view keeps the channel of the card it tells of."""
    channel = body.get("channel") or {"id": metadata(body).get("channel") if body.get("view") else None}
    return channel_here({"channel_id": channel.get("id"), "channel_name": channel.get("name")})


def _directory(quick: WebClient) -> SlackDirectory:
    """A person waits, so both ways of asking are the quick one."""
    return SlackDirectory(quick, quick)
