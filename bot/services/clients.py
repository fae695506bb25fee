"""Clients: added, found by name, changed; and a request that waited for its client given to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.client_names import ClientName, ClientNames, KnownClient, Meant
from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.clock import Clock
from bot.domain.edits import changed_fields, conflicts
from bot.domain.errors import AlreadyDone, ChangedMeanwhile, ClientExists, FieldRefused
from bot.domain.ids import LIAISON, ChannelId, ClientNumber, RequestNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Message, MessageKind
from bot.domain.people import Channel
from bot.domain.text import folded, one_line
from bot.services import cards, merged_along
from bot.services.pages import Page, within
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

PAGE = 10
NAME_LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class ClientDraft:
    """As a form holds it. `channel` is what Slack says of a channel that we have not heard of yet."""

    name: str
    owner: UserId
    channel_id: ChannelId | None = None
    channel: Channel | None = None


@dataclass(frozen=True, kw_only=True)
class AddClient:
    """`for_request` is the request that named a client nobody knew, as `words`."""

    by: Gesture
    draft: ClientDraft
    for_request: RequestNumber | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class EditClient:
    """`shown` holds the fingerprints of the fields as the form showed them."""

    by: Gesture
    number: ClientNumber
    shown: Mapping[str, str]
    wanted: ClientDraft


class ClientService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def one(self, by: Gesture, number: ClientNumber) -> Client:
        with self._store.read(by.team_id) as tx:
            return tx.clients.one(number, seen_by=by.user_id)

    def to_show(self, team: TeamId, number: ClientNumber, user: UserId) -> tuple[Client, cards.Place]:
        """And where its requests' cards go."""
        with self._store.read(team) as tx:
            client = tx.clients.one(number, seen_by=user)
            return client, cards.place_for(tx, (client.channel_id,), else_to=user)

    def page(self, by: Gesture, *, offset: int = 0) -> Page[Client]:
        """By name."""
        with self._store.read(by.team_id) as tx:
            everyone = tx.clients.all(seen_by=by.user_id)
        start = within(offset, len(everyone), PAGE)
        return Page(tuple(everyone[start : start + PAGE]), start, len(everyone))

    def meant(self, by: Gesture, name: str) -> Client | Meant:
        """The client of that name, or whom the name may mean."""
        with self._store.read(by.team_id) as tx:
            names = ClientNames([ClientName(one.number, one.name) for one in tx.clients.all(seen_by=by.user_id)])
            found = names.meant_by(name)
            return tx.clients.one(found.number, seen_by=by.user_id) if isinstance(found, KnownClient) else found

    def knows_channel(self, by: Gesture, channel: ChannelId) -> bool:
        with self._store.read(by.team_id) as tx:
            return tx.channels.one(channel) is not None

    def add(self, command: AddClient) -> Client:
        by, draft = command.by, command.draft
        name = checked_name(draft.name)
        self._people.must_take_work(by.team_id, draft.owner)
        return merged_along.settled(lambda: self._add(command, name))

    def _add(self, command: AddClient, name: str) -> Client:
        by = command.by
        try:
            with self._store.begin(by) as tx:
                _must_be_new(tx, name, by.user_id)
                client = self._new(tx, by, name, command.draft)
                if command.for_request is not None:
                    self._give(tx, command.for_request, client, by, command.words)
                self._confirm(tx, client, by)
                tx.remember(f"C-{client.number}")
                return client
        except AlreadyDone as done:
            return self.one(by, ClientNumber(int((done.reference or "C-0")[2:])))

    def give(self, by: Gesture, number: RequestNumber, client: ClientNumber, words: str = "") -> Client:
        """For a request whose client, which it names as `words`, was added by somebody else in the meantime."""
        return merged_along.settled(lambda: self._given(by, number, client, words))

    def _given(self, by: Gesture, number: RequestNumber, client: ClientNumber, words: str) -> Client:
        try:
            with self._store.begin(by) as tx:
                found = tx.clients.one(client, seen_by=by.user_id)
                self._give(tx, number, found, by, words)
                return found
        except AlreadyDone:
            return self.one(by, client)

    def edit(self, command: EditClient) -> tuple[Client, cards.Place]:
        """And where its requests' cards go now."""
        by, draft = command.by, command.wanted
        name = checked_name(draft.name)
        self._people.must_take_work(by.team_id, draft.owner)
        try:
            with self._store.begin(by) as tx:
                client = tx.clients.for_change(command.number, seen_by=by.user_id)
                self._edit(tx, client, command, name)
                return client, cards.place_for(tx, (client.channel_id,), else_to=by.user_id)
        except AlreadyDone:
            return self.to_show(by.team_id, command.number, by.user_id)

    def _new(self, tx: Transaction, by: Gesture, name: str, draft: ClientDraft) -> Client:
        _must_be_reachable(tx, draft, by.user_id)
        client = Client(
            team_id=by.team_id,
            number=tx.clients.next_number(),
            name=name,
            folded_name=folded(name),
            owner=draft.owner,
            channel_id=draft.channel_id,
            added_by=by.user_id,
            added_at=self._clock.now(),
        )
        tx.clients.add(client)
        return client

    def _edit(self, tx: Transaction, client: Client, command: EditClient, name: str) -> None:
        draft = command.wanted
        wanted = {"name": name, "owner": draft.owner, "channel": draft.channel_id or ""}
        differing = conflicts(command.shown, fields_of(client), wanted)
        if differing:
            raise ChangedMeanwhile(f"C-{client.number}", LIAISON, differing)
        changed = changed_fields(command.shown, wanted)
        if "name" in changed:
            _must_be_new(tx, name, command.by.user_id, but=client.number)
            client.name, client.folded_name = name, folded(name)
        if "owner" in changed:
            client.owner = draft.owner
        if "channel" in changed:
            _must_be_reachable(tx, draft, command.by.user_id)
            client.channel_id = draft.channel_id

    def _give(self, tx: Transaction, number: RequestNumber, client: Client, by: Gesture, words: str) -> None:
        """Unless it is for somebody else by now."""
        company = merged_along.Company()
        request = company.for_change(tx, number, seen_by=by.user_id)
        request.must_be_open()
        if not _waits_for(request, words):
            return
        request.client_number, request.client_words = client.number, None
        request.changed_by = by.user_id
        company.move(tx, request, client, asker=by.user_id, now=self._clock.now())
        cards.refresh(tx, request, now=self._clock.now())

    def _confirm(self, tx: Transaction, client: Client, by: Gesture) -> None:
        """A form closes without a word and a client has no card, so the answer comes as a message."""
        tx.outbox.add(
            Message(
                kind=MessageKind.REPLY,
                about=f"C-{client.number}",
                to=by.user_id,
                key=f"client_added:{client.number}",
                due_at=self._clock.now(),
                facts={"asked": "added", "user": by.user_id},
            )
        )


