"""Outbox rows made in bulk, and the product's delivery over them with nothing to render and nobody to send to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final

from sqlalchemy import Engine, bindparam, func, select, text

from benchmarks.goals.figures import seconds
from bot.domain.clock import SystemClock
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import Accepted, Claimed, MessageState, NotThere, Outcome, Posted
from bot.services.delivery import Delivery
from storage.delivery import SqlOutbox
from storage.outbox import outbox
from storage.types import UtcDateTime

#: Channels of one workspace.
PLACES = 500

_RANDOM = {"postgresql": "replace(cast(gen_random_uuid() as text), '-', '')", "sqlite": "lower(hex(randomblob(16)))"}
_INSERT = """
insert into outbox
    (team_id, id, sequence, key, kind, about, recipient, lane, due_at, facts, state, attempt,
     ended_at, posted_channel, posted_ts)
with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
select 'T' || (i % :teams), {id}, :after + i, 'row:' || (:after + i), 'nudge', 'N-' || (:after + i),
       'C' || (i / :teams % :places), 1, :due_at, '{{}}', '{state}', 0, {ended}
from n
"""
_NOT_ENDED = "null, null, null"
_ENDED = ":due_at, 'C' || (i % :places), (:after + i) || '.1'"


_SENT = select(func.count()).select_from(outbox).where(outbox.c.state == MessageState.SENT)


@dataclass(frozen=True)
class _Post:
    method: str = "chat.postMessage"


class _Rendering:
    def render(self, _: Claimed) -> _Post:
        return _Post()


class _Sending:
    """Everything arrives, at once."""

    def __init__(self) -> None:
        self._numbers: Final = count(1)

    def prepare(self, _: Claimed, call: object) -> _Post:
        assert isinstance(call, _Post)
        return call

    def send(self, _: object) -> Outcome:
        return Accepted(Posted(ChannelId("C1"), MessageTs(f"{next(self._numbers)}.2")))


class _Looking:
    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        return {row.id: NotThere() for row in rows}


class DueRows:
    """The outbox of `teams` workspaces, where nothing waits but for what is due."""

    def __init__(self, engine: Engine, *, teams: int = 1) -> None:
        self._engine = engine
        self._teams = tuple(TeamId(f"T{n}") for n in range(teams))
        self._rows = 0
        self.outbox = SqlOutbox(engine, SystemClock(), 0.0, lambda: self._teams)
        self._delivery = Delivery(self.outbox, _Rendering(), _Sending(), _Looking(), SystemClock())

    def add_due(self, rows: int) -> None:
        self._add(rows, datetime.now(UTC) - timedelta(seconds=1), "pending", _NOT_ENDED)

    def add_future(self, rows: int) -> None:
        self._add(rows, datetime.now(UTC) + timedelta(days=1), "pending", _NOT_ENDED)

    def add_ended(self, rows: int) -> None:
        self._add(rows, datetime.now(UTC) - timedelta(days=1), "sent", _ENDED)

    def rate(self, rows: int) -> float:
        """Rows a second from being due to being recorded as sent."""
        self.add_due(rows)
        self.analyse()
        before = self._sent()
        taken = seconds(self.deliver)
        if (sent := self._sent() - before) != rows:
            raise RuntimeError(f"{sent} of {rows} rows were sent")
        return rows / taken

    def _sent(self) -> int:
        with self._engine.connect() as connection:
            return connection.execute(_SENT).scalar_one()

    def deliver(self) -> None:
        while self._delivery.deliver_due():
            pass

    def poll(self) -> None:
        """A turn that finds nothing."""
        self._delivery.deliver_due()

    def analyse(self) -> None:
        """As the databases do by themselves where they have run for a while."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("analyze"))

    def _add(self, rows: int, due_at: datetime, state: str, ended: str) -> None:
        statement = _INSERT.format(id=_RANDOM[self._engine.dialect.name], state=state, ended=ended)
        given = {"rows": rows, "after": self._rows, "teams": len(self._teams), "places": PLACES, "due_at": due_at}
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("set local statement_timeout = 0")
            connection.execute(text(statement).bindparams(bindparam("due_at", type_=UtcDateTime())), given)
        self._rows += rows
