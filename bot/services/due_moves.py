"""How the due date of a request or task was moved last, and whether that can be taken back."""

from collections.abc import Sequence

from bot.domain.client_requests import Due
from bot.domain.dues import DueMove, last_move
from bot.domain.histories import Change
from bot.domain.origins import Gesture
from bot.services.cards import Item
from bot.services.histories import ENTITIES, MOST
from bot.services.ports import Transaction


def last(tx: Transaction, item: Item) -> DueMove | None:
    return last_move(item.label, changes(tx, item), item.due, item.due_why)


def changes(tx: Transaction, item: Item) -> Sequence[Change]:
    return tx.histories.of(ENTITIES[type(item)], str(item.number), most=MOST)


def undo_of_edit(tx: Transaction, by: Gesture, item: Item, was: Due | None) -> str | None:
    """Of an edit that has perhaps moved it; remembered, so that the same delivery is answered the same."""
    undo = undo_of(tx, by, item) if item.due != was else None
    if undo is not None:
        tx.remember(undo)
    return undo


def undo_of(tx: Transaction, by: Gesture, item: Item) -> str | None:
    """The name under which whoever moved it last may take that back."""
    move = last(tx, item)
    return move.transaction if move is not None and move.by == by.user_id and not move.is_undo else None
