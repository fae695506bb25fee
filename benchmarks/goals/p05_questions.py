"""P5: what a command asks of Slack once its people are known: nothing that it was told before."""

from collections.abc import Iterator
from functools import partial

from benchmarks.goals import commands
from benchmarks.goals.commands import Command
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most

TIMES = 20
ASKED = ("auth.test", "users.info")
LINES = (("/task", "add proof for Acme by fri"), ("/request", "Acme: reprint by fri"), ("/liaison", "help"))


def figures() -> Iterator[Figure]:
    with commands.office() as slack, new_sqlite() as url, commands.liaison(slack, url) as liaison:
        ask = partial(Command, liaison, slack.signing_secret, slack.team_id)
        typed = [ask(name, text) for name, text in LINES]
        for command in typed:
            command.once("first")
        before = len(slack.calls)
        for command in typed:
            command.cpu(TIMES)
        made = [call.name for call in slack.calls[before:]]
        for method in ASKED:
            count = made.count(method)
            said = f"calls of {method} in {TIMES * len(typed)} commands of somebody known: {count}"
            yield at_most(0, count / (TIMES * len(typed)), said)
