"""P12: from a process's start until it is ready, and its memory when idle, against a bare Bolt app over HTTP."""

import json
from collections.abc import Iterator
from statistics import median

from benchmarks.goals import programs
from benchmarks.goals.databases import new_sqlite
from benchmarks.goals.figures import Figure, at_most, paired
from benchmarks.goals.programs import BARE, Program
from bot.settings import MANIFEST
from sandbox import Sandbox, World

TIMES = 4
#: What only some commands need, or only whoever measures.
HEAVY = ("alembic", "aiohttp", "holidays", "matplotlib", "procrastinate", "sandbox", "uvicorn")

#: What is left for us to save is the difference to this.
_LIBRARIES = f"import apscheduler.schedulers.background, pydantic_settings, sqlalchemy.orm\n{BARE}"
_LOADED = f"""
import json, sys
from bot.__main__ import main
main(["run"])
print(json.dumps([name for name in {HEAVY} if sys.modules.get(name)]))
"""


def figures() -> Iterator[Figure]:
    with Sandbox(MANIFEST, World.office(), rates=False) as slack, new_sqlite() as url:
        ours, bare = programs.liaison(slack, url), programs.bare(slack, BARE)
        libraries = programs.bare(slack, _LIBRARIES)
        imported = median(libraries.start() for _ in range(TIMES))
        start = paired(ours.start, bare.start, times=TIMES)
        with_ours = "the same with Liaison's libraries imported"
        said = f"s until ready: {start.ours:.2f}, a bare app over WSGI: {start.theirs:.2f}, {with_ours}: {imported:.2f}"
        yield at_most(2, start.ratio, said)
        mine, others, with_them = (median(program.memory) for program in (ours, bare, libraries))
        said = f"MiB when idle: {mine:.0f}, a bare app over WSGI: {others:.0f}, {with_ours}: {with_them:.0f}"
        yield at_most(1.8, mine / others, said)
        loaded = _loaded(ours)
        yield at_most(0, len(loaded), f"of {', '.join(HEAVY)} are loaded: {', '.join(loaded) or 'none'}")


def _loaded(ours: Program) -> list[str]:
    with Program(_LOADED, ours.env, ours.port, ours.ready).running() as process:
        process.terminate()
        assert process.stdout is not None
        loaded: list[str] = json.loads(process.stdout.read())
    return loaded
