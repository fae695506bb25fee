"""What may happen to the outbox, drawn by Hypothesis, and what must hold whatever did."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from itertools import chain, count, pairwise, repeat
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, Row, delete, select

from bot.domain.errors import AlreadyAnswered
from bot.domain.ids import MessageTs, OutboxId, TeamId
from bot.domain.origins import OwnWork
from bot.domain.outbox import UNCLEAR, Claimed, MessageKind, MessageState
from bot.services.notices import NoticeService
from storage.delivery import SqlOutbox
from storage.inbox import inbox
from storage.outbox import outbox as table
from storage.pace import paces, pauses
from storage.store import SqlStore
from tests.model.outbox_slack import LAG, Answer, Look, Point, Slack, Time
from tests.model.outbox_workers import SIZES, Killed, Workers
from tests.storage import make
from tests.storage.make import ANA, BEN, PRIVATE, PUBLIC, T1, T2
from tests.storage.steps import mend


class Saying(Enum):
    NEW = "new"
    SAME_KEY = "the key of another"
    MERGED = "one that merges"
    EDIT = "a change of another"
    UNDER = "an answer to another"
    AFTER = "after another"
    THREAD = "in a thread"
    HOME = "a Home"
    POISON = "one that cannot be rendered"


class Event(Enum):
    """In the middle of a worker's turn."""

    NOTHING = "nothing"
    KILLED = "killed"
    OVERTAKEN = "the others go on"
    SLEEPS = "sleeps for longer than the grace"
    SLOW = "takes its time within the lease, and the others go on"
    STOPPED = "stops for longer than the lease, and the others go on"
    CANCELLED = "somebody stops the newest message"
    POSTPONED = "somebody postpones the newest message"
    CHANGED = "what the newest message shows changes"
    OUTDATED = "it changes, and the others go on"


ENDED = {MessageState.SENT, MessageState.FAILED, MessageState.EXPIRED, MessageState.CANCELLED}
TOO_MANY_TURNS = 100
#: How late one may be whose worker stopped after it had looked at the clock.
IN_HAND = SIZES.lease + SIZES.grace


#: Drawn evenly, what is dangerous only together would hardly ever meet.
ANSWERS = st.sampled_from([*Answer, *[Answer.ACCEPTED] * 2, Answer.LATE])
LOOKS = st.sampled_from([*Look, *[Look.SEES] * 4])
EVENTS = st.sampled_from([*Event, Event.KILLED, *[Event.STOPPED] * 2])
POINTS = st.sampled_from([*Point, *[Point.INTENDED] * 2, Point.POSTED])


