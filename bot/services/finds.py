"""Requests and tasks found by words and filters, newest first, by whoever may see them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.client_names import ClientName
from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.find_lines import FindLine, Known, parse_find
from bot.domain.finds import Kind, Wanted
from bot.domain.ids import ClientNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.quick_results import PersonName
from bot.domain.tasks import Task
from bot.services import client_names
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

PAGE = 10
#: Further back nobody turns pages: a filter is the way there.
FURTHEST = 1_000
_BATCH = 500


@dataclass(frozen=True)
class Found:
    """A page of what `text` asks for. `has_more` behind it; `clients` are the names of those in it, unless one is
    looked for.
    """

    kind: Kind
    text: str
    line: FindLine
    items: Sequence[ClientRequest | Task] = ()
    offset: int = 0
    has_more: bool = False
    clients: Mapping[ClientNumber, str] | None = None


class FindService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, text: str) -> FindLine:
        with self._store.read(by.team_id) as tx:
            clients = tx.clients.all(seen_by=by.user_id)
        names = [ClientName(client.number, client.name) for client in clients]
        return parse_find(text, Known(by.user_id, self._clock.now(), by.zone, names, lambda: self._members(by.team_id)))

    def page(self, by: Gesture, kind: Kind, text: str, *, offset: int = 0) -> Found:
        """The last page there is when there are fewer by now. Nothing is looked for that was not understood."""
        line = self.understand(by, text)
        if line.problems or line.label or line.asks_for_nothing:
            return Found(kind, text, line)
        offset = min(offset, FURTHEST) // PAGE * PAGE
        with self._store.read(by.team_id) as tx:
            found = _newest(tx, by, kind, line, most=offset + PAGE + 1)
            if len(found) <= offset:
                offset = max(len(found) - 1, 0) // PAGE * PAGE
            shown = found[offset : offset + PAGE]
            has_more = len(found) > offset + PAGE and offset < FURTHEST
            names = client_names.names_of(tx, shown) if line.client is None else None
            return Found(kind, text, line, shown, offset, has_more, names)

    def first(self, by: Gesture, kind: Kind, text: str, *, most: int) -> Sequence[ClientRequest | Task]:
        """The newest of all pages."""
        line = self.understand(by, text)
        if line.problems or line.label or line.asks_for_nothing:
            return ()
        with self._store.read(by.team_id) as tx:
            return _newest(tx, by, kind, line, most=most)

    def _members(self, team: TeamId) -> Sequence[PersonName]:
        return [PersonName(person.user_id, person.name) for person in self._people.members(team)]


def _newest(tx: Transaction, by: Gesture, kind: Kind, line: FindLine, *, most: int) -> Sequence[ClientRequest | Task]:
    found: list[ClientRequest | Task] = []
    if kind is not Kind.TASKS:
        found += tx.search.requests(line.wanted, seen_by=by.user_id, limit=most, below=None)
    if kind is not Kind.REQUESTS:
        found += tx.search.tasks(line.wanted, seen_by=by.user_id, limit=most, below=None)
    return sorted(found, key=_begun, reverse=True)[:most] if kind is Kind.BOTH else found


def every_request(tx: Transaction, wanted: Wanted, seen_by: UserId | None) -> Iterator[ClientRequest]:
    """A few hundred at a time."""
    below: int | None = None
    while batch := tx.search.requests(wanted, seen_by=seen_by, limit=_BATCH, below=below):
        yield from batch
        below = batch[-1].number


def every_task(tx: Transaction, wanted: Wanted, seen_by: UserId | None) -> Iterator[Task]:
    below: int | None = None
    while batch := tx.search.tasks(wanted, seen_by=seen_by, limit=_BATCH, below=below):
        yield from batch
        below = batch[-1].number


def _begun(item: ClientRequest | Task) -> datetime:
    return item.logged_at if isinstance(item, ClientRequest) else item.given_at
