"""The tasks that a request or task is made of: what they hang on stays open as long as they are, or it is forced."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.domain.client_requests import ClientRequest
from bot.domain.edits import fingerprint
from bot.domain.errors import FieldRefused, NoPartsOfParts, PartsOpen
from bot.domain.ids import RequestNumber, TaskNumber, TeamId
from bot.domain.origins import Gesture
from bot.domain.sub_tasks import Closing, Fate, Progress
from bot.domain.tasks import Task
from bot.services import cards, item_changes, rungs
from bot.services.cards import Item
from bot.services.ports import Store, Transaction

#: That a form puts forward.
DEPARTMENTS = 20


@dataclass(frozen=True)
class OpenParts:
    """What of an item is open, as far as its reader may see it, and how much they may not."""

    item: Item
    parts: Sequence[Task]
    hidden: int

    @property
    def shown(self) -> str:
        """Tells them from others, so that nobody decides about what they have not seen."""
        return fingerprint(" ".join([*sorted(part.label for part in self.parts), str(self.hidden)]))


class SubTaskService:
    def __init__(self, store: Store[Transaction]) -> None:
        self._store = store

    def progress(self, team: TeamId, item: Item) -> Progress:
        """For whoever sees the item itself."""
        with self._store.read(team) as tx:
            return Progress.of(_direct(tx, item))

    def parts(self, by: Gesture, item: Item) -> Sequence[Task]:
        """Those that this person may see."""
        with self._store.read(by.team_id) as tx:
            return [part for part in _direct(tx, item) if cards.is_seen_by(tx, part, by.user_id)]

    def open_parts(self, by: Gesture, label: str) -> OpenParts:
        with self._store.read(by.team_id) as tx:
            item = cards.item(tx, label, seen_by=by.user_id)
            return _seen(tx, item, by)

    def departments(self, by: Gesture) -> Sequence[str]:
        with self._store.read(by.team_id) as tx:
            return tx.tasks.departments(seen_by=by.user_id, most=DEPARTMENTS)


def whole(tx: Transaction, by: Gesture, request: RequestNumber | None, parent: TaskNumber | None) -> Item | None:
    """What a new task hangs on, open and held so that it is not closed meanwhile. A part of a task of a request is of
    that request too.
    """
    if parent is not None:
        return _parent(tx, by, parent)
    if request is None:
        return None
    found = tx.client_requests.for_change(request, seen_by=by.user_id)
    found.must_be_open()
    return found


def must_hang_on_open(tx: Transaction, number: TaskNumber) -> None:
    """Before it is opened again."""
    for above in tx.tasks.held_above([number]):
        above.must_be_open()


def close(tx: Transaction, item: Item, by: Gesture, at: rungs.At, closing: Closing | None) -> None:
    """What is open of it has the fate that was chosen. What stays open needs a reason. The item itself is locked."""
    found = _seen(tx, item, by)
    if not found.parts and not found.hidden:
        return
    if closing is None or closing.shown not in {None, found.shown}:
        raise PartsOpen(item.label, tuple(part.label for part in found.parts), found.hidden)
    stays = len(found.parts) if closing.fate is Fate.LEAVE else 0
    if stays + found.hidden and not closing.why:
        raise FieldRefused("reason", "missing")
    for part in found.parts:
        _close_part(tx, part, by, at, closing)


def show_above(tx: Transaction, task: Task, at: rungs.At) -> None:
    """The card of what it is directly part of says how far that is."""
    of_request = [f"R-{task.request_number}"] if task.request_number else []
    for above in tx.digests.entries([f"T-{task.parent_number}"] if task.parent_number else of_request):
        assert isinstance(above, ClientRequest | Task)
        cards.refresh(tx, above, now=at.now)


def _parent(tx: Transaction, by: Gesture, number: TaskNumber) -> Task:
    tx.tasks.one(number, seen_by=by.user_id)
    # What may be added to one may be added to all of it: a request that is being closed closes its tasks as well.
    for above in tx.tasks.held_above([number]):
        above.must_be_open()
    parent = tx.tasks.for_change(number, seen_by=by.user_id)
    parent.must_be_open()
    if parent.parent_number is not None:
        raise NoPartsOfParts(parent.label, f"T-{parent.parent_number}")
    return parent


def _direct(tx: Transaction, item: Item) -> Sequence[Task]:
    if isinstance(item, Task):
        return tx.tasks.of_task(item.number)
    return [task for task in tx.tasks.of_request(item.number) if task.parent_number is None]


def _seen(tx: Transaction, item: Item, by: Gesture) -> OpenParts:
    """Also the parts of parts."""
    every = tx.tasks.of_task(item.number) if isinstance(item, Task) else tx.tasks.of_request(item.number)
    still = [part for part in every if part.is_open]
    seen = [part for part in still if cards.is_seen_by(tx, part, by.user_id)]
    return OpenParts(item, seen, len(still) - len(seen))


def _close_part(tx: Transaction, part: Task, by: Gesture, at: rungs.At, closing: Closing) -> None:
    before = item_changes.Before.of(part)
    match closing.fate:
        case Fate.LEAVE:
            return
        case Fate.FINISH:
            part.finish(by=by.user_id, at=at.now, why=closing.why)
        case Fate.CANCEL:
            part.cancel(by=by.user_id, at=at.now, why=closing.why)
        case _:
            assert_never(closing.fate)
    part.changed_by = by.user_id
    item_changes.follow(tx, part, before, at)
