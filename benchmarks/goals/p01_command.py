"""P1: what a command that does nothing costs a whole process, against a bare Bolt app with one listener.

As the floors of performance.md were measured: over HTTP with 16 connections, on the same web server. The help of one
command is words only, where that of all of them is about its reader, and reads what they look after.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from benchmarks.goals import commands, programs
from benchmarks.goals.commands import Line
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most, paired
from benchmarks.goals.programs import BARE
from sandbox import Sandbox

CONNECTIONS, EACH, TIMES = 16, 50, 7


def figures() -> Iterator[Figure]:
    with commands.office() as slack, new_sqlite() as url:
        ours, bare = programs.liaison(slack, url), programs.bare(slack, BARE)
        with ours.running() as one, bare.running() as other:
            mine = partial(_cpu, slack, ours.port, one.pid)
            cpu = paired(mine, partial(_cpu, slack, bare.port, other.pid), times=TIMES)
        said = f"µs of CPU for /task help over HTTP: {cpu.ours * 1e6:,.0f}, a bare app's ack: {cpu.theirs * 1e6:,.0f}"
        yield at_most(1.5, cpu.ratio, said)


def _cpu(slack: Sandbox, port: int, process: int) -> float:
    """Seconds that each takes."""
    begun = programs.cpu(process)
    with ThreadPoolExecutor(CONNECTIONS) as people:
        list(people.map(partial(_type, slack, port), range(CONNECTIONS)))
    return (programs.cpu(process) - begun) / (CONNECTIONS * EACH)


def _type(slack: Sandbox, port: int, who: int) -> None:
    """One after the other, on a connection of one's own."""
    with Line(slack, port) as line:
        for number in range(EACH):
            line.give("/task", "help", f"{time.time()}.{who}.{number}")
