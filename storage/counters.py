"""Numbers that people say, such as R-12: counted per team and kind, without gaps as long as nothing is rolled back."""

from sqlalchemy import (
    BigInteger,
    Column,
    Executable,
    Named,
    String,
    Table,
    TypedColumns,
    bindparam,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects import postgresql

from bot.domain.ids import TeamId
from storage.engine import at_once
from storage.hooks import TeamSession, core
from storage.inserts import Insert, kept_insert
from storage.mapping import metadata
from storage.types import text_id


class CounterColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    kind: Named[str] = Column(String(20), primary_key=True)
    last: Named[int] = Column(BigInteger(), nullable=False)


counters = Table("counter", metadata, CounterColumns)


def _counting(row: Insert) -> Executable:
    counted = row.on_conflict_do_update(
        index_elements=[counters.c.team_id, counters.c.kind], set_={"last": counters.c.last + 1}
    )
    return counted.returning(counters.c.last)


def _without_waiting(row: Insert) -> Executable:
    """For the disk: the commit of what bears the number waits for all that was written before it."""
    quickly = func.set_config("synchronous_commit", "off", true()).table_valued("setting")
    first = select(bindparam("team_id", type_=counters.c.team_id.type), bindparam("kind", type_=String()), literal(1))
    return _counting(row.from_select(["team_id", "kind", "last"], first.select_from(quickly)))


_COUNTED = kept_insert(counters, _counting)
_COUNTED_AT_ONCE = _without_waiting(postgresql.insert(counters))


def next_number(session: TeamSession, kind: str) -> int:
    """Nobody waits for whoever took the one before, and no two can get the same (docs/decisions/0034). SQLite has one
    writer at a time anyway.
    """
    if core(session).dialect.name != "postgresql":
        return next_turn(session, kind)
    with at_once(session.get_bind()).connect() as connection:
        return int(connection.execute(_COUNTED_AT_ONCE, {"team_id": session.team_id, "kind": kind}).scalar_one())


def next_turn(session: TeamSession, kind: str) -> int:
    """The counter stays locked until the transaction ends: everybody else waits for their turn."""
    connection = core(session)
    first = {"team_id": session.team_id, "kind": kind, "last": 1}
    return int(connection.execute(_COUNTED[connection.dialect.name], first).scalar_one())
