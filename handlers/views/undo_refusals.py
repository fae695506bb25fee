"""Refusals to undo something in words."""

from typing import TypeAlias

from bot.domain.errors import NotApplied, TakenBack, TooLateToTakeBack, TooLateToUndo
from handlers.text import Mrkdwn, said

UndoRefused: TypeAlias = TooLateToUndo | TooLateToTakeBack | TakenBack | NotApplied


def worded(refused: UndoRefused) -> Mrkdwn:
    match refused:
        case TooLateToUndo(label=label, minutes=minutes):
            words = "{label} can be undone for {minutes} minutes only. Use *Cancel* on its card instead."
            return said(words, label=label, minutes=minutes)
        case TooLateToTakeBack(label=label, minutes=minutes):
            words = (
                "{label} can be undone for {minutes} minutes only, so nothing was changed. Change them again instead."
            )
            return said(words, label=label, minutes=minutes)
        case TakenBack(label=label):
            return said("{label} was undone already, so nothing was changed now.", label=label)
        case _:
            return Mrkdwn("You have not changed several at once yet, so there is nothing to undo.")
