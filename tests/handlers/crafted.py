"""What no client of Slack's sends: a form past the client's own limits, a button with another value."""

from collections.abc import Mapping
from typing import Any

from sandbox.driver import Person
from sandbox.errors import Json
from sandbox.gestures.rights import response_url
from sandbox.payloads import channel_name, interaction, view_object


def submitted(who: Person, fields: Mapping[str, Any], *, kept: str | None = None) -> Json:
    """The app's answer to the open form when its fields, by block id, hold this; `kept` are other notes."""
    core = who.sandbox.core
    slack = core.slack
    view = slack.modals[who.id][-1]
    shape = view_object(slack, view)
    for block_id, held in fields.items():
        entries = shape["state"]["values"][block_id]
        for action_id, entry in entries.items():
            entries[action_id] = {**entry, **{name: held for name in entry if name != "type"}}
    if kept is not None:
        shape["private_metadata"] = kept
    trigger = slack.triggers.new(who.id, view.id, submission=True)
    return _given(who, "view_submission", trigger_id=trigger, view=shape, response_urls=[])


def pressed_in_home(who: Person, action_id: str, value: str) -> None:
    """A button in the Home that is not there (any more)."""
    slack = who.sandbox.core.slack
    action = {"type": "button", "action_id": action_id, "value": value, "block_id": "b", "action_ts": "1.0"}
    view = view_object(slack, slack.homes[who.id])
    trigger = slack.triggers.new(who.id)
    container = {"type": "view", "view_id": view["id"]}
    _given(who, "block_actions", trigger_id=trigger, view=view, container=container, actions=[action])
    who.sandbox.settle()


def pressed_on_old_copy(who: Person, channel_id: str, ts: str, action_id: str, value: str) -> None:
    """A button or an option of a message as it was before it was edited: a second click that is on its way, or a
    client that lags.
    """
    slack = who.sandbox.core.slack
    user, channel = slack.world.users[who.id], slack.world.channels[channel_id]
    message = next(one for one in channel.messages if one.ts == ts)
    container = {"type": "message", "message_ts": ts, "channel_id": channel_id, "is_ephemeral": False}
    picked = {"selected_option": {"text": {"type": "plain_text", "text": "old"}, "value": value}}
    action = {
        "action_id": action_id,
        "block_id": "b",
        "action_ts": ts,
        **(picked if "|" in value else {"value": value}),
    }
    _given(
        who,
        "block_actions",
        trigger_id=slack.triggers.new(who.id, channel=channel_id),
        container=container,
        channel={"id": channel_id, "name": channel_name(channel)},
        actions=[action],
        response_url=response_url(slack, user, channel, message),
    )


def _given(who: Person, kind: str, **parts: Any) -> Json:
    core = who.sandbox.core
    payload = interaction(core.slack, kind, core.slack.world.users[who.id], **parts)
    reply = who.sandbox.server.run(core.delivery.gesture("interactive", kind, payload))
    who.sandbox.settle()
    assert reply.error is None
    return reply.payload or {}
