"""The verbs of both drivers: each takes a body of names, finds the people and places, and makes the gesture."""

from collections.abc import Callable, Coroutine
from typing import Any

from sandbox.blocks import Wanted
from sandbox.delivery import Delivery
from sandbox.directory import acting, can_see, person, place, writable
from sandbox.errors import DriverMistake, Json
from sandbox.gestures import clicks, commands, forms, home, membership, profiles, shortcuts, typing
from sandbox.gestures.outcome import Outcome
from sandbox.world import Channel, ChannelKind, Message, User

Verb = Callable[[Delivery, Json], Coroutine[Any, Any, Outcome]]


async def command(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    name, text = needed(body, "command"), _text(body, "text")
    if name in typing.BUILT_IN and name not in delivery.slack.manifest.commands:
        return typing.say(delivery, user, channel, f"{name} {text}", None)
    return await commands.slash(delivery, user, channel, name, text)


async def message(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    if channel.kind is ChannelKind.IM and not delivery.slack.manifest.messages_tab:
        raise DriverMistake("messages_tab_disabled", "the manifest lets nobody write to the app")
    return typing.say(delivery, user, channel, needed(body, "text"), _text(body, "thread_ts") or None)


async def shortcut(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    callback_id = needed(body, "callback_id")
    if not body.get("channel"):
        return await shortcuts.anywhere(delivery, user, callback_id)
    channel = place(delivery.slack, user, needed(body, "channel"))
    said = _message(user, channel, _text(body, "ts") or None)
    return await shortcuts.on_message(delivery, user, callback_id, channel, said)


async def click(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    text, action_id = _text(body, "text") or None, _text(body, "action_id") or None
    if text is None and action_id is None:
        raise DriverMistake("missing_field", "text or action_id says what to click")
    named = Wanted(text, action_id, _text(body, "block_id") or None, body.get("value"))
    wanted = clicks.Click(named, form=_object(body, "values"))
    if not body.get("channel"):
        return await clicks.in_view(delivery, user, wanted)
    channel = place(delivery.slack, user, needed(body, "channel"))
    return await clicks.in_message(delivery, user, channel, _text(body, "ts") or None, wanted)


async def submit(delivery: Delivery, body: Json) -> Outcome:
    return await forms.submit(delivery, acting(delivery.slack, needed(body, "user")), _object(body, "values"))


async def close(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    return await forms.close(delivery, user, everything=bool(body.get("all")))


async def home_(delivery: Delivery, body: Json) -> Outcome:
    return home.open_tab(delivery, acting(delivery.slack, needed(body, "user")), _text(body, "tab") or "home")


async def invite(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    return membership.invite(delivery, user, channel, person(delivery.slack, needed(body, "who")))


async def kick(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    return membership.kick(delivery, user, channel, person(delivery.slack, needed(body, "who")))


async def profile(delivery: Delivery, body: Json) -> Outcome:
    user = person(delivery.slack, needed(body, "user"))
    deleted = body.get("deleted")
    if deleted is not None and not isinstance(deleted, bool):
        raise DriverMistake("bad_field", "deleted must be true or false")
    tz, name = _text(body, "tz") or None, _text(body, "name") or None
    return profiles.change(delivery, user, tz=tz, name=name, deleted=deleted)


VERBS: dict[str, Verb] = {
    "command": command,
    "message": message,
    "shortcut": shortcut,
    "click": click,
    "submit": submit,
    "close": close,
    "home": home_,
    "invite": invite,
    "kick": kick,
    "profile": profile,
}


def needed(body: Json, name: str) -> str:
    value = _text(body, name)
    if not value:
        raise DriverMistake("missing_field", f"{name} is needed")
    return value


def _text(body: Json, name: str) -> str:
    value: Any = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DriverMistake("bad_field", f"{name} must be text, not {value!r}")
    return value


def _object(body: Json, name: str) -> Json:
    value: Any = body.get(name) or {}
    if not isinstance(value, dict):
        raise DriverMistake("bad_field", f"{name} must be an object of fields and what to fill in")
    return value


def _message(user: User, channel: Channel, ts: str | None) -> Message:
    for said in reversed(channel.messages):
        if can_see(user, channel) and said.only_for in {None, user.id} and ts in {None, said.ts}:
            return said
    raise DriverMistake("message_not_found", f"{user.name} sees no message {ts or ''} in {channel.name or channel.id}")