class OutboxMachine(RuleBasedStateMachine):
    """`engine` is that of an empty store, and is left empty."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self.time = Time(engine)
        self._slack = Slack(self.time, self._happens, on_post=self._seen)
        self._store = SqlStore(engine, lambda: None)
        self._outbox = SqlOutbox(engine, self.time.clock, 1.0, make.teams, sizes=SIZES)
        self._notices = NoticeService(self._store, self.time.clock)
        #: Of each thing that can change, in which state it is.
        self._versions: dict[str, int] = {}
        self._workers = Workers(self._outbox, self._slack, self._versions)
        self._event, self._at = Event.NOTHING, Point.CLAIMED
        self._keys = count()
        self._said: list[tuple[TeamId, OutboxId]] = []
        self._posts: list[tuple[TeamId, OutboxId]] = []
        self._due: dict[OutboxId, datetime] = {}
        self._expires: dict[OutboxId, datetime | None] = {}
        self._stopped: set[OutboxId] = set()
        #: How often people said that it should go out again, and of which they said that it had arrived.
        self._again: Counter[OutboxId] = Counter()
        self._arrived: set[OutboxId] = set()

    @initialize()
    def empty(self) -> None:
        with self._engine.begin() as connection:
            for emptied in (table, paces, pauses, inbox):
                connection.execute(delete(emptied))

        self.says(saying=Saying.NEW, team=T1, other=0, due=0, expires=None, to=PUBLIC, fallback=ANA)

    # What may happen.

    @rule(
        saying=st.sampled_from(Saying),
        to=st.sampled_from([PUBLIC, PRIVATE, BEN]),
        team=st.sampled_from([T1, T1, T2]),
        other=st.integers(0, 3),
        due=st.sampled_from([0, 0, 0, 40]),
        expires=st.sampled_from([None, None, 100]),
        fallback=st.sampled_from([ANA, None]),
    )
    def says(self, saying: Saying, team: TeamId, other: int, due: int, expires: int | None, **given: Any) -> None:
        team, changed = self._changed(saying, team, other)
        due_at = self.time.clock.now() + timedelta(seconds=due)
        expires_at = due_at + timedelta(seconds=expires) if expires else None
        key = {"key": f"key:{next(self._keys)}"}
        with self._store.begin(OwnWork(team_id=team)) as tx:
            message = make.message(**{**given, **key, "due_at": due_at, "expires_at": expires_at, **changed})
            id_ = tx.outbox.add(message)
        if id_ not in self._due:
            self._said.append((team, id_))
            self._due[id_], self._expires[id_] = due_at, expires_at
            if message.edits is None and message.kind is not MessageKind.HOME:
                self._posts.append((team, id_))

    def _changed(self, saying: Saying, team: TeamId, other: int) -> tuple[TeamId, dict[str, Any]]:
        """What makes it what it is, and the workspace of the message that it refers to."""
        if saying is Saying.HOME:
            self._versions[f"home:{team}"] = self._versions.get(f"home:{team}", 0) + 1
            facts = {"shows": f"home:{team}"}
            return team, {"kind": MessageKind.HOME, "to": ANA, "about": ANA, "merge_key": "home", "facts": facts}
        simple: dict[Saying, dict[str, Any]] = {
            Saying.THREAD: {"thread_ts": MessageTs("1.1")},
            Saying.MERGED: {"merge_key": "merged"},
            Saying.POISON: {"facts": {"poison": "yes"}},
        }
        if saying in simple or not self._posts:
            return team, simple.get(saying, {})
        team, base = self._posts[-1 - other % len(self._posts)]
        if saying is Saying.EDIT:
            self._versions[base] = self._versions.get(base, 0) + 1
            return team, {"edits": base, "merge_key": f"edit:{base}", "facts": {"shows": base}}
        referring = {Saying.UNDER: {"under": base}, Saying.AFTER: {"after": base}}
        return team, referring.get(saying, {"key": f"key:{other}"} if saying is Saying.SAME_KEY else {})

    @rule(which=st.integers(0, 3), change=st.sampled_from(["stops", "postpones"]))
    def changes_mind(self, which: int, change: str) -> None:
        (self._stops if change == "stops" else self._postpones)(which)

    @rule(
        answer=ANSWERS,
        look=LOOKS,
        event=EVENTS,
        at=POINTS,
        then=st.sampled_from([0, 2, SIZES.settle.seconds + 1, SIZES.lease.seconds + 1]),
    )
    def works(self, *, answer: Answer, look: Look, event: Event, at: Point, then: int) -> None:
        """One worker has a turn, in which one thing goes wrong or two; then time passes."""
        self._slack.answers, self._slack.looks = [answer], [look]
        self._event, self._at = event, at
        self._workers.turn()
        self._all_goes_well()
        self.time.passes(then)

    @rule(lag=st.sampled_from([0.0, LAG]), team=st.sampled_from([T1, T2]))
    def slack_changes(self, lag: float, team: TeamId) -> None:
        """Its history lags or does not, and a token that it refused is mended."""
        self._slack.lag = lag
        mend(self._outbox, team)

    @precondition(lambda self: self._said)
    @rule(which=st.integers(0, 3), says_arrived=st.booleans())
    def answers(self, which: int, *, says_arrived: bool) -> None:
        team, id_ = self._said[-1 - which % len(self._said)]
        by = make.gesture(team_id=team, user_id=ANA, key=f"click:{next(self._keys)}")
        try:
            (self._notices.count_as_sent if says_arrived else self._notices.send_again)(by, id_)
        except AlreadyAnswered:
            return
        if says_arrived:
            self._arrived.add(id_)
        else:
            self._again[id_] += 1
            self._expires[id_] = None

    def _stops(self, which: int) -> None:
        if not self._said:
            return
        team, id_ = self._said[-1 - which % len(self._said)]
        with self._store.begin(OwnWork(team_id=team)) as tx:
            is_stopped = tx.outbox.cancel(id_)
        if is_stopped:
            self._stopped.add(id_)

    def _postpones(self, which: int) -> None:
        if not self._said:
            return
        team, id_ = self._said[-1 - which % len(self._said)]
        due_at = self.time.clock.now() + timedelta(seconds=40)
        with self._store.begin(OwnWork(team_id=team)) as tx:
            is_moved = tx.outbox.postpone(id_, due_at=due_at, expires_at=None)
        if is_moved:
            self._due[id_], self._expires[id_] = due_at, None

    def _happens(self, at: Point) -> None:
        """Once in a turn."""
        if at is self._at:
            event, self._event = self._event, Event.NOTHING
            happenings: dict[Event, Callable[[], None]] = {
                Event.NOTHING: lambda: None,
                Event.KILLED: self._kill,
                Event.SLEEPS: lambda: self.time.passes(2),
                Event.OVERTAKEN: self._work_off,
                Event.SLOW: lambda: self._stop(8),
                Event.STOPPED: lambda: self._stop(SIZES.lease.seconds + 1),
                Event.CANCELLED: lambda: self._stops(0),
                Event.POSTPONED: lambda: self._postpones(0),
                Event.CHANGED: self._edits,
                Event.OUTDATED: self._outdate,
            }
            happenings[event]()

    def _kill(self) -> None:
        raise Killed

    def _stop(self, seconds: float) -> None:
        self.time.passes(seconds)
        self._work_off()

    def _outdate(self) -> None:
        self._edits()
        self._work_off()

    def _edits(self) -> None:
        self.says(saying=Saying.EDIT, team=T1, other=0, due=0, expires=None, to=PUBLIC, fallback=ANA)

    def _all_goes_well(self) -> None:
        self._slack.answers, self._slack.looks, self._event = [], [], Event.NOTHING

    def _work_off(self) -> None:
        for _ in range(TOO_MANY_TURNS):
            if not self._workers.turn():
                return
        raise AssertionError("they claim again and again, and nothing changes")

    # What must hold.

    def _seen(self, row: Claimed) -> None:
        """At the moment at which people see it."""
        now = self.time.clock.now()
        assert row.id not in self._stopped, "it was stopped before"
        assert now >= self._due.get(row.id, now), "it was not due"
        expires = self._expires.get(row.id)
        assert expires is None or now <= expires + IN_HAND, "it came too late"

    @invariant()
    def nothing_is_seen_twice(self) -> None:
        copies = Counter(copy.row.id for copy in self._slack.copies)
        assert all(number <= 1 + self._again[id_] for id_, number in copies.items()), copies

    def teardown(self) -> None:
        self._drain()
        self.nothing_is_seen_twice()
        rows = self._rows()
        copies = {copy.row.id: copy for copy in self._slack.copies}
        assert copies.keys() <= rows.keys(), "seen, and nobody said it"
        for row in rows.values():
            assert row.state in ENDED, row
            assert (row.owner, row.free_at) == (None, None), row
            if row.edits is None and row.kind is not MessageKind.HOME:
                self._ended_as_seen(row, copies)
        self._in_order(rows)
        self._in_thread_order(rows)
        self._current(rows)

    def _drain(self) -> None:
        """Nothing goes wrong any more."""
        self._slack.lag = 0
        for team in (T1, T2):
            mend(self._outbox, team)
        # What people are told once an hour is told at its end.
        for seconds in chain((0, 2, 8), repeat(SIZES.lease.seconds + 1, 6), repeat(3600, 60)):
            self.time.passes(seconds)
            self._work_off()
            if all(row.state in ENDED for row in self._rows().values()):
                return

    def _rows(self) -> Mapping[OutboxId, Row[Any]]:
        with self._engine.connect() as connection:
            return {OutboxId(row.id): row for row in connection.execute(select(table))}

    def _ended_as_seen(self, row: Row[Any], copies: Mapping[OutboxId, Any]) -> None:
        copy = copies.get(row.id)
        if row.state is MessageState.SENT and row.id not in self._arrived:
            assert copy is not None, f"counts as sent and was not seen: {row}"
            assert (row.team_id, row.posted_channel) == (copy.row.team_id, copy.posted.channel)
            assert self._again[row.id] or row.posted_ts == copy.posted.ts
        elif row.reason != UNCLEAR and not self._again[row.id] and row.id not in self._arrived:
            assert copy is None, f"was seen and counts as {row.state}: {row}"

    def _in_order(self, rows: Mapping[OutboxId, Row[Any]]) -> None:
        order = {copy.row.id: number for number, copy in reversed(list(enumerate(self._slack.copies)))}
        for row in rows.values():
            for base in (row.under, row.after):
                if row.id in order and base in order and not self._again[base]:
                    assert order[base] < order[row.id], "it was to come after another"

    def _in_thread_order(self, rows: Mapping[OutboxId, Row[Any]]) -> None:
        """As they were said and due."""
        order = {copy.row.id: number for number, copy in reversed(list(enumerate(self._slack.copies)))}
        threads: dict[tuple[Any, ...], list[Row[Any]]] = {}
        for row in sorted(rows.values(), key=lambda row: row.sequence):
            thread = row.thread_ts or row.under
            if thread and row.id in order and not self._again[row.id]:
                threads.setdefault((row.team_id, row.recipient, thread), []).append(row)
        for before, after in (pair for posted in threads.values() for pair in pairwise(posted)):
            if before.due_at <= after.due_at:
                assert order[before.id] < order[after.id], "it was overtaken in its thread"

    def _current(self, rows: Mapping[OutboxId, Row[Any]]) -> None:
        """What can change is shown as it is now."""
        changes: dict[str, set[MessageState]] = {}
        for row in rows.values():
            if "shows" in row.facts:
                changes.setdefault(row.facts["shows"], set()).add(row.state)
        for shows, states in changes.items():
            if states == {MessageState.SENT}:
                assert self._slack.shown[shows] == self._versions[shows], "an older state is shown"
