"""Who is told of an item when whoever should see to it does not, or nobody has it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.hours import Reason
from bot.domain.ids import UserId
from bot.domain.people import Person, PersonKind, looks_after
from bot.services import cards, routing
from bot.services.cards import Item
from bot.services.holding import hours_of
from bot.services.ports import Transaction


def first_here(tx: Transaction, item: Item, users: Iterable[UserId], *, now: datetime, zone: ZoneInfo) -> UserId | None:
    """The first who is here, may see it and is not on leave; failing that the first who is here and may see it."""
    found = [user for user in dict.fromkeys(users) if is_member(tx.people.one(user))]
    found = [user for user in found if cards.is_seen_by(tx, item, user)]
    return next((user for user in found if not _is_on_leave(tx, user, now, zone)), next(iter(found), None))


def of_owner(tx: Transaction, item: Item, *, now: datetime, zone: ZoneInfo) -> UserId | None:
    """The next person after whoever has it: the queue's lead, the client's owner, whoever gave or began it, then
    whoever looks after the workspace.
    """
    return first_here(tx, item, (user for user in _after_owner(tx, item) if user != item.owner), now=now, zone=zone)


def of_assigner(tx: Transaction, item: Item, *, now: datetime, zone: ZoneInfo) -> UserId | None:
    """Whoever gave it to whoever has it; once they have left, the next person."""
    user = cards.assigner(item)
    return user if is_member(tx.people.one(user)) else of_owner(tx, item, now=now, zone=zone)


def client_owner(tx: Transaction, request: ClientRequest) -> Iterator[UserId]:
    client = tx.clients.known(request.client_number) if request.client_number else None
    if client is not None:
        yield client.owner


def responsible(tx: Transaction) -> Iterator[UserId]:
    """Whoever looks after the workspace."""
    user = looks_after(tx.people.ranked())
    if user is not None:
        yield user


def request_of(tx: Transaction, item: Item) -> ClientRequest | None:
    """The item, or what it is a task of, whoever may see that."""
    if isinstance(item, ClientRequest):
        return item
    found = tx.digests.entries([f"R-{item.request_number}"]) if item.request_number is not None else ()
    return next((one for one in found if isinstance(one, ClientRequest)), None)


def is_member(person: Person | None) -> bool:
    return person is not None and person.kind is PersonKind.MEMBER


def _after_owner(tx: Transaction, item: Item) -> Iterator[UserId]:
    request = request_of(tx, item)
    if request is not None:
        lead = routing.of(tx).queue(request.queue).lead if request.queue else None
        yield from [lead] if lead is not None else []
        yield from client_owner(tx, request)
    yield from (cards.assigner(item), cards.beginner(item))
    yield from responsible(tx)


def _is_on_leave(tx: Transaction, user: UserId, now: datetime, zone: ZoneInfo) -> bool:
    closed = hours_of(tx, user, zone, by_default=True).hours.closed(now)
    return closed is not None and closed.reason is Reason.LEAVE
