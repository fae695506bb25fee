"""A request goes to another client, and takes along what was merged into it (docs/decisions/0030).

What its mover may not see they cannot show to anybody: that stays where it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.errors import NotFound
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.services import cards
from bot.services.ports import Transaction

T = TypeVar("T")
#: By the number of the one that they were merged into.
MergedInto = Mapping[RequestNumber, Sequence[ClientRequest]]


class MergedMeanwhile(Exception):
    """Into what was waited for: if it were locked now it would be out of order."""


class Company:
    """What was merged into a request whose client may change, as far as its mover may see it: it is locked with it."""

    def __init__(self) -> None:
        self._merged: Sequence[ClientRequest] = ()
        #: The labels of those that have gone to another client with it.
        self.went: Sequence[str] = ()

    def for_change(self, tx: Transaction, number: RequestNumber, *, seen_by: UserId) -> ClientRequest:
        held = tx.client_requests.with_merged([number], seen_by=seen_by)
        found = next((one for one in held if one.number == number), None)
        if found is None:
            raise NotFound(f"R-{number}")
        self._merged = _merged_into(number, held)
        return found

    def move(
        self, tx: Transaction, request: ClientRequest, client: Client | None, *, asker: UserId, now: datetime
    ) -> None:
        """Its client is set."""
        must_be_all(tx, {request.number: self._merged}, seen_by=asker)
        cards.move(tx, request, client, asker=asker, now=now)
        self.went = [one.label for one in self._merged if _client(one) != _client(request)]
        follow(tx, request, self._merged, asker=asker, now=now)


def settled(change: Callable[[], T]) -> T:
    """Whoever has waited for a merge begins anew, and then finds what was merged."""
    while True:
        with suppress(MergedMeanwhile):
            return change()


def of_each(tx: Transaction, numbers: Sequence[RequestNumber], *, seen_by: UserId) -> MergedInto:
    """Locked with those where they are read to be changed."""
    held = tx.client_requests.with_merged(numbers, seen_by=seen_by)
    return {number: _merged_into(number, held) for number in numbers}


def must_be_all(tx: Transaction, merged: MergedInto, *, seen_by: UserId) -> None:
    """Raises MergedMeanwhile."""
    held = {one.number for each in merged.values() for one in each}
    if merged and not held.issuperset(tx.client_requests.merged_into([*merged], seen_by=seen_by)):
        raise MergedMeanwhile


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


def _merged_into(number: RequestNumber, held: Iterable[ClientRequest]) -> Sequence[ClientRequest]:
    return [one for one in held if one.merged_into == number]


def _client(request: ClientRequest) -> tuple[ClientNumber | None, str | None]:
    return request.client_number, request.client_words
