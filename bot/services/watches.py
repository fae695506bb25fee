"""What nobody has is told to its queue's lead, again and again until somebody has it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.digests import number_of
from bot.domain.errors import NotFound
from bot.domain.hours_settings import WORKSPACE
from bot.domain.ids import RequestNumber, TeamId, UserId
from bot.domain.origins import OwnWork
from bot.domain.outbox import Dropped, Lane, Message, MessageKind
from bot.domain.queues import Queue
from bot.domain.watches import Watch
from bot.domain.working_time import after_working
from bot.services import routing, rungs, stand_ins
from bot.services.holding import hours_of, of_place
from bot.services.people import PeopleService
from bot.services.ports import Store, Teams, Transaction
from bot.services.rungs import At


class Sweep(Protocol):
    def due(self, now: datetime, teams: Collection[TeamId]) -> Sequence[tuple[TeamId, RequestNumber]]: ...


@dataclass(frozen=True)
class Unowned:
    """As it is now. `is_due` while nobody has it, as when this was planned."""

    request: ClientRequest
    zone: ZoneInfo
    is_due: bool


def begin(tx: Transaction, request: ClientRequest, at: At, given: routing.Given) -> None:
    """Of something new. Its lead is told at once where it was to be somebody's and is not."""
    if request.is_up_for_grabs:
        _watch(tx, request, at, given)


def follow(
    tx: Transaction, request: ClientRequest, *, was_watched: bool, at: At, given: routing.Given | None = None
) -> None:
    """After a change: once somebody has it nobody is told any more."""
    if was_watched and not request.is_up_for_grabs:
        tx.watches.end(request.number)
        tx.watches.withdraw(request.label)
    elif request.is_up_for_grabs and not was_watched:
        _watch(tx, request, at, given or routing.Given())


def moved(tx: Transaction, request: ClientRequest, at: At) -> None:
    """To another queue, whose lead is told if nobody takes it."""
    if request.is_up_for_grabs:
        tx.watches.withdraw(request.label)
        _watch(tx, request, at, routing.Given())


def woken(tx: Transaction, request: ClientRequest, was: datetime | None, at: At) -> None:
    """After a change: one that was out of sight until `was`, and is not any more, is not silent for as long."""
    if was is None or was <= at.now or request.snoozed_until == was or not request.is_up_for_grabs:
        return
    watch = tx.watches.one(request.number)
    if watch is not None:
        later = _later(tx, request, routing.of(tx).queue(request.queue), at)
        tx.watches.begin(replace(watch, next_at=min(watch.next_at, later)))


def _watch(tx: Transaction, request: ClientRequest, at: At, given: routing.Given) -> None:
    queue = routing.of(tx).queue(request.queue)
    tx.watches.begin(Watch(request.number, at.now, _later(tx, request, queue, at)))
    if given.is_missed:
        _tell(tx, request, queue, at, Watch(request.number, at.now, at.now), why=given.why)


def _later(tx: Transaction, request: ClientRequest, queue: Queue, at: At) -> datetime:
    """After as much of the workspace's working time as the queue is given, to the minute. What is urgent waits by any
    clock.
    """
    begun = at.now.replace(second=0, microsecond=0)
    if rungs.is_urgent(request):
        return begun + queue.patience
    hours = of_place(None, tx.hours.one(WORKSPACE), at.zone, by_default=True).hours
    return after_working(hours, begun, queue.patience)


def _tell(tx: Transaction, request: ClientRequest, queue: Queue, at: At, watch: Watch, *, why: str = "") -> None:
    reader = stand_ins.first_here(tx, request, _readers(tx, request, queue), now=at.now, zone=at.zone)
    if reader is None:
        return
    hours = hours_of(tx, reader, at.zone, by_default=True).hours
    tx.outbox.add(
        Message(
            kind=MessageKind.UNOWNED,
            about=request.label,
            to=reader,
            key=f"unowned:{request.label}:{watch.since:%Y-%m-%dT%H:%M:%S.%fZ}:{watch.times}",
            due_at=at.now if rungs.is_urgent(request) else hours.next_open(at.now),
            lane=Lane.REMINDER,
            fallback=None if reader == request.logged_by else request.logged_by,
            facts={"since": watch.since.isoformat(), **({"why": why} if why else {})},
        )
    )


def _readers(tx: Transaction, request: ClientRequest, queue: Queue) -> Iterator[UserId]:
    """The queue's lead, then the client's owner, then whoever logged it, and before them, where it has queues, whoever
    looks after the workspace.
    """
    if queue.lead is not None:
        yield queue.lead
    yield from stand_ins.client_owner(tx, request)
    yield from stand_ins.responsible(tx) if queue.lead else ()
    yield request.logged_by
    yield from stand_ins.responsible(tx)


class WatchService:
    """`teams` are those to plan for."""

    def __init__(
        self, store: Store[Transaction], sweep: Sweep, people: PeopleService, clock: Clock, teams: Teams
    ) -> None:
        self._store = store
        self._sweep = sweep
        self._people = people
        self._clock = clock
        self._teams = teams

    def plan_due(self) -> int:
        """Says how many were due. A failure of one is raised after the others have had their turn."""
        at, done = At(self._clock.now(), self._people.workspace_zone), list[int]()
        with ExitStack() as turns:
            for team, number in self._sweep.due(at.now, self._teams()):
                turns.callback(lambda team, number: done.append(self._plan(team, number, at)), team, number)
        return sum(done)

    def _plan(self, team: TeamId, number: RequestNumber, at: At) -> int:
        """The request is locked first, as by those who change it. Another process may have been faster."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            request = next(iter(tx.ladders.for_planning([f"R-{number}"])), None)
            watch = tx.watches.one(number)
            if watch is None or watch.next_at > at.now:
                return 0
            if not isinstance(request, ClientRequest) or not request.is_up_for_grabs:
                tx.watches.end(number)
                return 1
            held = rungs.held_until(request)
            if held is not None and held > at.now:
                tx.watches.begin(replace(watch, next_at=held))
                return 1
            queue = routing.of(tx).queue(request.queue)
            tx.watches.withdraw(request.label)
            told = Watch(number, watch.since, _later(tx, request, queue, at), watch.times + 1)
            tx.watches.begin(told)
            _tell(tx, request, queue, at, told)
        return 1

    def unowned(self, team: TeamId, label: str, to: UserId, facts: Mapping[str, str]) -> Unowned | Dropped:
        """For rendering."""
        with self._store.read(team) as tx:
            try:
                request = tx.client_requests.one(RequestNumber(number_of(label)), seen_by=to)
            except NotFound:
                return Dropped("hidden")
            watch = tx.watches.one(request.number)
        is_same = watch is not None and watch.since == datetime.fromisoformat(facts["since"])
        held = rungs.held_until(request)
        is_in_sight = held is None or held <= self._clock.now()
        return Unowned(request, self._people.zone_of(team, to), request.is_up_for_grabs and is_same and is_in_sight)
