"""P5: what a command asks of Slack once its people are known: nothing that it was told before."""

from collections.abc import Iterator

from benchmarks.goals import commands, programs
from benchmarks.goals.commands import Line
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most

TIMES = 20
ASKED = ("auth.test", "users.info")
LINES = (("/task", "add proof for Acme by fri"), ("/request", "Acme: reprint by fri"), ("/liaison", "help"))


def figures() -> Iterator[Figure]:
    with commands.office() as slack, new_sqlite() as url:
        ours = programs.liaison(slack, url)
        with ours.running(), Line(slack, ours.port) as line:
            _type(line, 1)
            before = len(slack.calls)
            _type(line, TIMES)
            made = [call.name for call in slack.calls[before:]]
    for method in ASKED:
        count = made.count(method)
        said = f"calls of {method} in {TIMES * len(LINES)} commands of somebody known: {count}"
        yield at_most(0, count / (TIMES * len(LINES)), said)


def _type(line: Line, times: int) -> None:
    for number in range(times):
        for command, text in LINES:
            line.give(command, text, f"{times}.{number}.{command}")
