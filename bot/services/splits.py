"""A merged request taken out of the other again, with what came from it and has not been changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.digests import number_of
from bot.domain.ids import NudgeNumber, UserId
from bot.domain.item_watchers import ItemWatcher
from bot.domain.merges import Merge, Piece, PieceKind, nudge_stood, task_stood
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.services import cards, item_changes, nudge_occurrences, rungs, watches
from bot.services.outbox_ports import Told
from bot.services.ports import Transaction

#: How a watcher of the one that went was placed in the other: newly, already, or not, because they may not see it.
NEW, BOTH, HIDDEN = "new", "both", "hidden"


@dataclass(frozen=True)
class Split:
    """`back` is what came back to the request, `stays` what stays with the other, because it was changed since."""

    request: ClientRequest
    other: ClientRequest
    back: Sequence[Piece]
    stays: Sequence[Piece]


@dataclass(frozen=True)
class Act:
    """Somebody merges a request into the `other`, or takes it out again. Both are locked."""

    tx: Transaction
    by: Gesture
    request: ClientRequest
    other: ClientRequest
    at: rungs.At


@dataclass(frozen=True)
class There:
    """What the other has: its tasks, each as it stands, and who watches it."""

    tasks: Mapping[str, str]
    watchers: Collection[str]

    @classmethod
    def of(cls, act: Act) -> "There":
        tasks = {task.label: task_stood(task) for task in act.tx.tasks.of_request(act.other.number)}
        return cls(tasks, {one.user_id for one in act.tx.item_watchers.of(act.other.label)})


def part(act: Act, merge: Merge) -> Split:
    tx, request, other = act.tx, act.request, act.other
    before = [item_changes.Before.of(one) for one in (request, other)]
    there = There.of(act)
    # In one, so that they are in order.
    tx.nudges.about_each([request.label], [_number(piece) for piece in merge.of(PieceKind.NUDGE)])
    back = [piece for piece in merge.pieces if _is_as_it_was(act, piece, merge, there)]
    request.part(merge.pause, at=act.at.now)
    _take_back(act, back)
    request.changed_by = other.changed_by = act.by.user_id
    tx.merges.end(request.number)
    watches.follow(tx, request, was_watched=False, at=act.at)
    for one, was in zip((request, other), before, strict=True):
        item_changes.follow_untold(tx, one, was, act.at)
    _tell_split(act, merge)
    return Split(request, other, back, [piece for piece in merge.pieces if piece not in back])


def _tell_split(act: Act, merge: Merge) -> None:
    """Whoever has either, merged them, or was told of that; who was not told of that yet is told of neither."""
    tx, request, other = act.tx, act.request, act.other
    told = [one for one in tx.outbox.news(request.label, MessageKind.NOTICE) if _tells_of_merge(one, other)]
    stopped = tx.outbox.cancel_each([one.id for one in told])
    unaware = {one.to for one in told if one.id in stopped}
    concerned = [user for user in (request.owner, other.owner, merge.merged_by) if user]
    readers = [user for user in (*concerned, *(one.to for one in told)) if user not in unaware]
    nudges = [*act.tx.nudges.about(request.label)] if any("nudges" in one.facts for one in told) else []
    again = {one.to: {"nudges": " ".join(_come_again(act, one, nudges))} for one in told}
    tell_of(act, "split", readers, also=again)


def _tells_of_merge(told: Told, other: ClientRequest) -> bool:
    return (told.facts.get("what"), told.facts.get("other")) == ("merged", other.label)


def _come_again(act: Act, told: Told, nudges: Iterable[Nudge]) -> list[str]:
    """Of the reminders that were said not to come any more."""
    silenced = told.facts.get("nudges", "").split()
    still = [one for one in nudges if one.label in silenced]
    return [one.label for one in still if one.rule is not None or act.tx.nudge_occurrences.unsent(one.number)]


def move_tasks(act: Act, labels: Collection[str], *, of: ClientRequest, to: ClientRequest) -> None:
    """They have the audience of the request that they are tasks of, and are as urgent."""
    moved = [task for task in act.tx.tasks.of_request(of.number) if task.label in labels]
    for task in moved:
        task.request_number, task.changed_by = to.number, act.by.user_id
    act.tx.replans.mark([task.label for task in moved if task.is_open])
    if not moved or of.audience == to.audience:
        cards.refresh_all(act.tx, moved, now=act.at.now)
        return
    place = cards.Place(to.audience or to.logged_by, to.audience)
    cards.move_tasks(act.tx, to, place, asker=act.by.user_id, now=act.at.now)


def newly(pieces: Iterable[Piece]) -> Collection[UserId]:
    """Those who did not watch the other before."""
    return [UserId(piece.what) for piece in pieces if piece.stood.startswith(NEW)]


def watch(act: Act, label: str, pieces: Iterable[Piece]) -> None:
    """As they did of the other label."""
    act.tx.item_watchers.add_each(
        [
            ItemWatcher(
                team_id=act.by.team_id,
                label=label,
                user_id=UserId(piece.what),
                added_by=UserId(piece.stood.partition(":")[2]),
                added_at=act.at.now,
            )
            for piece in pieces
        ]
    )


def tell_of(
    act: Act,
    what: str,
    readers: Iterable[UserId],
    due: Due | None = None,
    also: Mapping[UserId, Mapping[str, str]] = MappingProxyType({}),
) -> None:
    """Each once, and not whoever did it. `due` is the other's new one, `also` what concerns one of them alone."""
    facts = {"what": what, "by": act.by.user_id, "other": act.other.label}
    facts |= {"due": due.at.isoformat()} if due else {}
    each = [reader for reader in dict.fromkeys(readers) if reader != act.by.user_id]
    seeing = act.tx.client_requests.who_sees(act.request.number, each)
    for reader in each:
        if reader in seeing:
            key = f"{what}:{act.request.label}:{reader}:{act.by.key}"
            cards.notice(
                act.tx.outbox,
                act.request.label,
                to=reader,
                now=act.at.now,
                key=key,
                facts=facts | dict(also.get(reader, {})),
            )


