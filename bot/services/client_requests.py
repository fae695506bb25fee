"""Client requests: logged from a line, a form or a message, then taken, given, changed, closed and opened again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.client_names import KnownClient
from bot.domain.client_requests import Acceptance, ClientRequest, RequestStatus
from bot.domain.clients import Client, of_channel
from bot.domain.clock import Clock
from bot.domain.edits import changed_fields, conflicts
from bot.domain.errors import AlreadyDone, ChangedMeanwhile, LoggedAMomentAgo
from bot.domain.ids import ChannelId, RequestNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_line import ClientName, QuickRequest, parse_request
from bot.services import cards, rungs
from bot.services.pages import Page, Which
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.request_drafts import Draft, Edit, Log, Logged, Shown, fields_of

TWIN_WINDOW = timedelta(minutes=2)
PAGE = 10


class ClientRequestService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, text: str) -> QuickRequest:
        """Saves nothing. A line that names no client is for the one whose channel it is typed in."""
        clients = self.clients(by)
        names = [ClientName(client.number, client.name) for client in clients]
        text = self._people.with_names(by.team_id, text)
        quick = parse_request(text, now=self._clock.now(), zone=by.zone, clients=names)
        here = of_channel(clients, by.channel_id) if quick.client is None else None
        return replace(quick, client=KnownClient(here.number, here.name)) if here else quick

    def log(self, command: Log) -> Logged:
        by, draft = command.by, command.draft
        self._people.must_take_work(by.team_id, draft.owner)
        try:
            with self._store.begin(by) as tx:
                if not command.again:
                    self._refuse_twin(tx, by, draft)
                logged = self._log(tx, by, draft)
                tx.remember(logged.request.label)
        except AlreadyDone as done:
            return self._logged_before(by, done)
        return logged

    def one(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        with self._store.read(by.team_id) as tx:
            return tx.client_requests.one(number, seen_by=by.user_id)

    def page(self, by: Gesture, which: Which, *, offset: int = 0) -> Page[ClientRequest]:
        with self._store.read(by.team_id) as tx:
            return tx.client_requests.page(which, seen_by=by.user_id, offset=offset, limit=PAGE)

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

    def decline(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, tx: self._decline(tx, request, by)).request

    def assign(self, by: Gesture, number: RequestNumber, owner: UserId) -> Logged:
        self._people.must_take_work(by.team_id, owner)
        return self._change(by, number, lambda request, tx: self._assign(tx, request, owner, by))

    def finish(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.finish(by=by.user_id, at=self._clock.now())).request

    def cancel(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.cancel(by=by.user_id, at=self._clock.now())).request

    def undo(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.undo(by=by.user_id, at=self._clock.now())).request

    def reopen(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        return self._change(by, number, lambda request, _: request.reopen()).request

    def edit(self, command: Edit) -> Logged:
        by, owner = command.by, command.wanted.owner
        if "owner" in command.asked:
            self._people.must_take_work(by.team_id, owner)
        return self._change(by, command.number, lambda request, tx: self._edit(tx, request, command))

    def _change(
        self, by: Gesture, number: RequestNumber, change: Callable[[ClientRequest, Transaction], None]
    ) -> Logged:
        try:
            with self._store.begin(by) as tx:
                request = tx.client_requests.for_change(number, seen_by=by.user_id)
                before = rungs.Basis.of(request)
                change(request, tx)
                request.changed_by = by.user_id
                cards.refresh(tx, request, now=self._clock.now(), also=(before.owner,))
                rungs.follow(tx, request, before, self._at)
                return _as_it_is(tx, request)
        except AlreadyDone:
            return self._changed_before(by, number)

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _changed_before(self, by: Gesture, number: RequestNumber) -> Logged:
        """As the same delivery was answered the first time, although the change may have hidden it from them since."""
        before = self.shown(by.team_id, f"R-{number}")
        request = before.request if before else self.one(by, number)
        with self._store.read(by.team_id) as tx:
            return _as_it_is(tx, request)

    def _log(self, tx: Transaction, by: Gesture, draft: Draft) -> Logged:
        client = tx.clients.one(draft.client_number, seen_by=by.user_id) if draft.client_number else None
        place = cards.place_for(tx, (client.channel_id if client else None, by.channel_id), else_to=by.user_id)
        request = self._new(tx, by, draft, place.audience)
        if draft.owner is not None:
            request.assign(draft.owner, by=by.user_id)
        tx.client_requests.add(request)
        now = self._clock.now()
        request.card = cards.post_card(tx.outbox, request, place, asker=by.user_id, now=now)
        cards.tell_owner(tx.outbox, request, now=now)
        cards.refresh_homes(tx, {by.user_id, request.owner}, now=now)
        rungs.begin(tx, request, self._at)
        return Logged(request, client, place)

    def _new(self, tx: Transaction, by: Gesture, draft: Draft, audience: ChannelId | None) -> ClientRequest:
        return ClientRequest(
            team_id=by.team_id,
            number=tx.client_requests.next_number(),
            title=draft.title,
            details=draft.details,
            priority=draft.priority,
            status=RequestStatus.NEW,
            acceptance=Acceptance.NOT_ASKED,
            client_number=draft.client_number,
            client_words=draft.client_words,
            asker=draft.asker,
            source=draft.source,
            source_permalink=draft.source_permalink,
            owner=None,
            assigned_by=None,
            due_at=draft.due.at if draft.due else None,
            due_zone=draft.due.zone_name if draft.due else None,
            audience=audience,
            card=None,
            logged_by=by.user_id,
            logged_at=self._clock.now(),
            changed_by=by.user_id,
        )

    def _refuse_twin(self, tx: Transaction, by: Gesture, draft: Draft) -> None:
        since = self._clock.now() - TWIN_WINDOW
        twin = tx.client_requests.twin_of(draft.title, logged_by=by.user_id, since=since)
        if twin is not None and fields_of(twin) == fields_of(draft):
            raise LoggedAMomentAgo(twin.label)

    def _logged_before(self, by: Gesture, done: AlreadyDone) -> Logged:
        number = RequestNumber(int((done.reference or "R-0")[2:]))
        with self._store.read(by.team_id) as tx:
            request = tx.client_requests.one(number, seen_by=by.user_id)
            return replace(_as_it_is(tx, request, here=by.channel_id), repeated=True)

    def _decline(self, tx: Transaction, request: ClientRequest, by: Gesture) -> None:
        asked_by = request.assigned_by
        request.decline(by.user_id)
        if asked_by is not None and asked_by != by.user_id:
            cards.notice(
                tx.outbox,
                request.label,
                to=asked_by,
                now=self._clock.now(),
                key=f"declined:{request.label}:{by.key}",
                facts={"what": "declined", "by": by.user_id},
            )

    def _assign(self, tx: Transaction, request: ClientRequest, owner: UserId, by: Gesture) -> None:
        if request.owner == owner:
            return
        request.assign(owner, by=by.user_id)
        cards.tell_owner(tx.outbox, request, now=self._clock.now())

    def _edit(self, tx: Transaction, request: ClientRequest, command: Edit) -> None:
        request.must_be_open()
        current, wanted = fields_of(request), fields_of(command.wanted)
        wanted = {name: value for name, value in wanted.items() if name in command.asked}
        differing = conflicts(command.shown, current, wanted)
        if differing:
            raise ChangedMeanwhile(request.label, request.changed_by or request.logged_by, differing)
        changed = changed_fields(command.shown, wanted)
        self._apply(tx, request, command, changed)

    def _apply(self, tx: Transaction, request: ClientRequest, command: Edit, changed: frozenset[str]) -> None:
        wanted = command.wanted
        if "title" in changed:
            request.title = wanted.title
        if "details" in changed:
            request.details = wanted.details
        if "client" in changed:
            self._move_to_client(tx, request, wanted, command.by)
        if "priority" in changed:
            request.priority = wanted.priority
        if "asker" in changed:
            request.asker = wanted.asker
        if "due" in changed:
            request.set_due(wanted.due)
        if "owner" in changed and wanted.owner is None:
            request.release()
        if "owner" in changed and wanted.owner is not None:
            self._assign(tx, request, wanted.owner, command.by)

    def _move_to_client(self, tx: Transaction, request: ClientRequest, wanted: Draft, by: Gesture) -> None:
        request.client_number, request.client_words = wanted.client_number, wanted.client_words
        client = tx.clients.one(wanted.client_number, seen_by=by.user_id) if wanted.client_number else None
        cards.move(tx, request, client, asker=by.user_id, now=self._clock.now())


def _client(tx: Transaction, request: ClientRequest) -> Client | None:
    """Whoever may see a request may read whose it is."""
    return tx.clients.known(request.client_number) if request.client_number else None


def _as_it_is(tx: Transaction, request: ClientRequest, *, here: ChannelId | None = None) -> Logged:
    client = _client(tx, request)
    return Logged(request, client, cards.standing(tx, request, client, here=here))
