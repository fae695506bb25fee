"""Outbox rows made in bulk, and the product's delivery over them with nothing to render and nobody to send to."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, bindparam, text, update

from benchmarks.goals import bulk
from benchmarks.goals.databases import with_patience
from bot.domain.clock import SystemClock
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import Accepted, Claimed, MessageState, NotThere, Outcome, Posted
from bot.services.delivery import Delivery, Ways
from storage.delivery import SqlOutbox
from storage.outbox import outbox
from storage.types import UtcDateTime

#: Seconds.
PATIENCE = 3.0
#: From here on it is quicker to make the indexes anew.
MANY = 10_000
#: Channels of one workspace.
PLACES = 500

#: As random as the product's ids, and known of every row: the multiplier is odd, so that no two are alike.
_ID = {
    "postgresql": "lpad(to_hex(({number}) * 2654435761 % 4294967296), 32, '0')",
    "sqlite": "printf('%032x', ({number}) * 2654435761 % 4294967296)",
}
_INSERT = """
insert into outbox
    (team_id, id, sequence, key, kind, about, recipient, lane, due_at, facts, state, attempt, edits,
     ended_at, posted_channel, posted_ts)
with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
select 'T' || (i % :teams), {id}, :after + i, 'row:' || (:after + i), 'nudge', 'N-' || (:after + i),
       'C' || (i / :teams % :places), 1, :due_at, '{{}}', '{state}', 0, {edits}, {ended}
from n
"""
#: Every tenth changes a message that stands already, where one does.
_WAITING = {
    "state": "pending",
    "edits": "case when i % 10 = 0 and i <= :bases then {base} end",
    "ended": "null, null, null",
}
_ENDED = {"state": "sent", "edits": "null", "ended": ":due_at, 'C' || (i % :places), (:after + i) || '.1'"}
_GIVEN_UP = (
    update(outbox)
    .where(outbox.c.ended_at.is_(None), outbox.c.due_at <= bindparam("now", type_=UtcDateTime()))
    .values(state=MessageState.CANCELLED, ended_at=bindparam("now", type_=UtcDateTime()))
)


@dataclass(frozen=True)
class _Post:
    method: str = "chat.postMessage"


class _Rendering:
    def render(self, _: Claimed) -> _Post:
        return _Post()


class _Sending:
    """Everything arrives, at once."""

    def __init__(self) -> None:
        self.count = 0

    def prepare(self, _: Claimed, call: object) -> _Post:
        assert isinstance(call, _Post)
        return call

    def send(self, _: object, *, latest: float) -> Outcome:  # noqa: ARG002 - it takes no time
        self.count += 1
        return Accepted(Posted(ChannelId("C1"), MessageTs(f"{self.count}.2")))


class Looking:
    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        return {row.id: NotThere() for row in rows}


class DueRows:
    """The outbox of `teams` workspaces, where nothing waits but for what is due."""

    def __init__(self, engine: Engine, *, teams: int = 1) -> None:
        self._engine = engine
        self._teams = tuple(TeamId(f"T{n}") for n in range(teams))
        self._rows = 0
        #: So many of the first rows have been sent already.
        self._bases = 0
        self.outbox = SqlOutbox(engine, SystemClock(), 0.0, lambda: self._teams)
        self._sending = _Sending()
        self._delivery = Delivery(
            self.outbox, _Rendering(), Ways(self._sending, Looking()), SystemClock(), lambda _team: None
        )

    def add_due(self, rows: int) -> None:
        self._add(rows, datetime.now(UTC) - timedelta(seconds=1), _WAITING)

    def add_future(self, rows: int) -> None:
        self._add(rows, datetime.now(UTC) + timedelta(days=1), _WAITING)

    def add_ended(self, rows: int) -> None:
        self._add(rows, datetime.now(UTC) - timedelta(days=1), _ENDED)
        self._bases = self._bases or (rows if self._rows == rows else 0)

    def rate(self, rows: int) -> float:
        """Rows a second from being due to being recorded as sent, of those that were when the patience ended."""
        self.add_due(rows)
        bulk.analyse(self._engine)
        begun, before = time.perf_counter(), self._sent()
        with with_patience():
            # A turn may leave one that this machine kept from going in time; it comes again a little later.
            while self._sent() - before < rows and time.perf_counter() - begun < PATIENCE:
                self._delivery.deliver_due()
        taken, sent = time.perf_counter() - begun, self._sent() - before
        with self._engine.begin() as connection:
            connection.execute(_GIVEN_UP, {"now": datetime.now(UTC)})
        return sent / taken

    def _sent(self) -> int:
        """Seen by the delivery itself, because to count a million rows takes longer than to send some."""
        return self._sending.count

    def poll(self) -> None:
        """A turn that finds nothing."""
        self._delivery.deliver_due()

    def _add(self, rows: int, due_at: datetime, how: Mapping[str, str]) -> None:
        id_ = _ID[self._engine.dialect.name]
        edits = how["edits"].format(base=id_.format(number="i"))
        written = _INSERT.format(
            id=id_.format(number=":after + i"), edits=edits, state=how["state"], ended=how["ended"]
        )
        statement = text(written).bindparams(bindparam("due_at", type_=UtcDateTime()))
        given = {"rows": rows, "after": self._rows, "teams": len(self._teams), "places": PLACES, "due_at": due_at}
        if ":bases" in written:
            given["bases"] = self._bases
        if rows > MANY:
            bulk.insert(self._engine, "outbox", statement, given)
        else:
            with self._engine.begin() as connection:
                connection.execute(statement, given)
        self._rows += rows
