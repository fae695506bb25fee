"""Messages that people type, and the little that Slack itself does with them."""

import re

from sandbox import links, messages
from sandbox.delivery import Delivery
from sandbox.directory import person
from sandbox.errors import DriverMistake
from sandbox.gestures import channels, membership
from sandbox.gestures.outcome import Outcome
from sandbox.messages import Draft
from sandbox.mrkdwn import written
from sandbox.world import Channel, User

BUILT_IN = frozenset({"/invite", "/kick", "/remove", "/me", "/topic"})
INVITATION = re.compile(r"(/invite|/kick|/remove)\s+(\S.*)")
MOST_TYPED = 40_000


def say(
    delivery: Delivery, user: User, channel: Channel, typed: str, thread_ts: str | None, *, broadcast: bool = False
) -> Outcome:
    """With `broadcast` a reply is sent to the channel as well."""
    if broadcast and not thread_ts:
        raise DriverMistake("missing_field", "only a reply is also sent to the channel: thread_ts says to what")
    if checked(typed).split(maxsplit=1)[0] in BUILT_IN:
        return _built_in(delivery, user, channel, typed)
    text = written(delivery.slack.world, typed, by=user.id, names=False)
    parent = thread_of(user, channel, thread_ts)
    unfurl_id = links.typed(delivery, channel, user, text)
    message = messages.post(
        delivery, channel, user.id, Draft(text=text, blocks=[], thread_ts=parent, broadcast=broadcast)
    )
    links.sent(delivery, channel, message, unfurl_id)
    return Outcome(ts=message.ts)


def checked(typed: str) -> str:
    """What the composer takes."""
    if not typed.strip():
        raise DriverMistake("no_text", "Slack sends no empty message")
    if len(typed) > MOST_TYPED:
        raise DriverMistake(
            "msg_too_long", f"Slack's composer takes {MOST_TYPED:,} characters, this has {len(typed):,}"
        )
    return typed


def _built_in(delivery: Delivery, user: User, channel: Channel, typed: str) -> Outcome:
    name, _, rest = typed.strip().partition(" ")
    if name == "/me":
        text = written(delivery.slack.world, checked(rest), by=user.id, names=False)
        said = messages.post(delivery, channel, user.id, Draft(text=text, blocks=[], subtype="me_message"))
        return Outcome(ts=said.ts)
    if name == "/topic":
        return channels.describe(delivery, user, channel, "topic", checked(rest))
    wish = INVITATION.fullmatch(typed.strip())
    if wish is None:
        raise DriverMistake("missing_field", f"say whom, as in {typed.split(maxsplit=1)[0]} @name")
    who = person(delivery.slack, wish[2])
    if wish[1] == "/invite":
        return membership.invite(delivery, user, channel, who)
    return membership.kick(delivery, user, channel, who)


def thread_of(user: User, channel: Channel, thread_ts: str | None) -> str | None:
    if not thread_ts:
        return None
    parent = channel.message(thread_ts)
    if parent is None or parent.only_for not in {None, user.id}:
        raise DriverMistake("thread_not_found", f"{user.name} sees no message {thread_ts:.50} there")
    if parent.only_for is not None and parent.thread_ts is None:
        raise DriverMistake("thread_not_found", "a message that only one person sees starts no thread")
    return parent.thread_ts or parent.ts
