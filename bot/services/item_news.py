"""What a change of a request or task is told to those who watch it, and a move of its due date to its owner."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.client_requests import Due
from bot.domain.ids import LIAISON, UserId
from bot.domain.outbox import Message, MessageKind
from bot.services import cards
from bot.services.cards import Item
from bot.services.outbox_ports import Told
from bot.services.ports import Transaction

_OF_DUE = frozenset({"due_was", "due_was_zone", "due", "due_zone", "why"})


@dataclass(frozen=True)
class Basis:
    """What of an item those who watch it are told of."""

    owner: UserId | None
    assigner: UserId
    due: Due | None
    status: str
    is_open: bool

    @classmethod
    def of(cls, item: Item) -> "Basis":
        return cls(item.owner, cards.assigner(item), item.due, item.status.value, item.is_open)


def follow(tx: Transaction, item: Item, before: Basis, now: datetime) -> None:
    """After a change: one message to each. Whoever made it knows, and so does whoever is given it."""
    facts = dict(_facts(item, before))
    if not facts:
        return
    actor = item.changed_by or LIAISON
    for reader in _readers(tx, item, before, actor):
        tx.outbox.add(_changed(item, reader, {"by": actor, **facts}, now))


def follow_together(tx: Transaction, about: Item, changed: Sequence[tuple[Item, Basis]], now: datetime) -> None:
    """Where several due dates moved with that of another item: one message to each. Of a single one as ever."""
    theirs: dict[UserId, list[tuple[Item, Basis]]] = {}
    for item, before in changed:
        for reader in _readers(tx, item, before, item.changed_by or LIAISON):
            theirs.setdefault(reader, []).append((item, before))
    for reader, moved in theirs.items():
        item, before = moved[0]
        if len(moved) == 1:
            facts = {"by": item.changed_by or LIAISON, **dict(_facts(item, before))}
            tx.outbox.add(_changed(item, reader, facts, now))
        else:
            _tell_together(tx, about, reader, [one for one, _ in moved], now)


def _tell_together(tx: Transaction, about: Item, reader: UserId, moved: Sequence[Item], now: datetime) -> None:
    dues = [(item.label, item.due.at.isoformat()) for item in moved if item.due]
    by, why = moved[0].changed_by or LIAISON, moved[0].due_why or ""
    facts = {"what": "moved_together", "by": by, "why": why, "dues": json.dumps(dues)}
    key = f"moved_together:{about.label}:{reader}:{':'.join(f'{one.label}.{one.version}' for one in moved)}"
    cards.notice(tx.outbox, about.label, to=reader, now=now, key=key, facts=facts)


def take_back(tx: Transaction, item: Item, before: Basis, now: datetime) -> None:
    """Of a due date that is as it was: whoever was not told yet that it was moved is told neither, all others once."""
    actor = item.changed_by or LIAISON
    facts = {"by": actor, **dict(_facts(item, before)), "undone": "1"}
    told = {one.to: one for one in tx.outbox.news(item.label, MessageKind.CHANGED) if _tells_of(one, before, actor)}
    unaware = {reader for reader, one in told.items() if tx.outbox.cancel(one.id)}
    readers = [*dict.fromkeys([*_readers(tx, item, before, actor), *told])]
    for reader in unaware:
        _tell_the_rest(tx, item, told[reader], now)
    for reader in readers:
        if reader not in unaware and cards.is_seen_by(tx, item, reader):
            tx.outbox.add(_changed(item, reader, facts, now))


def _tell_the_rest(tx: Transaction, item: Item, stopped: Told, now: datetime) -> None:
    """What an edit has changed besides its due date stays, and is to be told."""
    rest = {name: fact for name, fact in stopped.facts.items() if name not in _OF_DUE}
    if rest.keys() - {"by"}:
        tx.outbox.add(_changed(item, stopped.to, rest, now))


def _tells_of(told: Told, moved: Basis, actor: UserId) -> bool:
    """Whether it says that this person has moved the due date to where it was then."""
    return (told.facts.get("by"), told.facts.get("due")) == (actor, moved.due.at.isoformat() if moved.due else "")


def _changed(item: Item, reader: UserId, facts: Mapping[str, str], now: datetime) -> Message:
    return Message(
        kind=MessageKind.CHANGED,
        about=item.label,
        to=reader,
        key=f"changed:{item.label}:{reader}:{item.version}:{'/'.join(facts)}",
        due_at=now,
        facts=facts,
    )


def _facts(item: Item, before: Basis) -> Iterator[tuple[str, str]]:
    if item.due != before.due:
        for name, due in (("due_was", before.due), ("due", item.due)):
            yield name, due.at.isoformat() if due else ""
            yield f"{name}_zone", due.zone_name if due else ""
        yield "why", item.due_why or ""
    if item.is_open != before.is_open:
        yield "state", "reopened" if item.is_open else item.status.value
    if item.owner != before.owner:
        yield "owner_was", before.owner or ""
        yield "owner", item.owner or ""


def _readers(tx: Transaction, item: Item, before: Basis, actor: UserId) -> list[UserId]:
    """Its owner hears of another due date; of the rest their own message says how it is."""
    told = {actor}
    if item.owner != before.owner:
        told |= {item.owner} if item.owner else set()
        # Whoever gave what comes back is told by name, and why.
        told |= {before.assigner} if before.owner == actor and item.owner is None else set()
    owner = [item.owner] if item.owner and item.owner == before.owner and item.due != before.due else []
    readers = dict.fromkeys([*owner, *(one.user_id for one in tx.item_watchers.of(item.label))])
    return [one for one in readers if one not in told and cards.is_seen_by(tx, item, one)]
