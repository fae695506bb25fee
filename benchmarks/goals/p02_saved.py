"""P2: how long `/task add …` takes until it is saved, against a bare app as Bolt comes that saves nothing.

Whole programs over HTTP, as P1 has them. A hundred a second at their due times: a side that cannot keep up falls
behind, as it would for people.
"""

from collections.abc import Iterator
from functools import partial
from itertools import count
from statistics import median

from sqlalchemy import create_engine, func, select

from benchmarks.goals import commands, programs
from benchmarks.goals.commands import Lines
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most, paired
from benchmarks.goals.open_loop import latencies
from benchmarks.goals.programs import AS_BOLT_COMES
from sandbox import Sandbox
from storage.tasks import tasks
from tests.postgres import AS_IT_COMES, running

TIMES, A_SECOND, ROUNDS = 200, 100, 3


def figures(times: int = TIMES) -> Iterator[Figure]:
    with new_sqlite() as url:
        yield from _compared("SQLite", url, times)
    with running(AS_IT_COMES) as postgres:
        yield from _compared("PostgreSQL", postgres.url(postgres.create()), times)


def _compared(database: str, url: str, times: int) -> Iterator[Figure]:
    with commands.office() as slack:
        ours, bare = programs.liaison(slack, url), programs.bare(slack, AS_BOLT_COMES)
        mine, other = _Typed(slack, ours.port), _Typed(slack, bare.port)
        with ours.running(), bare.running():
            ms = paired(partial(mine.p50, times), partial(other.p50, times), times=ROUNDS)
    said = f"{database}, ms until a task is saved at {A_SECOND} a second, p50: {ms.ours:.1f}"
    yield at_most(0.6, ms.ratio, f"{said}, until a bare Bolt app has answered: {ms.theirs:.1f}")
    yield at_most(0, mine.typed - _saved(url), f"{database}, of {mine.typed:,} tasks not saved, and said so")


class _Typed:
    """Other words each time: the same ones again could be a slip, and would be asked about."""

    def __init__(self, slack: Sandbox, port: int) -> None:
        self._slack, self._port = slack, port
        self._numbers = count(1)
        self.typed = 0

    def p50(self, times: int) -> float:
        """Milliseconds."""
        self.typed += times
        with Lines(self._slack, self._port) as lines:
            took = latencies(partial(self._once, lines), times=times, a_second=A_SECOND)
        return median(took) * 1000

    def _once(self, lines: Lines, _: int) -> None:
        number = next(self._numbers)
        lines.mine.give("/task", f"add proof of sheet {number} for Acme by fri", f"typed.{number}")


def _saved(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        counted = connection.execute(select(func.count()).select_from(tasks)).scalar_one()
    engine.dispose()
    return counted
