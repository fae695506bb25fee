"""The verbs of both drivers: each takes a body of names, finds the people and places, and makes the gesture."""

import re
from collections.abc import Callable, Container, Coroutine
from typing import Any

from sandbox.blocks import Found, Wanted
from sandbox.delivery import Delivery
from sandbox.directory import acting, person, place, writable
from sandbox.errors import DriverMistake, Json
from sandbox.gestures import (
    clicks,
    commands,
    forms,
    home,
    membership,
    profiles,
    shortcuts,
    suggestions,
    surfaces,
    typing,
    uploads,
    usergroups,
)
from sandbox.gestures.channel_verbs import CHANNEL_VERBS, message_in
from sandbox.gestures.fields import flag, mapping, names, needed, optional
from sandbox.gestures.outcome import Outcome, telling
from sandbox.gestures.surfaces import Surface
from sandbox.world import Channel, ChannelKind, User

SPACE = re.compile(r"\s+")

Verb = Callable[[Delivery, Json], Coroutine[Any, Any, Outcome]]


async def command(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    name, text = _line(needed(body, "command"), optional(body, "text") or "", delivery.slack.manifest.commands)
    if name in typing.BUILT_IN and name not in delivery.slack.manifest.commands:
        return telling(delivery, lambda: typing.say(delivery, user, channel, f"{name} {text}", None))
    return await commands.slash(delivery, user, channel, name, text)


async def message(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = _to_write_in(delivery, user, body)
    text, thread_ts, broadcast = needed(body, "text"), optional(body, "thread_ts"), bool(flag(body, "broadcast"))
    return telling(delivery, lambda: typing.say(delivery, user, channel, text, thread_ts, broadcast=broadcast))


async def upload(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = _to_write_in(delivery, user, body)
    name, content = needed(body, "name"), uploads.decoded(needed(body, "content"))
    text, thread_ts = optional(body, "text") or "", optional(body, "thread_ts")
    return telling(
        delivery, lambda: uploads.upload(delivery, user, channel, name, content, text=text, thread_ts=thread_ts)
    )


async def shortcut(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    callback_id = needed(body, "callback_id")
    if not body.get("channel"):
        return await shortcuts.anywhere(delivery, user, callback_id)
    channel = place(delivery.slack, user, needed(body, "channel"))
    said = message_in(user, channel, optional(body, "ts"))
    return await shortcuts.on_message(delivery, user, callback_id, channel, said)


async def click(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    text, action_id = optional(body, "text"), optional(body, "action_id")
    if text is None and action_id is None:
        raise DriverMistake("missing_field", "text or action_id says what to click")
    named = Wanted(text, action_id, optional(body, "block_id"), body.get("value"))
    emptied, enter = "value" in body and body["value"] is None, flag(body, "enter") is not False
    confirmed = flag(body, "confirm")
    wanted = clicks.Click(named, mapping(body, "values"), emptied=emptied, enter=enter, confirmed=confirmed)
    surface, found = _surface(delivery, user, body, named)
    return await clicks.use(delivery, user, surface, found, wanted)


async def suggest(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    wanted = Wanted(optional(body, "text"), optional(body, "action_id"), optional(body, "block_id"))
    if wanted.words is None and wanted.action_id is None:
        raise DriverMistake("missing_field", "action_id or text says which menu")
    surface, found = _surface(delivery, user, body, wanted)
    return await suggestions.suggested(delivery, user, surface, found, optional(body, "value") or "")


async def submit(delivery: Delivery, body: Json) -> Outcome:
    return await forms.submit(delivery, acting(delivery.slack, needed(body, "user")), mapping(body, "values"))


async def close(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    return await forms.close(delivery, user, everything=bool(flag(body, "all")))


async def home_(delivery: Delivery, body: Json) -> Outcome:
    user, tab = acting(delivery.slack, needed(body, "user")), optional(body, "tab") or "home"
    return telling(delivery, lambda: home.open_tab(delivery, user, tab))


async def invite(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    who = person(delivery.slack, needed(body, "who"))
    return telling(delivery, lambda: membership.invite(delivery, user, channel, who))


async def kick(delivery: Delivery, body: Json) -> Outcome:
    user = acting(delivery.slack, needed(body, "user"))
    channel = writable(delivery.slack, user, needed(body, "channel"))
    who = person(delivery.slack, needed(body, "who"))
    return telling(delivery, lambda: membership.kick(delivery, user, channel, who))


async def profile(delivery: Delivery, body: Json) -> Outcome:
    user = person(delivery.slack, needed(body, "user"))
    deleted = flag(body, "deleted")
    tz, name, kind = optional(body, "tz"), optional(body, "name"), optional(body, "kind")
    return telling(delivery, lambda: profiles.change(delivery, user, tz=tz, name=name, deleted=deleted, kind=kind))


async def usergroup(delivery: Delivery, body: Json) -> Outcome:
    user, group = acting(delivery.slack, needed(body, "user")), needed(body, "group")
    wish = usergroups.Wish(
        handle=optional(body, "handle"),
        name=optional(body, "name"),
        description=optional(body, "description"),
        people=names(body, "people"),
        disabled=flag(body, "disabled"),
    )
    return telling(delivery, lambda: usergroups.change(delivery, user, group, wish))


VERBS: dict[str, Verb] = {
    "command": command,
    "message": message,
    "shortcut": shortcut,
    "click": click,
    "suggest": suggest,
    "submit": submit,
    "close": close,
    "home": home_,
    "invite": invite,
    "kick": kick,
    "profile": profile,
    "upload": upload,
    "usergroup": usergroup,
    **CHANNEL_VERBS,
}


def _surface(delivery: Delivery, user: User, body: Json, wanted: Wanted) -> tuple[Surface, Found]:
    """In the open modal or else the Home, unless a channel is named."""
    if not body.get("channel"):
        return surfaces.in_view(delivery.slack, user, wanted)
    channel = place(delivery.slack, user, needed(body, "channel"))
    return surfaces.in_message(delivery.slack, user, channel, optional(body, "ts"), wanted)


def _to_write_in(delivery: Delivery, user: User, body: Json) -> Channel:
    channel = writable(delivery.slack, user, needed(body, "channel"))
    if channel.kind is ChannelKind.IM and not delivery.slack.manifest.messages_tab:
        raise DriverMistake("messages_tab_disabled", "the manifest lets nobody write to the app")
    return channel


def _line(command: str, text: str, declared: Container[str]) -> tuple[str, str]:
    """The command and its text, also when they come together or the slash was left out."""
    name, _, rest = SPACE.sub(" ", command.strip(), count=1).partition(" ")
    name = name if name.startswith("/") else f"/{name}"
    return (name if name in declared else name.lower()), f"{rest} {text}".strip()
