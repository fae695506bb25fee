"""Numbers that people say, such as R-12: counted per team and kind, without gaps as long as nothing is rolled back."""

from sqlalchemy import BigInteger, Column, Named, String, Table, TypedColumns

from bot.domain.ids import TeamId
from storage.hooks import TeamSession, core
from storage.inserts import insert_into
from storage.mapping import metadata
from storage.types import text_id


class CounterColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    kind: Named[str] = Column(String(20), primary_key=True)
    last: Named[int] = Column(BigInteger(), nullable=False)


counters = Table("counter", metadata, CounterColumns)


def next_number(session: TeamSession, kind: str) -> int:
    """The counter stays locked until the transaction ends, so no two can get the same."""
    connection = core(session)
    first = insert_into(connection, counters).values(team_id=session.team_id, kind=kind, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[counters.c.team_id, counters.c.kind], set_={"last": counters.c.last + 1}
    )
    return int(connection.execute(counted.returning(counters.c.last)).scalar_one())
