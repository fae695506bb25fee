"""Refusals about asking, watching, due dates and merging in words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.domain import errors
from bot.domain.errors import MayNotSee, MergeRefused, NobodyToAsk, NotWatched
from handlers.text import Mrkdwn, all_of, mention, said

#: Filled in with what the refusal says.
MERGING: Mapping[type[MergeRefused], str] = MappingProxyType(
    {
        errors.AlreadyMerged: (
            "{label} was merged into {into}, so use that one; `/request split {label}` takes it out again."
        ),
        errors.NotMerged: "{label} is not part of another request, so there is nothing to split.",
        errors.NotItself: "{label} cannot be merged into itself. Name the request that it is the same as.",
        errors.HasMerged: (
            "{parts} was merged into {label} before, so {label} stays. Merge {into} into {label} instead: "
            "`/request merge {into} into {label}`."
        ),
        errors.StandsForOthers: (
            "{parts} was merged into {label}, and would be lost with it. Nothing was changed. Take it out first, with "
            "`/request split` and its number, or use *Cancel* on the card of {label}."
        ),
        errors.OtherClient: (
            "{label} and {into} are of different clients, and nobody should read of one client under another. "
            "If one of them has the wrong client, change that first. Nothing was changed."
        ),
        errors.ShowsMore: (
            "{into} can be seen by people who may not see {label}, and merging would show it to them. "
            "Nothing was changed. Try it the other way round, or cancel {label} as a duplicate."
        ),
    }
)
STANDS = (
    "*Undo* is for whoever merged the two, for {count} minutes. `/request split {label}` takes {label} out "
    "again at any time."
)


def worded(refused: NobodyToAsk | MayNotSee | NotWatched) -> Mrkdwn:
    if isinstance(refused, NobodyToAsk):
        return said("Nobody else gave you {label}, so there is nobody to ask.", label=refused.label)
    if isinstance(refused, NotWatched):
        return said("{who} does not watch {label}.", who=mention(refused.user_id), label=refused.label)
    words = "{who} may not see {label}, so they cannot watch it. It is for the people of its channel."
    return said(words, who=mention(refused.user_id), label=refused.label)


def merging(refused: MergeRefused) -> Mrkdwn:
    if isinstance(refused, errors.MergeStands):
        return said(STANDS, count=refused.minutes, label=refused.label)
    named: dict[str, Any] = {
        name: _named(one) if isinstance(one, tuple) else one for name, one in vars(refused).items()
    }
    return said(MERGING[type(refused)], **named)


def _named(labels: Sequence[str]) -> Mrkdwn:
    return all_of([said("{label}", label=label) for label in labels])
