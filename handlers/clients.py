"""Listeners for clients: the command, the buttons and the forms."""

import re

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.domain.client_names import Meant
from bot.domain.clients import Client
from bot.domain.errors import FieldRefused
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, is_channel
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.people import Channel
from bot.domain.quick_marks import plain
from bot.domain.suggestions import nearest
from bot.domain.text import one_line
from bot.services.clients import NAME_LIMIT, AddClient, ClientDraft, EditClient, checked_name
from handlers import command_lines, form_fields, form_notes, values
from handlers.answers import opened_from, private, with_notice
from handlers.blocks import Block, Message
from handlers.directory import SlackDirectory
from handlers.gestures import GROUP_MESSAGE, Body, Fields, action_of, metadata
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import client_request_answers as answers
from handlers.views import clients as views
from handlers.views import liaison as help_views

VERBS = ("add", "list", "help")
#: What people put before a client's name to see it, which is where it is changed too.
SHOWS = frozenset({"show", "view", "open", "see", "find", "get", "edit", "change", "update", "rename"})
REMOVES = frozenset({"remove", "delete", "archive", "drop"})
#: `list all` is the list.
EVERYTHING = frozenset({"", "all", "clients", "everything", "everyone"})
LABEL = re.compile(r"[Cc]-([0-9]{1,9})")


def register(app: Switchboard, parts: Parts) -> None:
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
        text = command_lines.words(self._parts, by, command)
        verb, _, rest = text.partition(" ")
        if verb.lower() == "add":
            if rest:
                checked_name(rest)
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
        by, kept = self._parts.gestures.of_submission(body), form_notes.kept_by(body)
        label = form_notes.kept_text(kept, "request")
        number = values.request_number(label) if label else None
        words = form_notes.kept_text(kept, "words") or ""
        client = self._service.add(AddClient(by=by, draft=self._draft(body, by), for_request=number, words=words))
        if number is not None:
            self._parts.answers.after_form(kept, lambda: self._given(by, number, client), self._parts.clock.now())

    def edit(self, body: Body) -> Block | None:
        """The view that says what happened, when the answer that the form was opened from cannot."""
        by, kept = self._parts.gestures.of_submission(body), form_notes.kept_by(body)
        number, shown = ClientNumber(form_notes.kept_number(kept)), form_notes.kept_fields(kept)
        page = form_notes.kept_text(kept, "page")
        offset = values.offset(page) if page else None
        wanted = self._draft(body, by)
        client, place = self._service.edit(EditClient(by=by, number=number, shown=shown, wanted=wanted))

        def word() -> Message:
            if offset is None:
                return views.saved(client, place)
            return views.listed(self._service.page(by, offset=offset), views.is_changed(client))

        is_told = self._parts.answers.after_form(kept, word, self._parts.clock.now())
        return None if is_told else views.saved_view(client, place)

    def _given(self, by: Gesture, number: RequestNumber, client: Client) -> Message:
        """The request's answer as it reads with its client."""
        done = self._parts.client_requests.as_it_is(by, number)
        owner, label = done.request.owner, done.request.label
        owner_zone = self._parts.gestures.zone_of(by, owner) if owner else by.zone
        said = views.given if done.request.client_number == client.number else views.not_given
        return answers.changed(done, by.zone, owner_zone, [said(client, label)])

    def _named(self, by: Gesture, text: str) -> Message:
        """A client's name goes before a verb that it begins with."""
        found = self._meant(by, text)
        if isinstance(found, Client):
            return self._shown(by, found)
        verb, _, rest = text.partition(" ")
        checked_name(rest or text)
        client = self._meant(by, rest) if rest and verb.lower() in SHOWS | REMOVES else None
        if isinstance(client, Client):
            return self._shown(by, client) if verb.lower() in SHOWS else self._not_removed(by, client)
        if client is not None and verb.islower():
            return views.unknown(rest, client)
        near = _near_verb(verb, rest)
        if near is None:
            return views.unknown(checked_name(text), found)
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
        self._parts.answers.instead(body, views.listed(self._service.page(by, offset=values.offset(value))))

    def _edit_pressed(self, body: Body, by: Gesture, value: str) -> None:
        number, page = values.client_and_page(value)
        kept = {**opened_from(body, self._parts.clock.now()), "page": page}
        self._open(body, views.edit_form(self._service.one(by, number), kept))

    def _add_pressed(self, body: Body, by: Gesture, value: str) -> None:
        """It may have been added since the button was shown."""
        number, name = values.text_about(value)
        known = self._service.meant(by, name)
        if number is not None and isinstance(known, Client):
            self._instead(body, self._given(by, number, self._service.give(by, number, known.number, name)))
            return
        about = {"request": f"R-{number}", "words": name} if number else {}
        kept = {**opened_from(body, self._parts.clock.now()), **about}
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
        met = self._met(by, channel) if channel is not None else None
        name, owner = fields.text(BlockId.NAME), form_fields.owner(fields)
        return ClientDraft(name=name, owner=owner, channel_id=channel, channel=met)

    def _met(self, by: Gesture, channel: ChannelId) -> Channel | None:
        """A channel that we have not heard of yet. What Slack does not know either is none, or hidden from us."""
        if not is_channel(channel):
            raise FieldRefused(BlockId.CHANNEL.value, "unknown", channel)
        if self._service.knows_channel(by, channel):
            return None
        met = _directory(self._parts.slack).channel(by.team_id, channel)
        if met is None or met.name.startswith(GROUP_MESSAGE):
            raise FieldRefused(BlockId.CHANNEL.value, "not_seen" if met is None else "unknown", channel)
        return met

    def _open(self, body: Body, view: Block) -> None:
        """In place of the view that holds the button, if one does: what it says is over then."""
        if (body.get("view") or {}).get("type") == "modal":
            self._parts.slack.views_update(view_id=body["view"]["id"], view=view)
        else:
            self._parts.slack.views_open(trigger_id=body["trigger_id"], view=view)


def name_to_add(text: str) -> str:
    """Whom `/client add …` is about; `text` is as Slack sends it."""
    verb, _, name = one_line(plain(text)).partition(" ")
    return name[:NAME_LIMIT] if verb.lower() == "add" else ""


def _near_verb(word: str, rest: str) -> str | None:
    """A verb mistyped, or one that goes on as it does not; a capital begins a name."""
    if word.casefold() in VERBS:
        return word.casefold()
    if not word.islower():
        return None
    return nearest(word, ("add",) if rest and rest.casefold() not in EVERYTHING else VERBS)


def channel_here(command: Body) -> str | None:
    """Group messages belong to no client."""
    channel = str(command.get("channel_id") or "")
    is_group_message = str(command.get("channel_name")).startswith(GROUP_MESSAGE)
    return channel if is_channel(channel) and not is_group_message else None


def channel_pressed_in(body: Body) -> str | None:
    """A result view keeps the channel of the card it tells of."""
    channel = body.get("channel") or {"id": metadata(body).get("channel") if body.get("view") else None}
    return channel_here({"channel_id": channel.get("id"), "channel_name": channel.get("name")})


def _directory(quick: WebClient) -> SlackDirectory:
    """A person waits, so both ways of asking are the quick one."""
    return SlackDirectory(quick, quick)
