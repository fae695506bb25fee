"""Which requests may be the same as one that was just logged: looked for once whoever logged it has their answer."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, AlreadyMerged, NotFound
from bot.domain.finds import State, Wanted
from bot.domain.ids import RequestNumber, TeamId, UserId
from bot.domain.likeness import likely
from bot.domain.merges import Apart
from bot.domain.origins import Gesture, OwnWork
from bot.domain.outbox import Dropped, Message, MessageKind
from bot.domain.search_words import term
from bot.services.ports import Store, Transaction

#: How long one that was closed is still likely to be meant.
RECENT = timedelta(days=30)
#: Of a client's newest so many are compared.
MOST = ((frozenset({State.OPEN}), 300), (frozenset({State.DONE, State.CANCELLED}), 100))


@dataclass(frozen=True)
class Alike:
    """`others` may be the same as `request`, the likeliest first: all that their reader may see."""

    request: ClientRequest
    others: Sequence[ClientRequest]


class DuplicateService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, by: Gesture, number: RequestNumber) -> Alike | None:
        with self._store.read(by.team_id) as tx:
            request = tx.client_requests.one(number, seen_by=by.user_id)
            apart = tx.merges.told_apart(number)
            others = [one for one in self._candidates(tx, by.user_id, request) if one.number not in apart]
            found = likely(request.title, [(one.title, one) for one in others])
        return Alike(request, [one.what for one in found]) if found else None

    def tell(self, by: Gesture, number: RequestNumber) -> None:
        """In their messages, where they have no private answer to add to. Nothing is written when there are none."""
        found = self.of(by, number)
        if found is None:
            return
        with self._store.begin(OwnWork(team_id=by.team_id)) as tx:
            tx.outbox.add(
                Message(
                    kind=MessageKind.ALIKE,
                    about=found.request.label,
                    to=by.user_id,
                    key=f"alike:{found.request.label}:{by.user_id}",
                    due_at=self._clock.now(),
                    facts={"others": " ".join(one.label for one in found.others)},
                )
            )

    def tell_apart(self, by: Gesture, number: RequestNumber, other: RequestNumber) -> None:
        """For everybody: no two are named as perhaps the same again. Raises NotFound when either is hidden, and
        AlreadyMerged when they are one by now.
        """
        lower, higher = sorted((number, other))
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            for one, its_other in ((lower, higher), (higher, lower)):
                if tx.client_requests.one(one, seen_by=by.user_id).merged_into == its_other:
                    raise AlreadyMerged(f"R-{one}", f"R-{its_other}")
            tx.merges.tell_apart(
                Apart(
                    team_id=by.team_id,
                    number=lower,
                    other=higher,
                    said_by=by.user_id,
                    said_at=self._clock.now(),
                )
            )

    def shown(self, team: TeamId, reader: UserId, number: RequestNumber, others: Iterable[RequestNumber]) -> Alike:
        """As they are now. Raises NotFound when their reader may not see the request any more."""
        with self._store.read(team) as tx:
            request = tx.client_requests.one(number, seen_by=reader)
            apart = tx.merges.told_apart(number)
            return Alike(request, [*_seen(tx, (one for one in others if one not in apart), reader)])

    def told(
        self, team: TeamId, reader: UserId, number: RequestNumber, others: Sequence[RequestNumber]
    ) -> Alike | Dropped:
        """For rendering."""
        try:
            found = self.shown(team, reader, number, others)
        except NotFound:
            return Dropped("hidden")
        return found if found.others and found.request.is_open else Dropped("settled")

    def _candidates(self, tx: Transaction, reader: UserId, request: ClientRequest) -> Iterator[ClientRequest]:
        """Those of the same client, also of one that is known by name only."""
        named = term(request.client_words or "", is_quoted=True)
        if request.client_number is None and named is None:
            return
        terms, since = (named,) if named else (), self._clock.now() - RECENT
        for states, most in MOST:
            wanted = Wanted(client=request.client_number, terms=terms, states=states)
            for one in tx.search.requests(wanted, seen_by=reader, limit=most, below=None):
                if _may_be(one, request) and (one.closed_at is None or one.closed_at >= since):
                    yield one


def _may_be(one: ClientRequest, request: ClientRequest) -> bool:
    """What a series logs again and again is meant to be there again."""
    is_of_series = request.series_number is not None and one.series_number == request.series_number
    is_same_client = _words(one) == _words(request)
    return (
        one.number != request.number
        and not one.undone
        and one.merged_into is None
        and not is_of_series
        and is_same_client
    )


def _words(request: ClientRequest) -> str:
    return (request.client_words or "").casefold()


def _seen(tx: Transaction, numbers: Iterable[RequestNumber], reader: UserId) -> Iterator[ClientRequest]:
    for number in numbers:
        try:
            yield tx.client_requests.one(number, seen_by=reader)
        except NotFound:
            continue
