"""What has happened to a request or task, for whoever may see it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.client_requests import ClientRequest
from bot.domain.errors import NotFound
from bot.domain.histories import Change, as_one, sealed, with_reasons
from bot.domain.ids import ClientNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.tasks import Task
from bot.services import cards
from bot.services.cards import Item
from bot.services.ports import Store, Transaction

ENTITIES: Mapping[type[Item], str] = {ClientRequest: "client_request", Task: "task"}
#: More steps than an item ever has; of one that has more the newest are shown.
MOST = 500


@dataclass(frozen=True)
class History:
    """`changes` are newest first, `clients` the names of those that the reader may see, by number."""

    item: Item
    changes: Sequence[Change]
    clients: Mapping[int, str]


class HistoryService:
    def __init__(self, store: Store[Transaction]) -> None:
        self._store = store

    def of(self, by: Gesture, label: str) -> History:
        with self._store.read(by.team_id) as tx:
            item = cards.item(tx, label, seen_by=by.user_id)
            changes = [*_of_item(tx, item, by.user_id), *_of_merged(tx, item, by.user_id)]
            changes.sort(key=lambda change: change.at)
            return History(item, changes[::-1], dict(_clients(tx, changes, by.user_id)))


def _of_item(tx: Transaction, item: Item, reader: UserId) -> Sequence[Change]:
    found = tx.histories.of(ENTITIES[type(item)], str(item.number), label=item.label, most=MOST)
    changes = list(with_reasons(as_one(found)))
    return changes if reader == _beginner(item) else list(sealed(changes))


def _of_merged(tx: Transaction, item: Item, reader: UserId) -> Iterator[Change]:
    """That others were merged into it; and their own histories, as far as the reader may see them."""
    if not isinstance(item, ClientRequest):
        return
    yield from tx.histories.merges(item.number, most=MOST)
    for merge in tx.merges.into(item.number):
        try:
            other = tx.client_requests.one(merge.number, seen_by=reader)
        except NotFound:
            continue
        yield from (replace(change, of=other.label) for change in _of_item(tx, other, reader))


def _beginner(item: Item) -> UserId:
    return item.logged_by if isinstance(item, ClientRequest) else item.given_by


def _clients(tx: Transaction, changes: Sequence[Change], reader: UserId) -> Iterator[tuple[int, str]]:
    values = (side.get("client_number") for change in changes for side in (change.before, change.after))
    for number in {value for value in values if value is not None}:
        try:
            yield number, tx.clients.one(ClientNumber(number), seen_by=reader).name
        except NotFound:
            continue
