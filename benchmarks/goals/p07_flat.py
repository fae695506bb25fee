"""P7: as many rows a second, and as quick a look for nothing, with a million rows as with a thousand."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median

from sqlalchemy import Engine

from benchmarks.goals.databases import new_sqlite, upgraded
from benchmarks.goals.due_rows import DueRows
from benchmarks.goals.figures import Figure, at_least, at_most, paired, seconds
from tests.postgres import AS_IT_COMES, running

FEW, MANY = 1000, 1_000_000
ROWS, POLLS = 300, 100


def figures() -> Iterator[Figure]:
    with ExitStack() as opened:
        small, large = (upgraded(opened.enter_context(new_sqlite())) for _ in range(2))
        yield from _compared("SQLite", small, large)
    with running(AS_IT_COMES) as postgres:
        small, large = (upgraded(postgres.url(postgres.create())) for _ in range(2))
        yield from _compared("PostgreSQL", small, large)


def _compared(database: str, small: Engine, large: Engine) -> Iterator[Figure]:
    few, many = DueRows(small), DueRows(large)
    few.add_ended(FEW)
    many.add_ended(MANY)
    rate = paired(partial(many.rate, ROWS), partial(few.rate, ROWS), times=2)
    of_many = f"of {MANY:,} rows"
    yield at_least(
        0.5, rate.ratio, f"{database}, due rows a second {of_many}: {rate.ours:,.0f}, of {FEW:,}: {rate.theirs:,.0f}"
    )
    poll = paired(partial(_poll, many), partial(_poll, few), times=2)
    yield at_most(
        1.5, poll.ratio, f"{database}, ms to find nothing due {of_many}: {poll.ours:.2f}, of {FEW:,}: {poll.theirs:.2f}"
    )
    small.dispose()
    large.dispose()


def _poll(rows: DueRows) -> float:
    """Milliseconds."""
    return median(seconds(rows.poll) for _ in range(POLLS)) * 1000