def _is_as_it_was(act: Act, piece: Piece, merge: Merge, there: There) -> bool:
    tx, other = act.tx, act.other
    match piece.kind:
        case PieceKind.TASK:
            return there.tasks.get(piece.what) == piece.stood
        case PieceKind.NUDGE:
            nudge = _nudge(tx, piece)
            is_there = nudge.about == other.label and nudge.cancelled_at is None
            return (is_there or _was_left_out(nudge, merge, act.at.now)) and nudge_stood(nudge) == piece.stood
        case PieceKind.WATCHER:
            return piece.what in there.watchers or not piece.stood.startswith(NEW)
        case PieceKind.DUE:
            return other.is_open and other.due is not None and other.due.at.isoformat() == piece.what
        case PieceKind.PAUSE:
            until = other.until.at.isoformat() if other.until else ""
            return (other.status.value, until, other.why) == (piece.what, piece.stood, merge.why)
        case PieceKind.LINK:
            return other.source_permalink == piece.what


def _take_back(act: Act, back: Sequence[Piece]) -> None:
    tx, request, other = act.tx, act.request, act.other
    move_tasks(act, {piece.what for piece in back if piece.kind is PieceKind.TASK}, of=other, to=request)
    watching = [piece for piece in back if piece.kind is PieceKind.WATCHER]
    tx.item_watchers.remove_each(other.label, newly(watching))
    watch(act, request.label, watching)
    for piece in back:
        match piece.kind:
            case PieceKind.NUDGE:
                _take_back_nudge(act, _nudge(tx, piece))
            case PieceKind.DUE:
                other.set_due(None)
            case PieceKind.PAUSE:
                other.resume()
            case PieceKind.LINK:
                other.source_permalink = None
            case _:
                continue


def _number(piece: Piece) -> NudgeNumber:
    return NudgeNumber(number_of(piece.what))


def _nudge(tx: Transaction, piece: Piece) -> Nudge:
    nudge = tx.nudges.for_planning(_number(piece))
    assert nudge is not None, "nothing is deleted"
    return nudge


def _was_left_out(nudge: Nudge, merge: Merge, now: datetime) -> bool:
    """Because the other had one that says the same, and so it has not come yet."""
    is_to_come = nudge.rule is not None or nudge.due_at > now
    return is_to_come and nudge.about == f"R-{merge.number}" and nudge.cancelled_at == merge.merged_at


def _take_back_nudge(act: Act, nudge: Nudge) -> None:
    nudge.about = act.request.label
    if nudge.cancelled_at is None:
        return
    nudge.cancelled_at = None
    if nudge.rule is None:
        again = act.tx.nudge_occurrences.next_sequence(nudge.number)
        nudge_occurrences.plan(act.tx, nudge, at=nudge.due_at, key=f"nudge:{nudge.label}:{again}")
