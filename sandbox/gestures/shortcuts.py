"""Shortcuts: on a message, or from anywhere."""

from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake
from sandbox.folding import READINGS
from sandbox.gestures.outcome import Outcome, unexpected
from sandbox.gestures.rights import response_url
from sandbox.payloads import channel_name, interaction, message_object
from sandbox.world import Channel, Message, User


async def on_message(delivery: Delivery, user: User, callback_id: str, channel: Channel, message: Message) -> Outcome:
    slack = delivery.slack
    callback_id = _declared(delivery, callback_id, "message")
    if message.only_for is not None:
        raise DriverMistake("no_shortcuts", "an ephemeral message has no message shortcuts")
    payload = interaction(
        slack,
        "message_action",
        user,
        callback_id=callback_id,
        trigger_id=slack.triggers.new(user.id, channel=channel.id),
        response_url=response_url(slack, user, channel, message),
        action_ts=slack.ts(),
        message_ts=message.ts,
        message=message_object(slack, message, channel),
        channel={"id": channel.id, "name": channel_name(channel)},
    )
    return await _delivered(delivery, callback_id, payload)


async def anywhere(delivery: Delivery, user: User, callback_id: str) -> Outcome:
    slack = delivery.slack
    callback_id = _declared(delivery, callback_id, "global")
    trigger_id = slack.triggers.new(user.id)
    payload = interaction(slack, "shortcut", user, callback_id=callback_id, trigger_id=trigger_id, action_ts=slack.ts())
    return await _delivered(delivery, callback_id, payload)


async def _delivered(delivery: Delivery, callback_id: str, payload: dict[str, object]) -> Outcome:
    reply = await delivery.gesture("interactive", callback_id, payload)
    unexpected(delivery, callback_id, reply)
    return Outcome.of(reply)


def _declared(delivery: Delivery, named: str, kind: str) -> str:
    """The callback id of what is named by it, or by the words of its menu."""
    shortcuts = delivery.slack.manifest.shortcuts
    fitting = [shortcut for shortcut in shortcuts if shortcut.type == kind]
    for reading in READINGS:
        for shortcut in fitting:
            if reading(named) in {shortcut.callback_id, reading(shortcut.name)}:
                return shortcut.callback_id
    known = ", ".join(f"{s.callback_id} ({s.type})" for s in shortcuts) or "none"
    raise DriverMistake("unknown_shortcut", f"no {kind} shortcut {named!r:.100} in the manifest; it declares {known}")
