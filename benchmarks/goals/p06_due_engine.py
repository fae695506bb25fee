"""P6: rows a second from due to recorded, with nothing to render and nobody to send to, against the others."""

from collections.abc import Iterator
from functools import partial

from benchmarks.goals.databases import upgraded
from benchmarks.goals.due_rows import DueRows
from benchmarks.goals.figures import Figure, Paired, at_least, paired
from benchmarks.goals.peers import Apscheduler, Procrastinate
from tests.postgres import AS_IT_COMES, running

ROWS, THEIRS, FUTURE = 1000, 400, 100_000
#: Of procrastinate's beside future jobs: it does some fifty a second then.
FEW = 60
TEAMS = 20


def figures() -> Iterator[Figure]:
    with running(AS_IT_COMES) as postgres:
        procrastinate = Procrastinate(postgres.url(postgres.create()))
        of_one = DueRows(upgraded(postgres.url(postgres.create())))
        of_many = DueRows(upgraded(postgres.url(postgres.create())), teams=TEAMS)
        for rows, whose in ((of_one, "one workspace"), (of_many, f"{TEAMS} workspaces")):
            pair = paired(partial(rows.rate, ROWS), lambda: procrastinate.rate(THEIRS))
            yield at_least(4, pair.ratio, _said(pair, whose, "procrastinate, ten at a time"))
        apscheduler = Apscheduler(postgres.url(postgres.create()))
        pair = paired(lambda: of_one.rate(ROWS), lambda: apscheduler.rate(THEIRS))
        yield at_least(2, pair.ratio, _said(pair, "one workspace", "APScheduler's store"))
        of_one.add_future(FUTURE)
        procrastinate.add_future(FUTURE)
        pair = paired(lambda: of_one.rate(ROWS), lambda: procrastinate.rate(FEW), times=2)
        yield at_least(20, pair.ratio, _said(pair, f"beside {FUTURE:,} future rows", "procrastinate"))


def _said(pair: Paired, ours: str, theirs: str) -> str:
    return f"due rows a second, {ours}: {pair.ours:,.0f}, {theirs}: {pair.theirs:,.0f}"
