"""What a change of many items is told to those whom it concerns: one message to each, and never to whoever made it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.bulks import Bulk, BulkTold
from bot.domain.digests import number_of
from bot.domain.ids import ClientNumber, TeamId, UserId
from bot.domain.outbox import Dropped, Message, MessageKind
from bot.services import bulk_judging, client_names, request_types
from bot.services.cards import Item
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class BulkNews:
    """For one reader: those that concern them and that they may see now, in their order. `clients` are the names of
    theirs and of that of the bulk.
    """

    bulk: Bulk
    items: Sequence[Item]
    reader: UserId
    zone: ZoneInfo
    clients: Mapping[ClientNumber, str] = field(default_factory=dict)
    type_label: str = ""


def tell(tx: Transaction, bulk: Bulk, changed: Sequence[tuple[Item, UserId | None]], now: datetime) -> list[BulkTold]:
    """Each item comes with who had it before."""
    told = []
    for reader, labels in _concerned(tx, bulk, changed).items():
        seen = bulk_judging.found(tx, labels, reader)
        shown = tuple(label for label in labels if label in seen)
        if shown:
            told.append(BulkTold(reader, tx.outbox.add(_message(bulk, reader, shown, now)), shown))
    return told


def take_back(tx: Transaction, bulk: Bulk, now: datetime) -> None:
    """Their messages say so, where they stand."""
    for one in bulk.told:
        tx.outbox.add(
            Message(
                kind=MessageKind.BULK,
                about=bulk.label,
                to=one.user,
                key=f"bulk_undone:{one.message}",
                due_at=now,
                edits=one.message,
                merge_key=f"edit:{one.message}",
                fallback=bulk.made_by,
                facts={"items": " ".join(one.labels)},
            )
        )


def _concerned(
    tx: Transaction, bulk: Bulk, changed: Sequence[tuple[Item, UserId | None]]
) -> Mapping[UserId, list[str]]:
    """Whoever has it, whoever had it, and those who watch it."""
    watching: dict[str, list[UserId]] = {}
    for one in tx.item_watchers.of_several([item.label for item, _ in changed]):
        watching.setdefault(one.label, []).append(one.user_id)
    found: dict[UserId, list[str]] = {}
    for item, had in changed:
        for reader in _readers(item, had, watching.get(item.label, ())):
            if reader != bulk.made_by:
                found.setdefault(reader, []).append(item.label)
    return found


def _readers(item: Item, had: UserId | None, watching: Iterable[UserId]) -> list[UserId]:
    return [one for one in dict.fromkeys((item.owner, had, *watching)) if one is not None]


def _message(bulk: Bulk, reader: UserId, labels: Sequence[str], now: datetime) -> Message:
    return Message(
        kind=MessageKind.BULK,
        about=bulk.label,
        to=reader,
        key=f"bulk:{bulk.label}:{reader}",
        due_at=now,
        fallback=bulk.made_by,
        facts={"items": " ".join(labels)},
    )


def name_of_act(tx: Transaction, bulk: Bulk) -> Mapping[ClientNumber, str]:
    """Of the client to whom they go, if that is what is done."""
    client = tx.clients.known(bulk.client_number) if bulk.client_number is not None else None
    return {client.number: client.name} if client is not None else {}


def type_label(tx: Transaction, bulk: Bulk) -> str:
    """What people call the type that they are given, if that is what is done; of one that is gone, its own name."""
    if bulk.type_name is None:
        return ""
    found = request_types.live(tx.configs).named(bulk.type_name)
    return found.label if found is not None else f"#{bulk.type_name}"


class BulkNewsService:
    def __init__(self, store: Store[Transaction], people: PeopleService) -> None:
        self._store = store
        self._people = people

    def told(
        self, team: TeamId, label: str, to: UserId, labels: Sequence[str], *, stands: bool = False
    ) -> BulkNews | Dropped:
        """For rendering. What `stands` already says that it is undone, also when that has hidden all of them."""
        with self._store.read(team) as tx:
            bulk = tx.bulks.known(number_of(label))
            seen = bulk_judging.found(tx, labels, to)
            label = type_label(tx, bulk) if bulk is not None else ""
            names = {**client_names.names_of(tx, seen.values()), **(name_of_act(tx, bulk) if bulk is not None else {})}
        if bulk is None or not (seen or (stands and bulk.undone_at is not None)):
            return Dropped("hidden")
        items = [seen[one] for one in labels if one in seen]
        return BulkNews(bulk, items, to, self._people.zone_of(team, to), names, label)
