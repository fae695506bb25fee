"""A worker: the real delivery over a real store, for all the workspaces, until it is killed."""

import contextlib
import logging
import os
import random
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from slack_sdk import WebClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from benchmarks.chaos.board import Board, Integers
from benchmarks.chaos.plan import RATES, SIZES, SPACING
from benchmarks.chaos.points import BEFORE_COMMIT, Trail
from benchmarks.chaos.ports import ByTeam, WatchedRendering, WatchedStore, watch_connections
from benchmarks.chaos.words import Words
from bot.app import DELIVER
from bot.domain.delivery_sizes import Sizes
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId
from bot.logs import Redacted
from bot.loops import Loop
from bot.services.delivery import Delivery, Looking
from handlers.conversations import Conversations
from handlers.history import History
from handlers.installation import Installation
from handlers.lookup import Lookup
from handlers.sender import Sender
from handlers.web_clients import web_client
from storage.delivery import SqlOutbox
from storage.engine import make_engine
from storage.store import SqlStore

#: Pages of an SQLite file; setting fewer than there are means as many as there are.
ALL_PAGES, NO_MORE = 2**31 - 2, 1


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
    """What a worker is started with; `lost_commits` is the share of its commits whose reply gets lost."""

    slot: int
    url: str
    log: Path
    homes: Sequence[Home]
    threads: int
    lost_commits: float


class SkewedClock:
    def __init__(self, board: Board, slot: int) -> None:
        self._board = board
        self._slot = slot

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._board.skew[self._slot])


def work(job: Job, board: Board, assembly: Assembly) -> None:
    """In the process that was forked for it; returns when it is asked to end."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log_to(job.log)
    assembly.prepare()
    trail = Trail(board, job.slot)
    watch_connections(trail)
    engine = make_engine(job.url)
    spoil(engine, board, trail, job.lost_commits)
    deliveries = _deliveries(job, board, trail, engine, assembly)
    turn = Turn(board, job.slot, trail)
    loops = [Loop(f"deliver-{n}", partial(turn.taken, one), DELIVER) for n, one in enumerate(deliveries)]
    for loop in loops:
        loop.start()
    over.wait()
    for delivery, loop in zip(deliveries, loops, strict=True):
        delivery.stop()
        loop.ask_to_stop()
    for loop in loops:
        loop.stop(timeout=10)
    engine.dispose()
    # As a killed one does: no thread of a library is waited for.
    os._exit(0)


def log_to(path: Path) -> None:
    handler = logging.FileHandler(path)
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def spoil(engine: Engine, board: Board, trail: Trail, lost_commits: float) -> None:
    """The database's own faults, as far as they happen in a process that uses it."""
    chance = random.Random(os.getpid())

    @event.listens_for(engine, "commit")
    def before_commit(connection: Connection) -> None:
        trail.passes(BEFORE_COMMIT.get(trail.phase))
        if trail.phase and chance.random() < lost_commits:
            board.lost_commits[trail.slot] += 1
            _lose_the_reply(connection)

    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", lambda connection: _fill_up(connection, board))


def _lose_the_reply(connection: Connection) -> None:
    """It is committed, and whoever waits for that hears of a broken connection."""
    connection.connection.commit()
    raise OperationalError("COMMIT", None, ConnectionError("the reply to the commit was lost"))


def _fill_up(connection: Connection, board: Board) -> None:
    connection.exec_driver_sql(f"pragma max_page_count={NO_MORE if board.is_full else ALL_PAGES}")


def _deliveries(job: Job, board: Board, trail: Trail, engine: Engine, assembly: Assembly) -> list[Delivery]:
    """One for each thread. They share what they share in the product: all but themselves."""
    clock = SkewedClock(board, job.slot)
    teams = tuple(home.team for home in job.homes)
    rendering = Words(SqlStore(engine, _unprepared)).rendering()
    outbox = assembly.outbox(engine, clock, SPACING, lambda: teams, rates=RATES, sizes=assembly.settling)

    ways = _ways(job.homes, clock, trail, assembly)
    store, shown = WatchedStore(outbox, trail), WatchedRendering(rendering, trail)
    return [assembly.delivery(store, shown, ways, ways, clock, sizes=SIZES) for _ in range(job.threads)]


def _ways(homes: Sequence[Home], clock: SkewedClock, trail: Trail, assembly: Assembly) -> ByTeam:
    senders, lookups = {}, {}
    for home in homes:
        client = assembly.client(home.installation.token, home.api_url, SIZES.call.total_seconds())
        conversations = Conversations(client)
        senders[home.team] = Sender(client, conversations)
        lookups[home.team] = assembly.looking(Lookup(History(client, home.installation, clock), conversations))
    return ByTeam(senders, lookups, trail)


def is_of_a_lock(error: BaseException) -> bool:
    return "locked" in f"{error} {error.__cause__}"


class Turn:
    """Counts how turns end; the loop that they belong to logs the failures and goes on."""

    def __init__(self, board: Board, slot: int, trail: Trail) -> None:
        self._board = board
        self._slot = slot
        self._trail = trail
        self._lock = threading.Lock()

    def taken(self, delivery: Delivery) -> int:
        with contextlib.ExitStack() as if_it_fails:
            if_it_fails.callback(self._count, self._board.failed)
            try:
                done = 0 if delivery.is_idle() else delivery.deliver_due()
            except (SQLAlchemyError, StoreUnavailable) as error:
                self._count(self._board.unusable)
                if is_of_a_lock(error):
                    self._count(self._board.locked)
                raise
            finally:
                self._trail.let_all_go()
            if_it_fails.pop_all()
            return done

    def _count(self, counter: Integers) -> None:
        with self._lock:
            counter[self._slot] += 1
