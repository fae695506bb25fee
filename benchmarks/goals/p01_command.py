"""P1: what Liaison's own layers cost a command that does nothing, against a bare Bolt app with one listener.

The help of one command is words only, where that of all of them is about its reader, and reads what they look after.
"""

from collections.abc import Iterator
from functools import partial

from benchmarks.goals import commands
from benchmarks.goals.commands import Command
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most, paired

TIMES = 400


def figures() -> Iterator[Figure]:
    with commands.office() as slack, new_sqlite() as url, commands.liaison(slack, url) as liaison:
        ask = partial(Command, secret=slack.signing_secret, team=slack.team_id, name="/task", text="help")
        ours = ask(liaison)
        theirs = ask(commands.bare(slack, "/task", waits=False))
        cpu = paired(partial(ours.cpu, TIMES), partial(theirs.cpu, TIMES), times=5)
        said = f"µs of CPU for /task help: {cpu.ours * 1e6:,.0f}, a bare app's ack: {cpu.theirs * 1e6:,.0f}"
        yield at_most(1.5, cpu.ratio, said)
