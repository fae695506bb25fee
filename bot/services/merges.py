"""Two requests that are the same become one, and two again when that was a mistake."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotMerged, ShowsMore
from bot.domain.heard import permalink_of
from bot.domain.ids import RequestNumber, TeamId, UserId
from bot.domain.item_questions import ItemQuestion
from bot.domain.merges import (
    Merge,
    Piece,
    PieceKind,
    due_taken,
    must_fit,
    nudge_stood,
    pause_taken,
    task_stood,
)
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.outbox import Message, MessageKind
from bot.services import cards, item_changes, rungs, watches
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.splits import BOTH, HIDDEN, NEW, Act, Split, move_tasks, part, tell_of, watch


@dataclass(frozen=True)
class Merged:
    """`pieces` are what went over, or would; so many `questions` about the one that went wait for an answer. `stays`
    are reminders that do not come any more: they have no words of their own, and their readers may not see the other.
    """

    request: ClientRequest
    into: ClientRequest
    pieces: Sequence[Piece]
    questions: int
    stays: Sequence[str] = ()


class MergeService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def preview(self, by: Gesture, number: RequestNumber, into: RequestNumber) -> Merged:
        """Refused like the merge itself; saves nothing."""
        with self._store.read(by.team_id) as tx:
            request, other = _pair(tx, by, number, into)
            _must_fit(tx, request, other)
            return _found(tx, request, other, [*_pieces(tx, request, other)])

    def merge(self, by: Gesture, number: RequestNumber, into: RequestNumber) -> Merged:
        try:
            with self._store.begin(by) as tx:
                request, other = _pair(tx, by, number, into)
                _must_fit(tx, request, other)
                return _merged(Act(tx, by, request, other, self._at))
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                request, other = _pair(tx, by, number, into)
                return _found(tx, request, other, ())

    def undo(self, by: Gesture, number: RequestNumber, into: RequestNumber | None = None) -> Split:
        """By whoever merged them, as long as they may still be looking at the answer. `into` is what that named."""
        with self._store.read(by.team_id) as tx:
            tx.client_requests.one(number, seen_by=by.user_id)
            merge = tx.merges.of(number)
            if merge is not None:
                merge.must_be_into(into)
                merge.must_be_undone_by(by.user_id, self._clock.now())
        return self.split(by, number, into)

    def split(self, by: Gesture, number: RequestNumber, into: RequestNumber | None = None) -> Split:
        try:
            with self._store.begin(by) as tx:
                request, other = _pair(tx, by, number, tx.merges.stands_in(number))
                merge = tx.merges.of(number)
                if merge is None or merge.into_number != other.number:
                    raise NotMerged(request.label)
                merge.must_be_into(into)
                return part(Act(tx, by, request, other, self._at), merge)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                request = tx.client_requests.one(number, seen_by=by.user_id)
                return Split(request, request, (), ())

    def link(self, team: TeamId, request: ClientRequest) -> str | None:
        """To the card of the one that it was merged into, for rendering."""
        if request.merged_into is None:
            return None
        with self._store.read(team) as tx:
            into = next(iter(tx.digests.entries([f"R-{request.merged_into}"])), None)
            return _link(tx, request, into) if isinstance(into, ClientRequest) else None

    def merged_into(self, by: Gesture, number: RequestNumber) -> Sequence[str]:
        """The labels of those that somebody may see, for whoever sees the one that they were merged into."""
        with self._store.read(by.team_id) as tx:
            return [f"R-{merge.number}" for merge in tx.merges.into(number)]

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)


def _pair(
    tx: Transaction, by: Gesture, number: RequestNumber, other: RequestNumber
) -> tuple[ClientRequest, ClientRequest]:
    """Locked in the order of their numbers: two who merge the two crosswise wait for each other once, not for ever."""
    found = {one: tx.client_requests.for_change(one, seen_by=by.user_id) for one in sorted({number, other})}
    return found[number], found[other]


def _must_fit(tx: Transaction, request: ClientRequest, into: ClientRequest) -> None:
    has = tuple(f"R-{merge.number}" for merge in tx.merges.into(request.number))
    must_fit(request, into, has)
    if _shows_more(tx, request, into):
        raise ShowsMore(request.label, into.label)


def _shows_more(tx: Transaction, request: ClientRequest, into: ClientRequest) -> bool:
    """Whether somebody who may see the one that stays may not see the one that goes."""
    channel = tx.channels.one(request.audience) if request.audience else None
    if channel is not None and not channel.is_private:
        return False
    if request.audience != into.audience:
        return True
    named = {user for user in (into.owner, into.assigned_by, into.logged_by) if user is not None}
    return any(cards.is_seen_by(tx, into, user) and not cards.is_seen_by(tx, request, user) for user in sorted(named))


def _pieces(tx: Transaction, request: ClientRequest, into: ClientRequest) -> Iterator[Piece]:
    # What hangs on the other is locked as well, as it may be changed too: in one, so that it is in order.
    both = tx.tasks.of_requests([request.number, into.number])
    for task in (one for one in both if one.request_number == request.number):
        yield Piece(PieceKind.TASK, task.label, task_stood(task))
    for nudge in tx.nudges.about_each([request.label, into.label]):
        if nudge.about == request.label and _reaches(tx, nudge, into):
            yield Piece(PieceKind.NUDGE, nudge.label, nudge_stood(nudge))
    yield from _watching(tx, request, into)
    due, pause = due_taken(request, into), pause_taken(request, into)
    if due is not None:
        yield Piece(PieceKind.DUE, due.at.isoformat(), due.zone_name)
    if pause is not None:
        yield Piece(PieceKind.PAUSE, pause.status.value, pause.until.at.isoformat() if pause.until else "")
    if request.source_permalink and not into.source_permalink:
        yield Piece(PieceKind.LINK, request.source_permalink)


def _watching(tx: Transaction, request: ClientRequest, into: ClientRequest) -> Iterator[Piece]:
    there = {one.user_id for one in tx.item_watchers.of(into.label)}
    watching = tx.item_watchers.of(request.label)
    seeing = tx.client_requests.who_sees(into.number, [one.user_id for one in watching])
    for one in watching:
        how = BOTH if one.user_id in there else NEW if one.user_id in seeing else HIDDEN
        yield Piece(PieceKind.WATCHER, one.user_id, f"{how}:{one.added_by}")


def _reaches(tx: Transaction, nudge: Nudge, item: ClientRequest) -> bool:
    if nudge.user_id is not None:
        return cards.is_seen_by(tx, item, nudge.user_id)
    return nudge.channel_id == item.audience


def _merged(act: Act) -> Merged:
    tx, request, into, at = act.tx, act.request, act.other, act.at
    merge = _merge_of(act, tuple(_pieces(tx, request, into)))
    readers = _readers(tx, request, into, is_due=any(merge.of(PieceKind.DUE)))
    was_watched, before = request.is_up_for_grabs, [item_changes.Before.of(one) for one in (request, into)]
    _hand_over(act, merge)
    request.merge_into(into.number, by=act.by.user_id, at=at.now)
    request.changed_by = into.changed_by = act.by.user_id
    tx.merges.add(merge)
    watches.follow(tx, request, was_watched=was_watched, at=at)
    for one, was in zip((request, into), before, strict=True):
        item_changes.follow_untold(tx, one, was, at)
    also = _left_to(tx, request, into)
    tell_of(act, "merged", [*readers, *also], into.due if any(merge.of(PieceKind.DUE)) else None, also)
    _tell_in_thread(act)
    return _found(tx, request, into, merge.pieces)


def _found(tx: Transaction, request: ClientRequest, into: ClientRequest, pieces: Sequence[Piece]) -> Merged:
    stays = [nudge.label for nudge in _silenced(tx, request, into)]
    return Merged(request, into, pieces, len(_open_questions(tx, request)), stays)


def _merge_of(act: Act, pieces: tuple[Piece, ...]) -> Merge:
    request = act.request
    return Merge(
        team_id=act.by.team_id,
        into_number=act.other.number,
        number=request.number,
        merged_by=act.by.user_id,
        merged_at=act.at.now,
        pieces=pieces,
        status=request.status,
        why=request.why,
        paused_until=request.paused_until,
        paused_zone=request.paused_zone,
    )


def _hand_over(act: Act, merge: Merge) -> None:
    request, into = act.request, act.other
    due, pause = due_taken(request, into), pause_taken(request, into)
    if due is not None:
        into.set_due(due)
    if pause is not None:
        into.pause(pause, at=act.at.now)
    into.source_permalink = into.source_permalink or request.source_permalink
    move_tasks(act, {piece.what for piece in merge.of(PieceKind.TASK)}, of=request, to=into)
    _move_nudges(act, {piece.what for piece in merge.of(PieceKind.NUDGE)})
    watching = [*merge.of(PieceKind.WATCHER)]
    act.tx.item_watchers.remove_each(request.label, [UserId(piece.what) for piece in watching])
    watch(act, into.label, (piece for piece in watching if piece.stood.startswith(NEW)))


def _move_nudges(act: Act, labels: set[str]) -> None:
    """Of two that say the same to the same people at the same time one is enough."""
    tx = act.tx
    there = {(nudge.reaches, nudge_stood(nudge)) for nudge in tx.nudges.about(act.other.label)}
    for nudge in tx.nudges.about(act.request.label):
        if nudge.label not in labels:
            continue
        if (nudge.reaches, nudge_stood(nudge)) not in there:
            nudge.about = act.other.label
            continue
        nudge.cancelled_at = act.at.now
        for occurrence in tx.nudge_occurrences.unsent(nudge.number):
            tx.outbox.cancel(occurrence.message)


def _open_questions(tx: Transaction, request: ClientRequest) -> list[ItemQuestion]:
    return [one for one in tx.item_questions.of(request.label) if not one.is_answered]


def _silenced(tx: Transaction, request: ClientRequest, into: ClientRequest) -> list[Nudge]:
    """Those that were still to come."""
    without_words = (nudge for nudge in tx.nudges.about(request.label) if not nudge.text)
    staying = [nudge for nudge in without_words if not _reaches(tx, nudge, into)]
    return [nudge for nudge in staying if nudge.rule is not None or tx.nudge_occurrences.unsent(nudge.number)]


def _left_to(tx: Transaction, request: ClientRequest, into: ClientRequest) -> Mapping[UserId, Mapping[str, str]]:
    """What else each is told: that reminders do not come any more, or that an answer is still waited for."""
    told: dict[UserId, dict[str, str]] = {}
    for nudge in _silenced(tx, request, into):
        for user in dict.fromkeys(one for one in (nudge.set_by, nudge.user_id) if one is not None):
            facts = told.setdefault(user, {})
            facts["nudges"] = f"{facts.get('nudges', '')} {nudge.label}".strip()
    for question in _open_questions(tx, request):
        for user in (question.asked_by, question.asked_of):
            told.setdefault(user, {})["asked_by"] = question.asked_by
    return told


def _readers(tx: Transaction, request: ClientRequest, into: ClientRequest, *, is_due: bool) -> list[UserId]:
    """Whoever has either or follows the one that goes; those who follow the other, when its due date is new."""
    followed = [request.label, *([into.label] if is_due else [])]
    watching = [one.user_id for label in followed for one in tx.item_watchers.of(label)]
    return [*dict.fromkeys(user for user in (request.owner, into.owner, *watching) if user is not None)]


def _tell_in_thread(act: Act) -> None:
    """Under the card that goes, where it went."""
    request = act.request
    if request.audience is None or request.card is None:
        return
    link = _link(act.tx, request, act.other)
    act.tx.outbox.add(
        Message(
            kind=MessageKind.REPLIED,
            about=request.label,
            to=request.audience,
            key=f"merged_thread:{request.label}:{act.by.key}",
            due_at=act.at.now,
            under=request.card,
            facts={"what": "merged", "into": act.other.label, **({"link": link} if link else {})},
        )
    )


def _link(tx: Transaction, request: ClientRequest, into: ClientRequest) -> str | None:
    """None where those who saw the one that went may not come along."""
    channel = tx.channels.one(into.audience) if into.audience else None
    if channel is None or into.card is None or (channel.is_private and into.audience != request.audience):
        return None
    posted = tx.merges.posted(into.card)
    return permalink_of(posted.channel, posted.ts) if posted else None
