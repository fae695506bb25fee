"""Whom a reminder is for: the first word of its line."""

import re
from collections.abc import Sequence

from bot.domain.ids import ChannelId, UserId
from bot.domain.quick_marks import Line, called
from bot.domain.quick_results import (
    Ambiguity,
    ChannelMention,
    GroupMention,
    Me,
    Mention,
    PersonName,
    Target,
    UnresolvedChannel,
    UnresolvedPerson,
)

_TARGET = re.compile(
    r"(?:remind\s+)?(?:"
    r"<@(?P<user>[A-Z0-9]{1,24})(?:\|(?P<label>[^<>|]{0,80}))?>"
    r"|<#(?P<channel>[A-Z0-9]{1,24})(?:\|(?P<channel_label>[^<>|]{0,80}))?>"
    r"|<!subteam\^(?P<group>[A-Z0-9]{1,24})(?:\|@?(?P<group_label>[^<>|]{0,80}))?>"
    r"|(?P<me>me)(?!\S)"
    r"|\#(?P<channel_words>[^\s#<>@]{1,80})"
    r"|@(?P<words>[^\s#<>@]{1,80})"
    r")[:,]?",
    re.IGNORECASE,
)


def take_target(line: Line, people: Sequence[PersonName]) -> tuple[Target | None, tuple[Ambiguity, ...]]:
    """Nobody named means the one who types."""
    match = _TARGET.match(line.seen)
    if match is None:
        return Me(), ()
    line.take(match.start(), match.end())
    if match["words"]:
        return None, (UnresolvedPerson(match["words"], called(match["words"], people)),)
    if match["channel_words"]:
        return None, (UnresolvedChannel(match["channel_words"]),)
    return _resolved(match), ()


def _resolved(match: re.Match[str]) -> Target:
    if match["user"]:
        return Mention(UserId(match["user"]), match["label"] or None)
    if match["channel"]:
        return ChannelMention(ChannelId(match["channel"]), match["channel_label"] or None)
    if match["group"]:
        return GroupMention(match["group"], match["group_label"] or None)
    return Me()
