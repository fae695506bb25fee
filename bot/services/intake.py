"""Requests that come of messages by themselves: by an emoji under one, or by being said in a channel that wants it."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.channel_settings import is_trigger
from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.heard import DETAILS_LIMIT, UNDO_EMOJI, Heard, HeardAs, HeardBy, composed, moment_of, permalink_of
from bot.domain.ids import ChannelId, MessageTs, RequestNumber, TeamId, UserId
from bot.domain.origins import Gesture, Told
from bot.domain.outbox import Message, MessageKind
from bot.domain.people import Person, PersonKind
from bot.domain.request_states import Cause
from bot.domain.small_talk import is_small_talk
from bot.services import cards, chases, item_changes, request_logging, rungs
from bot.services.channel_settings import chosen_in
from bot.services.client_requests import ClientRequestService
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.request_drafts import Draft

log = logging.getLogger(__name__)

#: Whose words may become a request.
HEARD = frozenset({PersonKind.MEMBER, PersonKind.GUEST, PersonKind.EXTERNAL})


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A message as it stands there; `author` is None when an app said it."""

    channel: ChannelId
    ts: MessageTs
    thread_ts: MessageTs
    author: UserId | None
    text: str


class IntakeService:
    def __init__(
        self, store: Store[Transaction], people: PeopleService, requests: ClientRequestService, clock: Clock
    ) -> None:
        self._store = store
        self._people = people
        self._requests = requests
        self._clock = clock

    def is_wanted(self, team: TeamId, channel: ChannelId, reaction: str) -> bool:
        """Whether this emoji logs messages there."""
        with self._store.read(team) as tx:
            setting = tx.channel_settings.one(channel)
        return setting is not None and is_trigger(setting.emoji, reaction)

    def by_emoji(self, by: Gesture, spoken: Spoken, reaction: str) -> RequestNumber | None:
        """One request a message, whoever puts the emoji there and however often: its number when it is new."""
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            setting = tx.channel_settings.for_change(spoken.channel)
            is_there = tx.channels.has_member(spoken.channel, by.user_id)
            if setting is None or not is_trigger(setting.emoji, reaction) or not is_there:
                return None
            known = self._known(tx, by, spoken)
            if known is None:
                return self._log(tx, by, spoken, HeardBy.EMOJI)
            self._tell_already(tx, by, spoken, known)
        return None

    def unreadable(self, by: Gesture) -> None:
        """Whoever put the emoji there is told that it came to nothing, once a day."""
        key = f"unreadable:{by.user_id}:{self._clock.now():%Y-%m-%d}"
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            tx.outbox.add(self._said(by.user_id, "emoji", key, {"what": "unreadable"}))

    def hear(self, told: Told, spoken: Spoken) -> tuple[Gesture, RequestNumber] | None:
        """What somebody says within the window of what they said before belongs to the same request. Says who counts
        as having logged which, when it is new.
        """
        author = spoken.author
        if author is None or is_small_talk(spoken.text):
            return None
        person = self._people.known(told.team_id, author)
        by = self._logger(told, spoken.channel, person) if person is not None and person.kind in HEARD else None
        if by is None:
            return None
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            setting = tx.channel_settings.for_change(spoken.channel)
            if setting is None or not setting.captures or tx.heard.one(spoken.channel, spoken.ts) is not None:
                return None
            since = moment_of(spoken.ts) - chosen_in(tx, spoken.channel).window
            last = tx.heard.last_of(spoken.channel, author, since=since)
            request = self._open(tx, last.request_number) if last is not None else None
            if request is None:
                return by, self._log(tx, by, spoken, HeardBy.CAPTURE)
            self._append(tx, request, spoken)
        return None

    def edited(self, told: Told, spoken: Spoken) -> None:
        """The request says what the message says now, unless somebody has written the request anew."""
        if not self._is_heard(told.team_id, spoken):
            if self._is_recent(told.team_id, spoken):
                self.hear(told, spoken)
            return
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            heard = tx.heard.one(spoken.channel, spoken.ts)
            request = self._open(tx, heard.request_number) if heard is not None else None
            if heard is None or request is None or heard.words == spoken.text:
                return
            before = tx.heard.of_request(request.number)
            was = composed([one.words for one in before])
            heard.words = spoken.text
            self._rewrite(tx, request, was, before)

    def deleted(self, told: Told, channel: ChannelId, ts: MessageTs) -> None:
        """The request stays; whoever has it is told."""
        with self._store.read(told.team_id) as tx:
            if tx.heard.one(channel, ts) is None:
                return
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            heard = tx.heard.one(channel, ts)
            if heard is None or heard.deleted_at is not None:
                return
            heard.deleted_at = self._clock.now()
            request = self._open(tx, heard.request_number)
            if request is not None:
                to, key = chases.reader_of(request), f"deleted:{channel}:{ts}"
                facts = {"what": "deleted", "who": heard.author or told.user_id}
                tx.outbox.add(self._said(to, request.label, key, facts))

    def undo(self, by: Gesture, number: RequestNumber) -> ClientRequest:
        """By emoji: whoever put it there, for five minutes. What was taken in by itself: whoever may see it."""
        at = rungs.At(self._clock.now(), self._people.workspace_zone)
        try:
            with self._store.begin(by) as tx:
                request = tx.client_requests.for_change(number, seen_by=by.user_id)
                hows = {one.how for one in tx.heard.of_request(number)}
                before = item_changes.Before.of(request)
                if HeardBy.CAPTURE in hows:
                    request.cancel(by=by.user_id, at=at.now, cause=Cause.MISTAKE, why="")
                elif HeardBy.EMOJI in hows:
                    request.undo(by=by.user_id, at=at.now, within=UNDO_EMOJI)
                else:
                    raise NotFound(request.label)
                request_logging.must_be_alone(tx, request, by, at)
                request.changed_by = by.user_id
                item_changes.follow(tx, request, before, at)
        except AlreadyDone:
            return self._requests.one(by, number)
        return request

    def _logger(self, told: Told, channel: ChannelId, person: Person) -> Gesture | None:
        """Who counts as having logged it: a member who said it, else whoever wanted that channel to be heard."""
        with self._store.read(told.team_id) as tx:
            setting = tx.channel_settings.one(channel)
            if setting is None or not setting.captures:
                return None
            setter = tx.people.one(setting.set_by)
        user = person if person.kind is PersonKind.MEMBER else setter
        if user is None or user.kind is not PersonKind.MEMBER:
            log.warning("nobody can log what is said in %s: whoever wanted it is no member any more", channel)
            return None
        zone = self._people.zone_of(told.team_id, user.user_id)
        return Gesture(
            team_id=told.team_id,
            user_id=user.user_id,
            zone=zone,
            key=told.key or "",
            deadline=told.deadline,
            channel_id=channel,
        )

    def _log(self, tx: Transaction, by: Gesture, spoken: Spoken, how: HeardBy) -> RequestNumber:
        title, details = composed([spoken.text])
        client = self._client(tx, by, spoken.channel)
        draft = Draft(
            title=title,
            details=details,
            client_number=client.number if client else None,
            asker=spoken.author,
            source_permalink=permalink_of(spoken.channel, spoken.ts),
        )
        at = moment_of(spoken.ts)
        heard = HeardAs(spoken.channel, spoken.ts, spoken.thread_ts, spoken.author, how, spoken.text, at)
        return self._requests.log_in(tx, by, draft, heard).number

    def _client(self, tx: Transaction, by: Gesture, channel: ChannelId) -> Client | None:
        found = [client for client in tx.clients.all(seen_by=by.user_id) if client.channel_id == channel]
        return found[0] if len(found) == 1 else None

    def _append(self, tx: Transaction, request: ClientRequest, spoken: Spoken) -> None:
        before = tx.heard.of_request(request.number)
        was = composed([one.words for one in before])
        new = Heard(
            team_id=request.team_id,
            channel_id=spoken.channel,
            ts=spoken.ts,
            request_number=request.number,
            author=spoken.author,
            how=HeardBy.CAPTURE,
            words=spoken.text,
            heard_at=moment_of(spoken.ts),
        )
        if not tx.heard.add(new):
            return
        # What it was merged into need not have begun with anything that was heard.
        is_as_said = was[0] and request.details == was[1]
        if not is_as_said:
            request.details = "\n".join(part for part in (request.details, spoken.text) if part)[:DETAILS_LIMIT]
        self._rewrite(tx, request, was, sorted([*before, new], key=lambda one: one.ts))

    def _rewrite(self, tx: Transaction, request: ClientRequest, was: tuple[str, str], heard: Sequence[Heard]) -> None:
        """What a person has changed since stays as they wrote it."""
        title, details = composed([one.words for one in heard])
        if request.title == was[0] and title:
            request.title = title
        if request.details == was[1]:
            request.details = details
        cards.refresh(tx, request, now=self._clock.now())

    def _known(self, tx: Transaction, by: Gesture, spoken: Spoken) -> RequestNumber | None:
        heard = tx.heard.one(spoken.channel, spoken.ts)
        if heard is not None:
            return heard.request_number
        found = tx.client_requests.logged_from(permalink_of(spoken.channel, spoken.ts), seen_by=by.user_id)
        return found.number if found else None

    def _tell_already(self, tx: Transaction, by: Gesture, spoken: Spoken, number: RequestNumber) -> None:
        """Once a message, in its thread. Where its card stands in that thread, that says it."""
        heard = tx.heard.one(spoken.channel, spoken.ts)
        if heard is not None and heard.how is not HeardBy.SHORTCUT:
            return
        channel = tx.channels.one(spoken.channel)
        is_open = channel is not None and channel.takes_cards
        key = f"already:{spoken.channel}:{spoken.ts}"
        to: ChannelId | UserId = spoken.channel if is_open else by.user_id
        tx.outbox.add(
            self._said(to, f"R-{number}", key, {"what": "already"}, thread=spoken.thread_ts if is_open else None)
        )

    def _said(
        self, to: ChannelId | UserId, about: str, key: str, facts: dict[str, str], thread: MessageTs | None = None
    ) -> Message:
        return Message(
            kind=MessageKind.REPLIED,
            about=about,
            to=to,
            key=key,
            due_at=self._clock.now(),
            thread_ts=thread,
            facts=facts,
        )

    def _open(self, tx: Transaction, number: RequestNumber) -> ClientRequest | None:
        """Or the one that it was merged into."""
        found = next(iter(tx.ladders.for_planning([f"R-{tx.merges.stands_in(number)}"])), None)
        return found if isinstance(found, ClientRequest) and found.is_open else None

    def _is_heard(self, team: TeamId, spoken: Spoken) -> bool:
        with self._store.read(team) as tx:
            return tx.heard.one(spoken.channel, spoken.ts) is not None

    def _is_recent(self, team: TeamId, spoken: Spoken) -> bool:
        """What was said before anybody wanted it heard is none of ours, whoever mends a word in it."""
        with self._store.read(team) as tx:
            window = chosen_in(tx, spoken.channel).window
        return spoken.ts == spoken.thread_ts and self._clock.now() - moment_of(spoken.ts) <= window
