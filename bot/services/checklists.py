"""Checklists of requests and tasks: written, and ticked off by whoever sees them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain import checklists
from bot.domain.checklists import Checklist
from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.digests import number_of
from bot.domain.edits import fingerprint
from bot.domain.errors import AlreadyDone, ChangedMeanwhile, Difference
from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.origins import Gesture
from bot.services import cards
from bot.services.cards import Item
from bot.services.ports import Store, Transaction


@dataclass(frozen=True, kw_only=True)
class Ticking:
    """What a form showed and what it sent back: `lines` the items, the rest the fingerprints of those ticked.
    `shown_lines` is the fingerprint of the whole list.
    """

    label: str
    lines: Sequence[str]
    shown_lines: str
    ticked: Collection[str]
    shown_ticked: Collection[str]


class ChecklistService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, by: Gesture, label: str) -> Item:
        with self._store.read(by.team_id) as tx:
            return cards.item(tx, label, seen_by=by.user_id)

    def save(self, by: Gesture, ticking: Ticking) -> Item:
        try:
            with self._store.begin(by) as tx:
                item = _for_change(tx, ticking.label, by)
                item.must_be_open()
                changed = self._changed(item, by, ticking)
                if changed != item.checklist:
                    item.checklist, item.changed_by = changed, by.user_id
                    cards.refresh(tx, item, now=self._clock.now())
        except AlreadyDone:
            return self.of(by, ticking.label)
        return item

    def _changed(self, item: Item, by: Gesture, ticking: Ticking) -> Checklist:
        _must_have_what_was_ticked(item, ticking)
        ticked = self._ticked(item.checklist, by, ticking)
        if not _is_rewritten(item, ticking):
            return ticked
        # Once more, where lines come back that somebody else had taken out.
        return self._ticked(checklists.rewritten(ticked, ticking.lines), by, ticking)

    def _ticked(self, list_: Checklist, by: Gesture, ticking: Ticking) -> Checklist:
        known = {fingerprint(check.text): check.text for check in list_}
        shown, wanted = (
            [known[one] for one in each if one in known] for each in (ticking.shown_ticked, ticking.ticked)
        )
        return checklists.ticked(list_, shown=shown, wanted=wanted, by=by.user_id, at=self._clock.now())


def _must_have_what_was_ticked(item: Item, ticking: Ticking) -> None:
    """Somebody else may have written it anew meanwhile; a tick for words that are gone would be lost unseen."""
    known = {fingerprint(check.text) for check in item.checklist}
    if {*ticking.ticked} ^ {*ticking.shown_ticked} <= known:
        return
    if fingerprint(_text(item)) != ticking.shown_lines:
        raise _changed_meanwhile(item, ticking)


def _is_rewritten(item: Item, ticking: Ticking) -> bool:
    """By this person. What somebody else has written anew meanwhile is not overwritten unseen."""
    current, sent = _text(item), "\n".join(ticking.lines)
    if fingerprint(sent) == ticking.shown_lines or sent == current:
        return False
    if fingerprint(current) != ticking.shown_lines:
        raise _changed_meanwhile(item, ticking)
    return True


def _changed_meanwhile(item: Item, ticking: Ticking) -> ChangedMeanwhile:
    who = item.changed_by or (item.logged_by if isinstance(item, ClientRequest) else item.given_by)
    yours = "\n".join(ticking.lines)
    return ChangedMeanwhile(item.label, who, (Difference("checklist", theirs=_text(item), yours=yours),))


def _text(item: Item) -> str:
    return "\n".join(check.text for check in item.checklist)


def _for_change(tx: Transaction, label: str, by: Gesture) -> Item:
    number = number_of(label)
    if label.startswith("T-"):
        return tx.tasks.for_change(TaskNumber(number), seen_by=by.user_id)
    return tx.client_requests.for_change(RequestNumber(number), seen_by=by.user_id)
