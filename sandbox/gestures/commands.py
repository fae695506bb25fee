"""Slash commands: typed in a channel, answered in the ack."""

from typing import Any

from sandbox import messages
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake, Json, SlackError
from sandbox.gestures.outcome import Outcome, spoilt
from sandbox.gestures.rights import response_url
from sandbox.mrkdwn import written
from sandbox.payloads import VERIFICATION_TOKEN, channel_name
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.checks import check_message
from sandbox.web_api.drafts import draft_of, is_for_all, payload_of
from sandbox.workspace import Workspace
from sandbox.world import Channel, User


async def slash(delivery: Delivery, user: User, channel: Channel, command: str, typed: str) -> Outcome:
    payload = _payload(delivery.slack, user, channel, command, typed)
    reply = await delivery.gesture("slash_commands", command, payload)
    if reply.error or not reply.payload:
        return Outcome.of(reply)
    try:
        with delivery.slack.during(reply.call):
            _show(delivery, user, channel, command, reply.payload)
    except SlackError as problem:
        return spoilt(delivery, command, reply, problem, error="dispatch_failed")
    return Outcome.of(reply)


def _payload(slack: Workspace, user: User, channel: Channel, command: str, typed: str) -> Json:
    declared = slack.manifest.commands.get(command)
    if declared is None:
        known = ", ".join(slack.manifest.commands) or "none"
        raise DriverMistake("unknown_command", f"{command} is not in the manifest; it declares {known}")
    text = typed.strip()
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": slack.world.team.id,
        "team_domain": slack.world.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": written(slack.world, text, by=user.id, names=True) if declared.should_escape else text,
        "api_app_id": slack.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, user, channel),
        "trigger_id": slack.triggers.new(user.id, channel=channel.id),
    }


def _show(delivery: Delivery, user: User, channel: Channel, command: str, answer: Any) -> None:
    """The ack's payload is a message: for this person, or for the channel under the app's name."""
    if not isinstance(answer, dict):
        raise SlackError("bad_ack", detail=f"not a message: {answer!r:.200}")
    for_all = is_for_all(answer, "bad_ack")
    if answer.keys() <= {"text", "response_type"} and not answer.get("text"):
        return  # an empty ack, as ack("") of an SDK sends it
    payload = payload_of(Arguments(answer))
    check_message(delivery.slack, payload, command)
    if for_all:
        messages.post(delivery, channel, delivery.slack.app.user_id, draft_of(payload))
    else:
        messages.whisper(delivery, channel, user.id, draft_of(payload))
