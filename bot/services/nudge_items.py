"""Reminders that somebody set about a request or task: they go where it goes, and say what has become of it."""

from collections.abc import Iterable, Mapping

from bot.domain.ids import OutboxId
from bot.domain.nudge_occurrences import NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.domain.outbox import Message, MessageKind
from bot.services import cards, rungs
from bot.services.ports import Transaction
from bot.services.time_ports import CatchUpPart

CLOSED, MOVED, WAITS = "closed", "moved", "waits"


def follow(tx: Transaction, item: cards.Item, before: rungs.Basis, at: rungs.At) -> None:
    """After a change. What is closed keeps its reminders, because it may be opened again: see `ends`."""
    what = _what(item, before)
    if what is None:
        return
    if what == MOVED:
        for nudge in tx.nudges.about(item.label):
            if nudge.user_id == before.owner:
                _move(tx, nudge, item, at)
    facts = {"what": what, "by": item.changed_by or "", "at": at.now.isoformat()}
    for nudge, occurrence in tx.nudges.told_about(item.label):
        tx.outbox.add(shown_anew(nudge, occurrence, tx.catch_up.told_by(occurrence.message), at, facts))


def hold(tx: Transaction, changed: Iterable[tuple[cards.Item, rungs.Basis]]) -> None:
    """Of what has changed the reminders that may move: in one, so that they are in order, and before any message is
    changed, as whoever answers a reminder locks it.
    """
    moved = [item.label for item, before in changed if _what(item, before) == MOVED]
    if moved:
        tx.nudges.about_each(moved)


def ends(nudge: Nudge, item: cards.Item) -> bool:
    """What says nothing but that the item is to be thought of has nothing to say once that is closed."""
    return not nudge.text and not item.is_open


def shown_anew(
    nudge: Nudge,
    occurrence: NudgeOccurrence,
    told_by: CatchUpPart | None,
    at: rungs.At,
    facts: Mapping[str, str],
) -> Message:
    edits: OutboxId = told_by.message if told_by else occurrence.message
    return Message(
        kind=told_by.kind if told_by else MessageKind.NUDGE,
        about=nudge.label,
        to=nudge.reaches,
        key=f"about:{occurrence.message}:{at.now:%Y-%m-%dT%H:%M:%S.%fZ}",
        due_at=at.now,
        edits=edits,
        merge_key=f"edit:{edits}",
        facts=told_by.facts if told_by else {"sequence": str(occurrence.sequence), **facts},
    )


def _what(item: cards.Item, before: rungs.Basis) -> str | None:
    if before.is_open and not item.is_open:
        return CLOSED
    if item.owner != before.owner and before.owner is not None:
        return MOVED
    return WAITS if rungs.is_paused(item) and not before.is_paused else None


def _move(tx: Transaction, nudge: Nudge, item: cards.Item, at: rungs.At) -> None:
    """To whoever has the item now, else to whoever set it. What somebody wrote to themselves stays with them."""
    unsent = tx.nudge_occurrences.unsent(nudge.number)
    if (nudge.set_by == nudge.user_id and nudge.text) or (not unsent and nudge.rule is None):
        return
    to = item.owner or (nudge.set_by if nudge.set_by != nudge.user_id else None)
    if to is None:
        nudge.cancelled_at = at.now
        for occurrence in unsent:
            tx.outbox.cancel(occurrence.message)
        return
    nudge.user_id = to
    for occurrence in unsent:
        tx.nudge_occurrences.readdress(occurrence, to)
    tx.replans.mark_reaching(to)
