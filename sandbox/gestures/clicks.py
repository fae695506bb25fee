"""Buttons, menus and other elements, used in a message, in the open modal or in the Home."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sandbox import desk
from sandbox.blocks import BUTTONS, Found, Wanted, find, label, offered, options, plain
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake, Json
from sandbox.folding import READINGS
from sandbox.gestures import filling
from sandbox.gestures.outcome import Outcome, unexpected
from sandbox.gestures.rights import response_url
from sandbox.payloads import channel_name, interaction, message_object, view_object
from sandbox.validation import NotPossible, initial_values
from sandbox.views import OpenView
from sandbox.workspace import Workspace
from sandbox.world import Channel, Message, User


@dataclass(frozen=True)
class Click:
    """What is used, and what the open form holds besides."""

    wanted: Wanted
    form: dict[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> Any:
        return self.wanted.value


async def in_message(delivery: Delivery, user: User, channel: Channel, ts: str | None, click: Click) -> Outcome:
    slack = delivery.slack
    message, found = _newest(user, channel, ts, click)
    action, held = _action(slack, user, found, click)
    ephemeral = message.only_for is not None
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": ephemeral}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    values = initial_values(message.blocks)
    if held is not None:
        values.setdefault(found.block["block_id"], {})[found.element["action_id"]] = held
    payload = interaction(
        slack,
        "block_actions",
        user,
        container=container,
        trigger_id=slack.triggers.new(user.id),
        channel={"id": channel.id, "name": channel_name(channel)},
        state={"values": values},
        response_url=response_url(slack, user, channel, message),
        actions=[action],
    )
    if not ephemeral:
        payload["message"] = message_object(slack, message, channel)
    return await _delivered(delivery, payload)


async def in_view(delivery: Delivery, user: User, click: Click) -> Outcome:
    """In the open modal, else in the Home."""
    slack = delivery.slack
    view = desk.top(slack, user.id) or slack.homes.get(user.id)
    if view is None:
        raise DriverMistake("nothing_open", f"{user.name} has neither a modal nor the Home open; name a channel")
    typed = filling.resolved(slack, user, view, click.form)
    found = _found(view.blocks, click, "the modal" if view.content["type"] == "modal" else "the Home")
    action, held = _action(slack, user, found, click)
    filling.fill(view, typed)
    if held is not None:
        view.type(found.block["block_id"], found.element["action_id"], held)
    if found.block["type"] == "input" and not found.block.get("dispatch_action"):
        return Outcome()
    return await _delivered(delivery, _view_payload(slack, user, view, action))


def _view_payload(slack: Workspace, user: User, view: OpenView, action: Json) -> Json:
    modal = view.content["type"] == "modal"
    return interaction(
        slack,
        "block_actions",
        user,
        container={"type": "view", "view_id": view.id},
        trigger_id=slack.triggers.new(user.id, view.id if modal else None),
        view=view_object(slack, view),
        actions=[action],
    )


async def _delivered(delivery: Delivery, payload: Json) -> Outcome:
    name = payload["actions"][0]["action_id"]
    reply = await delivery.gesture("interactive", name, payload)
    unexpected(delivery, name, reply)
    return Outcome.of(reply)


def _newest(user: User, channel: Channel, ts: str | None, click: Click) -> tuple[Message, Found]:
    seen = [m for m in channel.messages if m.only_for in {None, user.id} and ts in {None, m.ts}]
    if ts is not None and not seen:
        raise DriverMistake("message_not_found", f"{user.name} sees no message {ts} in {channel.name or channel.id}")
    for reading, message in product(READINGS, reversed(seen)):
        found = find(message.blocks, click.wanted, reading)
        if found is not None:
            return message, found
    there = [name for message in reversed(seen) for name in offered(message.blocks)]
    raise _nothing(click, channel.name or "the DM", list(dict.fromkeys(there)))


def _found(blocks: list[Json], click: Click, where: str) -> Found:
    for reading in READINGS:
        found = find(blocks, click.wanted, reading)
        if found is not None:
            return found
    raise _nothing(click, where, offered(blocks))


def _nothing(click: Click, where: str, there: list[str]) -> DriverMistake:
    known = ", ".join(map(repr, there[:20])) or "nothing to click"
    parts = (click.wanted.words, click.wanted.action_id, click.wanted.block_id, click.wanted.value)
    named = " ".join(repr(part) for part in parts if part is not None)
    return DriverMistake("no_such_button", f"{named} is not in {where}; there is {known}")


def _action(slack: Workspace, user: User, found: Found, click: Click) -> tuple[Json, Json | None]:
    """The entry of `actions`, and what the element holds from now on."""
    element, block = found.element, found.block
    action: Json = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": slack.ts(),
    }
    if element["type"] in BUTTONS:
        own = {name: element[name] for name in ("text", "value", "style", "url", "icon") if name in element}
        return action | own, None
    if "placeholder" in element:
        action["placeholder"] = element["placeholder"]
    if element["type"] == "overflow":
        return action | {"selected_option": _overflow(found, click)}, None
    held = _held(slack, user, found, click)
    return action | {name: value for name, value in held.items() if name != "type"}, held


def _held(slack: Workspace, user: User, found: Found, click: Click) -> Json:
    typed = click.value
    if typed is None and found.option is not None:
        typed = found.option["value"]
    if typed is None:
        name = plain(found.element.get("placeholder")) or label(found.block) or found.element["action_id"]
        raise DriverMistake("value_missing", f"{name!r} is a {found.element['type']}: say which value")
    try:
        return filling.value_of(slack, user, found.element, typed)
    except NotPossible as trouble:
        raise DriverMistake("not_possible", trouble.reason) from trouble


def _overflow(found: Found, click: Click) -> Json:
    if found.option is not None:
        return found.option
    offered = options(found.element)
    meant = filling.option_of(offered, click.value)
    if meant is not None:
        return meant
    known = ", ".join(repr(plain(option.get("text"))) for option in offered)
    raise DriverMistake("value_missing", f"say which of {known}")
