"""The hold after an older copy of the database was brought back: what may have been posted since the copy was made is
as if it had been tried then, so that delivery looks for it first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Named,
    Table,
    TypedColumns,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    union,
    update,
)

from bot.domain.holds import Hold, NothingToHold, next_numbers_after
from bot.domain.ids import TeamId
from bot.domain.outbox import MessageKind, MessageState
from storage.audit import audit
from storage.counters import counters
from storage.engine import background, database_now, refusing
from storage.inbox import inbox
from storage.inserts import insert_into
from storage.mapping import metadata
from storage.outbox import outbox
from storage.people import people
from storage.types import UtcDateTime, text_id


class HoldColumns(TypedColumns):
    """The latest of each team. `searched_at`: when what no row is known of was looked for."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    since_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    until_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    searched_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)


holds = Table("hold", metadata, HoldColumns)

_OF_MOMENT = (holds.c.team_id == bindparam("team"), holds.c.until_at >= bindparam("moment"))
_SINCE = select(holds.c.since_at).where(*_OF_MOMENT).scalar_subquery()
#: Values of a new row which are decided by whether it is held at a `moment`.
AS_HELD = {
    "state": case((_SINCE.is_not(None), MessageState.SENDING.value), else_=MessageState.PENDING.value),
    "first_try_at": _SINCE,
    "last_try_at": _SINCE,
}


@dataclass(frozen=True)
class Begun:
    """So many rows are looked for. Numbers are not skipped when this very copy was held already."""

    hold: Hold
    held: int
    skipped_numbers: bool


class HoldDesk:
    """Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = background(engine)

    def begin(self, now: datetime | None = None, since: datetime | None = None) -> Begun:
        """Of all teams. `now` is that of the database's clock unless people feel another. `since` only counts when it
        is earlier than the newest trace in the database, which was there when the copy was made. Raises NothingToHold.
        """
        with refusing(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Nobody waits for it but the operator, and there may be very many rows.
                connection.execute(text("set local statement_timeout = 0"))
            teams = _teams(connection)
            newest = _newest_trace(connection, teams)
            if newest is None:
                raise NothingToHold
            moment = database_now(connection)
            new = Hold(min(newest, moment, *([since] if since else [])), now or moment)
            before = [Hold(row.since_at, row.until_at) for row in connection.execute(select(holds))]
            is_new = not any(newest <= hold.until for hold in before)
            if is_new:
                _skip_numbers(connection, teams)
            going_on = [hold.since for hold in before if newest <= hold.until or _is_under_way(connection, teams, hold)]
            hold = Hold(min(new.since, *going_on), new.until) if going_on else new
            _keep(connection, teams, hold)
            held = _hold_back(connection, teams, hold, again=going_on)
            return Begun(hold, held, skipped_numbers=is_new)


def begun_by(connection: Connection, teams: Collection[TeamId]) -> Mapping[TeamId, datetime]:
    """Since when of each team that is or was held."""
    these = select(holds.c.team_id, holds.c.since_at).where(holds.c.team_id.in_(list(teams)))
    return {TeamId(team): since for team, since in connection.execute(these)}


def _teams(connection: Connection) -> list[TeamId]:
    """Whoever runs this may read the whole database."""
    known = union(select(people.c.team_id), select(outbox.c.team_id))
    return [TeamId(team) for team in connection.scalars(known)]


def _newest_trace(connection: Connection, teams: Collection[TeamId]) -> datetime | None:
    traces = (outbox.c.ended_at, outbox.c.last_try_at, inbox.c.received_at, audit.c.at)
    newest = [
        connection.execute(
            select(func.max(trace, type_=UtcDateTime())).where(trace.table.c.team_id.in_(list(teams)))
        ).scalar_one()
        for trace in traces
    ]
    return max((moment for moment in newest if moment is not None), default=None)


def _skip_numbers(connection: Connection, teams: Collection[TeamId]) -> None:
    counted = select(counters).where(counters.c.team_id.in_(list(teams)))
    for row in connection.execute(counted).all():
        this = (counters.c.team_id == row.team_id, counters.c.kind == row.kind)
        connection.execute(update(counters).where(*this).values(last=next_numbers_after(row.last)))


def _keep(connection: Connection, teams: Collection[TeamId], hold: Hold) -> None:
    values = {"since_at": hold.since, "until_at": hold.until, "searched_at": None}
    for team in teams:
        placed = insert_into(connection, holds).values(team_id=team, **values)
        connection.execute(placed.on_conflict_do_update(index_elements=["team_id"], set_=values))


def _is_under_way(connection: Connection, teams: Collection[TeamId], hold: Hold) -> bool:
    held = select(outbox.c.id).where(outbox.c.team_id.in_(list(teams)), outbox.c.ended_at.is_(None))
    return connection.execute(held.where(outbox.c.last_try_at == hold.since).limit(1)).first() is not None


def _hold_back(connection: Connection, teams: Collection[TeamId], hold: Hold, *, again: Sequence[datetime]) -> int:
    """Also what somebody has in hand, whose claim is taken away: it may have been posted before."""
    held = (
        update(outbox)
        .where(outbox.c.team_id.in_(list(teams)), outbox.c.ended_at.is_(None), outbox.c.due_at <= hold.until)
        .where(outbox.c.edits.is_(None), outbox.c.kind != MessageKind.HOME)
        .where(or_(outbox.c.last_try_at.is_(None), outbox.c.last_try_at.in_(again)))
        .values(state=MessageState.SENDING, owner=None, free_at=None)
        .values(first_try_at=hold.since, last_try_at=hold.since)
    )
    return connection.execute(held).rowcount
