"""A request goes to another client, and takes along what was merged into it (docs/decisions/0030)."""

from datetime import datetime

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.ids import UserId
from bot.services import cards
from bot.services.ports import Transaction


def move(tx: Transaction, request: ClientRequest, client: Client | None, *, asker: UserId, now: datetime) -> None:
    """Its client is set."""
    cards.move(tx, request, client, asker=asker, now=now)
    follow(tx, request, asker=asker, now=now)


def follow(tx: Transaction, request: ClientRequest, *, asker: UserId, now: datetime) -> None:
    """What its mover may not see they cannot show to anybody: that stays where it is."""
    numbers = [merge.number for merge in tx.merges.into(request.number)]
    for one in tx.client_requests.several(numbers, seen_by=asker) if numbers else ():
        one.client_number, one.client_words = request.client_number, request.client_words
        one.changed_by = asker
        place = cards.Place(request.audience or one.logged_by, request.audience)
        cards.move_to(tx, one, place, asker=asker, now=now)
        cards.refresh(tx, one, now=now)


def labels(tx: Transaction, request: ClientRequest, seen_by: UserId) -> tuple[str, ...]:
    """Those that have gone with it."""
    numbers = [merge.number for merge in tx.merges.into(request.number)]
    found = tx.client_requests.several(numbers, seen_by=seen_by) if numbers else ()
    return tuple(one.label for one in found if one.client_number == request.client_number)
