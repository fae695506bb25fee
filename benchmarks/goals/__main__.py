"""`make bench`: one line for each goal, with what it is made of below. ONLY=P6,gestures measures those."""

import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from importlib import import_module
from operator import attrgetter
from time import monotonic

from benchmarks.goals.figures import Figure, NotMeasured

#: Each with `figures()`.
GOALS = {
    "P1": "p01_command",
    "P2": "p02_saved",
    "P3": "p03_rows",
    "P4": "p04_listeners",
    "P5": "p05_questions",
    "P6": "p06_due_engine",
    "P7": "p07_flat",
    "P8": "p08_other_process",
    "P9": "p09_digests",
    "P10": "p10_pace",
    "P11": "p11_lanes",
    "P12": "p12_start",
    "P13": "p13_search",
    "home": "home",
    "find": "find",
}
#: Each with `main()`, which says itself what it found and gives an exit code.
OTHERS = ("gestures", "sandbox")
NAMES = (*GOALS, *OTHERS)


class UnknownName(Exception):
    """Of something to measure."""


def main(arguments: Sequence[str]) -> int:
    """0 when all is reached, 1 when something is short, 2 when there is no such goal."""
    try:
        names = chosen(",".join(arguments))
    except UnknownName as unknown:
        sys.stderr.write(f"{unknown}\n")
        return 2
    reached = [measured(name) for name in names]
    return 0 if all(reached) else 1


def chosen(only: str) -> list[str]:
    """All when none is named; in the order in which they are measured, whichever way they are written."""
    wanted = {_name(word) for word in only.replace(",", " ").split()}
    return [name for name in NAMES if name in wanted or not wanted]


def _name(word: str) -> str:
    by_folded = {name.casefold(): name for name in NAMES}
    if word.casefold() in by_folded:
        return by_folded[word.casefold()]
    near = get_close_matches(word.casefold(), by_folded, 1)
    meant = f"; did you mean {by_folded[near[0]]}?" if near else ""
    raise UnknownName(f"nothing called {word} is measured{meant} There are {', '.join(NAMES)}.")


def measured(name: str) -> bool:
    """Whether it is reached."""
    if name in GOALS:
        figures: Callable[[], Iterable[Figure]] = import_module(f"benchmarks.goals.{GOALS[name]}").figures
        return report(name, figures)
    say(f"{name}:")
    try:
        code: int = import_module(f"benchmarks.{name}").main()
    except SystemExit as why:
        say(f"{name} short: {why}")
        return False
    return code == 0


def report(name: str, figures: Callable[[], Iterable[Figure]]) -> bool:
    """The line is that of the comparison with the least in reserve, so it is short when one of them is."""
    begun = monotonic()
    try:
        all_of_them = list(figures())
    except (NotMeasured, SystemExit) as why:
        say(f"{name} short: {why}")
        return False
    decisive = min(all_of_them, key=attrgetter("reserve"))
    say(f"{name} {decisive}")
    for figure in all_of_them:
        say(f"  {figure}: {figure.what}")
    say(f"  in {monotonic() - begun:.0f} s")
    return decisive.is_reached


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
