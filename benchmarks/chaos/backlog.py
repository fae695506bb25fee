"""How much is left to deliver."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select

from benchmarks.chaos.world import EVERYWHERE
from bot.domain.ids import TeamId
from storage.engine import make_engine, reading
from storage.outbox import outbox

#: What is written is due by then; only what a fast clock put off is due later.
SOON = timedelta(minutes=1)


def unended(url: str) -> int:
    """How many rows are due soon and not at an end. No connection stays open, because processes are forked."""
    engine = make_engine(url)
    count = waiting(engine)
    engine.dispose()
    return count


def waiting(engine: Engine, teams: Sequence[TeamId] = EVERYWHERE, by: datetime | None = None) -> int:
    """Of those workspaces, due by then, which is soon unless somebody says otherwise."""
    due = (outbox.c.ended_at.is_(None), outbox.c.due_at <= (by or datetime.now(UTC) + SOON))
    left = select(func.count()).where(outbox.c.team_id.in_(teams), *due)
    with reading(engine).begin() as connection:
        return connection.execute(left).scalar_one()
