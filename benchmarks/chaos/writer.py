"""The writer: a process that asks for messages at a steady rate through the store's real door, and may be killed too.

Its journal says what was committed. Killed between a commit and its line, it repeats the write with the same delivery
key, as Slack repeats a delivery, and is told what the first one made.
"""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.chaos.backlog import waiting
from benchmarks.chaos.board import Board
from benchmarks.chaos.feed import Known, Write, write, written
from benchmarks.chaos.points import Phase, Point, Trail
from benchmarks.chaos.worker import is_unwaited, log_to, spoil
from benchmarks.chaos.world import CHANNELS, LEFT, PEOPLE, QUIET
from bot.domain.errors import AlreadyDone, StoreUnavailable
from bot.domain.ids import ClientNumber, OutboxId, TeamId
from bot.domain.origins import OwnWork
from bot.domain.people import Channel, Person, PersonKind
from storage.engine import make_engine
from storage.store import SqlStore

#: Seconds between two tries of a store that is not there.
AGAIN = 0.05
#: Of so many deliveries one comes twice.
TWINS = 10
#: So many messages may wait: what a slow machine cannot deliver in time is not written.
BACKLOG = 300


@dataclass(frozen=True)
class Entry:
    """A line of the journal: what a write made. `again` when it was told so by its key."""

    number: int
    team: TeamId
    form: str
    ids: Sequence[OutboxId]
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Job:
    slot: int
    url: str
    log: Path
    journal: Path
    seed: int
    rate: float
    lost_commits: float


def entries(journal: Path) -> Iterator[Entry]:
    """Each write once; the last line may be half a line."""
    if not journal.exists():
        return
    seen: set[int] = set()
    for line in journal.read_text(encoding="utf-8").splitlines():
        entry = _read(line)
        if entry is not None and entry.number not in seen:
            seen.add(entry.number)
            yield entry


def _read(line: str) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except ValueError:
        return None


def settle_in(url: str) -> None:
    """What Slack has told of the workspaces."""
    engine = make_engine(url)
    store = SqlStore(engine, lambda: None)
    for team in QUIET:
        with store.begin(OwnWork(team_id=team)) as tx:
            for person in PEOPLE:
                tx.people.add(Person(team_id=team, user_id=person, name=person, kind=PersonKind.MEMBER))
            for channel in (*CHANNELS, LEFT):
                name = channel.lower()
                tx.channels.add(
                    Channel(team_id=team, channel_id=channel, name=name, is_private=False, is_member=channel != LEFT)
                )
    engine.dispose()


def feed(job: Job, board: Board) -> None:
    """In the process that was forked for it, until there is enough."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log_to(job.log)
    engine = make_engine(job.url)
    trail = Trail(board, job.slot)
    spoil(engine, board, trail, job.lost_commits)
    Writer(job, board, trail, engine).write_on()
    engine.dispose()
    os._exit(0)


class Writer:
    def __init__(self, job: Job, board: Board, trail: Trail, engine: Engine) -> None:
        self._job = job
        self._board = board
        self._trail = trail
        self._engine = engine
        self._store = SqlStore(engine, lambda: None)
        self._known = Known()
        self._next = 0
        for entry in entries(job.journal):
            self._learn(entry)

    def write_on(self) -> None:
        """At least once: what the one before has committed and not written down is written down."""
        begun, first = time.monotonic(), self._next
        with self._job.journal.open("a", encoding="utf-8") as journal:
            self._write_one(journal)
            while not self._board.is_over:
                self._wait_for_room()
                time.sleep(max(0.0, begun + (self._next - first) / self._job.rate - time.monotonic()))
                self._write_one(journal)

    def _write_one(self, journal: TextIO) -> None:
        entry = self._committed(write(self._job.seed, self._next))
        journal.write(json.dumps(asdict(entry)) + "\n")
        journal.flush()
        if self._next % TWINS == 0:
            twin = self._committed(write(self._job.seed, self._next))
            assert (twin.again, twin.ids) == (True, list(entry.ids)), "a delivery that comes twice counts once"
        self._learn(entry)

    def _wait_for_room(self) -> None:
        """Looked at now and then, because it costs a question."""
        with contextlib.suppress(SQLAlchemyError):
            while self._next % TWINS == 0 and waiting(self._engine) > BACKLOG and not self._board.is_over:
                time.sleep(AGAIN)

    def _committed(self, asked: Write) -> Entry:
        """However often it takes: whether it is there is known by its key."""
        origin = OwnWork(team_id=asked.team, key=f"delivery:{asked.number}")
        while True:
            begun = time.monotonic()
            try:
                with self._trail.during(Phase.WRITE), self._store.begin(origin) as tx:
                    ids = written(write(self._job.seed, asked.number), tx, self._known)
                    tx.remember(json.dumps(ids))
            except AlreadyDone as done:
                return Entry(asked.number, asked.team, asked.form, json.loads(done.reference or "[]"), again=True)
            except StoreUnavailable as error:
                self._count(error, begun)
                time.sleep(AGAIN)
            else:
                self._trail.passes(Point.WRITE_COMMITTED)
                return Entry(asked.number, asked.team, asked.form, ids)

    def _learn(self, entry: Entry) -> None:
        self._next = max(self._next, entry.number + 1)
        if entry.form == "root":
            self._known.roots.setdefault(entry.team, []).extend(entry.ids)
        if entry.form == "card":
            self._known.cards.setdefault(entry.team, []).append((entry.ids[0], ClientNumber(entry.number)))

    def _count(self, error: StoreUnavailable, begun: float) -> None:
        self._board.unusable[self._job.slot] += 1
        if is_unwaited(error, begun):
            self._board.locked[self._job.slot] += 1
