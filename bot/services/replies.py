"""What is said in the thread of a request: a client's answer takes it up again, one of ours may leave it with them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.domain.channel_settings import Chosen, Replies
from bot.domain.client_requests import ClientRequest, Due, Pause
from bot.domain.clock import Clock
from bot.domain.digests import number_of
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import ChannelId, MessageTs, RequestNumber, TeamId, UserId, is_person
from bot.domain.ladders import Calendar
from bot.domain.origins import Told
from bot.domain.outbox import Dropped, Message, MessageKind
from bot.domain.people import Channel, Person, PersonKind
from bot.domain.request_states import RequestStatus
from bot.domain.small_talk import is_small_talk
from bot.domain.snoozes import is_snoozed
from bot.services import cards, chases, item_changes, rungs, watches
from bot.services.channel_settings import chosen_in
from bot.services.holding import hours_of
from bot.services.mentions import Threads
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

WHY = "an answer to what we wrote in the thread"
OUTSIDE = frozenset({PersonKind.GUEST, PersonKind.EXTERNAL})
#: Where work on it is under way, or has not begun.
AT_WORK = frozenset({RequestStatus.NEW, RequestStatus.WORKING})


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer in a thread. `by` counts once for each message, however often Slack tells of it."""

    by: Told
    channel: ChannelId
    ts: MessageTs
    thread_ts: MessageTs
    author: UserId
    text: str


@dataclass(frozen=True)
class Shown:
    """What a person is told of an answer; `until` is when it was to come back."""

    request: ClientRequest
    until: datetime | None


class ReplyService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock, threads: Threads) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._threads = threads

    def hear(self, said: Said) -> None:
        """Nothing comes of small talk, of threads that are about nothing, and where nobody wants it."""
        if is_small_talk(said.text):
            return
        label = self._label(said)
        if label is None:
            return
        author = self._people.known(said.by.team_id, said.author)
        if author is None:
            return
        with suppress(AlreadyDone), self._store.begin(said.by) as tx:
            request = _locked(tx, label)
            channel = tx.channels.one(said.channel)
            chosen = chosen_in(tx, said.channel)
            if request is not None and channel is not None and chosen.replies is not Replies.OFF:
                self._hear(tx, request, said, author=author, channel=channel, chosen=chosen)

    def shown(self, team: TeamId, label: str, to: UserId, facts: Mapping[str, str]) -> Shown | Dropped:
        with self._store.read(team) as tx:
            try:
                request = tx.client_requests.one(RequestNumber(number_of(label)), seen_by=to)
            except NotFound:
                return Dropped("hidden")
        until = datetime.fromisoformat(facts["until"]) if facts.get("until") else None
        return Shown(request, until)

    def _label(self, said: Said) -> str | None:
        """Of the request whose card, or whose own message, begins the thread."""
        team = said.by.team_id
        with self._store.read(team) as tx:
            if chosen_in(tx, said.channel).replies is Replies.OFF:
                return None
            heard = tx.heard.one(said.channel, said.thread_ts)
        about = (
            f"R-{heard.request_number}"
            if heard is not None
            else self._threads.about(team, said.channel, said.thread_ts)
        )
        return self._standing(team, about) if about is not None and about.startswith("R-") else None

    def _standing(self, team: TeamId, label: str) -> str:
        """Of the one that it was merged into."""
        with self._store.read(team) as tx:
            return f"R-{tx.merges.stands_in(RequestNumber(number_of(label)))}"

    def _hear(
        self, tx: Transaction, request: ClientRequest, said: Said, *, author: Person, channel: Channel, chosen: Chosen
    ) -> None:
        if author.kind in OUTSIDE or (author.kind is PersonKind.MEMBER and author.user_id == request.asker):
            self._of_client(tx, request, said)
        elif author.kind is PersonKind.MEMBER and self._has_client(tx, request, channel):
            self._of_ours(tx, request, said, chosen)

    def _of_client(self, tx: Transaction, request: ClientRequest, said: Said) -> None:
        now = self._clock.now()
        reader = chases.reader_of(request)
        if not request.is_open:
            if not request.undone and said.author != request.closed_by:
                self._tell(
                    tx, request, said, request.owner or request.logged_by, what="reopen", version=request.version
                )
            return
        before, version = item_changes.Before.of(request), request.version
        was_watched = request.is_up_for_grabs
        snoozed = request.snoozed_until if is_snoozed(request, now) else None
        is_awaited = request.status is RequestStatus.WAITING_ON_CLIENT
        if snoozed is None and not is_awaited:
            return
        if snoozed is not None:
            request.wake()
        if is_awaited:
            request.resume()
        self._follow(tx, request, said, before, was_watched=was_watched)
        if reader != said.author:
            more = {"until": snoozed.isoformat()} if snoozed is not None else {}
            self._tell(tx, request, said, reader, what="answered", version=version, more=more)

    def _of_ours(self, tx: Transaction, request: ClientRequest, said: Said, chosen: Chosen) -> None:
        if not cards.is_seen_by(tx, request, said.author):
            return
        if request.status not in AT_WORK:
            return
        if chosen.replies is Replies.OFFER:
            self._tell(tx, request, said, said.author, what="offer", version=request.version)
            return
        before, was_watched = item_changes.Before.of(request), request.is_up_for_grabs
        request.pause(Pause(RequestStatus.WAITING_ON_CLIENT, WHY, self._until(tx, request)), at=self._clock.now())
        self._follow(tx, request, said, before, was_watched=was_watched)

    def _follow(
        self, tx: Transaction, request: ClientRequest, said: Said, before: item_changes.Before, *, was_watched: bool
    ) -> None:
        request.changed_by = said.author
        watches.follow(tx, request, was_watched=was_watched, at=self._at)
        item_changes.follow(tx, request, before, self._at)

    def _until(self, tx: Transaction, request: ClientRequest) -> Due:
        hours = hours_of(tx, chases.reader_of(request), self._people.workspace_zone, by_default=True).hours
        calendar = Calendar.within(hours)
        day = hours.working_day_after(calendar.local_date(self._clock.now()), chases.PATIENCE)
        return Due(calendar.morning(day), hours.zone.key)

    def _has_client(self, tx: Transaction, request: ClientRequest, channel: Channel) -> bool:
        """Somebody is there to wait for: else colleagues talk among themselves."""
        is_asked_by_person = request.asker is not None and is_person(request.asker)
        return is_asked_by_person or channel.is_shared or tx.channels.has_outsiders(channel.channel_id)

    def _tell(
        self,
        tx: Transaction,
        request: ClientRequest,
        said: Said,
        to: UserId,
        *,
        what: str,
        version: int,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Once for each state that it is in, however much is said there."""
        tx.outbox.add(
            Message(
                kind=MessageKind.REPLIED,
                about=request.label,
                to=to,
                key=f"{what}:{request.label}:{to}:{version}",
                due_at=self._clock.now(),
                facts={"what": what, "who": said.author, **(more or {})},
            )
        )

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)


def _locked(tx: Transaction, label: str) -> ClientRequest | None:
    """Whoever spoke may not be somebody who may see it."""
    found = next(iter(tx.ladders.for_planning([label])), None)
    return found if isinstance(found, ClientRequest) else None
