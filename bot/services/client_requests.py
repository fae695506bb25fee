"""Client requests: logged from a line, a form or a message, then taken, given, changed, closed and opened again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.client_names import ClientName, KnownClient
from bot.domain.client_requests import ClientRequest, Pause
from bot.domain.clients import Client, of_channel
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone
from bot.domain.heard import HeardAs
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_request import parse_request
from bot.domain.quick_results import QuickRequest
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.request_types import Answer
from bot.domain.sub_tasks import Closing
from bot.services import (
    cards,
    client_names,
    due_moves,
    edits,
    item_changes,
    merged_along,
    milestones,
    request_edits,
    request_logging,
    request_types,
    routing,
    rungs,
    stand_ins,
    sub_tasks,
    typed_lines,
    watches,
)
from bot.services.cards import Item
from bot.services.pages import Page, Which
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.request_drafts import Draft, Edit, Log, Logged, Shown

PAGE = 10


def _held(tx: Transaction, number: RequestNumber, *, seen_by: UserId) -> ClientRequest:
    return tx.client_requests.for_change(number, seen_by=seen_by)


@dataclass(frozen=True)
class Listed:
    """A page of a list, and the names of the clients of those on it."""

    page: Page[ClientRequest]
    clients: Mapping[ClientNumber, str]


class ClientRequestService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, text: str) -> QuickRequest:
        """Saves nothing. A line that names no client is for the one whose channel it is typed in."""
        with self._store.read(by.team_id) as tx:
            clients, types = tx.clients.all(seen_by=by.user_id), request_types.live(tx.configs)
        names = [ClientName(client.number, client.name) for client in clients]
        text, now = self._people.with_names(by.team_id, text), self._clock.now()
        owner = of_channel(clients, by.channel_id)
        here = ClientName(owner.number, owner.name) if owner else None
        quick = parse_request(text, now=now, zone=by.zone, clients=names, types=types.words, me=by.user_id, here=here)
        quick = typed_lines.resolved(quick, types, now, by.zone)
        return replace(quick, client=KnownClient(owner.number, owner.name)) if owner and not quick.client else quick

    def log(self, command: Log) -> Logged:
        by, draft = command.by, command.draft
        self._people.must_take_work(by.team_id, draft.owner)
        try:
            with self._store.begin(by) as tx:
                request_logging.refuse_twin(tx, command, self._clock.now())
                logged = self._log(tx, by, draft)
                tx.remember(logged.request.label)
        except AlreadyDone as done:
            return self._logged_before(by, done)
        return logged

    def one(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        with self._store.read(by.team_id) as tx:
            return tx.client_requests.one(number, seen_by=by.user_id)

    def page(self, by: Gesture, which: Which, *, offset: int = 0) -> Listed:
        with self._store.read(by.team_id) as tx:
            page = tx.client_requests.page(which, seen_by=by.user_id, offset=offset, limit=PAGE)
            return Listed(page, client_names.names_of(tx, page.items))

    def client_names(self, by: Gesture, items: Iterable[Item]) -> Mapping[ClientNumber, str]:
        with self._store.read(by.team_id) as tx:
            return client_names.names_of(tx, items)

    def clients(self, by: Gesture) -> Sequence[Client]:
        with self._store.read(by.team_id) as tx:
            return tx.clients.all(seen_by=by.user_id)

    def shown(self, team: TeamId, label: str) -> Shown | None:
        """For rendering: whoever reads it was decided when the message was addressed."""
        with self._store.read(team) as tx:
            request = next(iter(tx.digests.entries([label])), None)
            if not isinstance(request, ClientRequest):
                return None
            return Shown(request, _client(tx, request))

    def as_it_is(self, by: Gesture, number: RequestNumber) -> Logged:
        """With its client and where its card is."""
        with self._store.read(by.team_id) as tx:
            return _as_it_is(tx, tx.client_requests.one(number, seen_by=by.user_id))

    def logged_from(self, by: Gesture, permalink: str) -> ClientRequest | None:
        """What was logged before of the same message."""
        with self._store.read(by.team_id) as tx:
            return tx.client_requests.logged_from(permalink, seen_by=by.user_id)

    def is_latest(self, team: TeamId, label: str, to: str, card: str | None) -> bool:
        """Of the messages that gave it to this person."""
        with self._store.read(team) as tx:
            return cards.is_latest(tx.outbox, label, MessageKind.REQUEST_FOR_OWNER, to, card)

    def client_of(self, by: Gesture, request: ClientRequest) -> Client | None:
        with self._store.read(by.team_id) as tx:
            return _client(tx, request)

    def take(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.take(by.user_id)).request

    def accept(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.accept(by.user_id)).request

    def decline(self, by: Gesture, number: RequestNumber, why: str) -> ClientRequest:
        return self._change(by, number, lambda request, tx: self._decline(tx, request, by, why)).request

    def assign(
        self, by: Gesture, number: RequestNumber, owner: UserId, note: str = "", shown: Mapping[str, str] | None = None
    ) -> Logged:
        """`shown` is the fingerprint of whose it was on a form."""

        def assign(request: ClientRequest, tx: Transaction) -> None:
            edits.must_be_as_shown(tx, request, shown, {"owner": request.owner or ""}, {"owner": owner})
            request_edits.assign(tx, request, owner, by, now=self._clock.now(), note=note)

        self._people.must_take_work(by.team_id, owner)
        return self._change(by, number, assign)

    def finish(
        self, by: Gesture, number: RequestNumber, closing: Closing | None = None, *, answers: tuple[Answer, ...] = ()
    ) -> ClientRequest:
        """Raises NeedsAnswers where its type asks for more than it holds; `answers` are what was asked for then."""
        return self._change(by, number, lambda request, tx: self._finish(tx, request, by, closing, answers)).request

    def answer(self, by: Gesture, number: RequestNumber, answers: tuple[Answer, ...]) -> None:
        """What was filled in to close it, where something else stands in the way."""

        def answer(request: ClientRequest, _: Transaction) -> None:
            request.must_be_open()
            request.answer(answers)

        self._change(by, number, answer)

    def cancel(
        self, by: Gesture, number: RequestNumber, cause: Cause, why: str, closing: Closing | None = None
    ) -> Logged:
        def cancel(request: ClientRequest, tx: Transaction) -> None:
            request.must_be_open()
            sub_tasks.close(tx, request, by, self._at, closing)
            request.cancel(by=by.user_id, at=self._clock.now(), cause=cause, why=why)

        return self._change(by, number, cancel)

    def pause(self, by: Gesture, number: RequestNumber, pause: Pause, shown: Mapping[str, str] | None = None) -> Logged:
        def wait(request: ClientRequest, tx: Transaction) -> None:
            request_edits.pause(tx, request, pause, shown, self._clock.now())

        return self._change(by, number, wait)

    def resume(self, by: Gesture, number: RequestNumber, shown: RequestStatus | None = None) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.resume(shown)).request

    def undo(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, tx: self._undo(tx, request, by)).request

    def reopen(self, by: Gesture, number: RequestNumber, shown: datetime | None = None) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.reopen(shown)).request

    def edit(self, command: Edit) -> Logged:
        by, owner = command.by, command.wanted.owner
        if "owner" in command.asked:
            self._people.must_take_work(by.team_id, owner)
        return merged_along.settled(lambda: self._edited(command))

    def _edited(self, command: Edit) -> Logged:
        company = merged_along.Company()

        def edit(request: ClientRequest, tx: Transaction) -> None:
            request_edits.edit(tx, request, command, self._at, company)

        changed = self._change(command.by, command.number, edit, held=company.for_change)
        return replace(changed, along=tuple(company.went))

    def _change(
        self,
        by: Gesture,
        number: RequestNumber,
        change: Callable[[ClientRequest, Transaction], routing.Given | None],
        held: Callable[..., ClientRequest] = _held,
    ) -> Logged:
        try:
            with self._store.begin(by) as tx:
                request = held(tx, number, seen_by=by.user_id)
                before, due = item_changes.Before.of(request), request.due
                was_watched = request.is_up_for_grabs
                given = change(request, tx)
                request.changed_by = by.user_id
                watches.follow(tx, request, was_watched=was_watched, at=self._at, given=given)
                item_changes.follow(tx, request, before, self._at)
                milestones.offer(tx, request, due, by, self._at)
                return replace(_as_it_is(tx, request), due_undo=due_moves.undo_of_edit(tx, by, request, due))
        except AlreadyDone as done:
            return replace(self._changed_before(by, number), due_undo=done.reference)

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _changed_before(self, by: Gesture, number: RequestNumber) -> Logged:
        """As the same delivery was answered the first time, although the change may have hidden it from them since."""
        before = self.shown(by.team_id, f"R-{number}")
        request = before.request if before else self.one(by, number)
        with self._store.read(by.team_id) as tx:
            return _as_it_is(tx, request)

    def log_in(self, tx: Transaction, by: Gesture, draft: Draft, heard: HeardAs | None = None) -> ClientRequest:
        """As part of a change that is more than that; its client was seen when it was named. A card of what was heard
        stands in the thread of that message.
        """
        client = tx.clients.known(draft.client_number) if draft.client_number else None
        return request_logging.log(tx, by, draft, client, heard=heard, at=self._at).request

    def _log(self, tx: Transaction, by: Gesture, draft: Draft) -> Logged:
        client = tx.clients.one(draft.client_number, seen_by=by.user_id) if draft.client_number else None
        return request_logging.log(
            tx, by, draft, client, heard=request_logging.picked(draft, self._at.now), at=self._at
        )

    def _logged_before(self, by: Gesture, done: AlreadyDone) -> Logged:
        number = RequestNumber(int((done.reference or "R-0")[2:]))
        with self._store.read(by.team_id) as tx:
            request = tx.client_requests.one(number, seen_by=by.user_id)
            return replace(_as_it_is(tx, request, here=by.channel_id), repeated=True)

    def _finish(
        self,
        tx: Transaction,
        request: ClientRequest,
        by: Gesture,
        closing: Closing | None,
        answers: tuple[Answer, ...],
    ) -> None:
        """What is missing is asked first: what is open below it can only then be decided about."""
        request.must_be_open()
        request.answer(answers)
        request_types.must_be_complete(tx.configs, request)
        sub_tasks.close(tx, request, by, self._at, closing)
        request.finish(by=by.user_id, at=self._clock.now(), why=closing.why if closing else "")

    def _undo(self, tx: Transaction, request: ClientRequest, by: Gesture) -> None:
        request.undo(by=by.user_id, at=self._clock.now())
        request_logging.must_be_alone(tx, request, by, self._at)

    def _decline(self, tx: Transaction, request: ClientRequest, by: Gesture, why: str) -> routing.Given | None:
        """What a rule had given goes back to its queue, and so to whose turn it is there."""
        is_by_rule = request.is_given_by_rule
        asked_by = stand_ins.of_assigner(tx, request, now=self._at.now, zone=self._at.zone)
        request.decline(by.user_id, why)
        if not is_by_rule:
            cards.declined(tx, request, to=asked_by, by=by, now=self._clock.now())
            return None
        given = routing.give_again(tx, request, _client(tx, request), why)
        cards.tell_owner(tx.outbox, request, now=self._clock.now())
        return given


def _client(tx: Transaction, request: ClientRequest) -> Client | None:
    """Whoever may see a request may read whose it is."""
    return tx.clients.known(request.client_number) if request.client_number else None


def _as_it_is(tx: Transaction, request: ClientRequest, *, here: ChannelId | None = None) -> Logged:
    client = _client(tx, request)
    return Logged(request, client, cards.standing(tx, request, client, here=here))
