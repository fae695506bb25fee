"""Refusals about asking, watching, due dates and merging in words."""

from bot.domain.errors import (
    AlreadyMerged,
    HasMerged,
    MayNotSee,
    MergeRefused,
    NobodyToAsk,
    NotItself,
    NotMerged,
    NotWatched,
    OtherClient,
    ShowsMore,
)
from handlers.text import Mrkdwn, mention, said


def worded(refused: NobodyToAsk | MayNotSee | NotWatched) -> Mrkdwn:
    if isinstance(refused, NobodyToAsk):
        return said("Nobody else gave you {label}, so there is nobody to ask.", label=refused.label)
    if isinstance(refused, NotWatched):
        return said("{who} does not watch {label}.", who=mention(refused.user_id), label=refused.label)
    words = "{who} may not see {label}, so they cannot watch it. It is for the people of its channel."
    return said(words, who=mention(refused.user_id), label=refused.label)


def merging(refused: MergeRefused) -> Mrkdwn:
    if isinstance(refused, NotMerged):
        return said("{label} is not part of another request, so there is nothing to split.", label=refused.label)
    if isinstance(refused, NotItself):
        return said(
            "{label} cannot be merged into itself. Name the request that it is the same as.", label=refused.label
        )
    if isinstance(refused, HasMerged):
        words = (
            "{parts} was merged into {label} before, so {label} stays. Merge {into} into {label} instead: "
            "`/request merge {into} into {label}`."
        )
        parts = " and ".join(refused.parts)
        return said(words, parts=parts, label=refused.label, into=refused.into)
    if isinstance(refused, OtherClient):
        words = (
            "{label} and {into} are of different clients, and nobody should read of one client under another. "
            "If one of them has the wrong client, change that first. Nothing was changed."
        )
        return said(words, label=refused.label, into=refused.into)
    if isinstance(refused, ShowsMore):
        words = (
            "{into} can be seen by people who may not see {label}, and merging would show it to them. "
            "Nothing was changed. Try it the other way round, or cancel {label} as a duplicate."
        )
        return said(words, label=refused.label, into=refused.into)
    assert isinstance(refused, AlreadyMerged)
    words = "{label} was merged into {into}, so use that one; `/request split {label}` takes it out again."
    return said(words, label=refused.label, into=refused.into)
