"""What stands in the way of changing each of many, as it is now, and of taking that back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.bulk_judging import Around, Hindrance, hindrance
from bot.domain.bulks import Bulk, BulkAct, BulkVerb, Left, Picked
from bot.domain.client_requests import ClientRequest
from bot.domain.digests import number_of
from bot.domain.errors import FieldRefused, NeedsAnswers
from bot.domain.ids import RequestNumber, TaskNumber, UserId
from bot.domain.snoozes import latest, priority_of
from bot.domain.tasks import Task
from bot.services import chases, merged_along, request_types, stand_ins
from bot.services.cards import Item
from bot.services.holding import hours_of
from bot.services.merged_along import MergedInto
from bot.services.ports import Transaction
from bot.services.rungs import At

ENDS = frozenset({BulkVerb.DONE, BulkVerb.CANCEL})


@dataclass(frozen=True)
class Judged:
    """Those that were found, by label, and of each of those chosen what stands in its way. `merged` are those that go
    along where they go.
    """

    items: Mapping[str, Item]
    picked: tuple[Picked, ...]
    merged: MergedInto


def found(tx: Transaction, labels: Iterable[str], seen_by: UserId) -> dict[str, Item]:
    """Requests before tasks, each in their order: so they are locked by everybody."""
    requests, tasks = _numbers(labels)
    items: list[Item] = [*tx.client_requests.several(requests, seen_by=seen_by)] if requests else []
    items += tx.tasks.several(tasks, seen_by=seen_by) if tasks else []
    return {item.label: item for item in items}


def _numbers(labels: Iterable[str]) -> tuple[list[RequestNumber], list[TaskNumber]]:
    asked = list(labels)
    requests = [RequestNumber(number_of(one)) for one in asked if one.startswith("R-")]
    return requests, [TaskNumber(number_of(one)) for one in asked if one.startswith("T-")]


def ready(tx: Transaction, act: BulkAct, seen_by: UserId) -> BulkAct:
    """With what it stands for as it is in force. Raises NotFound for a client and FieldRefused for a type that there is
    no more.
    """
    if act.client is not None:
        tx.clients.one(act.client, seen_by=seen_by)
    if act.verb is not BulkVerb.TYPE:
        return act
    types = request_types.live(tx.configs)
    if act.type_name is not None and types.named(act.type_name) is None:
        raise FieldRefused("type", "unknown", act.type_name)
    return replace(act, types=types)


def going_along(tx: Transaction, labels: Iterable[str], verb: BulkVerb, seen_by: UserId) -> MergedInto:
    """Before they are found themselves, as all of them are locked together, and then the tasks of all of them."""
    requests, tasks = _numbers(labels)
    if not requests or verb is not BulkVerb.CLIENT:
        return {}
    merged = merged_along.of_each(tx, requests, seen_by=seen_by)
    tx.tasks.of_requests([*requests, *(one.number for along in merged.values() for one in along)], tasks)
    return merged


def above(tx: Transaction, bulk: Bulk) -> Mapping[str, Item]:
    """By label, what those that it closed are part of, which is to be open where they are opened again. Before they are
    found themselves, as all of them are locked together.
    """
    requests, tasks = _numbers(one.label for one in bulk.changed)
    held = tx.tasks.held_above(tasks, requests) if tasks and bulk.verb in ENDS else ()
    return {whole.label: whole for whole in held}


def judge(tx: Transaction, labels: Sequence[str], act: BulkAct, seen_by: UserId, at: At) -> Judged:
    merged = going_along(tx, labels, act.verb, seen_by)
    items = found(tx, labels, seen_by)
    parts = _open_parts(tx, items.values()) if act.verb in ENDS else {}
    why = _each(tx, items, act, parts, at)
    return Judged(items, tuple(_picked(items.get(label), label, why) for label in labels), merged)


def inner_first(items: Iterable[Item]) -> list[Item]:
    """What is part of something before that: it is closed first."""
    return sorted(items, key=_depth, reverse=True)


def _depth(item: Item) -> int:
    if isinstance(item, ClientRequest):
        return 0
    return 2 if item.parent_number is not None else 1


def _each(
    tx: Transaction, items: Mapping[str, Item], act: BulkAct, parts: Mapping[str, set[str]], at: At
) -> dict[str, Hindrance]:
    """Parts that are closed with it stand in nothing's way."""
    why: dict[str, Hindrance] = {}
    closing: set[str] = set()
    for item in inner_first(items.values()):
        left = parts.get(item.label, set()) - closing
        hindered = hindrance(item, act, _around(tx, item, act, len(left), at))
        if hindered is None:
            closing.add(item.label)
        else:
            why[item.label] = hindered
    return why


def _picked(item: Item | None, label: str, why: Mapping[str, Hindrance]) -> Picked:
    if item is None:
        return Picked(label, 0, Hindrance.HIDDEN.value)
    return Picked(label, item.version, why[label].value if label in why else "")


def _around(tx: Transaction, item: Item, act: BulkAct, open_parts: int, at: At) -> Around:
    match act.verb:
        case BulkVerb.DONE if isinstance(item, ClientRequest) and item.type_name is not None:
            return Around(open_parts, lacks=_lacks(tx, item))
        case BulkVerb.SNOOZE:
            hours = hours_of(tx, chases.reader_of(item), at.zone, by_default=True).hours
            return Around(open_parts, latest=latest(priority_of(item), at.now, hours))
        case _:
            return Around(open_parts)


def _lacks(tx: Transaction, request: ClientRequest) -> tuple[str, ...]:
    try:
        request_types.must_be_complete(tx.configs, request)
    except NeedsAnswers as needs:
        return needs.fields
    return ()


def _open_parts(tx: Transaction, items: Iterable[Item]) -> dict[str, set[str]]:
    """The labels of what is open of each, also of what its reader may not see."""
    requests = [item.number for item in items if isinstance(item, ClientRequest)]
    tasks = [item.number for item in items if isinstance(item, Task)]
    parts: dict[str, set[str]] = {}
    for part in tx.tasks.open_below(requests, tasks):
        for whole in _wholes(part):
            parts.setdefault(whole, set()).add(part.label)
    return parts


def _wholes(part: Task) -> Iterator[str]:
    if part.request_number is not None:
        yield f"R-{part.request_number}"
    if part.parent_number is not None:
        yield f"T-{part.parent_number}"


def to_leave(tx: Transaction, bulk: Bulk, items: Mapping[str, Item], wholes: Mapping[str, Item]) -> dict[str, Left]:
    """Why each of those that are not taken back is not. `wholes` are what is `above` them."""
    left = {one.label: Left.HIDDEN for one in bulk.changed if one.label not in items}
    seen = [one for one in bulk.changed if one.label in items]
    left |= {one.label: Left.CHANGED for one in seen if items[one.label].version != one.version}
    left |= {one.label: Left.LEFT for one in seen if one.label not in left and _had_left(tx, one)}
    free = {one.label for one in seen if one.label not in left}
    to_be_open = free | {label for label, whole in wholes.items() if whole.is_open}
    return left | {label: Left.CLOSED_ABOVE for label in free if not _hangs_on(items[label], to_be_open)}


def _had_left(tx: Transaction, picked: Picked) -> bool:
    owner = (picked.was or {}).get("owner")
    return owner is not None and not stand_ins.is_member(tx.people.one(UserId(owner)))


def _hangs_on(item: Item, to_be_open: set[str]) -> bool:
    """What would be opened again below something that stays closed is left."""
    return item.is_open or isinstance(item, ClientRequest) or to_be_open.issuperset(_wholes(item))
