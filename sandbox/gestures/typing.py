"""Messages that people type, and the little that Slack itself does with them."""

import re

from sandbox import messages
from sandbox.delivery import Delivery
from sandbox.directory import person
from sandbox.errors import DriverMistake
from sandbox.gestures import membership
from sandbox.gestures.outcome import Outcome
from sandbox.messages import Draft
from sandbox.mrkdwn import written
from sandbox.world import Channel, User

BUILT_IN = frozenset({"/invite", "/kick", "/remove"})
INVITATION = re.compile(r"(/invite|/kick|/remove)\s+@?(\S+)\s*")


def say(delivery: Delivery, user: User, channel: Channel, typed: str, thread_ts: str | None) -> Outcome:
    if not typed.strip():
        raise DriverMistake("no_text", "Slack sends no empty message")
    if (wish := INVITATION.fullmatch(typed)) is not None:
        return _built_in(delivery, user, channel, wish)
    text = written(delivery.slack.world, typed, by=user.id, names=False)
    message = messages.post(
        delivery, channel, user.id, Draft(text=text, blocks=[], thread_ts=_thread(channel, thread_ts))
    )
    return Outcome(ts=message.ts)


def _built_in(delivery: Delivery, user: User, channel: Channel, wish: re.Match[str]) -> Outcome:
    who = person(delivery.slack, wish[2])
    if wish[1] == "/invite":
        return membership.invite(delivery, user, channel, who)
    return membership.kick(delivery, user, channel, who)


def _thread(channel: Channel, thread_ts: str | None) -> str | None:
    if not thread_ts:
        return None
    parent = channel.message(thread_ts)
    if parent is None:
        raise DriverMistake("thread_not_found", f"there is no message {thread_ts} in #{channel.name}")
    return parent.thread_ts or parent.ts
