"""Whose turn it is in each queue: the number of the last turn of everybody who has had one."""

from collections.abc import Mapping

from sqlalchemy import BigInteger, Column, Named, String, Table, TypedColumns, select

from bot.domain.ids import TeamId, UserId
from storage.counters import next_turn
from storage.hooks import TeamSession, core
from storage.inserts import insert_into, proposed
from storage.mapping import metadata
from storage.types import text_id


class TurnColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    queue: Named[str] = Column(String(80), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)
    turn: Named[int] = Column(BigInteger(), nullable=False)


turns = Table("queue_turn", metadata, TurnColumns)


class SqlTurns:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next(self) -> int:
        """The counter's lock is what makes others wait."""
        return next_turn(self._session, "turn")

    def last(self, queue: str) -> Mapping[UserId, int]:
        ours = (turns.c.team_id == self._session.team_id, turns.c.queue == queue)
        rows = core(self._session).execute(select(turns.c.user_id, turns.c.turn).where(*ours))
        return {UserId(user): turn for user, turn in rows}

    def give(self, queue: str, user: UserId, turn: int) -> None:
        connection = core(self._session)
        row = insert_into(connection, turns).values(team_id=self._session.team_id, queue=queue, user_id=user, turn=turn)
        keys = ["team_id", "queue", "user_id"]
        connection.execute(row.on_conflict_do_update(index_elements=keys, set_={"turn": proposed(turns.c.turn)}))
