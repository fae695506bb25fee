"""P2: how long `/task add …` takes until it is saved, against a bare app as Bolt comes that saves nothing.

A hundred a second at their due times: a side that cannot keep up falls behind, as it would for people.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from statistics import median

from sqlalchemy import create_engine, func, select

from benchmarks.goals import commands
from benchmarks.goals.commands import Command
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most, paired
from benchmarks.goals.open_loop import latencies
from storage.tasks import tasks
from tests.postgres import AS_IT_COMES, running

TIMES, A_SECOND, ROUNDS = 200, 100, 2


def figures(times: int = TIMES) -> Iterator[Figure]:
    with new_sqlite() as url:
        yield from _compared("SQLite", url, times)
    with running(AS_IT_COMES) as postgres:
        yield from _compared("PostgreSQL", postgres.url(postgres.create()), times)


def _compared(database: str, url: str, times: int) -> Iterator[Figure]:
    with commands.office() as slack, commands.liaison(slack, url) as liaison:
        ask = partial(Command, secret=slack.signing_secret, team=slack.team_id, name="/task", text="")
        ours = _Typed(ask(liaison))
        theirs = _Typed(ask(commands.bare(slack, "/task", waits=True)))
        ms = paired(partial(ours.p50, times), partial(theirs.p50, times), times=ROUNDS)
    said = f"{database}, ms until a task is saved at {A_SECOND} a second, p50: {ms.ours:.1f}"
    yield at_most(0.6, ms.ratio, f"{said}, until a bare Bolt app has answered: {ms.theirs:.1f}")
    yield at_most(0, ours.typed - _saved(url), f"{database}, of {ours.typed:,} tasks not saved, and said so")


class _Typed:
    """Other words each time: the same ones again could be a slip, and would be asked about."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._numbers = count(1)
        self.typed = 0

    def p50(self, times: int) -> float:
        """Milliseconds."""
        self.typed += times
        return median(latencies(self._once, times=times, a_second=A_SECOND)) * 1000

    def _once(self, _: int) -> None:
        number = next(self._numbers)
        replace(self._command, text=f"add proof of sheet {number} for Acme by fri").once(f"typed.{number}")


def _saved(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        counted = connection.execute(select(func.count()).select_from(tasks)).scalar_one()
    engine.dispose()
    return counted
