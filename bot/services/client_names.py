"""The names of the clients of requests that somebody sees."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import ClientNumber
from bot.services.people_ports import Clients


class Transaction(Protocol):
    @property
    def clients(self) -> Clients: ...


def names_of(tx: Transaction, items: Iterable[object]) -> Mapping[ClientNumber, str]:
    """Whoever may see a request may read whose it is. Whatever else is among them has none."""
    numbers = {one.client_number for one in items if isinstance(one, ClientRequest) and one.client_number is not None}
    return {one.number: one.name for one in (tx.clients.known_of(numbers) if numbers else ())}
