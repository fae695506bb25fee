"""Statements that are made once: asked with other arguments, for other teams, locked or not."""

import pytest
from sqlalchemy import Select, select

from bot.domain.ids import TaskNumber
from bot.domain.origins import OwnWork
from bot.domain.tasks import Task
from storage.hooks import TeamSession
from storage.kept import kept
from storage.queries import asked, held
from storage.store import SqlStore
from storage.tasks import tasks
from tests.storage import make
from tests.storage.make import ANA, T1, T2

made = list[str]()


@kept
def _titled(title: str, number: TaskNumber) -> Select[Task]:
    made.append("once")
    return select(Task).where(tasks.c.title == title, tasks.c.number == number)


def test_each_team_finds_its_own(store: SqlStore) -> None:
    for team in (T1, T2):
        with store.begin(OwnWork(team_id=team)) as tx:
            tx.tasks.add(make.task(team_id=team, title="Draw it"))
            tx.tasks.add(make.task(team_id=team, number=TaskNumber(2), title=f"Of {team}"))
    for team, other in ((T1, T2), (T2, T1)):
        with TeamSession(store._gestures, team, ANA, writes=True) as session:
            question = _titled("Draw it", TaskNumber(1))
            assert [one.team_id for one in asked(session, question)] == [team]
            assert [one.team_id for one in held(session, question, Task)] == [team]
            assert asked(session, _titled(f"Of {team}", TaskNumber(2))).one().team_id == team
            assert asked(session, _titled(f"Of {other}", TaskNumber(2))).all() == []
    assert made == ["once"]


def test_arguments_are_given_in_their_order() -> None:
    with pytest.raises(AssertionError):
        _titled("Draw it", number=TaskNumber(1))
