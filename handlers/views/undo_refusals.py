"""Refusals to undo something in words."""

from typing import TypeAlias

from bot.domain.errors import DueChangedSince, DueStands, NotApplied, TakenBack, TooLateToTakeBack, TooLateToUndo
from handlers.text import Mrkdwn, mention, said

UndoRefused: TypeAlias = TooLateToUndo | TooLateToTakeBack | TakenBack | NotApplied | DueStands | DueChangedSince


def worded(refused: UndoRefused) -> Mrkdwn:
    match refused:
        case TooLateToUndo(label=label, minutes=minutes):
            words = "{label} can be undone for {count} minutes only. Use *Cancel* on its card instead."
            return said(words, label=label, count=minutes)
        case TooLateToTakeBack(label=label, minutes=minutes):
            words = "{label} can be undone for {count} minutes only, so nothing was changed. Change them again instead."
            return said(words, label=label, count=minutes)
        case TakenBack(label=label):
            return said("{label} was undone already, so nothing was changed now.", label=label)
        case DueStands() | DueChangedSince():
            return _of_due(refused)
        case _:
            return said("You have not changed several at once yet, so there is nothing to undo.")


def _of_due(refused: DueStands | DueChangedSince) -> Mrkdwn:
    label, again = refused.label, _again(refused.label)
    if isinstance(refused, DueStands):
        words = "A due date can be put back for {count} minutes only, so that of {label} stays. {again}"
        return said(words, label=label, count=refused.minutes, again=again)
    if refused.is_undo:
        return said("The due date of {label} was put back already, so nothing was changed now.", label=label)
    words = "{who} changed the due date of {label} since, so it was not put back. {again}"
    return said(words, who=mention(refused.by), label=label, again=again)


def _again(label: str) -> Mrkdwn:
    command = "/task" if label.startswith("T-") else "/request"
    return said("`{command} due {label}` changes it.", command=command, label=label)
