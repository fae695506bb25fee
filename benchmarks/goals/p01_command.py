"""P1: what a command that does nothing costs a whole process, against a bare Bolt app with one listener.

As the floors of performance.md were measured: over HTTP with 16 connections, on the same web server. The help of one
command is words only, where that of all of them is about its reader, and reads what they look after.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.goals import commands, programs
from benchmarks.goals.commands import Command
from benchmarks.goals.figures import Figure, NotMeasured, at_most, paired
from benchmarks.goals.programs import BARE
from handlers.http_mode import PATH
from sandbox import Sandbox
from sandbox.sandbox import LOOPBACK
from sandbox.signing import signed

CONNECTIONS, EACH, TIMES = 16, 50, 7
KIND = {"Content-Type": "application/x-www-form-urlencoded"}


def figures() -> Iterator[Figure]:
    with commands.office() as slack, TemporaryDirectory() as folder:
        ours, bare = programs.liaison(slack, Path(folder)), programs.bare(slack, BARE)
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
    command = Command(lambda *_: (), slack.signing_secret, slack.team_id, "/task", "help")
    connection = HTTPConnection(LOOPBACK, port)
    for number in range(EACH):
        body = command.form(f"{time.time()}.{who}.{number}")
        connection.request("POST", PATH, body, signed(slack.signing_secret, int(time.time()), body) | KIND)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise NotMeasured(f"a command was answered {answer.status}")
    connection.close()
