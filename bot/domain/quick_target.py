"""Whom a reminder is for: the first words of its line."""

import re
from collections.abc import Sequence
from itertools import islice

from bot.domain.date_scan import opens
from bot.domain.ids import ChannelId, UserId
from bot.domain.quick_marks import EVERYONE, Line, called, take_address
from bot.domain.quick_results import (
    Ambiguity,
    Broadcast,
    ChannelMention,
    GroupMention,
    Me,
    Mention,
    PersonName,
    SeveralTargets,
    Target,
    UnresolvedChannel,
    UnresolvedPerson,
)

_NAMED = (
    rf"<!(?P<everyone>{'|'.join(EVERYONE)})(?:\|[^<>]{{0,80}})?>"
    r"|<@(?P<user>[A-Z0-9]{1,24})(?:\|(?P<label>[^<>|]{0,80}))?>"
    r"|<#(?P<channel>[A-Z0-9]{1,24})(?:\|(?P<channel_label>[^<>|]{0,80}))?>"
    r"|<!subteam\^(?P<group>[A-Z0-9]{1,24})(?:\|@?(?P<group_label>[^<>|]{0,80}))?>"
    r"|@(?P<words>[^\s#<>@,:]{1,80})"
)
_TARGET = re.compile(
    rf"(?:remind\s+)?(?:{_NAMED}|(?P<me>me)(?=[\s,:]|$)|\#(?P<channel_words>[^\s#<>@,:]{{1,80}}))[:,]?", re.IGNORECASE
)
_FURTHER = re.compile(
    rf"\s*(?:(?:,|\band\b|&amp;|\+)\s*)?(?:{_NAMED})[:,]?|\s*(?:,|\band\b|&amp;|\+)\s*me(?=[\s,:]|$)[:,]?",
    re.IGNORECASE,
)

_REMIND = re.compile(r"\s*remind\s+|\s*", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_NAME_WORDS = 3


def take_target(line: Line, people: Sequence[PersonName]) -> tuple[Target | None, tuple[Ambiguity, ...]]:
    """Nobody named means the one who types. Of several the first, until it is asked."""
    match = _TARGET.match(line.seen)
    if match is None:
        person = take_address(line, people) or _take_name(line, people)
        return (None, (person,)) if person else (Me(), ())
    named, end = [match], match.end()
    while further := _FURTHER.match(line.seen, end):
        named.append(further)
        end = further.end()
    line.take(match.start(), end)
    everyone = next((word for word in map(_everyone, named) if word), None)
    if everyone:
        return None, (Broadcast(everyone),)
    target, asked = _one(match, people)
    return target, (SeveralTargets(),) if len(named) > 1 else asked


def _take_name(line: Line, people: Sequence[PersonName]) -> UnresolvedPerson | None:
    """`Ben fri 9:00 call Acme`: a name that is somebody's, without its @, and behind it a date."""
    remind = _REMIND.match(line.seen)
    start = remind.end() if remind else 0
    if opens(line.dated[start:]):
        return None
    for word in list(islice(_WORD.finditer(line.seen, start), _NAME_WORDS))[::-1]:
        name = line.seen[start : word.end()].rstrip(":,")
        candidates = called(name, people)
        if candidates and opens(line.dated[word.end() :]):
            line.take(0, word.end())
            return UnresolvedPerson(name, candidates)
    return None


def _everyone(match: re.Match[str]) -> str | None:
    word = (match["everyone"] or match["words"] or "").lower()
    return word if word in EVERYONE else None


def _one(match: re.Match[str], people: Sequence[PersonName]) -> tuple[Target | None, tuple[Ambiguity, ...]]:
    if match["words"]:
        if match["words"].lower() == "me":
            return Me(), ()
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
