"""A worker: the real delivery over a real store, for all the workspaces, until it is killed."""

import contextlib
import logging
import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

import handlers.attempts
import storage.outcomes
from benchmarks.chaos.almanac import Almanac, LeapingClock, read_zone_data
from benchmarks.chaos.board import Board, Integers
from benchmarks.chaos.plan import LONGEST_BACKOFF, RATES, SIZES, SPACING, USUAL_PAUSE
from benchmarks.chaos.points import BEFORE_COMMIT, Phase, Trail
from benchmarks.chaos.ports import ByTeam, WatchedRendering, WatchedStore, watch_connections
from benchmarks.chaos.words import Words
from benchmarks.chaos.world import ALMANAC
from bot.app import DELIVER
from bot.domain.clock import Clock
from bot.domain.delivery_sizes import Sizes
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId
from bot.logs import Redacted
from bot.loops import Loop
from bot.services.delivery import Delivery, Looking, Ways
from bot.services.nudge_series import NudgeSeriesService
from bot.signals import StopSignal
from handlers.conversations import Conversations
from handlers.history import History
from handlers.installation import Installation
from handlers.lookup import Lookup
from handlers.sender import Sender
from handlers.web_clients import web_client
from storage.delivery import SqlOutbox
from storage.engine import BACKGROUND, make_engine
from storage.store import SqlStore

#: Pages of an SQLite file; setting fewer than there are means as many as there are.
ALL_PAGES, NO_MORE = 2**31 - 2, 1
#: Seconds that a slow statement takes at least, and so many times that at most.
QUICKEST, SLOWEST = 2.0, 15.0
#: Seconds for all that is under way when a worker is asked to end.
ENDING = 10.0
#: Seconds of a turn after which a database that is still locked was waited for.
WAITED = BACKGROUND / 1000 * 0.9


@dataclass(frozen=True)
class Home:
    """A workspace as workers know it: its address, and who we are there."""

    team: TeamId
    api_url: str
    installation: Installation


def _as_it_is(looking: Looking) -> Looking:
    return looking


def _unprepared() -> None:
    pass


@dataclass
class Assembly:
    """The parts that a mutant may put another in the place of; without one they are the product's."""

    prepare: Callable[[], None] = _unprepared
    delivery: type[Delivery] = Delivery
    outbox: type[SqlOutbox] = SqlOutbox
    client: Callable[[str, str, float], WebClient] = web_client
    looking: Callable[[Looking], Looking] = _as_it_is
    settling: Sizes = field(default_factory=lambda: SIZES)


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a worker is started with; `lost_commits` is the share of its commits whose reply gets lost, `slow` of those
    that take long.
    """

    slot: int
    url: str
    log: Path
    homes: Sequence[Home]
    threads: int
    lost_commits: float
    slow: float
    moments: Sequence[datetime]
    zone_data: Path


class SkewedClock:
    def __init__(self, board: Board, slot: int) -> None:
        self._board = board
        self._slot = slot

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._board.skew[self._slot])


def work(job: Job, board: Board, assembly: Assembly) -> None:
    """In the process that was forked for it; returns when it is asked to end."""
    asked = StopSignal()
    log_to(job.log)
    hurry()
    assembly.prepare()
    trail = Trail(board, job.slot)
    watch_connections(trail)
    engine = make_engine(job.url)
    spoil(engine, board, trail, job.lost_commits, job.slow)
    parts = Parts(job, board, trail, engine, assembly)
    deliveries = parts.deliveries()
    works: list[Callable[[], int]] = [partial(_delivered, one) for one in deliveries]
    if job.moments:
        if board.moment > len(job.moments) / 2:
            read_zone_data(job.zone_data)
        almanac = parts.almanac()
        deliveries.append(almanac.delivery)
        works.append(almanac.turn)
    turn = Turn(board, job.slot, trail)
    loops = [Loop(f"deliver-{n}", partial(turn.taken, work), DELIVER) for n, work in enumerate(works)]
    for loop in loops:
        loop.start()
    asked.wait()
    for delivery in deliveries:
        delivery.stop()
    for loop in loops:
        loop.ask_to_stop()
    by = time.monotonic() + ENDING
    for loop in loops:
        loop.stop(max(0.0, by - time.monotonic()))
    engine.dispose()
    # As a killed one does: no thread of a library is waited for.
    os._exit(0)


def log_to(path: Path) -> None:
    handler = logging.FileHandler(path)
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def hurry() -> None:
    """A turn that fails is tried again as much sooner as everything else here takes less time."""
    handlers.attempts.USUAL_PAUSE = USUAL_PAUSE
    storage.outcomes.LONGEST_BACKOFF = LONGEST_BACKOFF


def spoil(engine: Engine, board: Board, trail: Trail, lost_commits: float, slow: float = 0.0) -> None:
    """The database's own faults, as far as they happen in a process that uses it."""
    chance = random.Random(os.getpid())

    @event.listens_for(engine, "commit")
    def before_commit(connection: Connection) -> None:
        trail.passes(BEFORE_COMMIT.get(trail.phase))
        if trail.phase and chance.random() < slow:
            board.slow[trail.slot] += 1
            _take(connection, SLOWEST ** chance.random() * QUICKEST)
        if trail.phase and chance.random() < lost_commits:
            board.lost_commits[trail.slot] += 1
            _lose_the_reply(connection)

    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", lambda connection: _fill_up(connection, board))


