"""Notices in words: declined, not delivered, too late."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from handlers import blocks
from handlers.blocks import Message
from handlers.moments import wall
from handlers.text import mention, place, said

Facts: TypeAlias = Mapping[str, str]

THINGS = {
    "request_card": "the card",
    "request_for_owner": "the message to its owner",
    "task_card": "the card",
    "task_for_owner": "the message to its owner",
    "nudge": "the reminder",
    "digest": "the digest",
    "reply": "my reply",
}
REASONS = {
    "not_in_channel": "I am not in that channel. Type `/invite @Liaison` there.",
    "channel_not_found": "that channel is gone, or I am not in it.",
    "is_archived": "that channel is archived.",
    "shared": "that channel is shared with another company, so I post nothing there.",
    "user_disabled": "that person has left the workspace.",
    "unclear": "Slack did not say whether it arrived. Please look there before you repeat it.",
    "restricted_action": "the workspace does not let me post there.",
}


def declined(about: str, facts: Facts, _zone: ZoneInfo) -> Message:
    words = "{who} declined {label}. It is nobody's now: assign it again, or take it yourself."
    return blocks.only(said(words, who=mention(facts["by"]), label=about))


def undelivered(about: str, facts: Facts, _zone: ZoneInfo) -> Message:
    thing = THINGS.get(facts["kind"], "a message")
    reason = REASONS.get(facts["error"], f"Slack refused it ({facts['error']}).")
    words = "I could not deliver {thing} of {label} to {to}: {reason}"
    return blocks.only(said(words, thing=thing, label=about, to=place(facts["to"]), reason=reason))


def expired(about: str, facts: Facts, zone: ZoneInfo) -> Message:
    thing, text = THINGS.get(facts["kind"], "a message"), facts.get("text", "")
    due = wall(datetime.fromisoformat(facts["due"]), zone)
    words = "{label}: {thing} for {to}{quoted} was due {due}. I could not send it then, and now it is too late for it."
    quoted = said(" (“{text}”)", text=text) if text else ""
    return blocks.only(said(words, label=about, thing=thing, to=place(facts["to"]), quoted=quoted, due=due))


WORDS: Mapping[str, Callable[[str, Facts, ZoneInfo], Message]] = MappingProxyType(
    {"declined": declined, "undelivered": undelivered, "expired": expired}
)
