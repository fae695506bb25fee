"""Refusals about asking, watching and due dates in words."""

from bot.domain.errors import MayNotSee, NobodyToAsk, NotWatched
from handlers.text import Mrkdwn, mention, said


def worded(refused: NobodyToAsk | MayNotSee | NotWatched) -> Mrkdwn:
    if isinstance(refused, NobodyToAsk):
        return said("Nobody else gave you {label}, so there is nobody to ask.", label=refused.label)
    if isinstance(refused, NotWatched):
        return said("{who} does not watch {label}.", who=mention(refused.user_id), label=refused.label)
    words = "{who} may not see {label}, so they cannot watch it. It is for the people of its channel."
    return said(words, who=mention(refused.user_id), label=refused.label)
