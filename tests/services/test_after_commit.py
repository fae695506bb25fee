"""What was saved is never answered with "nothing was saved": whatever an answer needs is read before the commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.domain.errors import StoreUnavailable
from bot.domain.ids import NudgeNumber, RequestNumber, TaskNumber, TeamId, UserId
from bot.domain.moments import Moment
from bot.domain.origins import Gesture, Origin
from bot.domain.people import Person
from bot.domain.schedules import EVERY_DAY, DailyRule
from bot.services import request_drafts, task_drafts
from bot.services.client_requests import ClientRequestService
from bot.services.clients import AddClient, ClientDraft, ClientService
from bot.services.digests import DigestService
from bot.services.nudge_moves import NudgeMoveService
from bot.services.nudges import NudgeService, SetNudge
from bot.services.people import PeopleService
from bot.services.tasks import TaskService
from storage.store import SqlStore, SqlTransaction
from tests.services.office import NobodyElse
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PUBLIC, HandClock

LONDON = ZoneInfo("Europe/London")


class Failing(SqlStore):
    """Can be used until a gesture is committed."""

    is_down = False

    @contextmanager
    def begin(self, origin: Origin) -> Iterator[SqlTransaction]:
        with super().begin(origin) as tx:
            yield tx
        self.is_down = isinstance(origin, Gesture)

    @contextmanager
    def read(self, team: TeamId) -> Iterator[SqlTransaction]:
        if self.is_down:
            raise StoreUnavailable
        with super().read(team) as tx:
            yield tx

    def person(self, team: TeamId, user: UserId) -> Person | None:
        if self.is_down:
            raise StoreUnavailable
        return super().person(team, user)


@dataclass
class Services:
    requests: ClientRequestService
    tasks: TaskService
    nudges: NudgeService
    nudge_moves: NudgeMoveService
    clients: ClientService
    digests: DigestService


@pytest.fixture
def services(empty_store: Engine) -> Services:
    store, clock = Failing(empty_store, lambda: None), HandClock(NOW)
    with store.begin(OWN_WORK) as tx:
        for user in (ANA, BEN):
            tx.people.add(make.person(user_id=user))
        tx.channels.add(make.channel())
        for count in (tx.client_requests.next_number, tx.tasks.next_number, tx.nudges.next_number):
            count()
        tx.client_requests.add(make.request(audience=PUBLIC))
        tx.tasks.add(make.task(audience=PUBLIC))
        message = tx.outbox.add(make.message(key="nudge:N-1", about="N-1", due_at=NOW + timedelta(days=1)))
        tx.nudges.add(make.nudge())
        tx.nudge_occurrences.add(make.occurrence(message=message))
    people = PeopleService(store, NobodyElse(), clock, LONDON)
    return Services(
        ClientRequestService(store, people, clock),
        TaskService(store, people, clock),
        NudgeService(store, people, clock),
        NudgeMoveService(store, people, clock),
        ClientService(store, people, clock),
        DigestService(store, clock, LONDON, make.teams),
    )


def _nudge(by: Gesture) -> SetNudge:
    at = NOW + timedelta(hours=2)
    return SetNudge(by=by, text="call", user=BEN, moment=Moment(at.replace(tzinfo=None), LONDON, at, (), "at 11:00"))


def _log(by: Gesture) -> request_drafts.Log:
    return request_drafts.Log(by=by, draft=request_drafts.Draft(title="logo", owner=BEN))


ONE = RequestNumber(1)
GESTURES: dict[str, Callable[[Services, Gesture], object]] = {
    "log a request": lambda services, by: services.requests.log(_log(by)),
    "take a request": lambda services, by: services.requests.take(by, ONE),
    "assign a request": lambda services, by: services.requests.assign(by, ONE, BEN),
    "give a task": lambda services, by: services.tasks.give(by, task_drafts.Draft(title="draw", owner=BEN)),
    "finish a task": lambda services, by: services.tasks.finish(by, TaskNumber(1)),
    "set a reminder": lambda services, by: services.nudges.set(_nudge(by)),
    "cancel a reminder": lambda services, by: services.nudges.cancel(by, NudgeNumber(1)),
    "move reminders": lambda services, by: services.nudge_moves.move_all(by),
    "add a client": lambda services, by: services.clients.add(
        AddClient(by=by, draft=ClientDraft(name="Acme", owner=ANA))
    ),
    "set a digest": lambda services, by: services.digests.set(by, DailyRule(time(9), EVERY_DAY, "Europe/London")),
}


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES)
def test_saved_and_answered(services: Services, gesture: Callable[[Services, Gesture], object]) -> None:
    assert gesture(services, make.gesture(channel_id=PUBLIC)) is not None
