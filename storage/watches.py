"""Requests that nobody has, and when somebody is told of each next."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Engine,
    Index,
    Named,
    Table,
    TypedColumns,
    delete,
    select,
    update,
)

from bot.domain.ids import RequestNumber, TeamId
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.watches import Watch
from storage.engine import asking
from storage.hooks import TeamSession, core
from storage.inserts import insert_into, proposed
from storage.mapping import metadata
from storage.outbox import ended, outbox
from storage.sweeping import FELT, TEAMS, swept
from storage.types import UtcDateTime, number_id, text_id


class WatchColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[RequestNumber] = Column(number_id(RequestNumber), primary_key=True, autoincrement=False)
    since: Named[datetime] = Column(UtcDateTime(), nullable=False)
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    times: Named[int] = Column(BigInteger(), nullable=False)


watches = Table("unowned_watch", metadata, WatchColumns, Index(None, "next_at"))


class SqlWatches:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def begin(self, watch: Watch) -> None:
        connection = core(self._session)
        row = insert_into(connection, watches).values(team_id=self._session.team_id, **asdict(watch))
        changed = {name: proposed(watches.c[name]) for name in ("since", "next_at", "times")}
        connection.execute(row.on_conflict_do_update(index_elements=["team_id", "number"], set_=changed))

    def one(self, number: RequestNumber) -> Watch | None:
        this = select(watches).where(*self._of(number))
        row = core(self._session).execute(this.with_for_update() if self._session.writes else this).first()
        return Watch(row.number, row.since, row.next_at, row.times) if row else None

    def end(self, number: RequestNumber) -> None:
        core(self._session).execute(delete(watches).where(*self._of(number)))

    def withdraw(self, label: str) -> None:
        untried = (outbox.c.ended_at.is_(None), outbox.c.last_try_at.is_(None), outbox.c.edits.is_(None))
        this = (outbox.c.about == label, outbox.c.kind == MessageKind.UNOWNED, *untried)
        values: dict[str, Any] = ended(MessageState.CANCELLED, "somebody has it, or it is told anew")
        core(self._session).execute(
            update(outbox).where(outbox.c.team_id == self._session.team_id, *this).values(values)
        )

    def _of(self, number: RequestNumber) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return watches.c.team_id == self._session.team_id, watches.c.number == number


DUE_WATCHES = (
    select(watches.c.team_id, watches.c.number)
    .where(watches.c.next_at <= FELT, watches.c.team_id.in_(TEAMS))
    .order_by(watches.c.next_at)
)


class WatchSweep:
    """For the teams whose work is ours. Raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def due(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, RequestNumber]]:
        found = swept(self._asking, DUE_WATCHES, teams, felt=now)
        return [(TeamId(team), RequestNumber(number)) for team, number in found]
