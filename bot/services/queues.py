"""What waits in the queues for somebody to take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.client_requests import ClientRequest
from bot.domain.errors import NoSuchQueue
from bot.domain.ids import ClientNumber, TeamId
from bot.domain.origins import Gesture
from bot.domain.queues import EVERYONE, Queue
from bot.domain.suggestions import nearest
from bot.domain.text import folded
from bot.services import client_names, routing
from bot.services.pages import Page
from bot.services.ports import Store, Transaction

PAGE = 10


@dataclass(frozen=True)
class Waiting:
    """What nobody has in these queues; without one in all that this person may see. `clients` are the names of those
    on the page.
    """

    queues: Sequence[Queue]
    page: Page[ClientRequest]
    clients: Mapping[ClientNumber, str]


class QueueService:
    def __init__(self, store: Store[Transaction]) -> None:
        self._store = store

    def waiting(self, by: Gesture, typed: str, *, offset: int = 0) -> Waiting:
        """Raises NoSuchQueue. Without a name those of the speaker, or all where they are in none."""
        with self._store.read(by.team_id) as tx:
            rules = routing.of(tx)
            queues = rules.of(by.user_id) if not typed else _named(rules.queues, typed)
            names = _as_written(tx, queues) if queues else None
            page = tx.client_requests.in_queues(names, seen_by=by.user_id, offset=offset, limit=PAGE)
            return Waiting(queues, page, client_names.names_of(tx, page.items))

    def names(self, team: TeamId) -> Sequence[str]:
        with self._store.read(team) as tx:
            return [queue.name for queue in routing.of(tx).queues]

    def one(self, by: Gesture, typed: str) -> str:
        """The name of this queue as it is written. Raises NoSuchQueue."""
        with self._store.read(by.team_id) as tx:
            queues = routing.of(tx).queues
        found = _named(queues, typed)
        if not found:
            raise NoSuchQueue(typed, tuple(queue.name for queue in queues))
        return found[0].name


def must_be_one(tx: Transaction, name: str) -> None:
    """Still. Raises NoSuchQueue."""
    queues = routing.of(tx).queues
    if name not in {queue.name for queue in queues}:
        raise NoSuchQueue(name, tuple(queue.name for queue in queues))


def _as_written(tx: Transaction, queues: Sequence[Queue]) -> Sequence[str]:
    """A queue stays the same one where its name is written otherwise than when something came into it."""
    names = {folded(queue.name) for queue in queues}
    return [written for written in tx.client_requests.waiting_queues() if folded(written) in names]


def _named(queues: Sequence[Queue], typed: str) -> tuple[Queue, ...]:
    names = {folded(queue.name): queue for queue in queues}
    wanted = folded(typed)
    if wanted == folded(EVERYONE.name):
        return ()
    if wanted not in names:
        near = nearest(wanted, names)
        raise NoSuchQueue(typed, tuple(queue.name for queue in queues), names[near].name if near else None)
    return (names[wanted],)
