"""A request goes to another client, and takes along what was merged into it (docs/decisions/0030).

What its mover may not see they cannot show to anybody: that stays where it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.errors import NotFound
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.services import cards
from bot.services.ports import Transaction

#: By the number of the one that they were merged into.
MergedInto = Mapping[RequestNumber, Sequence[ClientRequest]]


def for_change(tx: Transaction, number: RequestNumber, *, seen_by: UserId) -> ClientRequest:
    """Where its client may change: what was merged into it is locked with it."""
    held = tx.client_requests.with_merged([number], seen_by=seen_by)
    found = next((one for one in held if one.number == number), None)
    if found is None:
        raise NotFound(f"R-{number}")
    return found


def of_each(tx: Transaction, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> MergedInto:
    """Locked with those where they are read to be changed."""
    held = tx.client_requests.with_merged(numbers, seen_by=seen_by)
    return {number: [one for one in held if one.merged_into == number] for number in numbers}


def move(
    tx: Transaction, request: ClientRequest, client: Client | None, *, asker: UserId, now: datetime
) -> Sequence[str]:
    """Its client is set. Says what has gone to that with it."""
    cards.move(tx, request, client, asker=asker, now=now)
    merged = of_each(tx, [request.number], seen_by=asker)[request.number]
    went = [one.label for one in merged if _client(one) != _client(request)]
    follow(tx, request, merged, asker=asker, now=now)
    return went


def follow(
    tx: Transaction, request: ClientRequest, merged: Iterable[ClientRequest], *, asker: UserId, now: datetime
) -> None:
    """To the client and the channel of the one that they were merged into."""
    for one in merged:
        if (_client(one), one.audience) == (_client(request), request.audience):
            continue
        one.client_number, one.client_words = _client(request)
        one.changed_by = asker
        place = cards.Place(request.audience or one.logged_by, request.audience)
        cards.move_to(tx, one, place, asker=asker, now=now)
        cards.refresh(tx, one, now=now)


def to_go(merged: Iterable[ClientRequest], client: ClientNumber | None) -> list[str]:
    """The labels of those that are not with it already."""
    return [one.label for one in merged if _client(one) != (client, None)]


def _client(request: ClientRequest) -> tuple[ClientNumber | None, str | None]:
    return request.client_number, request.client_words
