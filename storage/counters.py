"""Numbers that people say, such as R-12: counted per team and kind, without gaps as long as nothing is rolled back."""

from sqlalchemy import BigInteger, Column, Named, String, Table, TypedColumns

from bot.domain.ids import TeamId
from storage.hooks import TeamSession, core
from storage.inserts import kept_insert
from storage.mapping import metadata
from storage.types import text_id


class CounterColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    kind: Named[str] = Column(String(20), primary_key=True)
    last: Named[int] = Column(BigInteger(), nullable=False)


counters = Table("counter", metadata, CounterColumns)

_COUNTED = kept_insert(
    counters,
    lambda first: first.on_conflict_do_update(
        index_elements=[counters.c.team_id, counters.c.kind], set_={"last": counters.c.last + 1}
    ).returning(counters.c.last),
)


def next_number(session: TeamSession, kind: str) -> int:
    """The counter stays locked until the transaction ends, so no two can get the same."""
    connection = core(session)
    first = {"team_id": session.team_id, "kind": kind, "last": 1}
    return int(connection.execute(_COUNTED[connection.dialect.name], first).scalar_one())
