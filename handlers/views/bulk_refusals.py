"""Refusals to undo a change of many at once in words."""

from bot.domain.errors import NotApplied, TakenBack, TooLateToTakeBack
from handlers.text import Mrkdwn, said


def worded(refused: TooLateToTakeBack | TakenBack | NotApplied) -> Mrkdwn:
    if isinstance(refused, TooLateToTakeBack):
        words = (
            "{label} can be undone for {minutes} minutes only, so nothing was changed. Change them once more instead."
        )
        return said(words, label=refused.label, minutes=refused.minutes)
    if isinstance(refused, TakenBack):
        return said("{label} was undone already, so nothing was changed now.", label=refused.label)
    return Mrkdwn("You have not changed several at once yet, so there is nothing to undo.")
