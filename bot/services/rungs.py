"""The reminders of an item are planned in the transaction of the change that calls for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import LIAISON, UserId
from bot.domain.ladders import (
    CLOSE,
    FOR_GIVERS,
    FOR_REQUESTS,
    FOR_STAND_INS,
    FOR_TASKS,
    JUST_TOLD,
    SNOOZE,
    Calendar,
    Rung,
    ladder,
)
from bot.domain.outbox import Lane, Message, MessageKind
from bot.domain.people import Person, PersonKind
from bot.domain.priority import Priority
from bot.domain.reactions import ASKING
from bot.domain.request_states import RequestStatus
from bot.domain.tasks import Task
from bot.services import cards, stand_ins
from bot.services.cards import Item
from bot.services.holding import hours_of
from bot.services.ports import Transaction
from bot.services.time_ports import SentRung

RUNGS = {ClientRequest: FOR_REQUESTS, Task: FOR_TASKS}
#: A fact of a reminder that was asked for: until when the item was out of sight then.
SNOOZED = "snoozed"


@dataclass(frozen=True)
class At:
    """When it is, and the zone of those of whom no usable one is known."""

    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True)
class Basis:
    """What of an item its reminders follow from."""

    owner: UserId | None
    due_at: datetime | None
    is_open: bool
    is_on_hold: bool
    is_urgent: bool
    is_paused: bool
    snoozed_until: datetime | None

    @classmethod
    def of(cls, item: Item) -> "Basis":
        return cls(
            item.owner,
            item.due_at,
            item.is_open,
            is_on_hold(item),
            is_urgent(item),
            is_paused(item),
            item.snoozed_until,
        )


def is_on_hold(item: Item) -> bool:
    """Nobody is to do anything about it for now."""
    return isinstance(item, ClientRequest) and item.status is RequestStatus.ON_HOLD


def is_paused(item: Item) -> bool:
    """Somebody has said what it waits for."""
    return isinstance(item, ClientRequest) and item.is_paused


def comes_anyway(tx: Transaction, item: Item) -> bool:
    """Neither hours nor the wish not to be reminded hold it back: what is urgent, and what is a task of that."""
    request = stand_ins.request_of(tx, item)
    return request is not None and is_urgent(request)


def is_urgent(item: Item) -> bool:
    """By itself: a task has no priority of its own."""
    return isinstance(item, ClientRequest) and item.priority is Priority.URGENT


def held_until(item: Item) -> datetime | None:
    """Its owner hears nothing before that, unless it is urgent."""
    return None if is_urgent(item) else item.snoozed_until


def giver(item: Item) -> UserId | None:
    """Who is told what the owner does not hear; None when that is the owner. A rule is told nothing."""
    others = (item.assigned_by, item.logged_by) if isinstance(item, ClientRequest) else (item.given_by,)
    return next((user for user in others if user not in {None, item.owner, LIAISON}), None)


def begin(tx: Transaction, item: Item, at: At) -> None:
    """Of something new, of which nothing waits yet."""
    if _has_ladder(item):
        tx.ladders.add(_planned(tx, item, at, after=at.now + JUST_TOLD))


def follow(tx: Transaction, item: Item, before: Basis, at: At) -> None:
    """After a change: what was planned goes, moves or begins, and what was sent says what became of the item. Whoever
    changed it has acted upon their reminders of it.
    """
    _note_act(tx, item, at)
    basis = Basis.of(item)
    if basis == before:
        return
    _follow_below(tx, item, before)
    told_now = basis.owner != before.owner
    _plan(tx, item, at, after=at.now + JUST_TOLD if told_now else at.now)
    _say_what_became(tx, item, before, at)


def follow_later(tx: Transaction, item: Item, before: Basis, at: At) -> bool:
    """As `follow`, where planning them here would hold up whoever waits for the answer: says whether there are some to
    be planned. What is sent meanwhile is compared with the item as it is then.
    """
    _note_act(tx, item, at)
    if Basis.of(item) == before:
        return False
    _follow_below(tx, item, before)
    has_ladder = _has_ladder(item)
    if not has_ladder:
        tx.ladders.replace(item.label, (), spare=None)
    _say_what_became(tx, item, before, at)
    return has_ladder


def _follow_below(tx: Transaction, item: Item, before: Basis) -> None:
    """Its tasks are as urgent as it is."""
    if isinstance(item, ClientRequest) and before.is_urgent != is_urgent(item):
        tx.replans.mark([task.label for task in tx.tasks.open_below([item.number], [])])


def _note_act(tx: Transaction, item: Item, at: At) -> None:
    if item.changed_by is not None:
        tx.reactions.act(item.label, item.changed_by, at.now)


def say_why(tx: Transaction, item: Item, at: At, *, by: UserId | None) -> None:
    """The reminders that stand there with their buttons say what has become of it."""
    if by is not None:
        tx.reactions.act(item.label, by, at.now)
    _close_sent(tx, item, at.now, by=by)


def replan_one(tx: Transaction, item: Item, at: At) -> None:
    """After the clock or the hours of whom it reaches have changed, or what they want to be told."""
    _plan(tx, item, at, after=at.now)


def owner_left(tx: Transaction, user: UserId, kind: PersonKind, at: At) -> None:
    """Or became a guest. They get nothing more, the next person does; whoever gave them something is told once what it
    is, and the next person what nobody gave them who is here.
    """
    found: dict[tuple[UserId, str], list[str]] = {}
    owned = tx.ladders.owned_by(user)
    tx.reactions.hasten(user, at.now)
    for item in owned:
        replan_one(tx, item, at)
        gave = giver(item)
        if gave is not None and stand_ins.is_member(tx.people.one(gave)):
            found.setdefault((gave, "left"), []).append(item.label)
        elif (next_one := stand_ins.of_owner(tx, item, now=at.now, zone=at.zone)) is not None:
            found.setdefault((next_one, "left_behind"), []).append(item.label)
    for (reader, what), labels in found.items():
        facts = {"what": what, "is": kind.value, "items": " ".join(labels)}
        key = f"{what}:{user}:{reader}:{at.now:%Y-%m-%dT%H:%M}"
        cards.notice(tx.outbox, user, to=reader, now=at.now, key=key, facts=facts)


def wants(tx: Transaction, person: Person | None, item: Item) -> bool:
    return person is None or person.wants_reminders or comes_anyway(tx, item)


def prefix(item: Item) -> str:
    """How the keys of an item's reminders begin, as long as it has this owner and is due then."""
    assert item.due_at is not None
    return f"rung:{item.label}:{item.owner}:{item.due_at:%Y-%m-%dT%H:%MZ}:"


