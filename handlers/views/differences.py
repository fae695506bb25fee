"""What somebody else has changed while a form was open, each field beside what was sent for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.channel_settings import Replies
from bot.domain.errors import ChangedMeanwhile, Difference
from bot.domain.ids import LIAISON
from bot.domain.request_states import RequestStatus
from handlers.moments import dated
from handlers.text import Mrkdwn, Plain, channel_link, joined, mention, plainly, said, theirs
from handlers.views.called import STATUS
from handlers.views.channel_settings import CAPTURES, REPLIES

#: How edits compare a person who was filled into a field of a type.
PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})>")
CHANNEL = re.compile(r"[CG][A-Z0-9]{5,30}")
#: What people call the fields that edits compare; those of a type have their labels.
FIELDS = {
    "title": "title",
    "name": "name",
    "details": "details",
    "client": "client",
    "owner": "owner",
    "department": "department",
    "channel": "channel",
    "priority": "priority",
    "due": "due",
    "received": "received",
    "when": "when",
    "due_in": "due in",
    "checklist": "checklist",
    "parts": "tasks of it",
    "emoji": "emoji",
    "asker": "asked by",
    "source": "came in by",
    "replies": "answers in threads",
    "captures": "become requests by themselves",
    "window": "minutes that make one request",
    "waits": "state",
    "why": "what for",
    "until": "back on",
}
#: What is picked from a list, as the list has it.
PICKED: Mapping[str, Mapping[str, str]] = {
    "replies": {one.value: REPLIES[one] for one in Replies},
    "captures": CAPTURES,
    "waits": {one.value: STATUS[one].alone for one in RequestStatus},
}


def told(refused: ChangedMeanwhile, zone: ZoneInfo | None) -> Mrkdwn:
    who = said("Somebody") if refused.by == LIAISON else mention(refused.by)
    head = said("{who} changed {what} while you were editing:", who=who, what=_about(refused.label))
    lines = [
        said(
            "• *{field}*: theirs {theirs}, yours {yours}",
            field=_field(one.field),
            theirs=_value(one.field, one.theirs, zone),
            yours=_value(one.field, one.yours, zone),
        )
        for one in refused.differences
    ]
    return joined([head, *lines, said("Press the button again to keep yours, or *Cancel* to keep theirs.")])


def with_client_names(differences: Sequence[Difference], names: Mapping[str, str]) -> tuple[Difference, ...]:
    """Clients are compared by number and read by name."""
    return tuple(
        replace(one, theirs=names.get(one.theirs, one.theirs), yours=names.get(one.yours, one.yours))
        if one.field == "client"
        else one
        for one in differences
    )


def _about(label: str) -> Mrkdwn:
    """An item, or what was chosen for a channel."""
    if CHANNEL.fullmatch(label):
        return said("what I do in {channel}", channel=channel_link(label))
    return said("{label}", label=label)


def _field(name: str) -> Plain:
    return plainly(FIELDS[name]) if name in FIELDS else theirs(name.removeprefix("type."))


def _picked(field: str, value: str) -> Plain:
    picked = PICKED.get(field, {})
    return plainly(picked[value]) if value in picked else theirs(value)


def _value(field: str, value: str, zone: ZoneInfo | None) -> Mrkdwn:
    """A field's value as edits.py compares it, in words."""
    if not value:
        return said("_empty_")
    person = PERSON.fullmatch(value)
    if field in {"owner", "asker"} or person:
        return mention(person[1] if person else value)
    if field == "channel":
        return channel_link(value)
    if field in {"due", "received", "until"}:
        return said("{at}", at=dated(datetime.fromisoformat(value).astimezone(UTC), zone or ZoneInfo("UTC")))
    return said("{value}", value=_picked(field, value))
