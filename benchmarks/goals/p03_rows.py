"""P3: tasks saved a second, against the driver alone that writes the same rows into the same tables.

Which rows those are is seen: all tables are compared before and after each of the product's own changes.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from benchmarks.goals import raw
from benchmarks.goals.databases import upgraded
from benchmarks.goals.figures import Figure, at_least, paired, seconds
from bot.domain.clock import SYSTEM_CLOCK
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.origins import Gesture, OwnWork
from bot.domain.people import Channel, Person, PersonKind
from bot.services.people import Directory, PeopleService
from bot.services.task_drafts import Draft
from bot.services.tasks import TaskService
from handlers.gestures import BUDGET
from storage.engine import make_engine
from storage.store import SqlStore
from tests.postgres import AS_IT_COMES, running

TASKS, ROUNDS = 60, 3
TEAM, USER, PLACE, ZONE = TeamId("T1"), UserId("U1"), ChannelId("C1"), ZoneInfo("Europe/London")

#: The address of one more store that holds a workspace and nothing else.
NewStore = Callable[[], str]


def figures(tasks: int = TASKS) -> Iterator[Figure]:
    with TemporaryDirectory() as name:
        template, numbers = Path(name) / "template.db", count()
        _move_in(f"sqlite:///{template}")
        yield _compared("SQLite", 0.15, tasks, lambda: _copied(template, f"{next(numbers)}.db"))
    with running(AS_IT_COMES) as postgres:
        database = postgres.create()
        _move_in(postgres.url(database))
        yield _compared("PostgreSQL", 0.20, tasks, lambda: postgres.url(postgres.create(database)))


def _move_in(url: str) -> None:
    engine = upgraded(url)
    move_in(engine)
    engine.dispose()


def move_in(engine: Engine) -> None:
    with SqlStore(engine, lambda: None).begin(OwnWork(team_id=TEAM)) as tx:
        tx.channels.add(Channel(team_id=TEAM, channel_id=PLACE, name="acme", is_private=False, is_member=True))
        tx.people.add(Person(team_id=TEAM, user_id=USER, name="Ana", kind=PersonKind.MEMBER))


def _copied(template: Path, name: str) -> str:
    return f"sqlite:///{shutil.copyfile(template, template.with_name(name))}"


def _compared(database: str, limit: float, tasks: int, new: NewStore) -> Figure:
    recorded = _recorded(new(), tasks)
    engine = make_engine(new())
    rate = paired(partial(_ours, Saving(engine), tasks), partial(_theirs, new, recorded), times=ROUNDS)
    engine.dispose()
    said = f"{database}, tasks saved a second: {rate.ours:,.0f}, their {len(recorded[-1])} rows by the driver alone"
    return at_least(limit, rate.ratio, f"{said}: {rate.theirs:,.0f}")


def _recorded(url: str, tasks: int) -> list[raw.Statements]:
    """What each change of the product's writes."""
    engine, found = make_engine(url), list[raw.Statements]()
    saving = Saving(engine)
    with raw.connected(url) as connection:
        before = raw.tables(connection)
        for _ in range(tasks):
            saving.save()
            after = raw.tables(connection)
            found.append(raw.written(connection, before, after))
            before = after
    engine.dispose()
    return found


def _ours(saving: "Saving", tasks: int) -> float:
    def save() -> None:
        for _ in range(tasks):
            saving.save()

    return tasks / seconds(save)


def _theirs(new: NewStore, recorded: list[raw.Statements]) -> float:
    with raw.connected(new()) as connection:

        def commit() -> None:
            for statements in recorded:
                connection.commit(statements)

        return len(recorded) / seconds(commit)


class Saving:
    """What is behind `/task` once the line is understood. Other words each time, as in P2."""

    def __init__(self, engine: Engine) -> None:
        store = SqlStore(engine, lambda: None)
        # Who types is known, so that Slack is not asked.
        people = PeopleService(store, cast("Directory", None), SYSTEM_CLOCK, ZONE)
        self._tasks = TaskService(store, people, SYSTEM_CLOCK)
        self._numbers = count(1)

    def save(self) -> None:
        number = next(self._numbers)
        by = Gesture(
            team_id=TEAM,
            user_id=USER,
            zone=ZONE,
            key=f"command:{number}",
            deadline=time.monotonic() + BUDGET,
            channel_id=PLACE,
        )
        self._tasks.give(by, Draft(title=f"proof of sheet {number} for Acme"))