def checked_name(typed: str) -> str:
    name = one_line(typed)
    if not folded(name):
        raise FieldRefused("name", "missing")
    if len(name) > NAME_LIMIT:
        raise FieldRefused("name", "too_long", f"{len(name):,}", NAME_LIMIT)
    return name


def fields_of(client: Client) -> dict[str, str]:
    """The fields that the form shows, as text to compare."""
    return {"name": client.name, "owner": client.owner, "channel": client.channel_id or ""}


def _waits_for(request: ClientRequest, words: str) -> bool:
    """For the client that it named then; a form of an earlier release does not say which that was."""
    return request.client_number is None and (not words or folded(request.client_words or "") == folded(words))


def _must_be_new(tx: Transaction, name: str, user: UserId, *, but: ClientNumber | None = None) -> None:
    same = tx.clients.named(folded(name), seen_by=user)
    if same is not None and same.number != but:
        raise ClientExists(same.name)


def _must_be_reachable(tx: Transaction, draft: ClientDraft, user: UserId) -> None:
    """A private channel is only for those who are in it, whatever a payload says."""
    if draft.channel_id is None:
        return
    known = tx.channels.one(draft.channel_id)
    if known is None:
        if draft.channel is not None:
            tx.channels.add(draft.channel)
    elif known.is_private and not tx.channels.has_member(draft.channel_id, user):
        raise FieldRefused("channel", "unknown")
    elif known.is_archived:
        raise FieldRefused("channel", "archived")
