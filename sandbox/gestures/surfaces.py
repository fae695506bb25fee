"""Where an element is used: in a message or a view, as one person has it before them."""

from dataclasses import dataclass
from itertools import product
from typing import Protocol

from sandbox import desk
from sandbox.attachments import holding, usable
from sandbox.blocks import Found, Wanted, find, offered, visible_to
from sandbox.errors import DriverMistake, Json
from sandbox.folding import READINGS
from sandbox.gestures.rights import response_url
from sandbox.payloads import channel_name, message_object, view_object
from sandbox.views import Form, OpenView
from sandbox.workspace import Workspace
from sandbox.world import Channel, Message, User


class Surface(Protocol):
    @property
    def form(self) -> Form: ...

    def parts(self, slack: Workspace) -> Json:
        """The container and what it holds, as all payloads from here bring it."""
        ...

    def rights(self, slack: Workspace, user: User) -> Json:
        """What an action here brings besides."""
        ...


@dataclass(frozen=True)
class InMessage:
    channel: Channel
    message: Message
    form: Form
    attachment: Json | None = None

    def parts(self, slack: Workspace) -> Json:
        channel, message = self.channel, self.message
        there = {"container": self._container(), "channel": {"id": channel.id, "name": channel_name(channel)}}
        if self.attachment and self.attachment.get("is_app_unfurl"):
            return there | {"app_unfurl": self.attachment}
        is_ephemeral = message.only_for is not None
        return there if is_ephemeral else there | {"message": message_object(slack, message, channel)}

    def _container(self) -> Json:
        message = self.message
        common = {"message_ts": message.ts, "channel_id": self.channel.id, "is_ephemeral": message.only_for is not None}
        if self.attachment is not None:
            return {"type": "message_attachment", **common, **_attached(self.attachment)}
        return {"type": "message", **common, **({"thread_ts": message.thread_ts} if message.thread_ts else {})}

    def rights(self, slack: Workspace, user: User) -> Json:
        return {
            "trigger_id": slack.triggers.new(user.id, channel=self.channel.id),
            "state": {"values": self.form.state()},
            "response_url": response_url(slack, user, self.channel, self.message),
        }


def _attached(attachment: Json) -> Json:
    url = {name: attachment[name] for name in ("app_unfurl_url",) if name in attachment}
    return {"attachment_id": attachment["id"], "is_app_unfurl": bool(url), **url}


@dataclass(frozen=True)
class InView:
    view: OpenView

    @property
    def form(self) -> Form:
        return self.view.form

    def parts(self, slack: Workspace) -> Json:
        return {"container": {"type": "view", "view_id": self.view.id}, "view": view_object(slack, self.view)}

    def rights(self, slack: Workspace, user: User) -> Json:
        modal = self.view.content["type"] == "modal"
        return {"trigger_id": slack.triggers.new(user.id, self.view.id if modal else None)}


def in_message(
    slack: Workspace, user: User, channel: Channel, ts: str | None, wanted: Wanted
) -> tuple[InMessage, Found]:
    """The newest message that has such an element, or the one of this ts."""
    seen = [m for m in channel.messages if m.only_for in {None, user.id} and ts in {None, m.ts}]
    if ts is not None and not seen:
        raise DriverMistake("message_not_found", f"{user.name} sees no message {ts} in {channel.name or channel.id}")
    places = [(message, *place) for message in reversed(seen) for place in usable(message)]
    for reading, (message, attachment, blocks) in product(READINGS, places):
        found = find(visible_to(user.id, blocks), wanted, reading)
        if found is not None:
            return InMessage(channel, message, _form(slack, user, channel, message), attachment), found
    there = [name for _, _, blocks in places for name in offered(visible_to(user.id, blocks))]
    raise _nothing(wanted, channel.name or "the DM", list(dict.fromkeys(there)))


def in_view(slack: Workspace, user: User, wanted: Wanted) -> tuple[InView, Found]:
    """In the open modal, else in the Home."""
    surface = open_view(slack, user)
    for reading in READINGS:
        found = find(surface.view.blocks, wanted, reading)
        if found is not None:
            return surface, found
    where = "the modal" if surface.view.content["type"] == "modal" else "the Home"
    raise _nothing(wanted, where, offered(surface.view.blocks))


def open_view(slack: Workspace, user: User) -> InView:
    view = desk.top(slack, user.id) or slack.homes.get(user.id)
    if view is None:
        raise DriverMistake("nothing_open", f"{user.name} has neither a modal nor the Home open; name a channel")
    return InView(view)


def _form(slack: Workspace, user: User, channel: Channel, message: Message) -> Form:
    return slack.forms.setdefault((channel.id, message.ts), {}).setdefault(user.id, Form(holding(message)))


def _nothing(wanted: Wanted, where: str, there: list[str]) -> DriverMistake:
    known = ", ".join(map(repr, there[:20])) or "nothing to click"
    parts = (wanted.words, wanted.action_id, wanted.block_id, wanted.value)
    named = " ".join(repr(part) for part in parts if part is not None)
    return DriverMistake("no_such_button", f"{named} is not in {where}; there is {known}")
