"""What is told of a change of many: what would change, and what has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.bulks import Bulk
from bot.domain.client_requests import ClientRequest
from bot.domain.ids import ClientNumber, UserId
from bot.domain.origins import Gesture
from bot.services import bulk_news, client_names, merged_along
from bot.services.bulk_judging import Judged, found, going_along
from bot.services.cards import Item
from bot.services.ports import Transaction


@dataclass(frozen=True)
class Preview:
    """`items` are those of the bulk that its maker may see, by label, as they are. `changed` are the labels of those
    that are not as they were when it was shown before. `clients` are the names of theirs and of that of the bulk.
    `along` are the labels of what goes to that with what it was merged into, as far as its maker may see it.
    """

    bulk: Bulk
    items: Mapping[str, Item]
    changed: Sequence[str] = ()
    clients: Mapping[ClientNumber, str] = field(default_factory=dict)
    along: Sequence[str] = ()
    type_label: str = ""


@dataclass(frozen=True)
class Applied:
    """`milestones` are the labels of requests whose milestones were counted back from another due date."""

    bulk: Bulk
    items: Mapping[str, Item]
    milestones: Sequence[str] = ()
    clients: Mapping[ClientNumber, str] = field(default_factory=dict)
    type_label: str = ""


def as_it_is(tx: Transaction, by: Gesture, bulk: Bulk) -> Applied | Preview:
    if bulk.applied_at is None:
        return shown(tx, bulk, by.user_id)
    return applied(tx, bulk, found(tx, bulk.labels, by.user_id))


def shown(tx: Transaction, bulk: Bulk, seen_by: UserId) -> Preview:
    merged = going_along(tx, bulk.labels, bulk.verb, seen_by)
    return preview(tx, bulk, Judged(found(tx, bulk.labels, seen_by), bulk.picked, merged))


def preview(tx: Transaction, bulk: Bulk, judged: Judged, changed: Sequence[str] = ()) -> Preview:
    free = [item for one in bulk.free if isinstance(item := judged.items.get(one.label), ClientRequest)]
    merged = [one for request in free for one in judged.merged.get(request.number, ())]
    along = merged_along.to_go(merged, bulk.client_number)
    names, label = _clients(tx, bulk, judged.items.values()), bulk_news.type_label(tx, bulk)
    return Preview(bulk, judged.items, changed, names, along, label)


def applied(tx: Transaction, bulk: Bulk, items: Mapping[str, Item]) -> Applied:
    return Applied(bulk, items, _milestones(tx, bulk, items), _clients(tx, bulk, ()), bulk_news.type_label(tx, bulk))


def _clients(tx: Transaction, bulk: Bulk, items: Iterable[Item]) -> Mapping[ClientNumber, str]:
    """Those of the items, and that of the bulk, which its maker could choose."""
    return {**client_names.names_of(tx, items), **bulk_news.name_of_act(tx, bulk)}


def _milestones(tx: Transaction, bulk: Bulk, items: Mapping[str, Item]) -> list[str]:
    """Nothing is asked of each: the answer names them."""
    moved = [items[one.label] for one in bulk.changed if one.label in items]
    requests = [item.number for item in moved if isinstance(item, ClientRequest) and item.due is not None]
    if not requests or bulk.due_at is None or bulk.act.verb.value != "due":
        return []
    wholes = {part.request_number for part in tx.tasks.open_below(requests, []) if part.milestone}
    return [f"R-{number}" for number in requests if number in wholes]