def snoozes(item: Item) -> str:
    return f"{prefix(item)}{SNOOZE}"


def calendar_of(tx: Transaction, user: UserId, item: Item, at: At) -> Calendar:
    hours = hours_of(tx, user, at.zone, by_default=True).hours
    return Calendar.urgent(hours) if comes_anyway(tx, item) else Calendar.within(hours)


def message(item: Item, name: str, to: UserId, at: datetime, next_at: datetime | None = None) -> Message:
    """Without an end: one that is late is dropped when the next one says it better, and the last is worth saying."""
    assert item.due_at is not None
    facts = {"owner": item.owner or "", "due": item.due_at.isoformat(), "rung": name}
    if name.startswith(SNOOZE) and item.snoozed_until is not None:
        facts[SNOOZED] = item.snoozed_until.isoformat()
    return Message(
        kind=MessageKind.RUNG,
        about=item.label,
        to=to,
        key=f"{prefix(item)}{name}",
        due_at=at,
        lane=Lane.REMINDER,
        fallback=giver(item) if to == item.owner else None,
        react_by=at if to == item.owner and name in ASKING else None,
        facts={**facts, "next": next_at.isoformat()} if next_at else facts,
    )


def changed(rung: SentRung, now: datetime, facts: Mapping[str, str]) -> Message:
    """It stands there without its buttons and says what became of it."""
    return Message(
        kind=MessageKind.RUNG,
        about=rung.about,
        to=rung.to,
        key=f"rung_changed:{rung.id}",
        due_at=now,
        edits=rung.id,
        merge_key=f"edit:{rung.id}",
        facts={**rung.facts, **facts},
    )


def _plan(tx: Transaction, item: Item, at: At, *, after: datetime) -> None:
    """Who snoozed it wants to hear nothing before that is over, and nothing right behind it."""
    if not _has_ladder(item):
        tx.ladders.replace(item.label, (), spare=None)
        return
    held, after = held_until(item), _behind(tx, item, item.owner, after)
    after = max(after, held + CLOSE) if held else after
    tx.ladders.replace(item.label, _planned(tx, item, at, after=after), spare=snoozes(item))


def _behind(tx: Transaction, item: Item, user: UserId | None, after: datetime) -> datetime:
    """What somebody has put off concerns nobody else."""
    until = tx.ladders.snoozed_until(item.label, snoozes(item), user) if user else None
    return max(after, until + CLOSE) if until else after


def _has_ladder(item: Item) -> bool:
    return item.is_open and not is_on_hold(item) and item.owner is not None and item.due_at is not None


def _planned(tx: Transaction, item: Item, at: At, *, after: datetime) -> list[Message]:
    if not stand_ins.is_member(tx.people.one(item.owner) if item.owner else None):
        stand_in = stand_ins.of_owner(tx, item, now=at.now, zone=at.zone)
        after = _behind(tx, item, stand_in, at.now)
        return [*_of_reader(tx, item, stand_in, FOR_STAND_INS, at, after=after)] if stand_in else []
    readers = ((item.owner, RUNGS[type(item)], after), (giver(item), FOR_GIVERS, at.now))
    return [one for user, rungs, since in readers if user for one in _of_reader(tx, item, user, rungs, at, after=since)]


def _of_reader(
    tx: Transaction, item: Item, user: UserId, rungs: Sequence[Rung], at: At, *, after: datetime
) -> Iterator[Message]:
    person = tx.people.one(user)
    if item.due_at is None or not stand_ins.is_member(person) or not wants(tx, person, item):
        return
    for each in ladder(rungs, item.due_at, calendar_of(tx, user, item, at), after=after):
        yield message(item, each.rung, user, each.at, each.next_at)


def _say_what_became(tx: Transaction, item: Item, before: Basis, at: At) -> None:
    if item.owner != before.owner or not item.is_open or (is_paused(item) and not before.is_paused):
        _close_sent(tx, item, at.now, by=item.changed_by)


def _close_sent(tx: Transaction, item: Item, now: datetime, *, by: UserId | None) -> None:
    said = {"by": by or "", "at": now.isoformat()}
    for rung in tx.ladders.sent(item.label):
        tx.outbox.add(changed(rung, now, said))