def _take(connection: Connection, seconds: float) -> None:
    """With everything locked that the transaction has locked; PostgreSQL breaks off what takes longer than it may."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_sleep({seconds:.3f})")
    else:
        time.sleep(seconds)


def _lose_the_reply(connection: Connection) -> None:
    """It is committed, and whoever waits for that hears of a broken connection."""
    connection.connection.commit()
    raise OperationalError("COMMIT", None, ConnectionError("the reply to the commit was lost"))


def _fill_up(connection: Connection, board: Board) -> None:
    connection.exec_driver_sql(f"pragma max_page_count={NO_MORE if board.is_full else ALL_PAGES}")


@dataclass(frozen=True)
class Parts:
    """All but the deliveries themselves is shared by the threads, as it is in the product."""

    job: Job
    board: Board
    trail: Trail
    engine: Engine
    assembly: Assembly

    def deliveries(self) -> list[Delivery]:
        """One for each thread."""
        clock = SkewedClock(self.board, self.job.slot)
        return self._made(clock, [home.team for home in self.job.homes if home.team != ALMANAC], self.job.threads)

    def almanac(self) -> Almanac:
        clock = LeapingClock(self.board, self.job.slot, self.job.moments)
        store = SqlStore(self.engine, _unprepared)
        series = NudgeSeriesService(store, clock, ZoneInfo("Europe/London"), lambda: (ALMANAC,))
        (delivery,) = self._made(clock, [ALMANAC], 1)

        def plan() -> int:
            with self.trail.during(Phase.PLAN):
                return series.plan_due()

        return Almanac(clock, self.engine, plan, delivery)

    def _made(self, clock: Clock, teams: Sequence[TeamId], count: int) -> list[Delivery]:
        assembly, trail = self.assembly, self.trail
        rendering = Words(SqlStore(self.engine, _unprepared)).rendering()
        outbox = assembly.outbox(self.engine, clock, SPACING, lambda: teams, rates=RATES, sizes=assembly.settling)
        homes = [home for home in self.job.homes if home.team in teams]
        ways = _ways(homes, SkewedClock(self.board, self.job.slot), trail, assembly)
        store, shown = WatchedStore(outbox, trail), WatchedRendering(rendering, trail)
        return [
            assembly.delivery(store, shown, Ways(ways, ways), clock, lambda _team: None, sizes=SIZES)
            for _ in range(count)
        ]


def _ways(homes: Sequence[Home], clock: SkewedClock, trail: Trail, assembly: Assembly) -> ByTeam:
    senders, lookups = {}, {}
    for home in homes:
        client = assembly.client(home.installation.token, home.api_url, SIZES.call.total_seconds())
        conversations = Conversations(client)
        senders[home.team] = Sender(client, conversations)
        lookups[home.team] = assembly.looking(Lookup(History(client, home.installation, clock), conversations))
    return ByTeam(senders, lookups, trail)


def is_unwaited(error: BaseException, since: float) -> bool:
    """Whether the database was locked and that was all there was to it, `since` then in `time.monotonic()` seconds."""
    return "locked" in f"{error} {error.__cause__}" and time.monotonic() - since < WAITED


def _delivered(delivery: Delivery) -> int:
    return delivery.deliver_due() if delivery.has_work() else 0


class Turn:
    """Counts how turns end; the loop that they belong to logs the failures and goes on."""

    def __init__(self, board: Board, slot: int, trail: Trail) -> None:
        self._board = board
        self._slot = slot
        self._trail = trail
        self._lock = threading.Lock()

    def taken(self, work: Callable[[], int]) -> int:
        with contextlib.ExitStack() as if_by_a_defect:
            if_by_a_defect.callback(self._count, self._board.defects)
            begun = time.monotonic()
            try:
                done = work()
            except (SQLAlchemyError, StoreUnavailable) as error:
                if_by_a_defect.pop_all()
                self._count(self._board.unusable)
                if is_unwaited(error, begun):
                    self._count(self._board.locked)
                raise
            finally:
                self._trail.let_all_go()
            if_by_a_defect.pop_all()
            return done

    def _count(self, counter: Integers) -> None:
        with self._lock:
            counter[self._slot] += 1
